"""Candles of the REST API alone."""
from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ...._enums import ChartType, DataProvider, DataSource, Interval, MarketType
from ...._times import Moment
from .tier_client import TierClient, workers

__all__ = ["RestDataClient"]

WORKERS_MAX = 5


class RestDataClient(TierClient):
    """Asks the API and no one else."""

    source = DataSource.REST

    def __init__(self, market_type: MarketType = MarketType.SPOT, retry_count: int = 3,
                 provider: DataProvider = DataProvider.BINANCE,
                 chart_type: ChartType = ChartType.KLINES, **settings: Any) -> None:
        super().__init__(market_type, provider, chart_type, retry_count=retry_count, **settings)

    def fetch(self, symbol: str, interval: Interval | str, start_time: Moment, end_time: Moment
              ) -> Any:
        """Candles that open in [start_time, end_time], both included."""
        return self._rows(symbol, interval, start_time, end_time)

    def fetch_klines_parallel(self, symbol: str, interval: Interval | str,
                              date_ranges: Sequence[tuple[Moment, Moment]], max_workers: int = 3
                              ) -> list[Any]:
        """A frame for each range, in their order."""
        with ThreadPoolExecutor(workers(max_workers, WORKERS_MAX)) as pool:
            return list(pool.map(lambda ends: self.fetch(symbol, interval, *ends), date_ranges))
