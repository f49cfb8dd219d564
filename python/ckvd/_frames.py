"""Answers as frames: the columns in their order, and by wish every instant of the grid."""
from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

from ._enums import Interval
from ._times import after, step

if TYPE_CHECKING:
    import pandas
    import polars

    from candlewick import Bars

SOURCE = "_data_source"
LABELS = {"BULK": "VISION", "STREAM": "STREAMING"}
COLUMNS = ["open", "high", "low", "close", "volume", "close_time", "quote_asset_volume", "count",
           "taker_buy_volume", "taker_buy_quote_volume"]
POLARS_STEPS = {Interval.MONTH_1: "1mo"}


class Grid(NamedTuple):
    """Every open time of [start, end)."""

    start: dt.datetime
    end: dt.datetime
    interval: Interval

    def rows(self) -> int:
        """How many open times there are."""
        if self.interval is Interval.MONTH_1:
            return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month
        return max(0, -(-(self.end - self.start) // step(self.interval)))


def labels(bars: Bars) -> list[tuple[str, int]]:
    """Where rows came from, and how many of them, in order."""
    return [(LABELS.get(batch.source, batch.source), batch.rows) for batch in bars.batches()]


def pandas_frame(bars: Bars, grid: Grid | None, with_source: bool) -> pandas.DataFrame:
    """The index is open_time; rows that only the grid has are NaN."""
    import numpy
    import pandas

    frame = bars.to_pandas()
    frame["close_time"] = frame["close_time"].dt.as_unit("ns")
    if with_source:
        told = labels(bars)
        names = numpy.array([name for name, _ in told], dtype=object)
        frame[SOURCE] = pandas.Series(numpy.repeat(names, [rows for _, rows in told]),
                                      index=frame.index, dtype=object)
    if grid is not None and grid.rows() != len(frame):
        frame = frame.reindex(pandas_grid(grid))
    index = frame.index
    assert isinstance(index, pandas.DatetimeIndex)
    frame.index = index.as_unit("ns").rename("open_time")
    return frame


def pandas_grid(grid: Grid) -> pandas.DatetimeIndex:
    """The open times of a grid."""
    import pandas

    freq: Any = "MS" if grid.interval is Interval.MONTH_1 else step(grid.interval)
    times: pandas.DatetimeIndex = pandas.date_range(grid.start, grid.end, freq=freq,
                                                    inclusive="left", unit="us")
    return times


def polars_frame(bars: Bars, grid: Grid | None, with_source: bool) -> polars.DataFrame:
    """The same rows; open_time is a column, and rows that only the grid has are null."""
    import polars

    frame = bars.to_polars().select("open_time", *COLUMNS)
    if with_source:
        parts = [polars.repeat(name, rows, dtype=polars.String, eager=True)
                 for name, rows in labels(bars)]
        told = polars.concat(parts) if parts else polars.Series(dtype=polars.String)
        frame = frame.with_columns(told.alias(SOURCE))
    if grid is not None and grid.rows() != len(frame):
        every = POLARS_STEPS.get(grid.interval, grid.interval.value)
        times = polars.datetime_range(grid.start, grid.end, every, closed="left", time_unit="us",
                                      time_zone="UTC", eager=True).alias("open_time")
        frame = polars.DataFrame([times]).join(frame, on="open_time", how="left",
                                               maintain_order="left")
    return frame


def funding_frame(bars: Bars, symbol: str, in_polars: bool) -> Any:
    """One row for each funding: symbol, funding_time, funding_rate, interval."""
    steps = funding_steps(bars)
    if in_polars:
        import polars

        frame = bars.to_polars()
        return polars.DataFrame([polars.Series("symbol", [symbol] * len(bars), polars.String),
                                 frame["open_time"].alias("funding_time"),
                                 frame["close"].alias("funding_rate"),
                                 polars.Series("interval", steps, polars.String)])
    import pandas

    times = pandas.DatetimeIndex(bars.column("open_time")).tz_localize("UTC").as_unit("ns")
    return pandas.DataFrame({"symbol": pandas.Series([symbol] * len(bars), dtype=object),
                             "funding_time": times, "funding_rate": bars.column("close"),
                             "interval": pandas.Series(steps, dtype=object)})


def funding_steps(bars: Bars) -> list[str]:
    """The usual time between fundings, for each row; "8h" where only one is known."""
    times = [bar.open_time for bar in bars]
    apart = [(later - earlier) // dt.timedelta(hours=1) for earlier, later in zip(times, times[1:])]
    usual = max(sorted(set(apart)), key=apart.count) if apart else 8
    return [f"{usual}h"] * len(times)


def within(bars: Bars, start: dt.datetime, end: dt.datetime) -> Bars:
    """Those that open in [start, end], the end included."""
    from bisect import bisect_left, bisect_right

    def opened(row: int) -> dt.datetime:
        return bars[row].open_time

    rows = range(len(bars))
    return bars[bisect_left(rows, start, key=opened):bisect_right(rows, end, key=opened)]


def past(grid: Grid, bars: Bars) -> Grid:
    """Without the open times at the end that no clock has seen close yet."""
    holes = bars.missing
    if holes and waiting(holes[-1]) and grid.start < holes[-1].start < grid.end:
        return grid._replace(end=holes[-1].start)
    return grid


def waiting(hole: Any) -> bool:
    """Whether it is the present rather than a hole."""
    return not hole.settled and "not closed yet" in hole.evidence


def grid_of(bars: Bars, interval: Interval) -> Grid:
    """The grid of an answer, at the phase that its rows have."""
    start, end = bars.start, bars.end
    if interval is Interval.DAY_3 and len(bars):
        start = bars[0].open_time - (bars[0].open_time - start) // step(interval) * step(interval)
    if end <= start and len(bars):
        end = after(start, interval)
    return past(Grid(start, end, interval), bars)
