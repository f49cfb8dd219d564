"""Which candles the API of spot has at the ends of a range."""
from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from .._enums import DataProvider, DataSource, Interval, MarketType
from .._errors import DataSourceError, InvalidRequestError
from .._manager import CryptoKlineVisionData
from .._times import Moment, after, floor, ordered, utc

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = ["ApiBoundaryValidator"]


class ApiBoundaryValidator:
    """Asks the API and no one else. Ranges include both ends."""

    def __init__(self, market_type: MarketType = MarketType.SPOT) -> None:
        self._manager = CryptoKlineVisionData.create(DataProvider.BINANCE, market_type,
                                                     use_cache=False)

    def align_time_boundaries(self, start_time: Moment, end_time: Moment, interval: Interval | str
                              ) -> tuple[dt.datetime, dt.datetime]:
        """The first candle that opens at the start or later, the last at the end or before."""
        length = Interval.from_string(interval)
        start, end = utc("start_time", start_time), utc("end_time", end_time)
        ordered(start, end)
        begun = floor(start, length)
        if begun < start:
            begun = after(start, length)
        return begun, floor(end, length)

    def get_api_boundaries(self, start_time: Moment, end_time: Moment, interval: Interval | str,
                           symbol: str = "BTCUSDT") -> dict[str, Any]:
        """`api_start_time` and `api_end_time`, of the first and the last candle; `record_count`."""
        frame = self._rows(start_time, end_time, interval, symbol)
        if frame is None:
            return {"api_start_time": None, "api_end_time": None, "record_count": 0}
        return {"api_start_time": frame.index[0].to_pydatetime(),
                "api_end_time": frame.index[-1].to_pydatetime(), "record_count": len(frame)}

    def is_valid_time_range(self, start_time: Moment, end_time: Moment, interval: Interval | str,
                            symbol: str = "BTCUSDT") -> bool:
        """Whether the API has a candle there."""
        return self._rows(start_time, end_time, interval, symbol) is not None

    def does_data_range_match_api_response(self, df: Any, start_time: Moment, end_time: Moment,
                                           interval: Interval | str, symbol: str = "BTCUSDT"
                                           ) -> bool:
        """Whether a frame has the very open times that the API has."""
        if not hasattr(df, "index"):
            raise TypeError(f"df is a {type(df).__name__}; give a frame of pandas")
        frame = self._rows(start_time, end_time, interval, symbol)
        if frame is None:
            return len(df) == 0
        return len(df) == len(frame) and bool((df.index == frame.index).all())

    def _rows(self, start: Moment, end: Moment, interval: Interval | str, symbol: str) -> Any:
        """The candles; None where there are none."""
        try:
            return self._manager.get_data(symbol, start, end, interval, auto_reindex=False,
                                          enforce_source=DataSource.REST)
        except InvalidRequestError:
            raise
        except DataSourceError as error:
            if error.details.get("tiers") or "there is no data" not in str(error):
                raise
            return None

    def close(self) -> None:
        """Lets go of connections."""
        self._manager.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
