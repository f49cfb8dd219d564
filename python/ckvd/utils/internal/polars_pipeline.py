"""Frames of several sources made one."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..._errors import InvalidRequestError
from ..._frames import SOURCE
from ..._merging import RANKS, merge_dataframes

if TYPE_CHECKING:
    import pandas
    import polars
    from typing_extensions import Self

__all__ = ["PolarsDataPipeline"]


class PolarsDataPipeline:
    """Takes frames, each with the name of its source, and gives one of the best rows."""

    def __init__(self) -> None:
        self._frames: list[pandas.DataFrame] = []

    def add_source(self, lf: polars.LazyFrame | polars.DataFrame, source: str) -> Self:
        """A frame of polars; a lazy one is collected."""
        whole: Any = lf.collect() if hasattr(lf, "collect") else lf
        if not hasattr(whole, "to_pandas"):
            raise TypeError(f"lf is a {type(lf).__name__}; give a frame of polars")
        return self.add_pandas(whole.to_pandas(), source)

    def add_pandas(self, df: pandas.DataFrame, source: str) -> Self:
        """A frame of pandas."""
        if not isinstance(source, str) or source not in RANKS:
            raise InvalidRequestError(f"source is {source!r}; write one of {', '.join(RANKS)}")
        if not hasattr(df, "assign"):
            raise TypeError(f"df is a {type(df).__name__}; give a frame of pandas")
        self._frames.append(df.assign(**{SOURCE: source}))
        return self

    def is_empty(self) -> bool:
        """Whether there is no row."""
        return not any(len(frame) for frame in self._frames)

    def collect_pandas(self, use_streaming: bool = True) -> pandas.DataFrame:
        """The rows in order, under the index open_time. `use_streaming` has no effect."""
        return merge_dataframes(self._frames)

    def collect_polars(self, use_streaming: bool = True) -> polars.DataFrame:
        """The same rows; open_time is a column."""
        import polars

        return polars.from_pandas(self.collect_pandas().reset_index())
