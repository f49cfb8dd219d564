"""Frames of pandas by the fewest steps: columns lie in one block, filled in one go."""
from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy
import pandas

from . import _core
from ._bars import COLUMNS

if TYPE_CHECKING:
    from ._bars import Bars

try:  # from pandas 3 on
    from pandas.api.internals import create_dataframe_from_blocks as from_blocks
except ImportError:
    from_blocks = None

NAMES = COLUMNS[1:]
FLOATS = tuple(name for name in NAMES if name not in ("close_time", "count"))
KEPT_BYTES_MIN = 2 << 20  # a large page of the system
UTC = {unit: pandas.DatetimeTZDtype(unit, "UTC") for unit in ("us", "ns")}


class Block(NamedTuple):
    """All columns of an answer. Open times lie apart: an index outlives its frame."""

    floats: Any  # the columns FLOATS, each a row
    open_time: Any  # as whole numbers of the unit
    close_time: Any
    count: Any
    unit: str  # of times: us or ns
    empty: int  # rows that only the grid has


def block_of(bars: Bars, unit: str, grid: Any = None) -> Block:
    """The columns, with a row for every instant of `grid`, if there is one: NaN where it alone
    has that row, and counts as floats."""
    rows = len(bars) if grid is None else len(grid)
    open_time, block = memory_for(1, rows)[0].view("int64"), memory_for(len(NAMES), rows)
    empty = bars.lay_out(open_time, block, grid, unit == "ns")
    floats, others = block[:len(FLOATS)], block[len(FLOATS):]
    count = others[1] if grid is not None else others[1].view("int64")
    return Block(floats, open_time, others[0].view("int64"), count, unit, empty)


def memory_for(columns: int, rows: int) -> Any:
    """An array of floats with anything in it."""
    size = 8 * columns * rows
    if size < KEPT_BYTES_MIN:
        return numpy.empty((columns, rows))
    memory = memoryview(_core.FrameMemory(size))
    return numpy.frombuffer(memory, "float64").reshape(columns, rows)


def assembled(block: Block, others: dict[str, Any] | None = None) -> pandas.DataFrame:
    """A frame over a block, with other columns, arrays, behind its own."""
    others = others or {}
    index = pandas.DatetimeIndex(block.open_time, dtype=UTC[block.unit], name="open_time",
                                 copy=False)
    closes = pandas.array(block.close_time, dtype=UTC[block.unit], copy=False)
    names = NAMES + tuple(others)
    if from_blocks is None:
        columns = dict(zip(FLOATS, block.floats)) | others
        columns |= {"close_time": closes, "count": block.count}
        return pandas.DataFrame({name: columns[name] for name in names}, index=index, copy=False)
    header, places = header_of(names)
    arrays = (block.floats, closes, *(column[numpy.newaxis]
                                      for column in (block.count, *others.values())))
    return from_blocks(list(zip(arrays, places)), index=index, columns=header.view())


@functools.lru_cache(maxsize=8)
def header_of(names: tuple[str, ...]) -> tuple[pandas.Index, list[Any]]:
    """The columns' index, and where those of FLOATS and each other one stand in it."""
    floats = [names.index(name) for name in FLOATS]
    rest = [[names.index(name)] for name in names if name not in FLOATS]
    return pandas.Index(names), [numpy.array(places) for places in (floats, *rest)]
