"""Frames of several sources made one, and what a frame lacks of a range."""
from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from ._enums import Interval
from ._errors import InvalidRequestError
from ._frames import COLUMNS, SOURCE
from ._gaps import detect_gaps
from ._times import after, ordered, step

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas

    Range = tuple[dt.datetime, dt.datetime]

#: The better source comes later.
RANKS = ("UNKNOWN", "VISION", "CACHE", "REST", "STREAMING")
ALIASES = {"openTime": "open_time", "open_time_ms": "open_time", "closeTime": "close_time",
           "trades": "count", "numberOfTrades": "count", "number_of_trades": "count",
           "quote_volume": "quote_asset_volume", "quoteVolume": "quote_asset_volume",
           "volume_quote": "quote_asset_volume", "baseVolume": "volume",
           "taker_buy_base": "taker_buy_volume", "taker_buy_base_volume": "taker_buy_volume",
           "taker_buy_base_asset_volume": "taker_buy_volume",
           "taker_buy_quote": "taker_buy_quote_volume",
           "taker_buy_quote_asset_volume": "taker_buy_quote_volume"}


def merge_adjacent_ranges(ranges: Iterable[Range], interval: Interval | str) -> list[Range]:
    """Ranges in order; those that touch, or lie within two intervals of each other, are one."""
    near = 2 * step(Interval.from_string(interval))
    merged: list[Range] = []
    for start, end in sorted(ranges):
        ordered(start, end)
        if merged and start <= merged[-1][1] + near:
            start, end = merged[-1][0], max(end, merged[-1][1])
            merged.pop()
        merged.append((start, end))
    return merged


def identify_missing_segments(df: Any, start_time: dt.datetime, end_time: dt.datetime,
                              interval: Interval | str) -> list[Range]:
    """The ranges of [start_time, end_time) of which a frame has no candle."""
    length = Interval.from_string(interval)
    ordered(start_time, end_time)
    if len(df) == 0:
        return [(start_time, end_time)]
    gaps, facts = detect_gaps(df, length, enforce_min_span=False)
    first, last = facts["first_timestamp"], facts["last_timestamp"]
    if first is None:
        return [(start_time, end_time)]
    missing = [(start_time, first), *((after(gap.start_time, length), gap.end_time)
                                      for gap in gaps), (after(last, length), end_time)]
    return [(max(begin, start_time), min(end, end_time)) for begin, end in missing
            if max(begin, start_time) < min(end, end_time)]


def standardize_columns(df: pandas.DataFrame) -> pandas.DataFrame:
    """Columns by their usual names, types and order, under an index open_time; others are left
    out."""
    import pandas

    if not isinstance(df, pandas.DataFrame):
        raise TypeError(f"a {type(df).__name__} is no pandas.DataFrame; give one")
    frame = df.rename(columns={old: new for old, new in ALIASES.items() if new not in df.columns})
    if "open_time" in frame.columns:
        frame = frame.set_index("open_time")
    elif frame.index.name not in ("open_time", "open_time_us"):
        raise InvalidRequestError("the frame has neither a column nor an index open_time; name the "
                                  "one with times so")
    frame = frame[[name for name in (*COLUMNS, SOURCE) if name in frame.columns]].copy()
    for name in frame.columns:
        if name == "close_time":
            frame[name] = in_nanoseconds(pandas.DatetimeIndex(frame[name]))
        elif name != SOURCE and not (name == "count" and frame[name].notna().all()):
            frame[name] = frame[name].astype("float64")
        elif name == "count":
            frame[name] = frame[name].astype("int64")
    frame.index = in_nanoseconds(pandas.DatetimeIndex(frame.index)).rename("open_time")
    return frame


def in_nanoseconds(times: pandas.DatetimeIndex) -> pandas.DatetimeIndex:
    """In UTC, whatever they were counted in; naive ones are UTC."""
    utc = times.tz_localize("UTC") if times.tz is None else times.tz_convert("UTC")
    return utc.as_unit("ns")


def merge_dataframes(dfs: Sequence[pandas.DataFrame]) -> pandas.DataFrame:
    """One frame in order of time. Where several have a candle, the best source's counts: REST,
    CACHE, VISION, and rows without a label, which are UNKNOWN. Of equal ones the last."""
    import pandas

    if not len(dfs):
        raise InvalidRequestError("there are no frames to merge; give at least one")
    parts = []
    for one in dfs:
        part = standardize_columns(one)
        part[SOURCE] = part[SOURCE].fillna("UNKNOWN") if SOURCE in part.columns else "UNKNOWN"
        parts.append(part)
    whole = pandas.concat([part for part in parts if len(part)] or parts[:1])
    ranks = whole[SOURCE].map({name: rank for rank, name in enumerate(RANKS)}).fillna(0)
    order = pandas.DataFrame({"time": whole.index, "rank": ranks.to_numpy()})
    whole = whole.iloc[order.sort_values(["time", "rank"], kind="stable").index]
    whole = whole[~whole.index.duplicated(keep="last")]
    whole[SOURCE] = whole[SOURCE].astype(object)
    return whole[[name for name in (*COLUMNS, SOURCE) if name in whole.columns]]
