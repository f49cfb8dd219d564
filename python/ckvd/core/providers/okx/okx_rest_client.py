"""Candles of OKX's REST API."""
from __future__ import annotations

from typing import Any

from ...._enums import DataProvider, MarketType
from ..binance.rest_data_client import RestDataClient

__all__ = ["OKXRestClient"]


class OKXRestClient(RestDataClient):
    """Asks OKX and no one else."""

    def __init__(self, market_type: MarketType = MarketType.SPOT, retry_count: int = 3,
                 **settings: Any) -> None:
        super().__init__(market_type, retry_count, DataProvider.OKX, **settings)
