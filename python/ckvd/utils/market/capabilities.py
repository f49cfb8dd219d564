"""What each market has, and where it is asked."""
from __future__ import annotations

from dataclasses import dataclass

from ..._enums import Interval, MarketType
from ..._errors import InvalidRequestError
from ..._symbols import supported_intervals

__all__ = ["MARKET_CAPABILITIES", "MarketCapabilities", "get_market_capabilities"]


@dataclass
class MarketCapabilities:
    """Of one market. Another `primary_endpoint`, set before a manager is made, is where that
    manager asks; the others are for information."""

    primary_endpoint: str
    backup_endpoints: list[str]
    data_only_endpoint: str | None
    api_version: str
    supported_intervals: list[Interval]
    symbol_format: str
    description: str
    max_limit: int
    default_symbol: str

    @property
    def api_base_url(self) -> str:
        """Of the API."""
        return self.primary_endpoint


SPOT_HOSTS = ["https://api-gcp.binance.com", "https://api1.binance.com",
              "https://api2.binance.com", "https://api3.binance.com", "https://api4.binance.com"]


def _futures(host: str, version: str, symbol: str, words: str) -> MarketCapabilities:
    return MarketCapabilities(f"https://{host}.binance.com", [], None, version,
                              supported_intervals(MarketType.FUTURES_USDT), symbol, words, 1500,
                              symbol)


MARKET_CAPABILITIES: dict[MarketType, MarketCapabilities] = {
    MarketType.SPOT: MarketCapabilities(
        "https://api.binance.com", SPOT_HOSTS, "https://data-api.binance.vision", "v3",
        supported_intervals(MarketType.SPOT), "BTCUSDT", "Binance spot", 1000, "BTCUSDT"),
    MarketType.FUTURES_USDT: _futures("fapi", "v1", "BTCUSDT", "Binance USD-M futures"),
    MarketType.FUTURES: _futures("fapi", "v1", "BTCUSDT", "Binance USD-M futures"),
    MarketType.FUTURES_COIN: _futures("dapi", "v1", "BTCUSD_PERP", "Binance COIN-M futures"),
    MarketType.OPTIONS: MarketCapabilities(
        "https://eapi.binance.com", [], None, "v1", supported_intervals(MarketType.OPTIONS),
        "BTC-240315-50000-C", "Binance options; candlewick has no data of them", 1000,
        "BTC-240315-50000-C")}


def get_market_capabilities(market_type: MarketType) -> MarketCapabilities:
    """Of a market."""
    if market_type not in MARKET_CAPABILITIES:
        raise InvalidRequestError(f"market_type is {market_type!r}; give a member of MarketType")
    return MARKET_CAPABILITIES[market_type]


_VARIABLES = {MarketType.SPOT: "WICK_BINANCE_SPOT_URL",
              MarketType.FUTURES_USDT: "WICK_BINANCE_UM_URL",
              MarketType.FUTURES: "WICK_BINANCE_UM_URL",
              MarketType.FUTURES_COIN: "WICK_BINANCE_CM_URL"}
_SHIPPED = {market: MARKET_CAPABILITIES[market].primary_endpoint for market in _VARIABLES}


def redirected() -> dict[str, str]:
    """Settings of candlewick, for markets that somebody has given another endpoint."""
    changed = {}
    for market, shipped in _SHIPPED.items():
        now = MARKET_CAPABILITIES[market].primary_endpoint
        if now != shipped:
            changed[_VARIABLES[market]] = _root(now)
    return changed


def _root(address: str) -> str:
    """Without the path of klines."""
    for api in ("/api/", "/fapi/", "/dapi/"):
        address = address.partition(api)[0]
    return address
