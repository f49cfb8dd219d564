"""Past OHLCV bars from cache, archive and API, with proof of where each bar came from.

    import candlewick as cw
    bars = cw.get("BTCUSDT", "1h", "2024-01-01", "2024-02-01")
    frame = bars.to_polars()
"""
from __future__ import annotations

import atexit
from typing import Any

from . import _core
from ._bars import Bar, Bars, Batch, Hole
from ._client import Client
from ._errors import (BlockedError, CancelledError, CandlewickError, CorruptDataError,
                      DataSourceError, InvalidRequestError, InvalidSymbolError, ProgramError,
                      RateLimitError, UnsupportedError)

__version__ = _core.version()
__all__ = ["Bar", "Bars", "Batch", "BlockedError", "CancelledError", "CandlewickError", "Client",
           "CorruptDataError", "DataSourceError", "Hole", "InvalidRequestError",
           "InvalidSymbolError", "ProgramError", "RateLimitError", "UnsupportedError", "diagnose",
           "get", "get_many", "health", "stats", "warm", "why"]

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
