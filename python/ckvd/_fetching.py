"""From a question in the old words to a frame, by way of candlewick."""
from __future__ import annotations

import contextlib
import datetime as dt
import logging
import sys
import threading
import time
from typing import TYPE_CHECKING, Any, NamedTuple

import candlewick as cw

from ._counterparts import warn_before_futures
from ._enums import ChartType, DataProvider, DataSource, Interval
from ._errors import DataSourceError, InvalidRequestError, RateLimitError
from ._frames import (funding_frame, getting_ready, grid_of, labels, pandas_frame, polars_frame,
                      waiting, within)
from ._settings import cache_enabled, cache_folder, client_environment, logger
from ._symbols import (check_interval, market_word, provider_word, safe_symbol,
                       validate_symbol_for_market_type)
from ._times import Moment, after, floor, ordered, time_range, utc
from ._translation import Question, told, translated, unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ._config import CKVDConfig

WORDS = {DataSource.AUTO: "auto", DataSource.CACHE: "cache", DataSource.VISION: "bulk",
         DataSource.REST: "rest"}
DEFAULT_DAYS = 3
FUNDING_STEP = Interval.HOUR_1


class Wish(NamedTuple):
    """The arguments of get_data, with words made members."""

    symbol: str
    start_time: Moment | None
    end_time: Moment | None
    interval: Interval
    chart_type: ChartType
    include_source_info: bool
    enforce_source: DataSource
    auto_reindex: bool
    return_polars: bool


class Fetcher:
    """Asks candlewick as the settings say. Opens its client when it is first needed."""

    def __init__(self, config: CKVDConfig) -> None:
        self._config = config
        self._lock = threading.Lock()
        self._client: cw.Client | None = None
        self._folder = cache_folder(config.cache_dir)
        self.use_cache = cache_enabled(config.use_cache)

    @property
    def cache_dir(self) -> str:
        """The folder of the cache, in force."""
        return self.client().settings["WICK_CACHE_DIR"]

    def client(self) -> cw.Client:
        """The client, opened when there is none."""
        with self._lock:
            if self._client is None:
                self._client = _opened(self._folder, **self._config.patience)
            return self._client

    def close(self) -> None:
        """Lets go of the client; the next question opens one."""
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            client.close()

    def frame(self, wish: Wish) -> Any:
        """The answer to a question."""
        if wish.chart_type is ChartType.FUNDING_RATE:
            return self._funding(wish)
        question = self._question(wish)
        with self._asked(question, wish) as bars:
            getting_ready(wish.return_polars).join()
            return framed(bars, wish, question)

    def _question(self, wish: Wish) -> Question:
        """Checks what was asked, before anything is sent."""
        config = self._config
        if wish.enforce_source is DataSource.STREAMING:
            raise InvalidRequestError("STREAMING is a label of rows; enforce AUTO, CACHE, VISION "
                                      "or REST, and see create_stream")
        if wish.enforce_source is DataSource.CACHE and not self.use_cache:
            raise InvalidRequestError("enforce_source=CACHE cannot be with the cache off; leave "
                                      "use_cache and CKVD_ENABLE_CACHE on, or enforce another")
        check_interval(wish.interval, config.market_type, config.provider)
        symbol = safe_symbol(wish.symbol)
        validate_symbol_for_market_type(symbol, config.market_type, config.provider)
        start, end = range_of(wish)
        warn_before_futures(config.provider, config.market_type, symbol, start)
        return Question(symbol, config.market_type, wish.interval, start, end, wish.enforce_source)

    @contextlib.contextmanager
    def _asked(self, question: Question, wish: Wish) -> Iterator[cw.Bars]:
        """The bars, while what they lie in is there."""
        end = question.end if wish.auto_reindex else after(question.end, question.interval)
        with self._reader() as client:
            getting_ready(wish.return_polars)
            yield self._first_complete(client, question, end)

    @contextlib.contextmanager
    def _reader(self) -> Iterator[cw.Client]:
        """The shared client; with the cache off, one with a folder that is gone afterwards."""
        if self.use_cache:
            yield self.client()
            return
        import tempfile

        with tempfile.TemporaryDirectory(prefix="ckvd-", ignore_cleanup_errors=True) as folder, \
                _opened(folder, **self._config.patience) as client:
            yield client

    def _first_complete(self, client: cw.Client, question: Question, end: dt.datetime) -> cw.Bars:
        """The answer of the first source that has it all, else the fullest."""
        best: cw.Bars | None = None
        failure: cw.CandlewickError | None = None
        for source in sources_of(question.source, self._config.ladder):
            begun = time.monotonic()
            try:
                bars = client.get(
                    question.symbol, question.interval.value, question.start, end, partial=True,
                    market=market_word(question.market), source=source,
                    provider=provider_word(self._config.provider))
            except cw.CandlewickError as error:
                failure = error
                count(question, begun, 0, error.details.get("tiers", []))
                continue
            count(question, begun, bars.sources.get("REST", 0), bars.failures)
            if best is None or len(bars) > len(best):
                best = bars
            if bars.complete:
                break
        if best is None:
            assert failure is not None
            raise translated(failure, question) from failure
        return best

    def _funding(self, wish: Wish) -> Any:
        """Fundings in [start_time, end_time]."""
        config = self._config
        if config.provider is not DataProvider.BINANCE or not config.market_type.is_futures:
            raise InvalidRequestError("fundings are of Binance futures; use MarketType.FUTURES_USDT"
                                      " or FUTURES_COIN",
                                      details={"market_type": config.market_type.name})
        question = self._question(wish._replace(interval=FUNDING_STEP))
        end = after(question.end, FUNDING_STEP)
        with self._reader() as client:
            try:
                bars = client.get(question.symbol, "", question.start, end, chart="funding",
                                  market=market_word(question.market), partial=True,
                                  source=WORDS[question.source])
            except cw.CandlewickError as error:
                raise translated(error, question) from error
            chosen = within(bars, question.start, question.end)
            frame = funding_frame(chosen, question.symbol, wish.return_polars)
        if not bars.complete:
            flag(frame, bars, question)
        return frame


def _opened(folder: Any, **patience: Any) -> cw.Client:
    try:
        return cw.Client(cache_dir=folder, environment={**client_environment(), **redirected()},
                         **patience)
    except cw.InvalidRequestError as error:
        raise InvalidRequestError(str(error)) from error


def redirected() -> dict[str, str]:
    """Endpoints that the program has changed in MARKET_CAPABILITIES."""
    capabilities = sys.modules.get("ckvd.utils.market.capabilities")
    return capabilities.redirected() if capabilities is not None else {}


def range_of(wish: Wish) -> tuple[dt.datetime, dt.datetime]:
    """Start and end in UTC; what is left out is three days."""
    if wish.start_time is None or wish.end_time is None:
        return time_range(wish.start_time, wish.end_time, DEFAULT_DAYS, wish.interval)
    start, end = utc("start_time", wish.start_time), utc("end_time", wish.end_time)
    ordered(start, end)
    return start, end


def sources_of(enforced: DataSource, ladder: list[DataSource]) -> list[str]:
    """What candlewick is asked for, one after the other."""
    if enforced is not DataSource.AUTO:
        return [WORDS[enforced]]
    return ["auto"] if len(ladder) == len(WORDS) - 1 else [WORDS[tier] for tier in ladder]


def count(question: Question, begun: float, rows: int, failures: list[dict[str, Any]]) -> None:
    """For the metrics of the API."""
    from .utils.for_core.rest_metrics import metrics_tracker

    params = {"symbol": question.symbol, "interval": question.interval.value}
    ends = begun, time.monotonic()
    if rows:
        metrics_tracker.record_api_call("klines", params, *ends, True)
    for tier in failures:
        if tier["tier"] == "REST":
            limited = tier["kind"] == "throttled"
            for _ in range(tier["times"]):
                metrics_tracker.record_api_call("klines", params, *ends, False, tier["kind"],
                                                429 if limited else None)


def framed(bars: cw.Bars, wish: Wish, question: Question) -> Any:
    """A frame of an answer, or the exception that it deserves."""
    grid = grid_of(bars, wish.interval) if wish.auto_reindex else None
    chosen = bars if wish.auto_reindex else within(bars, question.start, question.end)
    make = polars_frame if wish.return_polars else pandas_frame
    whole = bars.complete or all(hole.settled or waiting(hole) for hole in bars.missing)
    if not len(chosen):
        raise nothing(bars, question)
    frame = make(chosen, grid, wish.include_source_info)
    if not whole:
        flag(frame, bars, question)
    if logger.isEnabledFor(logging.DEBUG):
        logger.debug("%s %s: %s", question.symbol, wish.interval.value, labels(chosen))
    return frame


def flag(frame: Any, bars: cw.Bars, question: Question) -> None:
    """Marks a frame that lacks rows. Where only a failure explains that, it is raised."""
    limited = [tier for tier in bars.failures if tier["kind"] == "throttled"]
    broken = [tier for tier in bars.failures if tier["kind"] in ("unavailable", "corrupt",
                                                                 "unauthorized")]
    if broken and not limited:
        error = failed(bars, question)
        error.partial = frame
        raise error
    attrs = getattr(frame, "attrs", None)
    if attrs is not None:
        attrs["_fcp_partial"] = True
        if limited:
            attrs["_rate_limited"] = True
            attrs["_retry_after"] = max(tier.get("retry_after", 60.0) for tier in limited)
    logger.warning("%s %s: %d rows, and some are missing: %s", question.symbol,
                   question.interval.value, len(bars), reasons(bars) or "not in the cache")


def reasons(bars: cw.Bars) -> str:
    """What each tier says."""
    return "; ".join(f"{tier['tier'].replace('BULK', 'VISION')}: {tier['what']}"
                     for tier in bars.failures)


def failed(bars: cw.Bars, question: Question) -> DataSourceError:
    """The exception of an answer that a failure left incomplete."""
    tiers = bars.failures
    details = told({"tiers": tiers, "rows": len(bars)}, question)
    limits = [tier for tier in tiers if tier["kind"] == "throttled"]
    if limits:
        wait = max(float(tier.get("retry_after", 60.0)) for tier in limits)
        return RateLimitError(wait, reasons(bars), details=details)
    return unavailable(f"All data sources failed for a part of {question.symbol}: "
                       f"{reasons(bars)}; {len(bars)} rows are in .partial", details)


def nothing(bars: cw.Bars, question: Question) -> DataSourceError:
    """The exception of an answer without rows."""
    if not bars.complete:
        return failed(bars, question)
    return DataSourceError(
        f"there is no data of {question.symbol} {question.interval.value} between "
        f"{floor(question.start, question.interval):%Y-%m-%d %H:%M} and "
        f"{question.end:%Y-%m-%d %H:%M}; give another range", details=told({}, question))
