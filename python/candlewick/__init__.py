"""OHLCV bars: the past from cache, archive and API with proof of its origin, the present as it
closes.

    import candlewick as cw
    bars = cw.get("BTCUSDT", "1h", "2024-01-01", "2024-02-01")
    frame = bars.to_polars()
    for candle in cw.stream("BTCUSDT"):
        print(candle.open_time, candle.close)
"""
from __future__ import annotations

import atexit
from typing import TYPE_CHECKING, Any

from . import _core
from ._bars import Bar, Bars, Batch, Hole
from ._client import Client
from ._errors import (BlockedError, CancelledError, CandlewickError, CorruptDataError,
                      DataSourceError, InvalidRequestError, InvalidSymbolError, ProgramError,
                      RateLimitError, UnsupportedError)
from ._stream import AsyncStream, Candle, Stream

if TYPE_CHECKING:
    from collections.abc import Iterable

__version__ = _core.version()
__all__ = ["AsyncStream", "Bar", "Bars", "Batch", "BlockedError", "CancelledError", "Candle",
           "CandlewickError", "Client", "CorruptDataError", "DataSourceError", "Hole",
           "InvalidRequestError", "InvalidSymbolError", "ProgramError", "RateLimitError", "Stream",
           "UnsupportedError", "astream", "diagnose", "get", "get_many", "health", "stats",
           "stream", "warm", "why"]

atexit.register(_core.leave)
_clients: dict[str, Client] = {}


def _client() -> Client:
    """The one that all functions here share, made when it is first needed."""
    known = _clients.get("default")
    return known if known is not None else _clients.setdefault("default", Client())


def get(symbol: str, *args: Any, **options: Any) -> Bars:
    """See Client.get."""
    return _client().get(symbol, *args, **options)


def get_many(symbols: list[str], *args: Any, **options: Any) -> dict[str, Any]:
    """See Client.get_many."""
    return _client().get_many(symbols, *args, **options)


def why(symbol: str, *args: Any, **options: Any) -> dict[str, Any]:
    """See Client.why."""
    return _client().why(symbol, *args, **options)


def stream(symbols: str | Iterable[str], *args: Any, **options: Any) -> Stream:
    """See Client.stream."""
    return _client().stream(symbols, *args, **options)


def astream(symbols: str | Iterable[str], *args: Any, **options: Any) -> AsyncStream:
    """See Client.astream."""
    return _client().astream(symbols, *args, **options)


def warm(symbols: str | list[str], *args: Any, **options: Any) -> dict[str, Any]:
    """See Client.warm."""
    return _client().warm(symbols, *args, **options)


def diagnose(symbol: str, *args: Any, **options: Any) -> dict[str, Any]:
    """See Client.diagnose."""
    return _client().diagnose(symbol, *args, **options)


def health(*args: Any, **options: Any) -> dict[str, Any]:
    """See Client.health."""
    return _client().health(*args, **options)


def stats(*args: Any, **options: Any) -> dict[str, Any]:
    """See Client.stats."""
    return _client().stats(*args, **options)
