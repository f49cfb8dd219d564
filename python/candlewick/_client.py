"""The front door: past bars, whoever has them, and candles as they close."""
from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from . import _core
from ._bars import Bars, hole_of
from ._errors import CandlewickError, InvalidRequestError, exception_of, incomplete
from ._program import environment_of, run
from ._stream import AsyncStream, Stream
from ._times import Duration, Instant, duration, instant, moment, within_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from logging import Logger
    from typing import Union

    #: Called with bars settled so far, bars wanted, what is waited for ("" while at work).
    ProgressCallback = Callable[[int, int, str], object]
    Folder = Union[str, "os.PathLike[str]"]


def logger() -> Logger:
    import logging  # costs a quarter of the whole import, and is needed with the first client

    return logging.getLogger("candlewick")


def words(**named: Any) -> None:
    """Each of them is text."""
    for name, value in named.items():
        if not isinstance(value, str):
            raise TypeError(f"{name} is a {type(value).__name__}; give text")
        try:
            value.encode()
        except UnicodeEncodeError:
            raise InvalidRequestError(f"{name} is not Unicode") from None


def whole(name: str, value: Any) -> int:
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        raise TypeError(f"{name} is a {type(value).__name__}; give a whole number")
    return within_words(name, int(value.__index__()))


class Client:
    """Asks for past bars, and keeps what comes for the next time.

    Any number of threads may use one at once. After a fork the child begins anew. Settings are
    those of the program: WICK_CACHE_DIR and so on, from the process, with `environment` over them.
    """

    def __init__(self, *, cache_dir: Folder | None = None, state_dir: Folder | None = None,
                 environment: dict[str, str] | None = None) -> None:
        self._log = logger()
        self._environment = environment_of(environment)
        if cache_dir is not None:
            self._environment["WICK_CACHE_DIR"] = os.fspath(cache_dir)
        if state_dir is not None:
            self._environment["WICK_STATE_DIR"] = os.fspath(state_dir)
        try:
            self._core: _core.Client | None = _core.Client(self._environment, "", "",
                                                           self._log.getEffectiveLevel())
        except ValueError as error:
            raise InvalidRequestError(str(error)) from None

    def close(self) -> None:
        """Ends its threads. What is under way elsewhere goes on."""
        self._core = None

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def settings(self) -> dict[str, str]:
        """In force, by the names of the environment."""
        return self._opened().settings()

    def get(self, symbol: str, interval: str = "", start: Instant | None = None,
            end: Instant | None = None, *, partial: bool = False,
            progress: ProgressCallback | None = None, **options: Any) -> Bars:
        """Bars of [start, end) on open time.

        Without `start`: `last` (a duration) or `bars` (a number) back from `end`, or the last 500;
        without `end`: now. Further options: market, provider, chart, source ("auto", "cache",
        "bulk", "rest"), include_open, wait (when a server says "not now").

        Where some bars could not be had an exception has the others as `.bars`; with `partial`
        they are the answer.
        """
        request = request_of(symbol, interval, start, end, **options)
        return answer_of(self._ask([request], progress)[0], partial)

    def get_many(self, symbols: Iterable[str], interval: str = "", start: Instant | None = None,
                 end: Instant | None = None, *, partial: bool = False,
                 return_exceptions: bool = False, progress: ProgressCallback | None = None,
                 **options: Any) -> dict[str, Any]:
        """The same of several symbols at the same time, by symbol.

        The first failure is raised, once all are done; with `return_exceptions` it stands in its
        symbol's place.
        """
        if isinstance(symbols, str):
            raise TypeError("symbols is one text; give a list of them")
        asked = list(dict.fromkeys(symbols))
        requests = [request_of(symbol, interval, start, end, **options) for symbol in asked]
        answers: dict[str, Any] = {}
        for symbol, answer in zip(asked, self._ask(requests, progress)):
            try:
                answers[symbol] = answer_of(answer, partial)
            except CandlewickError as error:
                answers[symbol] = error
        for answer in answers.values():
            if isinstance(answer, CandlewickError) and not return_exceptions:
                raise answer
        return answers

    def why(self, symbol: str, time: Instant, interval: str = "", *, market: str = "spot",
            provider: str = "binance", chart: str = "klines") -> dict[str, Any]:
        """Where one stored bar came from, and what else was seen of it. Reads the cache only."""
        request = request_of(symbol, interval, None, None, market=market, provider=provider,
                             chart=chart)
        known = self._opened().why(request, within_words("time", instant("time", time)))
        if "error" in known:
            raise exception_of(known["error"])
        for sighting in filter(None, [known["served"], *known["others"]]):
            sighting["fetched"] = moment(sighting["fetched"])
        known["open_time"] = moment(known["open_time"])
        known["hole"] = hole_of(known["hole"]) if known["hole"] else None
        known["cached"] = bool(known["file"])
        return known

    def stream(self, symbols: str | Iterable[str], market: str = "spot", interval: str = "1m",
               updates: bool = False, since: Instant | None = None, keep: bool = True, *,
               holes: bool = False) -> Stream:
        """Candles as they close, for `for`: in order for each symbol, each once, without a gap.

        `since` begins with history. `updates`: the candle under way, too, as often as it changes.
        `holes`: tell where the venue has no candle, too. Unless `keep` is false, candles that
        closed are laid down in the cache. A candle with a `revision` above zero corrects one that
        was told before. The stream goes on for ever, and outlives the client.
        """
        return Stream(*self._listen(symbols, market, interval, updates, since, keep), holes=holes)

    def astream(self, symbols: str | Iterable[str], market: str = "spot", interval: str = "1m",
                updates: bool = False, since: Instant | None = None, keep: bool = True, *,
                holes: bool = False) -> AsyncStream:
        """The same for `async for`."""
        return AsyncStream(*self._listen(symbols, market, interval, updates, since, keep),
                           holes=holes)

    def warm(self, symbols: str | Iterable[str], interval: str = "1m", *, days: int | None = None,
             market: str = "spot", progress: Callable[[str], object] | None = None
             ) -> dict[str, Any]:
        """Fills the cache ahead of time, by the program `wick warm`. `progress` gets its lines."""
        names = [symbols] if isinstance(symbols, str) else list(symbols)
        words(interval=interval, market=market, **{f"symbol {i}": s for i, s in enumerate(names)})
        arguments = ["warm", f"--market={market}", f"--interval={interval}"]
        if days is not None:
            arguments.append(f"--days={whole('days', days)}")
        return self._run([*arguments, "--", *names], progress)

    def diagnose(self, symbol: str, market: str = "spot", interval: str = "1m", *,
                 provider: str = "binance") -> dict[str, Any]:
        """Every tier walked for real, and what to do about it, by the program `wick diagnose`."""
        words(symbol=symbol, market=market, interval=interval, provider=provider)
        return self._run(["diagnose", f"--provider={provider}", "--", symbol, market, interval])

    def health(self, symbol: str | None = None, *, market: str | None = None,
               interval: str | None = None, covers: str | None = None) -> dict[str, Any]:
        """The state of the cache, by the program `wick health`."""
        return self._run(["health", *flags(symbol=symbol, market=market, interval=interval,
                                           covers=covers)])

    def stats(self, symbol: str | None = None, *, since: str = "24h", by: str = "source"
              ) -> dict[str, Any]:
        """What the failover really did, by the program `wick stats`."""
        return self._run(["stats", *flags(symbol=symbol, since=since, by=by)])

    def _listen(self, symbols: str | Iterable[str], market: str, interval: str, updates: bool,
                since: Instant | None, keep: bool
                ) -> tuple[_core.Stream, Callable[[int, str], object]]:
        names = [symbols] if isinstance(symbols, str) else list(symbols)
        words(interval=interval, market=market, **{f"symbol {i}": s for i, s in enumerate(names)})
        request = _core.StreamRequest(names, market, interval)
        request.forming, request.keep = bool(updates), bool(keep)
        if since is not None:
            request.since = within_words("since", instant("since", since))
        stream = self._opened().stream(request)
        if isinstance(stream, dict):
            raise exception_of(stream)
        return stream, self._log.log

    def _run(self, arguments: list[str], progress: Callable[[str], object] | None = None
             ) -> dict[str, Any]:
        self._opened()
        document: dict[str, Any] = run(arguments, self._environment, progress)
        return document

    def _opened(self) -> _core.Client:
        if self._core is None:
            raise CandlewickError("this client is closed")
        return self._core

    def _ask(self, requests: list[_core.Request], progress: ProgressCallback | None
             ) -> list[_core.Bars | dict[str, Any]]:
        return self._opened().get_many(requests, progress, self._log.log)


def flags(**named: str | None) -> list[str]:
    given = {name: value for name, value in named.items() if value is not None}
    words(**given)
    return [f"--{name}={value}" for name, value in given.items()]


def request_of(symbol: str, interval: str, start: Instant | None, end: Instant | None, *,
               last: Duration | None = None, bars: int | None = None, market: str = "spot",
               provider: str = "binance", chart: str = "klines", source: str = "auto",
               include_open: bool = False, wait: bool = False) -> _core.Request:
    words(symbol=symbol, interval=interval, market=market, provider=provider, chart=chart,
          source=source)
    request = _core.Request(symbol, interval, market, provider, chart, source)
    if start is not None:
        request.start = within_words("start", instant("start", start))
    if end is not None:
        request.end = within_words("end", instant("end", end))
    if last is not None:
        request.last = within_words("last", duration("last", last))
    if bars is not None:
        request.bars = whole("bars", bars)
    request.include_open = bool(include_open)
    request.wait = bool(wait)
    return request


def answer_of(answer: _core.Bars | dict[str, Any], partial: bool) -> Bars:
    if isinstance(answer, dict):
        raise exception_of(answer)
    bars = Bars(answer)
    if not bars.complete and not partial:
        raise incomplete(bars)
    return bars
