"""OHLCV bars: the past from cache, archive and API with proof of its origin, the present as it
closes.

    import candlewick as cw
    bars = cw.get("BTCUSDT", "1h", "2024-01-01", "2024-02-01")
    frame = bars.to_polars()
    for candle in cw.stream("BTCUSDT"):
        print(candle.open_time, candle.close)

Importing it costs next to nothing: each name brings its module when it is first asked for.
"""
from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._bars import Bars, Batch
    from ._calendar import calendar, calendars
    from ._client import Client
    from ._errors import (BlockedError, CancelledError, CandlewickError, CorruptDataError,
                          DataSourceError, InvalidRequestError, InvalidSymbolError,
                          MissingPackageError, ProgramError, RateLimitError, UnsupportedError)
    from ._report import Report
    from ._rows import Bar, Hole
    from ._stream import AsyncStream, Candle, Stream

__all__ = ["AsyncStream", "Bar", "Bars", "Batch", "BlockedError", "CancelledError", "Candle",
           "CandlewickError", "Client", "CorruptDataError", "DataSourceError", "Hole",
           "InvalidRequestError", "InvalidSymbolError", "MissingPackageError", "ProgramError",
           "RateLimitError", "Report", "Stream", "UnsupportedError", "astream", "calendar",
           "calendars", "diagnose", "get", "get_many", "health", "stats", "stream", "warm", "why"]

_HOMES = {"Bar": "_rows", "Hole": "_rows", "Bars": "_bars", "Batch": "_bars", "Client": "_client",
          "Report": "_report", "AsyncStream": "_stream", "Candle": "_stream", "Stream": "_stream",
          "calendar": "_calendar", "calendars": "_calendar"}


if not TYPE_CHECKING:  # or checkers would believe in any name
    def __getattr__(name: str) -> object:
        from importlib import import_module

        if name == "__version__":
            value: object = import_module("._core", __name__).version()
        elif name in __all__:  # what has no home of its own is an exception
            value = getattr(import_module(f".{_HOMES.get(name, '_errors')}", __name__), name)
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, "__version__"})


_clients: dict[str, Client] = {}


def _shared() -> Client:
    """The one that all functions here share, made when it is first needed."""
    from ._client import Client

    known = _clients.get("default")
    return known if known is not None else _clients.setdefault("default", Client())


if TYPE_CHECKING:
    __version__: str
    get, get_many, why = _shared().get, _shared().get_many, _shared().why
    stream, astream, warm = _shared().stream, _shared().astream, _shared().warm
    diagnose, health, stats = _shared().diagnose, _shared().health, _shared().stats
else:
    def get(symbol, *args, **options):
        """Bars of one symbol: get("BTCUSDT", "1h", "2024-01-01", "2024-02-01"). See Client.get."""
        return _shared().get(symbol, *args, **options)

    def get_many(symbols, *args, **options):
        """Bars of several symbols at the same time, by symbol. See Client.get_many."""
        return _shared().get_many(symbols, *args, **options)

    def why(symbol, *args, **options):
        """Where one stored bar came from. See Client.why."""
        return _shared().why(symbol, *args, **options)

    def stream(symbols, *args, **options):
        """Candles as they close, for `for`. See Client.stream."""
        return _shared().stream(symbols, *args, **options)

    def astream(symbols, *args, **options):
        """Candles as they close, for `async for`. See Client.astream."""
        return _shared().astream(symbols, *args, **options)

    def warm(symbols, *args, **options):
        """Fills the cache ahead of time. See Client.warm."""
        return _shared().warm(symbols, *args, **options)

    def diagnose(symbol, *args, **options):
        """Every tier walked for real, and what to do about it. See Client.diagnose."""
        return _shared().diagnose(symbol, *args, **options)

    def health(*args, **options):
        """The state of the cache. See Client.health."""
        return _shared().health(*args, **options)

    def stats(*args, **options):
        """What the failover really did. See Client.stats."""
        return _shared().stats(*args, **options)
