"""Who has data, and the clients that ask each tier alone."""
from __future__ import annotations

from typing import Any

from ..._enums import ChartType, DataProvider, MarketType
from ..._errors import InvalidRequestError

__all__ = ["get_provider_clients", "get_supported_providers", "register_provider"]

_PROVIDERS: dict[DataProvider, str] = {DataProvider.BINANCE: "binance", DataProvider.OKX: "okx"}


def get_supported_providers() -> list[DataProvider]:
    """Those with data."""
    return list(_PROVIDERS)


def get_provider_clients(provider: DataProvider, market_type: MarketType = MarketType.SPOT,
                         chart_type: ChartType = ChartType.KLINES) -> dict[str, Any]:
    """A client for each tier of a provider: "vision" (None where there is no archive), "rest"."""
    from .binance.rest_data_client import RestDataClient
    from .binance.vision_data_client import VisionDataClient

    if provider not in _PROVIDERS:
        names = ", ".join(one.name for one in _PROVIDERS)
        raise InvalidRequestError(f"provider {getattr(provider, 'name', provider)!r} is not "
                                  f"supported; there are {names}")
    vision = VisionDataClient(market_type=market_type) if provider is DataProvider.BINANCE else None
    return {"vision": vision, "rest": RestDataClient(market_type, provider=provider,
                                                     chart_type=chart_type)}


def register_provider(provider: DataProvider, factory: Any) -> None:
    """Refused: providers are a part of candlewick."""
    raise InvalidRequestError(f"{getattr(provider, 'name', provider)} cannot be registered: "
                              "providers are a part of candlewick; use BINANCE or OKX")
