"""One candle of a stream."""
from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..._errors import StreamMessageParseError
from ..._times import EPOCH

if TYPE_CHECKING:
    from collections.abc import Mapping

MILLISECOND = dt.timedelta(milliseconds=1)


@dataclass(frozen=True)
class KlineUpdate:
    """A candle as it is now; with `is_closed` it will not change any more."""

    symbol: str
    interval: str
    open_time: dt.datetime
    open: float
    high: float
    low: float
    close: float
    volume: float
    close_time: dt.datetime
    is_closed: bool
    data_source: str = "STREAMING"
    open_time_ms: int = 0

    def __post_init__(self) -> None:
        """`open_time_ms` follows from `open_time`, unless it is given."""
        if self.open_time_ms == 0:
            object.__setattr__(self, "open_time_ms", milliseconds(self.open_time))

    def dedup_key(self) -> tuple[str, str, dt.datetime]:
        """The same for two updates of the same candle."""
        return self.symbol, self.interval, self.open_time

    @classmethod
    def from_binance_ws(cls, message: Mapping[str, Any]) -> KlineUpdate:
        """From a kline event, raw or as a combined stream wraps it."""
        if not hasattr(message, "get"):
            raise StreamMessageParseError(f"a {type(message).__name__} is no kline event; give the "
                                          "dict of one")
        event = message.get("data", message)
        try:
            kline = event["k"]
            return cls(str(kline["s"]), str(kline["i"]), moment(kline["t"]), float(kline["o"]),
                       float(kline["h"]), float(kline["l"]), float(kline["c"]), float(kline["v"]),
                       moment(kline["T"]), bool(kline["x"]))
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise StreamMessageParseError(f"this is no kline event: {error!r}",
                                          details={"raw": dict(message)}) from None

    @classmethod
    def from_historical_row(cls, row: Any, symbol: str, interval: str) -> KlineUpdate:
        """From a row of a frame or a dict, closed; its time is `open_time`, or the row's name."""
        opened = row["open_time"] if "open_time" in row else getattr(row, "name", None)
        closes = row["close_time"] if "close_time" in row else opened
        try:
            return cls(symbol, interval, moment(opened), float(row["open"]), float(row["high"]),
                       float(row["low"]), float(row["close"]), float(row["volume"]),
                       moment(closes), True)
        except (KeyError, TypeError, ValueError) as error:
            raise StreamMessageParseError(
                f"this row is no candle: {error!r}; it needs open_time, open, high, low, close and "
                "volume", details={"symbol": symbol, "interval": interval}) from None

    @classmethod
    def from_candle(cls, candle: Any) -> KlineUpdate:
        """From a candle of candlewick's stream."""
        return cls(candle.symbol, candle.interval, candle.open_time, candle.open, candle.high,
                   candle.low, candle.close, candle.volume, candle.close_time, candle.closed,
                   "STREAMING" if candle.source == "STREAM" else str(candle.source))


def moment(value: Any) -> dt.datetime:
    """A datetime of UTC, from one or from milliseconds."""
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=dt.timezone.utc) if value.tzinfo is None \
            else value.astimezone(dt.timezone.utc)
    return EPOCH + int(value) * MILLISECOND


def milliseconds(time: dt.datetime) -> int:
    """Since 1970."""
    return (moment(time) - EPOCH) // MILLISECOND
