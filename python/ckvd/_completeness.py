"""How whole a frame is, and a frame made whole."""
from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from ._enums import Interval
from ._errors import InvalidRequestError
from ._frames import SOURCE, Grid, grid_times
from ._merging import in_nanoseconds
from ._times import Moment, after, floor, ordered, utc

if TYPE_CHECKING:
    import pandas

FILLS = ("ffill", "bfill")


def verify_data_completeness(df: Any, start_time: Moment, end_time: Moment,
                             interval: Interval | str
                             ) -> tuple[bool, list[tuple[dt.datetime, dt.datetime]]]:
    """Whether a frame has every candle that opens in [start_time, end_time), and the ranges of
    those that it lacks."""
    from ._merging import identify_missing_segments

    length = Interval.from_string(interval)
    start, end = first_open(utc("start_time", start_time), length), utc("end_time", end_time)
    if end <= start:
        ordered(utc("start_time", start_time), end)
        return True, []
    missing = identify_missing_segments(df, start, end, length)
    return not missing, missing


def check_window_data_completeness(df: Any, window_size: int, min_required_pct: float = 80.0
                                   ) -> tuple[bool, float]:
    """Whether a frame has the candles that a window needs, and the percentage of its rows that
    have one."""
    if isinstance(window_size, bool) or not isinstance(window_size, int) or window_size <= 0:
        raise InvalidRequestError(f"window_size is {window_size!r}; give a whole number above 0")
    if not 0 <= min_required_pct <= 100:
        raise InvalidRequestError(f"min_required_pct is {min_required_pct!r}; give 0 to 100")
    columns = [name for name in df.columns if name not in ("open_time", SOURCE)]
    if not len(df) or not columns:
        return False, 0.0
    if hasattr(df, "get_column"):  # polars
        known = sum(len(df) - df[name].null_count() for name in columns) / len(columns)
    else:
        known = sum(int(df[name].notna().sum()) for name in columns) / len(columns)
    return known >= window_size * min_required_pct / 100, known / len(df) * 100


def get_data_source_info(df: Any) -> dict[str, Any]:
    """`sources` in the order of their rows, and `source_counts`; rows without a candle count for
    none."""
    if not len(df):
        return {"sources": [], "source_counts": {}}
    if SOURCE not in df.columns:
        return {"sources": ["UNKNOWN"], "source_counts": {"UNKNOWN": len(df)}}
    counts: dict[str, int] = {}
    for name in df[SOURCE].to_list():
        if isinstance(name, str):
            counts[name] = counts.get(name, 0) + 1
    return {"sources": list(counts), "source_counts": counts}


def safely_reindex_dataframe(df: pandas.DataFrame, start_time: Moment, end_time: Moment,
                             interval: Interval | str, fill_method: str | None = None
                             ) -> pandas.DataFrame:
    """With a row for every candle that opens in [start_time, end_time); what is new is NaN, or is
    filled from the row before ("ffill") or behind ("bfill")."""
    import pandas

    if fill_method is not None and fill_method not in FILLS:
        raise InvalidRequestError(f"fill_method is {fill_method!r}; write ffill or bfill, or leave "
                                  "it None")
    if not isinstance(df, pandas.DataFrame):
        raise TypeError(f"a {type(df).__name__} is no pandas.DataFrame; give one")
    length = Interval.from_string(interval)
    start, end = utc("start_time", start_time), utc("end_time", end_time)
    ordered(start, end)
    times = grid_times(Grid(first_open(start, length), first_open(end, length), length))
    index = in_nanoseconds(pandas.DatetimeIndex(times)).rename("open_time")
    frame = df.set_index("open_time") if "open_time" in df.columns else df
    frame = frame.set_axis(in_nanoseconds(pandas.DatetimeIndex(frame.index)))
    whole = frame[~frame.index.duplicated(keep="last")].reindex(index)
    if fill_method is None:
        return whole
    return whole.ffill() if fill_method == "ffill" else whole.bfill()


def first_open(time: dt.datetime, interval: Interval) -> dt.datetime:
    """The open time of the first candle that opens then or later."""
    begun = floor(time, interval)
    return begun if begun == time else after(begun, interval)


def estimate_record_count(start_time: Moment, end_time: Moment, interval: Interval | str) -> int:
    """How many candles open in [start_time, end_time), as far as that is past."""
    length = Interval.from_string(interval)
    start = first_open(utc("start_time", start_time), length)
    end = min(first_open(utc("end_time", end_time), length), floor(utc("now", "now"), length))
    return Grid(start, end, length).rows() if start < end else 0


def filter_dataframe_by_time(df: pandas.DataFrame, start_time: Moment, end_time: Moment,
                             time_column: str = "open_time", *, copy: bool = False
                             ) -> pandas.DataFrame:
    """The rows of [start_time, end_time], both ends included, by a column or by the index of that
    name. There may be none."""
    import pandas

    if not isinstance(df, pandas.DataFrame):
        raise TypeError(f"a {type(df).__name__} is no pandas.DataFrame; give one")
    begin, end = utc("start_time", start_time), utc("end_time", end_time)
    if time_column in df.columns:
        found: Any = df[time_column]
    elif df.index.name == time_column:
        found = df.index
    else:
        raise InvalidRequestError(f"the frame has neither a column nor an index {time_column}; "
                                  "name the one with times")
    times = in_nanoseconds(pandas.DatetimeIndex(found))
    chosen = df[(times >= begin) & (times <= end)]
    if time_column in df.columns:
        chosen = chosen.reset_index(drop=True)
    return chosen.copy() if copy else chosen
