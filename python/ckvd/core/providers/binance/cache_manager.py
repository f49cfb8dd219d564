"""What the cache has."""
from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any

from ...._enums import ChartType, DataProvider, DataSource, Interval, MarketType
from ...._errors import DataSourceError, InvalidRequestError
from ...._manager import CryptoKlineVisionData
from ...._symbols import market_word, provider_word, safe_symbol
from ...._times import Moment, floor, utc

__all__ = ["UnifiedCacheManager"]


class UnifiedCacheManager:
    """Reads whole days from the cache, and touches no network. Only candlewick writes there."""

    def __init__(self, cache_dir: str | os.PathLike[str] | None = None,
                 create_dirs: bool = True) -> None:
        self._given = cache_dir
        manager = CryptoKlineVisionData.create(DataProvider.BINANCE, cache_dir=cache_dir)
        self.cache_dir = Path(manager.cache_dir)
        manager.close()
        if create_dirs:
            self.cache_dir.mkdir(parents=True, exist_ok=True)

    def get_cache_path(self, symbol: str, interval: Interval | str, date: Moment,
                       provider: DataProvider = DataProvider.BINANCE,
                       chart_type: ChartType = ChartType.KLINES,
                       market_type: MarketType = MarketType.SPOT) -> Path:
        """Where the file of a day is, if it is not in its month's."""
        length = Interval.from_string(interval)
        if length in (Interval.DAY_3, Interval.WEEK_1, Interval.MONTH_1):
            raise InvalidRequestError(f"{length.value} is kept by the month; see wick health")
        chart = "funding" if chart_type is ChartType.FUNDING_RATE else "klines"
        day = floor(utc("date", date), Interval.DAY_1)
        parts = (provider_word(provider), market_word(market_type), chart, "daily",
                 safe_symbol(symbol), length.value, f"{day:%Y-%m-%d}.arrow")
        return self.cache_dir.joinpath(*parts)

    def load_from_cache(self, symbol: str, interval: Interval | str, date: Moment,
                        provider: DataProvider = DataProvider.BINANCE,
                        chart_type: ChartType = ChartType.KLINES,
                        market_type: MarketType = MarketType.SPOT) -> Any:
        """The frame of a day; None where the cache does not have it."""
        day = floor(utc("date", date), Interval.DAY_1)
        with CryptoKlineVisionData.create(provider, market_type, chart_type=chart_type,
                                          cache_dir=self._given) as manager:
            try:
                return manager.get_data(symbol, day, day + dt.timedelta(days=1), interval,
                                        enforce_source=DataSource.CACHE)
            except InvalidRequestError:
                raise
            except DataSourceError:
                return None

    def save_to_cache(self, *_: Any, **__: Any) -> None:
        """Refused: what is in the cache has been checked against its source."""
        raise InvalidRequestError("rows cannot be put into the cache; get_data keeps what it "
                                  "fetches, and wick cache import reads older files")
