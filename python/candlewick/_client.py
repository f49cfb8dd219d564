"""The front door: past bars, whoever has them, and candles as they close."""
from __future__ import annotations

import atexit
import os
import sys

from . import _core
from ._bars import Bars
from ._errors import CandlewickError, InvalidRequestError, exception_of, incomplete
from ._program import environment_of, run
from ._progress import LineMeter, Meter, screen
from ._report import Report
from ._times import duration, instant, moment, within_words, words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, TypeVar, Union

    from ._stream import AsyncStream, Stream
    from ._times import Duration, Instant

    #: Called with bars settled so far, bars wanted, what is waited for ("" while at work).
    ProgressCallback = Callable[[int, int, str], object]
    Folder = Union[str, "os.PathLike[str]"]
    Asked = TypeVar("Asked")
    Answer = TypeVar("Answer")

WARNING = 30  # as the standard library numbers its levels

atexit.register(_core.leave)


def log(level: int, line: str) -> None:
    """A line of the core's log, for the logger of this name."""
    import logging

    logging.getLogger("candlewick").log(level, line)


def log_level() -> int:
    """That of the logger of this name. Who has not even imported logging has set none."""
    logging = sys.modules.get("logging")
    return int(logging.getLogger("candlewick").getEffectiveLevel()) if logging else WARNING


def whole(name: str, value: Any) -> int:
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        raise TypeError(f"{name} is a {type(value).__name__}; give a whole number")
    return within_words(name, int(value.__index__()))


def patience(timeout: Any) -> int:
    """In microseconds; 0 where it is left open."""
    if timeout is None:
        return 0
    if isinstance(timeout, bool) or not isinstance(timeout, (int, float)):
        raise TypeError(f"timeout is a {type(timeout).__name__}; give seconds")
    if not 0.001 <= timeout <= 86400:
        raise InvalidRequestError(f"timeout is {timeout!r}; give seconds, from 0.001 to 86400")
    return round(timeout * 1_000_000)


class Client:
    """Asks for past bars, and keeps what comes for the next time.

    Any number of threads may use one at once. After a fork the child begins anew. Settings are
    those of the program: WICK_CACHE_DIR and so on, from the process, with `environment` over them.
    """

    def __init__(self, *, cache_dir: Folder | None = None, state_dir: Folder | None = None,
                 environment: dict[str, str] | None = None, attempts: int = 3,
                 timeout: float | None = None) -> None:
        """`attempts`: how often a host is asked for one thing when it fails in passing. `timeout`:
        seconds for a connection, and for the next byte over it; 10 and 15 where it is left out.
        """
        self._environment = environment_of(environment)
        if cache_dir is not None:
            self._environment["WICK_CACHE_DIR"] = os.fspath(cache_dir)
        if state_dir is not None:
            self._environment["WICK_STATE_DIR"] = os.fspath(state_dir)
        try:
            self._core: _core.Client | None = _core.Client(
                self._environment, log_level(), whole("attempts", attempts), patience(timeout))
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
            progress: ProgressCallback | bool | None = None, last: Duration | None = None,
            bars: int | None = None, market: str = "spot", provider: str = "binance",
            chart: str = "klines", source: str = "auto", include_open: bool = False,
            wait: bool = False) -> Bars:
        """Bars of [start, end) on open time.

        Without `start`: `last` (a duration) or `bars` (a number) back from `end`, or the last 500;
        without `end`: now. `source` is "auto", "cache", "bulk" or "rest". `include_open`: the bar
        that is still forming, too. `wait`: when a server says "not now", for as long as it says.

        Where some bars could not be had an exception has the others as `.bars`; with `partial`
        they are the answer.

        `progress` is called with bars settled, bars wanted, and what is waited for. True shows it
        in a notebook or on a terminal, False does not; unsaid, it is shown to whoever is typing.
        """
        request = request_of(symbol, interval, start, end, last, bars, market, provider, chart,
                             source, include_open, wait)
        watch = watch_of(progress, symbol, interval)
        return answer_of(asked(self._opened().get, request, watch), partial)

    def get_many(self, symbols: Iterable[str], interval: str = "", start: Instant | None = None,
                 end: Instant | None = None, *, partial: bool = False,
                 return_exceptions: bool = False,
                 progress: ProgressCallback | bool | None = None, **options: Any
                 ) -> dict[str, Any]:
        """The same of several symbols at the same time, by symbol, with the same further options.

        The first failure is raised, once all are done; with `return_exceptions` it stands in its
        symbol's place.
        """
        if isinstance(symbols, str):
            raise TypeError("symbols is one text; give a list of them")
        names = list(dict.fromkeys(symbols))
        requests = [request_of(symbol, interval, start, end, **options) for symbol in names]
        watch = watch_of(progress, f"{len(names)} symbols", interval)
        answers: dict[str, Any] = {}
        for symbol, answer in zip(names, asked(self._opened().get_many, requests, watch)):
            try:
                answers[symbol] = answer_of(answer, partial)
            except CandlewickError as error:
                answers[symbol] = error
        for answer in answers.values():
            if isinstance(answer, CandlewickError) and not return_exceptions:
                raise answer
        return answers

    def why(self, symbol: str, time: Instant, interval: str = "", *, market: str = "spot",
            provider: str = "binance", chart: str = "klines") -> Report:
        """Where one stored bar came from, and what else was seen of it. Reads the cache only."""
        from ._rows import hole_of

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
        return Report(known)

    def calendar(self, profile: str = "fxcm-default", at: Instant | None = None, *,
                 overrides: Folder | None = None) -> Report:
        """Whether a market trades, why not, and what comes next. See candlewick.calendar."""
        from ._calendar import calendar

        return calendar(profile, at, overrides=overrides)

    def stream(self, symbols: str | Iterable[str], market: str = "spot", interval: str = "1m",
               updates: bool = False, since: Instant | None = None, keep: bool = True, *,
               holes: bool = False) -> Stream:
        """Candles as they close, for `for`: in order for each symbol, each once, without a gap.

        `since` begins with history. `updates`: the candle under way, too, as often as it changes.
        `holes`: tell where the venue has no candle, too. Unless `keep` is false, candles that
        closed are laid down in the cache. A candle with a `revision` above zero corrects one that
        was told before. The stream goes on for ever, and outlives the client.
        """
        from ._stream import Stream

        return Stream(*self._listen(symbols, market, interval, updates, since, keep), holes=holes)

    def astream(self, symbols: str | Iterable[str], market: str = "spot", interval: str = "1m",
                updates: bool = False, since: Instant | None = None, keep: bool = True, *,
                holes: bool = False) -> AsyncStream:
        """The same for `async for`."""
        from ._stream import AsyncStream

        return AsyncStream(*self._listen(symbols, market, interval, updates, since, keep),
                           holes=holes)

    def warm(self, symbols: str | Iterable[str], interval: str | Iterable[str] = "1m", *,
             days: int | None = None, start: Instant | None = None, end: Instant | None = None,
             market: str = "spot", provider: str = "binance", chart: str = "klines",
             jobs: int | None = None, wait: bool = True,
             progress: Callable[[str], object] | bool | None = None) -> Report:
        """Fills the cache ahead of time, by the program `wick warm`; of any number of intervals.

        From `start`, or `days` up to the end, or a year; to `end`, which is not included, or to
        the newest day of the archive. `jobs`: months under way at a time, 4 where it is left out.
        Unless `wait` is false a server that says "not now" is waited for.

        `progress` gets its lines; or is True, False or unsaid, as with `get`.
        """
        names = [symbols] if isinstance(symbols, str) else list(symbols)
        intervals = interval.split(",") if isinstance(interval, str) else list(interval)
        words(market=market, provider=provider, chart=chart,
              **{f"interval {i}": one for i, one in enumerate(intervals)},
              **{f"symbol {i}": one for i, one in enumerate(names)})
        arguments = ["warm", *flags(
            market=market, provider=provider, chart=chart, interval=",".join(intervals),
            days=None if days is None else str(whole("days", days)),
            jobs=None if jobs is None else str(whole("jobs", jobs)),
            **{"from": day_text("start", start), "to": day_text("end", end)})]
        if not wait:
            arguments.append("--no-wait")
        if progress is not None and not isinstance(progress, bool):
            return self._run([*arguments, "--", *names], progress)
        place = screen(progress)
        series = f"{names[0] if len(names) == 1 else f'{len(names)} symbols'} {','.join(intervals)}"
        count = len(names) * len(intervals)
        meter = LineMeter(place, f"warm {series}", count) if place and count else None
        try:
            report = self._run([*arguments, "--", *names], meter)
        except BaseException:
            finish(meter, False)
            raise
        finish(meter, not report.get("left"))
        return report

    def diagnose(self, symbol: str, market: str = "spot", interval: str = "1m", *,
                 provider: str = "binance") -> Report:
        """Every tier walked for real, and what to do about it, by the program `wick diagnose`."""
        words(symbol=symbol, market=market, interval=interval, provider=provider)
        return self._run(["diagnose", f"--provider={provider}", "--", symbol, market, interval])

    def health(self, symbol: str | None = None, *, market: str | None = None,
               interval: str | None = None, covers: str | None = None, deep: bool = False,
               verbose: bool = False) -> Report:
        """The state of the cache, by the program `wick health`.

        `deep` reads every byte, not the metadata alone; `verbose` does, and leaves nothing out.
        """
        more = [f"--{name}" for name, wanted in (("deep", deep), ("verbose", verbose)) if wanted]
        return self._run(["health", *flags(symbol=symbol, market=market, interval=interval,
                                           covers=covers), *more])

    def stats(self, symbol: str | None = None, *, since: str = "24h", by: str = "source"
              ) -> Report:
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
        return stream, log

    def _run(self, arguments: list[str], progress: Callable[[str], object] | None = None
             ) -> Report:
        self._opened()
        return Report(run(arguments, self._environment, progress))

    def _opened(self) -> _core.Client:
        if self._core is None:
            raise CandlewickError("this client is closed")
        return self._core


def watch_of(progress: ProgressCallback | bool | None, *title: str) -> ProgressCallback | None:
    if progress is not None and not isinstance(progress, bool):
        return progress
    place = screen(progress)
    return None if place is None else Meter(place, " ".join(title).rstrip())


def asked(ask: Callable[[Asked, ProgressCallback | None, Callable[[int, str], None]], Answer],
          what: Asked, watch: ProgressCallback | None) -> Answer:
    if watch is None or not isinstance(watch, Meter):
        return ask(what, watch, log)
    try:
        answer = ask(what, watch, log)
    except BaseException:
        watch.end(False)
        raise
    every = answer if isinstance(answer, list) else [answer]
    watch.end(all(isinstance(one, _core.Bars) for one in every))
    return answer


def finish(meter: Meter | LineMeter | None, good: bool) -> None:
    if meter is not None:
        meter.end(good)


def flags(**named: str | None) -> list[str]:
    given = {name: value for name, value in named.items() if value is not None}
    words(**given)
    return [f"--{name}={value}" for name, value in given.items()]


def day_text(name: str, time: Instant | None) -> str | None:
    """As the command line takes it."""
    if time is None:
        return None
    return f"{moment(within_words(name, instant(name, time))):%Y-%m-%dT%H:%M:%S}Z"


def request_of(symbol: str, interval: str, start: Instant | None, end: Instant | None,
               last: Duration | None = None, bars: int | None = None, market: str = "spot",
               provider: str = "binance", chart: str = "klines", source: str = "auto",
               include_open: bool = False, wait: bool = False) -> _core.Request:
    begin = None if start is None else instant("start", start)
    until = None if end is None else instant("end", end)
    try:
        request = _core.Request(symbol, interval, begin, until, market, provider, chart, source)
    except TypeError:
        words(symbol=symbol, interval=interval, market=market, provider=provider, chart=chart,
              source=source)
        raise
    if last is not None:
        request.last = within_words("last", duration("last", last))
    if bars is not None:
        request.bars = whole("bars", bars)
    if include_open:
        request.include_open = True
    if wait:
        request.wait = True
    return request


def answer_of(answer: _core.Bars | dict[str, Any], partial: bool) -> Bars:
    if not isinstance(answer, _core.Bars):
        raise exception_of(answer)
    bars = Bars(answer)
    if not partial and not answer.complete():
        raise incomplete(bars)
    return bars
