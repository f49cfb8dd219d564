"""What there is, for programs that read instead of people."""
from __future__ import annotations

import enum
import inspect
from typing import Any

import ckvd

from ._enums import DataProvider, Interval, MarketType
from ._symbols import check_interval, market_word

MAX_LIMIT = {MarketType.SPOT: 1000, MarketType.FUTURES_USDT: 1500, MarketType.FUTURES: 1500,
             MarketType.FUTURES_COIN: 1500}
EXAMPLES = {MarketType.SPOT: "BTCUSDT", MarketType.FUTURES_USDT: "BTCUSDT",
            MarketType.FUTURES: "BTCUSDT", MarketType.FUTURES_COIN: "BTCUSD_PERP"}


def discover_api() -> dict[str, Any]:
    """Everything public, ready for JSON: metadata, classes, functions, enums, exceptions."""
    found: dict[str, Any] = {
        "metadata": {"name": "ckvd", "version": ckvd.__version__, "engine": "candlewick"},
        "classes": {}, "functions": {}, "enums": {}, "exceptions": {}}
    for name in ckvd.__all__:
        thing = getattr(ckvd, name)
        if not isinstance(thing, type):
            if callable(thing):
                found["functions"][name] = _function(thing)
        elif issubclass(thing, enum.Enum):
            found["enums"][name] = {one.name: one.value for one in thing}
        elif issubclass(thing, Exception):
            found["exceptions"][name] = {"bases": [base.__name__ for base in thing.__mro__[1:-2]],
                                         "doc": inspect.getdoc(thing)}
        else:
            found["classes"][name] = _class(thing)
    return found


def get_capabilities() -> dict[str, Any]:
    """What each provider and market has, ready for JSON."""
    return {provider.name: {market.name: _market(provider, market) for market in MAX_LIMIT}
            for provider in (DataProvider.BINANCE, DataProvider.OKX)}


def _market(provider: DataProvider, market: MarketType) -> dict[str, Any]:
    from ._symbols import get_market_symbol_format

    okx = provider is DataProvider.OKX
    return {"name": market_word(market), "max_limit": 300 if okx else MAX_LIMIT[market],
            "intervals": [one.value for one in Interval if _has(provider, market, one)],
            "default_symbol": get_market_symbol_format("BTCUSDT", market, provider) if okx
            else EXAMPLES[market],
            "sources": ["CACHE", "REST"] if okx else ["CACHE", "VISION", "REST"],
            "streams": not okx}


def _has(provider: DataProvider, market: MarketType, interval: Interval) -> bool:
    try:
        check_interval(interval, market, provider)
    except ValueError:
        return False
    return True


def _function(thing: Any) -> dict[str, Any]:
    return {"signature": str(inspect.signature(thing)), "doc": inspect.getdoc(thing)}


def _class(thing: type[Any]) -> dict[str, Any]:
    methods = {name: _function(getattr(thing, name)) for name in dir(thing)
               if not name.startswith("_") and callable(getattr(thing, name))}
    return {"doc": inspect.getdoc(thing), "methods": methods,
            "signature": str(inspect.signature(thing))}
