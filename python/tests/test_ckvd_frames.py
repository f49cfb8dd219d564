"""Frames padded to a grid: the same as pandas' own reindex gives, however rows are missing."""
import datetime as dt
import sys

import numpy
import pandas
import polars
import pytest

from ckvd import Interval
from ckvd import _frames as frames

UTC = dt.timezone.utc
FLOATS = [name for name in frames.COLUMNS if name not in ("close_time", "count")]


class Rows:
    """Stands in for Bars: the same ways to its columns, over what a test made up."""

    def __init__(self, columns, source):
        self.columns, self.source = columns, source

    def __len__(self):
        return len(self.source)

    @property
    def sources(self):
        return {name: self.source.count(name) for name in set(self.source)}

    def batches(self):
        class Batch:
            def __init__(self, source):
                self.source, self.rows = source, 1
        return [Batch(name) for name in self.source]

    def lay_out(self, open_time, values, grid, nanoseconds):
        closes, counts = values[8].view("int64"), values[9]
        grid = self.columns["open_time"] if grid is None else grid
        unit = "ns" if nanoseconds else "us"
        rows, seats = numpy.intersect1d(self.columns["open_time"], grid, True, True)[1:]
        values[:], closes[:] = numpy.nan, -2**63
        open_time[:] = grid.astype(f"M8[{unit}]").view("int64")
        closes[seats] = self.columns["close_time"][rows].astype(f"M8[{unit}]").view("int64")
        for row, name in zip(values, FLOATS):
            row[seats] = self.columns[name][rows]
        if grid is self.columns["open_time"]:
            counts = counts.view("int64")
        counts[seats] = self.columns["count"][rows]
        return len(grid) - len(rows)

    def stretches(self, step, most):
        times = self.columns["open_time"].view("int64")
        begins = [0, *(numpy.flatnonzero(numpy.diff(times) != step) + 1).tolist()]
        return None if len(begins) > most else [
            (begin, end - begin, int(times[begin]))
            for begin, end in zip(begins, [*begins[1:], len(times)])]

    def to_polars(self):
        times = {name: polars.Series(name, self.columns[name]).dt.replace_time_zone("UTC")
                 for name in ("open_time", "close_time")}
        return polars.DataFrame({**self.columns, **times, "origin": [1] * len(self)})


def some_rows(grid, chosen, seed):
    """The rows of a grid that are chosen, with values of their own."""
    random = numpy.random.default_rng(seed)
    times = frames.grid_times(grid)[chosen]
    columns = {"open_time": times}
    for name in frames.COLUMNS:
        columns[name] = random.random(len(times))
    columns["close_time"] = times + numpy.timedelta64(59_999_999, "us")
    columns["count"] = random.integers(0, 1000, len(times))
    return Rows(columns, [("CACHE", "BULK", "REST")[one] for one in random.integers(0, 3,
                                                                                len(times))])


def expected(rows, grid):
    """By pandas alone."""
    labels = {"BULK": "VISION"}
    frame = pandas.DataFrame({name: rows.columns[name] for name in frames.COLUMNS},
                             index=pandas.DatetimeIndex(rows.columns["open_time"]))
    frame["_data_source"] = numpy.array([labels.get(one, one) for one in rows.source], object)
    times = [grid.start]
    for _ in range(grid.rows() - 1):
        times.append(frames.after(times[-1], grid.interval))
    return frame.reindex(pandas.DatetimeIndex(times).tz_localize(None))


GRIDS = [frames.Grid(dt.datetime(2023, 2, 1, tzinfo=UTC), dt.datetime(2026, 3, 1, tzinfo=UTC),
                     Interval.MONTH_1),
         frames.Grid(dt.datetime(2024, 1, 1, tzinfo=UTC), dt.datetime(2025, 1, 6, tzinfo=UTC),
                     Interval.WEEK_1),
         frames.Grid(dt.datetime(2024, 2, 28, tzinfo=UTC), dt.datetime(2024, 3, 1, 1, tzinfo=UTC),
                     Interval.MINUTE_5)]


@pytest.mark.parametrize("grid", GRIDS, ids=lambda grid: grid.interval.value)
@pytest.mark.parametrize("runs_max", [0, 100])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.97])
def test_rows_find_their_instants(monkeypatch, grid, runs_max, share):
    monkeypatch.setattr(frames, "RUNS_MAX", runs_max)
    for seed in range(6):
        chosen = numpy.flatnonzero(numpy.random.default_rng(seed).random(grid.rows()) < share)
        if not len(chosen):
            continue
        rows = some_rows(grid, chosen, seed)
        right = expected(rows, grid)
        frame = frames.pandas_frame(rows, grid, True)
        assert list(frame.index.tz_localize(None)) == list(right.index)
        same = frames.polars_frame(rows, grid, True)
        assert same["open_time"].to_list() == [time.to_pydatetime() for time in frame.index]
        for name in FLOATS + ["count"]:
            numpy.testing.assert_array_equal(frame[name], right[name])
            numpy.testing.assert_array_equal(same[name].cast(polars.Float64).to_numpy(),
                                             right[name])
        known = right["close"].notna().to_numpy()
        assert list(frame["close_time"].isna()) == list(~known) == same["close_time"].is_null() \
            .to_list()
        assert list(frame["_data_source"][known]) == list(right["_data_source"][known])
        assert same["_data_source"].drop_nulls().to_list() == list(right["_data_source"][known])


def test_rows_behind_the_end_of_the_grid_are_left_out():
    long = GRIDS[2]
    short = long._replace(end=long.start + dt.timedelta(hours=2))
    rows = some_rows(long, numpy.arange(3, 60), 1)
    assert len(frames.pandas_frame(rows, short, True)) == 24
    assert frames.pandas_frame(rows, short, False)["close"].notna().sum() == 21
    assert frames.polars_frame(rows, short, True)["close"].is_not_null().sum() == 21


def test_a_whole_frame_keeps_whole_numbers():
    grid = GRIDS[2]
    rows = some_rows(grid, numpy.arange(grid.rows()), 2)
    frame = frames.pandas_frame(rows, grid, True)
    assert frame["count"].dtype == "int64" and frame["_data_source"].dtype == object
    assert str(frame.index.dtype) == str(frame["close_time"].dtype) == "datetime64[ns, UTC]"
    assert frames.pandas_frame(rows, grid, False).shape == (grid.rows(), 10)


def test_getting_ready_is_done_once_and_fails_nobody(monkeypatch):
    frames.getting_ready(True).join()
    assert frames.getting_ready(True) is frames.getting_ready(True)
    frames.make_first_frame()
    for name in ("polars", "candlewick._pandas"):
        monkeypatch.setitem(sys.modules, name, None)  # as if it were not there
    frames.import_polars()
    frames.make_first_frame()


def test_a_block_has_room_for_what_a_grid_lacks():
    grid = GRIDS[2]
    rows = some_rows(grid, numpy.arange(5, 9), 3)
    whole = frames.pandas_frame(rows, None, True)
    assert len(whole) == 4 and whole["count"].dtype == "int64"
    frame = frames.pandas_frame(rows, grid, True)
    assert len(frame) == grid.rows() and frame["count"].dtype == "float64"
    pandas.testing.assert_frame_equal(frame.dropna().astype(whole.dtypes), whole, check_freq=False)
    assert frame["_data_source"].isna().sum() == grid.rows() - 4
