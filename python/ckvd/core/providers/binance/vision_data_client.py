"""Candles of the archive alone."""
from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ...._enums import ChartType, DataProvider, DataSource, Interval, MarketType
from ...._errors import DataSourceError, InvalidRequestError
from ...._times import Moment
from .tier_client import TierClient, workers

__all__ = ["VisionDataClient"]

WORKERS_MAX = 32


class VisionDataClient(TierClient):
    """Asks the archive and no one else. Symbol and interval of `fetch` are what counts."""

    source = DataSource.VISION

    def __init__(self, symbol: str | None = None, interval: Interval | str = Interval.MINUTE_1,
                 market_type: MarketType = MarketType.SPOT,
                 chart_type: ChartType = ChartType.KLINES, **settings: Any) -> None:
        super().__init__(market_type, DataProvider.BINANCE, chart_type, **settings)
        self.symbol = symbol
        self.interval = Interval.from_string(interval)

    def fetch(self, start_time: Moment, end_time: Moment, symbol: str | None = None,
              interval: Interval | str | None = None) -> Any:
        """Candles that open in [start_time, end_time], both included."""
        name = symbol or self.symbol
        if name is None:
            raise InvalidRequestError("no symbol; give one to fetch or to VisionDataClient")
        return self._rows(name, interval or self.interval, start_time, end_time)

    def fetch_multiple(self, symbols: Iterable[str], start_time: Moment, end_time: Moment,
                       interval: Interval | str | None = None, max_workers: int = 5
                       ) -> dict[str, Any]:
        """Frames by symbol, at the same time; those that the archive lacks are left out."""
        names = list(dict.fromkeys(symbols))

        def one(name: str) -> Any:
            try:
                return self.fetch(start_time, end_time, name, interval)
            except DataSourceError as error:
                return error

        with ThreadPoolExecutor(workers(max_workers, WORKERS_MAX)) as pool:
            answers = dict(zip(names, pool.map(one, names)))
        found = {name: frame for name, frame in answers.items()
                 if not isinstance(frame, DataSourceError)}
        if names and not found:
            raise DataSourceError(f"the archive has none of {', '.join(names)}: "
                                  f"{answers[names[0]]}")
        return found
