"""What the cache has, for reading alone."""
from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any

from .._enums import ChartType, DataProvider, Interval, MarketType
from .._errors import DataSourceError, InvalidRequestError
from .._times import Moment, date_chunks, floor, utc
from ..core.providers.binance.cache_manager import UnifiedCacheManager

__all__ = ["ArrowCacheReader"]


class ArrowCacheReader:
    """Reads whole days from candlewick's cache, and touches no network.

    There is no index in SQLite: `cache_db_path` is taken and has no effect.
    """

    def __init__(self, cache_db_path: str | os.PathLike[str] | None = None,
                 data_provider: DataProvider = DataProvider.BINANCE,
                 chart_type: ChartType = ChartType.KLINES,
                 cache_dir: str | os.PathLike[str] | None = None) -> None:
        self._provider, self._chart = data_provider, chart_type
        self._cache = UnifiedCacheManager(cache_dir, create_dirs=False)

    def check_availability(self, symbol: str, interval: Interval | str, start_date: Moment,
                           end_date: Moment, market_type: MarketType = MarketType.SPOT
                           ) -> dict[str, Any]:
        """`available_dates` and `missing_dates` of [start_date, end_date], and `available`."""
        found: dict[str, list[str]] = {"available_dates": [], "missing_dates": []}
        for day in self._days(start_date, end_date):
            there = self._day(symbol, interval, day, market_type) is not None
            found["available_dates" if there else "missing_dates"].append(f"{day:%Y-%m-%d}")
        return {**found, "available": not found["missing_dates"]}

    def get_file_path(self, symbol: str, interval: Interval | str, date: Moment,
                      market_type: MarketType = MarketType.SPOT) -> Path | None:
        """The day's own file; None where there is none, or the day is in its month's."""
        path = self._cache.get_cache_path(symbol, interval, date, self._provider, self._chart,
                                          market_type)
        return path if path.exists() else None

    def read_symbol_data(self, symbol: str, interval: Interval | str, start_date: Moment,
                         end_date: Moment, market_type: MarketType = MarketType.SPOT) -> Any:
        """The frame of all cached days of [start_date, end_date]."""
        import pandas

        frames = [self._day(symbol, interval, day, market_type)
                  for day in self._days(start_date, end_date)]
        known = [frame for frame in frames if frame is not None]
        if not known:
            raise DataSourceError(f"the cache has no day of {symbol} in that range; get_data "
                                  "fetches them")
        return pandas.concat(known)

    def _day(self, symbol: str, interval: Interval | str, day: dt.datetime,
             market_type: MarketType) -> Any:
        return self._cache.load_from_cache(symbol, interval, day, self._provider, self._chart,
                                           market_type)

    @staticmethod
    def _days(start_date: Moment, end_date: Moment) -> list[dt.datetime]:
        """Each day, the last one included."""
        begin = floor(utc("start_date", start_date), Interval.DAY_1)
        end = floor(utc("end_date", end_date), Interval.DAY_1)
        if end < begin:
            raise InvalidRequestError("end_date is before start_date; give a later one")
        return [day for day, _ in date_chunks(begin, end + dt.timedelta(days=1), 1)]
