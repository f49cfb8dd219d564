"""Answers as frames: the columns in their order, and by wish every instant of the grid."""
from __future__ import annotations

import contextlib
import datetime as dt
import functools
import threading
from typing import TYPE_CHECKING, Any, NamedTuple

from ._enums import Interval
from ._times import EPOCH, after, micros, step

if TYPE_CHECKING:
    import pandas
    import polars

    from candlewick import Bars
    from candlewick._pandas import Block

SOURCE = "_data_source"
LABELS = {"BULK": "VISION", "STREAM": "STREAMING"}
COLUMNS = ["open", "high", "low", "close", "volume", "close_time", "quote_asset_volume", "count",
           "taker_buy_volume", "taker_buy_quote_volume"]
RUNS_MAX = 100
NEVER = -2**63  # NaT
READY_AFTER = 0.002  # seconds, in which the question goes out
POLARS_STEPS = {Interval.MONTH_1: "1mo"}


@functools.cache
def getting_ready(in_polars: bool) -> threading.Timer:
    """Does what the first frame needs, once, beside the first question: imports above all."""
    work = threading.Timer(READY_AFTER, import_polars if in_polars else make_first_frame)
    work.daemon = True
    work.start()
    return work


def import_polars() -> None:
    """If it is there; whoever needs it says so."""
    with contextlib.suppress(ImportError):
        import polars  # noqa: F401


def make_first_frame() -> None:
    """Of no rows; the second takes a hundredth of its time. Whoever lacks pandas is told later."""
    with contextlib.suppress(ImportError):
        import numpy

        from candlewick._pandas import FLOATS, Block, assembled

        none = numpy.empty(0, "int64")
        assembled(Block(numpy.empty((len(FLOATS), 0)), none, none, none, "ns", 0),
                  {SOURCE: numpy.empty(0, object)})


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
    sources = list(bars.sources)
    if len(sources) == 1:
        return [(LABELS.get(sources[0], sources[0]), len(bars))]
    found: list[tuple[str, int]] = []
    for batch in bars.batches():
        name, before = LABELS.get(batch.source, batch.source), 0
        if found and found[-1][0] == name:
            before = found.pop()[1]
        found.append((name, before + batch.rows))
    return found


def pandas_frame(bars: Bars, grid: Grid | None, with_source: bool) -> pandas.DataFrame:
    """The index is open_time; rows that only the grid has are NaN."""
    from candlewick._pandas import assembled, block_of

    padded = grid is not None and grid.rows() != len(bars)
    block = block_of(bars, "ns", grid_times(grid) if grid is not None and padded else None)
    return assembled(block, {SOURCE: source_column(bars, block)} if with_source else None)


def source_column(bars: Bars, block: Block) -> Any:
    """The label of each row; NaN where only the grid has it."""
    import numpy

    parts = labels(bars)
    column = numpy.empty(len(block.open_time), dtype=object)
    alone = block.close_time == NEVER if block.empty else None
    if len(parts) == 1:
        column.fill(parts[0][0])
        if alone is not None:
            column[alone] = numpy.nan
        return column
    known, row = numpy.empty(len(bars), dtype=object), 0
    for name, rows in parts:
        known[row:row + rows].fill(name)
        row += rows
    if alone is None:
        return known
    column[alone] = numpy.nan
    column[~alone] = known[:len(column) - block.empty]
    return column


def grid_times(grid: Grid) -> Any:
    """The open times of a grid, for numpy."""
    import numpy

    begin = numpy.datetime64(grid.start.replace(tzinfo=None), "us")
    if grid.interval is Interval.MONTH_1:
        months = begin.astype("datetime64[M]") + numpy.arange(grid.rows())
        return months.astype("datetime64[us]")
    length = numpy.timedelta64(step(grid.interval))
    return numpy.arange(begin, begin + grid.rows() * length, length)


def polars_frame(bars: Bars, grid: Grid | None, with_source: bool) -> polars.DataFrame:
    """The same rows; open_time is a column, and rows that only the grid has are null."""
    import polars

    frame = bars.to_polars()
    for name in set(frame.columns).difference(("open_time", *COLUMNS)):
        frame.drop_in_place(name)
    if with_source:
        parts = [polars.Series(SOURCE, [name], polars.String).new_from_index(0, rows)
                 for name, rows in labels(bars)]
        frame.insert_column(frame.width, polars.concat(parts))
    if grid is None or grid.rows() == len(frame):
        return frame
    length = micros(step(grid.interval))
    found = None if grid.interval is Interval.MONTH_1 else bars.stretches(length, RUNS_MAX)
    return joined(frame, grid) if found is None else filled(frame, grid, found)


def joined(frame: polars.DataFrame, grid: Grid) -> polars.DataFrame:
    """With a row for every instant of the grid, however many are missing."""
    import polars

    every = POLARS_STEPS.get(grid.interval, grid.interval.value)
    times = polars.datetime_range(grid.start, grid.end, every, closed="left", time_unit="us",
                                  time_zone="UTC", eager=True).alias("open_time")
    return polars.DataFrame([times]).join(frame, on="open_time", how="left",
                                          maintain_order="left")


def filled(frame: polars.DataFrame, grid: Grid, stretches: list[tuple[int, int, int]]
           ) -> polars.DataFrame:
    """The same where few are missing: the others stay put."""
    import polars

    length = micros(step(grid.interval))
    seat, end = micros(grid.start - EPOCH), micros(grid.end - EPOCH)
    alone: list[range] = []  # open times without a candle, and behind each what follows
    behind = []
    for row, rows, begin in stretches:
        begin = min(begin, end)
        rows = min(rows, -(-(end - begin) // length))
        alone.append(range(seat, begin, length))
        behind.append(frame[row:row + rows])
        seat = max(seat, begin + rows * length)
    alone.append(range(seat, end, length))
    bare = without_candles(frame, [time for times in alone for time in times])
    parts, row = [], 0
    for times, candles in zip(alone, [*behind, bare[:0]]):
        parts += [part for part in (bare[row:row + len(times)], candles) if len(part)]
        row += len(times)
    return polars.concat(parts or [frame[:0]], rechunk=False)


def without_candles(frame: polars.DataFrame, times: list[int]) -> polars.DataFrame:
    """Rows of such a frame that have a time and nothing else."""
    import polars

    first, *others = frame.get_columns()
    known = polars.Series(first.name, times, polars.Int64).cast(first.dtype)
    return polars.DataFrame([known, *(column.clear(len(times)) for column in others)])


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
