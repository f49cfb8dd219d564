"""Fundings of Binance futures alone."""
from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from ...._enums import ChartType, DataProvider, Interval, MarketType
from ...._manager import CryptoKlineVisionData
from ...._times import Moment

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = ["BinanceFundingRateClient"]


class BinanceFundingRateClient:
    """Fundings in frames of symbol, funding_time, funding_rate and interval.

    `interval` is taken and has no effect: the time between fundings is the exchange's.
    """

    def __init__(self, symbol: str, interval: Interval | str = Interval.HOUR_8,
                 market_type: MarketType = MarketType.FUTURES_USDT, use_cache: bool = True,
                 cache_dir: str | os.PathLike[str] | None = None, retry_count: int = 3) -> None:
        self.symbol = symbol
        self.interval = Interval.from_string(interval)
        self._manager = CryptoKlineVisionData.create(
            DataProvider.BINANCE, market_type, chart_type=ChartType.FUNDING_RATE,
            use_cache=use_cache, cache_dir=cache_dir, retry_count=retry_count)

    def fetch(self, symbol: str | None = None, interval: Interval | str | None = None,
              start_time: Moment | None = None, end_time: Moment | None = None) -> Any:
        """Fundings in [start_time, end_time], both included; without times: three days."""
        if interval is not None:
            Interval.from_string(interval)
        return self._manager.get_data(self.symbol if symbol is None else symbol, start_time,
                                      end_time)

    def close(self) -> None:
        """Lets go of connections."""
        self._manager.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
