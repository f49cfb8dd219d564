"""Live candles: for `for`, and for `async for`."""
from __future__ import annotations

import datetime as dt
from math import isnan
from typing import TYPE_CHECKING, Any, NamedTuple

from . import _core
from ._errors import CancelledError, CandlewickError, exception_of
from ._times import moment

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

CLOSED, REVISED, FORMING, HOLE = range(4)  # kinds, as the core numbers them
FOR_EVER = -1
NAN = float("nan")


class Candle(NamedTuple):
    """One candle of a stream. `close_time` is the last microsecond inside."""

    symbol: str
    interval: str
    open_time: dt.datetime
    open: float
    high: float
    low: float
    close: float
    volume: float
    close_time: dt.datetime
    quote_asset_volume: float
    count: int  # type: ignore[assignment]  # a tuple's own gives way
    taker_buy_volume: float
    taker_buy_quote_volume: float
    #: False: under way, as it stands.
    closed: bool
    #: Above zero: corrects what was told before of the same candle.
    revision: int
    #: The tier that brought it: STREAM, or CACHE, BULK, REST.
    source: str
    #: The venue has no candle here; prices and volumes are NaN.
    hole: bool


def candle_of(row: tuple[Any, ...], interval: str) -> Candle:
    symbol, kind, open_time, *values = row
    opened, high, low, close, volume, close_time, quote, count, taker, taker_quote, *rest = values
    revision, source = rest
    if kind == HOLE:
        opened = high = low = close = volume = quote = taker = taker_quote = NAN
    return Candle(symbol, interval, moment(open_time), opened, high, low, close, volume,
                  moment(close_time), quote, count, taker, taker_quote, kind != FORMING, revision,
                  source, kind == HOLE)


def micros(timeout: float | None) -> int:
    """Of a wait. Refuses what is no time."""
    if timeout is None:
        return FOR_EVER
    if isinstance(timeout, bool) or not isinstance(timeout, (int, float)) or isnan(timeout):
        raise TypeError("timeout is no number of seconds")
    return int(min(max(timeout, 0), 1e9) * 1e6)


class Listening:
    """What both kinds of streams have."""

    def __init__(self, core: _core.Stream, log: Callable[[int, str], object], *,
                 holes: bool) -> None:
        self._core = core
        self._log = log
        self._holes = bool(holes)
        self._interval = core.interval()
        self._closed = False

    @property
    def symbols(self) -> list[str]:
        """In the words of the venue, each once."""
        return self._core.symbols()

    @property
    def interval(self) -> str:
        """1s 1m ... 1d 3d 1w 1M."""
        return self._interval

    @property
    def closed(self) -> bool:
        """Whether it was closed on this side."""
        return self._closed

    @property
    def refused(self) -> dict[str, CandlewickError]:
        """Symbols that the venue does not have; the others go on."""
        return {symbol: exception_of(error) for symbol, error in self._core.refused().items()}

    def __repr__(self) -> str:
        symbols = self.symbols
        more = f" and {len(symbols) - 3} more" if len(symbols) > 3 else ""
        state = ", closed" if self._closed else ""
        return (f"<{type(self).__name__} {' '.join(symbols[:3])}{more} {self._interval}{state}>")

    def _take(self, patience: int) -> Candle | None:
        """Nothing: none has come within it; a hole that nobody asked for begins it anew."""
        while True:
            row = self._core.next(patience, self._log)
            if row is None:
                return None
            if isinstance(row, dict):
                raise exception_of(row)
            if self._holes or row[1] != HOLE:
                return candle_of(row, self._interval)


class Stream(Listening):
    """Candles as they come. Threads may share one; each candle goes to one of them."""

    def __iter__(self) -> Stream:
        return self

    def __next__(self) -> Candle:
        try:
            candle = self._take(FOR_EVER)
        except CancelledError:
            raise StopIteration from None
        except KeyboardInterrupt:
            self.close()
            raise
        assert candle is not None
        return candle

    def next(self, timeout: float | None = None) -> Candle | None:
        """The next candle; None where none has come within `timeout` seconds."""
        return self._take(micros(timeout))

    def close(self) -> None:
        """Ends it, whoever waits. Returns when all that was told is kept."""
        self._closed = True
        self._core.close()

    def __enter__(self) -> Stream:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncStream(Listening):
    """Candles as they come, on one event loop. Tasks may share one.

    A task that is cancelled while it waits closes the stream; to wait for some time only there is
    `next(timeout)`.
    """

    def __init__(self, core: _core.Stream, log: Callable[[int, str], object], *,
                 holes: bool) -> None:
        super().__init__(core, log, holes=holes)
        self._waiters: set[asyncio.Future[None]] = set()

    def __aiter__(self) -> AsyncStream:
        return self

    async def __anext__(self) -> Candle:
        try:
            candle = await self.next()
        except CancelledError:
            raise StopAsyncIteration from None
        assert candle is not None
        return candle

    async def next(self, timeout: float | None = None) -> Candle | None:
        """The next candle; None where none has come within `timeout` seconds."""
        import asyncio

        patience = micros(timeout)
        loop = asyncio.get_running_loop()
        end = loop.time() + patience / 1e6
        while True:
            candle = self._take(0)
            if candle is not None:
                return candle
            left = None if patience == FOR_EVER else end - loop.time()
            if left is not None and left <= 0:
                return None
            try:
                await self._readable(loop, left)
            except asyncio.CancelledError:
                self.stop()
                raise

    async def _readable(self, loop: asyncio.AbstractEventLoop, timeout: float | None) -> None:
        """Until there may be something to take."""
        waiter: asyncio.Future[None] = loop.create_future()
        if not self._waiters:
            loop.add_reader(self._core.descriptor(), self._wake)
        self._waiters.add(waiter)
        timer = None if timeout is None else loop.call_later(timeout, finish, waiter)
        try:
            await waiter
        finally:
            if timer is not None:
                timer.cancel()
            self._waiters.discard(waiter)
            if not self._waiters:
                loop.remove_reader(self._core.descriptor())

    def _wake(self) -> None:
        for waiter in self._waiters:
            finish(waiter)

    def stop(self) -> None:
        """Ends it, whoever waits. Does not wait until all is kept."""
        self._closed = True
        self._core.stop()

    async def aclose(self) -> None:
        """Ends it, whoever waits. Returns when all that was told is kept."""
        import asyncio

        self.stop()
        await asyncio.to_thread(self._core.close)

    async def __aenter__(self) -> AsyncStream:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()


def finish(waiter: asyncio.Future[None]) -> None:
    if not waiter.done():
        waiter.set_result(None)
