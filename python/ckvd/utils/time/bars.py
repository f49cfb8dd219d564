"""When a candle closes."""
from __future__ import annotations

import datetime as dt

from ..._enums import Interval
from ..._times import Moment, after, step, utc

__all__ = ["get_bar_close_time", "is_bar_complete"]

MICROSECOND = dt.timedelta(microseconds=1)


def get_bar_close_time(open_time: Moment, interval: Interval | str) -> dt.datetime:
    """The last microsecond of the candle that opens then; of a month, by the calendar."""
    return _end(utc("open_time", open_time), Interval.from_string(interval)) - MICROSECOND


def is_bar_complete(timestamp: Moment, interval: Interval | str,
                    current_time: Moment | None = None) -> bool:
    """Whether the candle that opens then is over, now or at `current_time`."""
    now = utc("current_time", "now" if current_time is None else current_time)
    return now >= _end(utc("timestamp", timestamp), Interval.from_string(interval))


def _end(opened: dt.datetime, interval: Interval) -> dt.datetime:
    return after(opened, interval) if interval is Interval.MONTH_1 else opened + step(interval)
