"""An answer: columns over memory that is kept alive, where they came from, what is missing."""
from __future__ import annotations

import datetime as dt
from operator import index
from typing import TYPE_CHECKING, Any, NamedTuple, overload

from . import _core
from ._errors import in_seconds
from ._times import moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy
    import pandas
    import polars
    import pyarrow

COLUMNS = ("open_time", "open", "high", "low", "close", "volume", "close_time",
           "quote_asset_volume", "count", "taker_buy_volume", "taker_buy_quote_volume")
TIMES = ("open_time", "close_time")


class Bar(NamedTuple):
    """One bar. `close_time` is the last microsecond inside."""

    open_time: dt.datetime
    open: float
    high: float
    low: float
    close: float
    volume: float
    close_time: dt.datetime
    quote_asset_volume: float
    count: int  # type: ignore[assignment]  # a tuple's own gives way
    taker_buy_volume: float
    taker_buy_quote_volume: float


class Hole(NamedTuple):
    """Instants without a bar. Settled: the exchange has none. Otherwise: ask again."""

    start: dt.datetime
    end: dt.datetime
    cause: str
    evidence: str
    settled: bool


def hole_of(hole: dict[str, Any]) -> Hole:
    return Hole(moment(hole["start"]), moment(hole["end"]), hole["cause"], hole["evidence"],
                hole["settled"])


class Batch:
    """Rows that lie together and came the same way; Arrow takes them without a copy."""

    __slots__ = ("_bars", "_index", "rows", "source", "origin", "final")

    def __init__(self, bars: _core.Bars, index: int) -> None:
        self._bars = bars
        self._index = index
        #: `source` is the tier that answered (CACHE, BULK, REST, STREAM).
        self.rows, self.source, self.origin, self.final = bars.pieces()[index]

    def __len__(self) -> int:
        return self.rows

    def __repr__(self) -> str:
        return f"<Batch of {self.rows} rows, {self.source}>"

    def __arrow_c_schema__(self) -> object:
        return self._bars.schema()

    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]:
        return self._bars.schema(), self._bars.array(self._index)

    def address(self, column: str) -> int:
        """Where the values of a column begin in memory."""
        return self._bars.address(self._index, column)


class Bars:
    """Bars of one series, in order. Only bars that exist are there: nothing is filled in."""

    __slots__ = ("_core", "_facts")

    def __init__(self, core: _core.Bars, facts: dict[str, Any] | None = None) -> None:
        self._core = core
        self._facts = core.facts() if facts is None else facts

    # What it is.
    @property
    def symbol(self) -> str:
        return str(self._facts["symbol"])

    @property
    def provider(self) -> str:
        return str(self._facts["provider"])

    @property
    def market(self) -> str:
        return str(self._facts["market"])

    @property
    def chart(self) -> str:
        return str(self._facts["chart"])

    @property
    def interval(self) -> str:
        return str(self._facts["interval"])

    @property
    def start(self) -> dt.datetime:
        """Of the range that was answered: aligned to the interval."""
        return moment(self._facts["start"])

    @property
    def end(self) -> dt.datetime:
        """Not included; not beyond the last bar that is over."""
        return moment(self._facts["end"])

    # What is in it.
    @property
    def sources(self) -> dict[str, int]:
        """Rows by the tier that answered: CACHE, BULK, REST, STREAM."""
        return self._core.sources()

    @property
    def missing(self) -> list[Hole]:
        return [hole_of(hole) for hole in self._facts["missing"]]

    @property
    def complete(self) -> bool:
        """Every instant is a bar, or a hole that is known to be one."""
        return self._core.complete()

    @property
    def failures(self) -> list[dict[str, Any]]:
        """What was in the way, by tier."""
        return [in_seconds(tier) for tier in self._facts["failures"]]

    @property
    def warnings(self) -> list[str]:
        return list(self._facts["warnings"])

    @property
    def requests(self) -> int:
        """Data requests that it took."""
        return int(self._facts["requests"])

    @property
    def elapsed(self) -> float:
        """Seconds."""
        return float(self._facts["elapsed"]) / 1e6

    def __len__(self) -> int:
        return len(self._core)

    def __repr__(self) -> str:
        sources = ", ".join(f"{tier} {rows}" for tier, rows in self.sources.items())
        gaps = "" if self.complete else ", incomplete"
        return (f"<Bars {self.provider} {self.market} {self.symbol} {self.interval}: "
                f"{len(self)} bars{', ' + sources if sources else ''}{gaps}>")

    @overload
    def __getitem__(self, key: int) -> Bar: ...
    @overload
    def __getitem__(self, key: slice) -> Bars: ...
    def __getitem__(self, key: int | slice) -> Bar | Bars:
        if isinstance(key, slice):
            begin, end, step = key.indices(len(self))
            if step != 1:
                raise ValueError("bars are sliced in steps of one")
            return Bars(self._core.slice(begin, max(begin, end)), self._facts)
        row = index(key)
        row += len(self) if row < 0 else 0
        if not 0 <= row < len(self):
            raise IndexError("there are fewer bars")
        values = list(self._core.row(row))
        values[0], values[6] = moment(values[0]), moment(values[6])
        return Bar(*values)

    def __iter__(self) -> Iterator[Bar]:
        return (self[row] for row in range(len(self)))

    # For others.
    def __arrow_c_schema__(self) -> object:
        return self._core.schema()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._core.stream()

    def batches(self) -> list[Batch]:
        """The pieces it lies in, each with where it came from."""
        return [Batch(self._core, index) for index in range(len(self._core.pieces()))]

    def to_arrow(self) -> pyarrow.Table:
        """The same memory as a pyarrow.Table."""
        import pyarrow

        return pyarrow.table(self)

    def to_polars(self) -> polars.DataFrame:
        """The same memory as a polars.DataFrame."""
        import polars

        return polars.DataFrame(self)

    def column(self, name: str) -> numpy.ndarray[Any, Any]:
        """One column as a numpy array of its own; times as datetime64[us], UTC."""
        import numpy

        kind = "int64" if name in TIMES or name == "count" else "float64"
        values = numpy.empty(len(self), dtype=kind)
        self._core.copy_column(name, values)
        return values.view("datetime64[us]") if name in TIMES else values

    def to_pandas(self, arrow: bool = False) -> pandas.DataFrame:
        """A pandas.DataFrame with the index open_time.

        Its columns are numpy's, copied once. With `arrow` they are pandas' Arrow dtypes, over
        the same memory; that needs pyarrow.
        """
        import pandas

        if arrow:
            frame: pandas.DataFrame = self.to_arrow().to_pandas(types_mapper=pandas.ArrowDtype)
            return frame.set_index("open_time")
        utc = {name: pandas.DatetimeIndex(self.column(name), copy=False).tz_localize("UTC")
               for name in TIMES}
        columns: dict[str, Any] = {name: utc.get(name) if name in TIMES else self.column(name)
                                   for name in COLUMNS[1:]}
        return pandas.DataFrame(columns, index=utc["open_time"].rename("open_time"), copy=False)
