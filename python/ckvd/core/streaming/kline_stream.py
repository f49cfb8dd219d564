"""Streams for `async for`: any number of symbols and intervals, one queue."""
from __future__ import annotations

import asyncio
import datetime as dt
import logging
import time
from collections import deque
from typing import TYPE_CHECKING, Any

from ..._enums import Interval
from ..._errors import StreamingError, StreamReconciliationError, StreamReconnectExhaustedError
from ..._settings import logger
from ..._times import after, floor
from .kline_update import MILLISECOND, KlineUpdate, milliseconds, moment
from .reconciler import DedupEngine, detect_gap
from .sources import acandles, subscription
from .states import StreamState, StreamStateMachine
from .stream_config import StreamConfig
from .watermark import Watermark

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from typing_extensions import Self

    from ..._manager import CryptoKlineVisionData

    #: Candles of candlewick's shape, of one symbol and interval.
    Source = Callable[[str, Interval], AsyncIterator[Any]]
    #: A frame with the candles of a symbol in [start, end).
    Fetch = Callable[[str, Interval, dt.datetime, dt.datetime], Any]

Key = tuple[str, str]
Item = KlineUpdate | BaseException | None  # None wakes a reader when the stream is closed


class KlineStream:
    """Closed candles of what was subscribed to, or every update.

    Who reads too slowly loses the newest updates; `dropped_count` tells how many. With
    reconciliation, candles that are missing are fetched before newer ones are handed out, and so
    is what has closed since the last one where a series is silent for its interval times
    `reconciliation_watermark_factor`.
    """

    def __init__(self, config: StreamConfig | None = None, *,
                 manager: CryptoKlineVisionData | None = None, source: Source | None = None,
                 fetch: Fetch | None = None) -> None:
        self.config = config or StreamConfig()
        self._manager = manager
        self._source = source or self._live
        self._fetch = fetch or self._history
        self._machine = StreamStateMachine()
        self._queue: asyncio.Queue[Item] = asyncio.Queue()
        self._tasks: dict[Key, asyncio.Task[None]] = {}
        self._ready: deque[KlineUpdate] = deque()
        self._seen = DedupEngine(self.config.reconciliation_max_gap_intervals)
        self._confirmed: dict[Key, int] = {}
        self._asked_at: dict[Key, float] = {}
        self._watermark = Watermark(self.config.reconciliation_watermark_factor)
        self.dropped_count = 0
        #: What reconciliation did.
        self.reconciliation_stats = dict.fromkeys(
            ("total_requests", "successful", "failed", "total_backfilled", "total_deduped"), 0)

    @property
    def state(self) -> StreamState:
        """Where it is."""
        return self._machine.state

    @property
    def is_connected(self) -> bool:
        """Whether candles can come."""
        return self._machine.is_connected

    @property
    def queue_size(self) -> int:
        """How many updates wait for the reader."""
        return self._queue.qsize()

    def last_confirmed_open_time(self, symbol: str, interval: str) -> dt.datetime | None:
        """Of the newest closed candle that was handed out."""
        known = self._confirmed.get((symbol.upper(), interval))
        return None if known is None else moment(known)

    async def __aenter__(self) -> Self:
        self._machine.send("connect")
        self._machine.send("handshake_ok")
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Ends everything that is under way."""
        if self._machine.allows("close"):
            self._machine.send("close")
        tasks, self._tasks = list(self._tasks.values()), {}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._queue.put_nowait(None)

    async def subscribe(self, symbol: str, interval: str | Interval) -> None:
        """Adds the candles of a symbol; as often as wished."""
        name, length = subscription(self.config, symbol, interval)
        if (name, length.value) in self._tasks:
            return
        if self._machine.state is StreamState.IDLE:
            await self.__aenter__()
        self._machine.send("subscribe")
        try:
            opened = self._source(name, length)
        except BaseException:
            self._machine.send("subscribe_fail")
            raise
        self._machine.send("subscribed")
        self._tasks[name, length.value] = asyncio.create_task(self._follow(name, length, opened))

    async def unsubscribe(self, symbol: str, interval: str | Interval) -> None:
        """Ends the candles of a symbol."""
        name, length = subscription(self.config, symbol, interval)
        task = self._tasks.pop((name, length.value), None)
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        self._watermark.forget((name, length.value))

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> KlineUpdate:
        while True:
            if self._ready:
                return self._handed(self._ready.popleft())
            if self._machine.state is StreamState.CLOSED and self._queue.empty():
                raise StopAsyncIteration
            item = await self._next()
            if isinstance(item, BaseException):
                raise item
            if item is not None:
                await self._prepare(item)

    async def _next(self) -> Item:
        """From the queue; None also where silence has made something ready."""
        while True:
            if not self._queue.empty():  # without the cost of a clock
                return self._queue.get_nowait()
            try:
                return await asyncio.wait_for(self._queue.get(), self._watermark.wait())
            except asyncio.TimeoutError:
                for key in self._watermark.due():
                    self._ready.extend(await self._overdue(key))
                if self._ready:
                    return None

    # How candles come in.

    def _live(self, symbol: str, interval: Interval) -> AsyncIterator[Any]:
        return acandles(self._managed()._source.client(), self.config, symbol, interval)

    async def _follow(self, symbol: str, interval: Interval, source: AsyncIterator[Any]) -> None:
        """Reads one source; opens it again when it ends, as often as is allowed in a row."""
        attempts = 0
        opened: AsyncIterator[Any] | None = source
        cause: Exception | None = None
        while True:
            try:
                opened = opened or self._source(symbol, interval)
                async for candle in opened:
                    attempts = 0
                    self._offer(KlineUpdate.from_candle(candle))
            except StreamingError as error:
                self._queue.put_nowait(error)
                return
            except Exception as error:  # whatever the network did, it is tried again
                cause = error
            attempts += 1
            if attempts > self.config.max_reconnect_attempts:
                self._queue.put_nowait(self._exhausted(symbol, attempts - 1, cause))
                return
            opened = None
            await asyncio.sleep(min(self.config.reconnect_delay_max,
                                    self.config.reconnect_delay_base * 2 ** (attempts - 1)))

    def _exhausted(self, symbol: str, attempts: int, cause: Exception | None) -> StreamingError:
        if self._machine.allows("disconnect"):
            for event in ("disconnect", "schedule_reconnect", "give_up"):
                self._machine.send(event)
        error = StreamReconnectExhaustedError(
            f"{symbol}: {attempts} attempts have failed, the last by {cause!r}", details={
                "attempts": attempts, "max_attempts": self.config.max_reconnect_attempts})
        error.__cause__ = cause
        return error

    def _offer(self, update: KlineUpdate) -> None:
        """Into the queue; the newest goes when it is full."""
        if self.config.confirmed_only and not update.is_closed:
            return
        if self._queue.qsize() >= self.config.queue_maxsize:
            self.dropped_count += 1
            self._say(logging.WARNING, f"{update.symbol} {update.interval}: the reader is slow, "
                                       f"{self.dropped_count} updates dropped so far")
            return
        self._queue.put_nowait(update)

    # What becomes of them.

    async def _prepare(self, update: KlineUpdate) -> None:
        """Makes it ready, after what is missing before it."""
        if self.config.reconciliation_enabled and (update.symbol, update.interval) in self._tasks:
            self._watermark.heard((update.symbol, update.interval))
        if update.is_closed and self._doubled(update):
            return
        if update.is_closed and self.config.reconciliation_enabled:
            self._ready.extend(await self._missing(update))
        self._ready.append(update)

    def _doubled(self, update: KlineUpdate) -> bool:
        double = self._seen.check_and_insert(update.symbol, update.interval, update.open_time_ms)
        self.reconciliation_stats["total_deduped"] += double
        return double

    def _handed(self, update: KlineUpdate) -> KlineUpdate:
        if update.is_closed:
            key = update.symbol, update.interval
            self._confirmed[key] = max(update.open_time_ms, self._confirmed.get(key, 0))
        return update

    async def _missing(self, update: KlineUpdate) -> list[KlineUpdate]:
        """Candles between the last one and this; none where they cannot be had."""
        return await self._up_to((update.symbol, update.interval), update.open_time_ms, "gap")

    async def _overdue(self, key: Key) -> list[KlineUpdate]:
        """What has closed since the last one; then the series is given as long again."""
        forming = floor(utc_now(), Interval.from_string(key[1]))
        rows = await self._up_to(key, milliseconds(forming), "watermark")
        self._watermark.heard(key)
        return rows

    async def _up_to(self, key: Key, open_time_ms: int, trigger: str) -> list[KlineUpdate]:
        """The candles of a series behind the last one that was handed out, and before that time."""
        last = self._confirmed.get(key)
        if last is None:
            return []
        interval = Interval.from_string(key[1])
        first = after(moment(last), interval)
        gap, end = detect_gap(last, open_time_ms, (first - moment(last)) // MILLISECOND,
                              self.config.reconciliation_max_gap_intervals)
        cooldown = self.config.reconciliation_cooldown_seconds
        if not gap or time.monotonic() < self._asked_at.get(key, float("-inf")) + cooldown:
            return []
        stats = self.reconciliation_stats
        stats["total_requests"] += 1
        try:
            frame = await asyncio.to_thread(self._fetch, key[0], interval, first, moment(end))
            rows = backfill(frame, *key)
        except Exception as error:  # the stream goes on without them
            stats["failed"] += 1
            self._say(logging.ERROR, str(StreamReconciliationError(str(error), details={
                "symbol": key[0], "interval": key[1], "gap_start": first,
                "gap_end": moment(end), "trigger": trigger, "cause": repr(error)})))
            return []
        self._asked_at[key] = time.monotonic()
        stats["successful"] += 1
        found = [row for row in rows if first <= row.open_time < moment(end)
                 and not self._doubled(row)]
        stats["total_backfilled"] += len(found)
        return found

    def _say(self, level: int, text: str) -> None:
        """To the log, from the level of the settings on."""
        if level >= getattr(logging, self.config.log_level):
            logger.log(level, "%s", text)

    def _managed(self) -> CryptoKlineVisionData:
        if self._manager is None:
            from ..._manager import CryptoKlineVisionData

            self._manager = CryptoKlineVisionData.create(self.config.provider,
                                                         self.config.market_type)
        return self._manager

    def _history(self, symbol: str, interval: Interval, start: dt.datetime, end: dt.datetime
                 ) -> Any:
        return self._managed().get_data(symbol, start, end, interval)


def utc_now() -> dt.datetime:
    """By this machine's clock."""
    return dt.datetime.now(dt.timezone.utc)


def backfill(frame: Any, symbol: str, interval: str) -> list[KlineUpdate]:
    """The candles of a frame, in order, without the rows that have none."""
    rows = [KlineUpdate.from_historical_row(row, symbol, interval)
            for _, row in frame.dropna(subset=["close"]).iterrows()]
    return sorted(rows, key=lambda row: row.open_time_ms)
