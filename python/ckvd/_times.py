"""Ranges of time: from whatever was written, aligned to the grid of an interval."""
from __future__ import annotations

import datetime as dt
from typing import Union

from candlewick import InvalidRequestError as Refused
from candlewick._times import instant, moment

from ._enums import Interval
from ._errors import InvalidRequestError

#: A datetime (naive is UTC, others are converted), a date, or text.
Moment = Union[dt.datetime, dt.date, str]

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.timezone.utc)
MONDAY = EPOCH + dt.timedelta(days=4)
WRITE = 'write "2024-03-01", "2024-03-01 10:00:00", or a datetime'


def utc(name: str, value: Moment) -> dt.datetime:
    """As a datetime of UTC."""
    if isinstance(value, str):
        value = _from_iso(value)
    try:
        return moment(instant(name, value))
    except (TypeError, Refused, OverflowError):
        raise InvalidRequestError(f"{name} is {value!r}; {WRITE}") from None


def _from_iso(text: str) -> dt.datetime | str:
    """A datetime of what ISO 8601 allows; other text as it is."""
    try:
        return dt.datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    except ValueError:
        return text


def floor(time: dt.datetime, interval: Interval) -> dt.datetime:
    """The open time of the candle that holds it: weeks open on Monday, months on the first."""
    if interval is Interval.MONTH_1:
        return time.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    phase = MONDAY if interval is Interval.WEEK_1 else EPOCH
    return time - (time - phase) % step(interval)


def step(interval: Interval) -> dt.timedelta:
    """How long a candle is; a month counts as 30 days."""
    return dt.timedelta(seconds=interval.to_seconds())


def micros(length: dt.timedelta) -> int:
    """Its microseconds."""
    return length // dt.timedelta(microseconds=1)


def after(time: dt.datetime, interval: Interval) -> dt.datetime:
    """The open time of the candle after the one that holds it."""
    begun = floor(time, interval)
    if interval is Interval.MONTH_1:
        return floor(begun + dt.timedelta(days=32), interval)
    return begun + step(interval)


def ordered(start: dt.datetime, end: dt.datetime) -> None:
    """Refuses a range without anything in it."""
    if start >= end:
        raise InvalidRequestError(
            f"start_time {start:%Y-%m-%d %H:%M:%S} is not before end_time "
            f"{end:%Y-%m-%d %H:%M:%S}; give an end_time that is later",
            details={"start_time": start.isoformat(), "end_time": end.isoformat()})


def time_range(start_time: Moment | None, end_time: Moment | None, days: int,
               interval: Interval) -> tuple[dt.datetime, dt.datetime]:
    """Both as given, or `days` before the end, or after the start, or before now; aligned."""
    if isinstance(days, bool) or not isinstance(days, int) or days <= 0:
        raise InvalidRequestError(f"days is {days!r}; give a whole number above 0")
    start = None if start_time is None else utc("start_time", start_time)
    end = None if end_time is None else utc("end_time", end_time)
    long = dt.timedelta(days=days)
    if end is None:
        end = utc("now", "now") if start is None else start + long
    if start is None:
        start = end - long
    ordered(start, end)
    aligned = floor(start, interval), floor(end, interval)
    return aligned if aligned[0] < aligned[1] else (aligned[0], after(aligned[0], interval))


def date_chunks(start: Moment, end: Moment, chunk_days: int = 7
                ) -> list[tuple[dt.datetime, dt.datetime]]:
    """[start, end) cut into neighbouring ranges of `chunk_days`; the last may be shorter."""
    if isinstance(chunk_days, bool) or not isinstance(chunk_days, int) or chunk_days <= 0:
        raise InvalidRequestError(f"chunk_days is {chunk_days!r}; give a whole number above 0")
    begun, until = utc("start", start), utc("end", end)
    ordered(begun, until)
    long = dt.timedelta(days=chunk_days)
    pieces = []
    while begun < until:
        pieces.append((begun, min(begun + long, until)))
        begun += long
    return pieces
