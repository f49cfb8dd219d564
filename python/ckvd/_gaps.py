"""Where a frame lacks candles."""
from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from ._enums import Interval
from ._errors import InvalidRequestError
from ._settings import logger
from ._times import step

SHORT_SPAN = dt.timedelta(hours=23)


@dataclass(frozen=True)
class Gap:
    """Missing candles between two rows: the last one before, the first one after."""

    start_time: dt.datetime
    end_time: dt.datetime
    duration: dt.timedelta
    missing_points: int
    crosses_day_boundary: bool


def detect_gaps(df: Any, interval: Interval | str, time_column: str = "open_time",
                gap_threshold: float = 0.3, day_boundary_threshold: float | None = 1.5,
                enforce_min_span: bool = True, pre_sorted: bool = False
                ) -> tuple[list[Gap], dict[str, Any]]:
    """Gaps of a pandas or polars frame, and figures about it.

    A gap is where two rows are further apart than the interval and `gap_threshold` of it; across
    midnight, than `day_boundary_threshold` intervals, so that one missing candle is told there,
    too (2.0 passes over it; None is as elsewhere). Rows that a grid padded count as missing.
    """
    length = Interval.from_string(interval)
    for name, value in (("gap_threshold", gap_threshold),
                        ("day_boundary_threshold", day_boundary_threshold)):
        if value is not None and not value >= 0:
            raise InvalidRequestError(f"{name} is {value!r}; give 0 or more")
    times = _times_of(df, time_column)
    if not pre_sorted:
        times.sort()
    if enforce_min_span and times and times[-1] - times[0] < SHORT_SPAN:
        logger.warning("the rows span less than 23 hours; gaps across days cannot be told")
    usual = 1 + gap_threshold
    across = usual if day_boundary_threshold is None else day_boundary_threshold
    gaps = []
    for before, later in zip(times, times[1:]):
        crosses = before.date() != later.date()
        allowed = step(length) * (across if crosses else usual)
        if later - before > allowed and (missing := _missing(before, later, length)) > 0:
            gaps.append(Gap(before, later, later - before - step(length), missing, crosses))
    return gaps, _figures(gaps, times)


def _missing(before: dt.datetime, later: dt.datetime, interval: Interval) -> int:
    if interval is Interval.MONTH_1:
        return (later.year - before.year) * 12 + later.month - before.month - 1
    return (later - before) // step(interval) - 1


def _times_of(df: Any, column: str) -> list[dt.datetime]:
    """The times of rows that have a candle."""
    if not hasattr(df, "columns"):
        raise TypeError(f"df is a {type(df).__name__}; give a frame of pandas or polars")
    if hasattr(df, "get_column"):  # polars
        if column not in df.columns:
            raise InvalidRequestError(f"the frame has no column {column}; name the one with times")
        known = df.drop_nulls("close") if "close" in df.columns else df
        return [_utc(value) for value in known.get_column(column).to_list()]
    if "close" in df.columns:
        df = df[df["close"].notna()]
    if column in df.columns:
        found = df[column]
    elif df.index.name == column:
        found = df.index
    else:
        raise InvalidRequestError(f"the frame has neither a column nor an index {column}; name the "
                                  "one with times")
    return [_utc(value.to_pydatetime(warn=False)) for value in found]


def _utc(value: dt.datetime) -> dt.datetime:
    return value.replace(tzinfo=dt.timezone.utc) if value.tzinfo is None else value


def _figures(gaps: list[Gap], times: list[dt.datetime]) -> dict[str, Any]:
    across = sum(gap.crosses_day_boundary for gap in gaps)
    span = times[-1] - times[0] if times else dt.timedelta()
    return {"total_gaps": len(gaps), "day_boundary_gaps": across,
            "non_boundary_gaps": len(gaps) - across,
            "max_gap_duration": max((gap.duration for gap in gaps), default=dt.timedelta()),
            "total_records": len(times), "first_timestamp": times[0] if times else None,
            "last_timestamp": times[-1] if times else None,
            "timespan_hours": span.total_seconds() / 3600}
