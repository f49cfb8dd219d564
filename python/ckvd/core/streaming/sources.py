"""Where candles come from: candlewick's streams, of the client that a manager has."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..._enums import DataProvider, Interval
from ..._errors import StreamSubscriptionError
from ..._symbols import (check_interval, market_word, safe_symbol,
                         validate_symbol_for_market_type)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from .stream_config import StreamConfig

MISSING = ("this candlewick has no streams yet; install one that has candlewick.Client.stream, or "
           "use the program: wick stream SYMBOL INTERVAL")


def subscription(config: StreamConfig, symbol: str, interval: str | Interval
                 ) -> tuple[str, Interval]:
    """A symbol and an interval that the market has."""
    if config.provider is not DataProvider.BINANCE:
        raise StreamSubscriptionError(f"there are no streams of {config.provider.name}; use "
                                      "DataProvider.BINANCE")
    try:
        length = Interval.from_string(interval)
        name = safe_symbol(symbol)
        check_interval(length, config.market_type, config.provider)
        validate_symbol_for_market_type(name, config.market_type, config.provider)
    except ValueError as error:
        raise StreamSubscriptionError(str(error), details={
            "symbol": str(symbol), "interval": str(interval)}) from error
    return name, length


def candles(client: Any, config: StreamConfig, symbol: str, interval: Interval) -> Iterator[Any]:
    """Candles as they come, one after the other."""
    if not hasattr(client, "stream"):
        raise ImportError(MISSING)
    found: Iterator[Any] = client.stream([symbol], market=market_word(config.market_type),
                                         interval=interval.value,
                                         updates=not config.confirmed_only)
    return found


def acandles(client: Any, config: StreamConfig, symbol: str, interval: Interval
             ) -> AsyncIterator[Any]:
    """Candles as they come, for `async for`."""
    if not hasattr(client, "astream"):
        raise ImportError(MISSING)
    found: AsyncIterator[Any] = client.astream([symbol], market=market_word(config.market_type),
                                               interval=interval.value,
                                               updates=not config.confirmed_only)
    return found
