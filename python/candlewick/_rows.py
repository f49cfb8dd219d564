"""One bar, one hole. Apart, for typing costs more than all the rest of the package."""
from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from ._times import moment


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
