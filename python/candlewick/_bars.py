"""An answer: columns over memory that is kept alive, where they came from, what is missing."""
from __future__ import annotations

import sys
from operator import index

from . import _core
from ._errors import in_seconds, needed
from ._times import moment

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from typing import Any, overload

    import numpy
    import pandas
    import polars
    import pyarrow
    from matplotlib.axes import Axes

    from ._rows import Bar, Hole

COLUMNS = ("open_time", "open", "high", "low", "close", "volume", "close_time",
           "quote_asset_volume", "count", "taker_buy_volume", "taker_buy_quote_volume")
TIMES = ("open_time", "close_time")


class Batch:
    """Rows that lie together and came the same way; Arrow takes them without a copy."""

    __slots__ = ("_bars", "_index", "rows", "source", "origin", "final")

    def __init__(self, bars: _core.Bars, index: int,
                 piece: tuple[int, str, int, bool] | None = None) -> None:
        self._bars = bars
        self._index = index
        #: `source` is the tier that answered (CACHE, BULK, REST, STREAM).
        self.rows, self.source, self.origin, self.final = piece or bars.pieces()[index]

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

    __slots__ = ("_core", "_known")

    def __init__(self, core: _core.Bars, facts: dict[str, Any] | None = None) -> None:
        self._core = core
        self._known = facts

    @property
    def _facts(self) -> dict[str, Any]:
        if self._known is None:  # many never ask
            self._known = self._core.facts()
        return self._known

    # What it is.
    @property
    def symbol(self) -> str:
        """As the venue writes it."""
        return str(self._facts["symbol"])

    @property
    def provider(self) -> str:
        """binance or okx."""
        return str(self._facts["provider"])

    @property
    def market(self) -> str:
        """spot, futures_usdt or futures_coin."""
        return str(self._facts["market"])

    @property
    def chart(self) -> str:
        """klines, mark, index, premium or funding."""
        return str(self._facts["chart"])

    @property
    def interval(self) -> str:
        """1s 1m ... 1d 3d 1w 1M."""
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
        """Stretches without a bar, each with its cause and who said so."""
        from ._rows import hole_of

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
        """Values in conflict, bars that could not be kept."""
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

    if TYPE_CHECKING:
        @overload
        def __getitem__(self, key: int) -> Bar: ...
        @overload
        def __getitem__(self, key: slice) -> Bars: ...

    def __getitem__(self, key: int | slice) -> Bar | Bars:
        if isinstance(key, slice):
            begin, end, step = key.indices(len(self))
            if step != 1:
                raise ValueError("bars are sliced in steps of one")
            return Bars(self._core.slice(begin, max(begin, end)), self._known)
        row = index(key)
        row += len(self) if row < 0 else 0
        if not 0 <= row < len(self):
            raise IndexError("there are fewer bars")
        from ._rows import Bar

        values = list(self._core.row(row))
        values[0], values[6] = moment(values[0]), moment(values[6])
        return Bar(*values)

    def __iter__(self) -> Iterator[Bar]:
        return (self[row] for row in range(len(self)))

    def _repr_html_(self) -> str:
        from ._html import bars_table

        return bars_table(self)

    def plot(self, ax: Axes | None = None, *, volume: bool = True) -> Axes:
        """A chart of candles by matplotlib: on `ax`, or on a figure of its own.

        Volumes stand at its foot; where there are no bars it is grey. Returns the Axes, and shows
        nothing by itself.
        """
        from ._plot import chart

        return chart(self, ax, volume)

    # For others.
    def __arrow_c_schema__(self) -> object:
        return self._core.schema()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._core.stream()

    def batches(self) -> list[Batch]:
        """The pieces it lies in, each with where it came from."""
        return [Batch(self._core, index, piece)
                for index, piece in enumerate(self._core.pieces())]

    def to_arrow(self) -> pyarrow.Table:
        """The same memory as a pyarrow.Table."""
        needed("pyarrow", "to_arrow")
        import pyarrow

        return pyarrow.table(self)

    def to_polars(self) -> polars.DataFrame:
        """The same memory as a polars.DataFrame."""
        needed("polars", "to_polars")
        import polars

        return polars.DataFrame(self)

    def column(self, name: str, into: numpy.ndarray[Any, Any] | None = None
               ) -> numpy.ndarray[Any, Any]:
        """One column as a numpy array of its own; times as datetime64[us], UTC.

        It can be copied `into` an array that is there, of the same type and length.
        """
        if "numpy" not in sys.modules:
            needed("numpy", "column")
        import numpy

        if not isinstance(name, str):
            raise TypeError(f"name is a {type(name).__name__}; give text")
        kind = "int64" if name in TIMES or name == "count" else "float64"
        if into is not None and not isinstance(into, numpy.ndarray):
            raise TypeError(f"into is a {type(into).__name__}; give an array of numpy")
        if into is not None and into.dtype != ("datetime64[us]" if name in TIMES else kind):
            raise TypeError(f"into is an array of {into.dtype}; {name} needs {kind}")
        values = numpy.empty(len(self), dtype=kind) if into is None else into.view(kind)
        self._core.copy_column(name, values)
        return values.view("datetime64[us]") if name in TIMES else values

    def to_pandas(self, arrow: bool = False) -> pandas.DataFrame:
        """A pandas.DataFrame with the index open_time.

        Its columns are numpy's, copied once. With `arrow` they are pandas' Arrow dtypes, over
        the same memory; that needs pyarrow.
        """
        needed("pandas", "to_pandas")
        if arrow:
            import pandas

            frame: pandas.DataFrame = self.to_arrow().to_pandas(types_mapper=pandas.ArrowDtype)
            return frame.set_index("open_time")
        from ._pandas import assembled, block_of

        return assembled(block_of(self, "us"))

    def lay_out(self, open_time: Any, block: Any, grid: Any, nanoseconds: bool) -> int:
        """All columns into memory for a frame; see _pandas.py."""
        return self._core.lay_out((open_time, block), grid, nanoseconds)

    def stretches(self, step: int, most: int) -> list[tuple[int, int, int]] | None:
        """Rows of which each opens `step` microseconds after the one before: the first row, how
        many, and the first open time. None if there are more than `most`."""
        return self._core.stretches(step, most)
