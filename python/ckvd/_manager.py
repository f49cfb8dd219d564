"""The front door of the old API: past candles in a frame, whoever has them."""
from __future__ import annotations

from ._enums import ChartType, DataProvider, DataSource, Interval, MarketType
from ._errors import InvalidRequestError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    import os
    from collections.abc import Iterator
    from typing import Any

    from typing_extensions import Self

    from ._config import CKVDConfig
    from ._times import Moment
    from .core.streaming import KlineStream, KlineUpdate

SUPPORTED = (DataProvider.BINANCE, DataProvider.OKX)


class CryptoKlineVisionData:
    """Candles from the cache, the archive (VISION) and the API (REST), in this order.

    Threads may share one. After `close` it opens itself again when it is asked.
    """

    DEFAULT_MARKET_TYPE = MarketType.SPOT

    def __init__(self, provider: DataProvider = DataProvider.BINANCE,
                 market_type: MarketType = MarketType.SPOT,
                 chart_type: ChartType = ChartType.KLINES, use_cache: bool = True,
                 cache_dir: str | os.PathLike[str] | None = None, retry_count: int = 3,
                 log_level: str = "WARNING", suppress_http_debug: bool = True,
                 quiet_mode: bool = False) -> None:
        from ._config import CKVDConfig

        self._set_up(CKVDConfig.create(
            provider, market_type, chart_type=chart_type, use_cache=use_cache, cache_dir=cache_dir,
            retry_count=retry_count, log_level=log_level, suppress_http_debug=suppress_http_debug,
            quiet_mode=quiet_mode))

    @classmethod
    def create(cls, provider: DataProvider | None, market_type: MarketType | None = None,
               **settings: Any) -> Self:
        """A manager of one provider and market; `settings` are the fields of CKVDConfig."""
        if provider is None:
            raise InvalidRequestError("Data provider must be specified; give DataProvider.BINANCE "
                                      "or DataProvider.OKX")
        if not isinstance(provider, DataProvider) or provider not in SUPPORTED:
            names = ", ".join(one.name for one in SUPPORTED)
            raise InvalidRequestError(f"provider {getattr(provider, 'name', provider)!r} is not "
                                      f"supported; there are {names}")
        from ._config import CKVDConfig

        market = cls.DEFAULT_MARKET_TYPE if market_type is None else market_type
        manager = cls.__new__(cls)
        manager._set_up(CKVDConfig.create(provider, market, **settings))
        return manager

    def _set_up(self, config: CKVDConfig) -> None:
        from ._fetching import Fetcher

        self.config = config
        self.provider, self.market_type = config.provider, config.market_type
        self.chart_type = config.chart_type
        self._source = Fetcher(config)
        self.reconfigure_logging()

    @property
    def use_cache(self) -> bool:
        """Whether files are read and written."""
        return self._source.use_cache

    @property
    def cache_dir(self) -> str:
        """The folder of the cache."""
        return self._source.cache_dir

    def get_data(self, symbol: str, start_time: Moment | None = None,
                 end_time: Moment | None = None, interval: Interval | str = Interval.MINUTE_1,
                 chart_type: ChartType | None = None, include_source_info: bool = True,
                 enforce_source: DataSource | str = DataSource.AUTO, auto_reindex: bool = True,
                 return_polars: bool = False) -> Any:
        """Candles of one symbol as a pandas.DataFrame, or a polars.DataFrame.

        With `auto_reindex` both ends are aligned down to the interval, the end is excluded, and
        every instant of the grid is a row, NaN where there is no candle. Without, the rows are the
        candles that open in [start_time, end_time], the end included. Without times: three days.

        Where a rate limit came between, the rows that were had come with
        `df.attrs["_rate_limited"]` and `df.attrs["_fcp_partial"]`.
        """
        from ._fetching import Wish

        return self._source.frame(Wish(
            symbol, start_time, end_time, Interval.from_string(interval),
            self.chart_type if chart_type is None else chart_type, include_source_info,
            DataSource.from_string(enforce_source),
            auto_reindex, return_polars))

    @classmethod
    def calculate_time_range(cls, start_time: Moment | None = None, end_time: Moment | None = None,
                             days: int = 3, interval: Interval = Interval.MINUTE_1
                             ) -> tuple[dt.datetime, dt.datetime]:
        """Start and end in UTC, aligned to the interval.

        Both as given; or `days` before the end, after the start, or before now.
        """
        from ._times import time_range

        return time_range(start_time, end_time, days, Interval.from_string(interval))

    def reconfigure_logging(self, log_level: str | None = None,
                            suppress_http_debug: bool | None = None,
                            quiet_mode: bool | None = None) -> None:
        """Changes the logger "ckvd", and no other program's."""
        import dataclasses

        from ._settings import set_up_log

        given = {"log_level": log_level, "suppress_http_debug": suppress_http_debug,
                 "quiet_mode": quiet_mode}
        changes: dict[str, Any] = {name: value for name, value in given.items()
                                   if value is not None}
        self.config = dataclasses.replace(self.config, **changes)
        set_up_log(self.config.log_level, self.config.quiet_mode, self.config.suppress_http_debug)

    def create_stream(self, *, confirmed_only: bool = True, queue_maxsize: int = 1000,
                      max_reconnect_attempts: int = 5, reconciliation_enabled: bool = False
                      ) -> KlineStream:
        """A stream of this market's candles, for `async with` and `async for`."""
        from .core.streaming import KlineStream, StreamConfig

        return KlineStream(StreamConfig(
            self.market_type, self.provider, confirmed_only=confirmed_only,
            queue_maxsize=queue_maxsize, max_reconnect_attempts=max_reconnect_attempts,
            reconciliation_enabled=reconciliation_enabled), manager=self)

    def stream_data_sync(self, symbol: str, interval: str | Interval, *,
                         confirmed_only: bool = True, queue_maxsize: int = 1000,
                         reconciliation_enabled: bool = False) -> Iterator[KlineUpdate]:
        """Candles of one symbol as they come, for `for`; ends when the loop does."""
        from .core.streaming import StreamConfig, stream_data_sync

        return stream_data_sync(self, symbol, interval, StreamConfig(
            self.market_type, self.provider, confirmed_only=confirmed_only,
            queue_maxsize=queue_maxsize, reconciliation_enabled=reconciliation_enabled))

    def close(self) -> None:
        """Lets go of threads and connections."""
        self._source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return (f"<{type(self).__name__} {self.provider.name} {self.market_type.name}"
                f"{'' if self.use_cache else ', no cache'}>")


def fetch_market_data(provider: DataProvider, market_type: MarketType, chart_type: ChartType,
                      symbol: str, interval: Interval | str, start_time: Moment | None = None,
                      end_time: Moment | None = None, days: int = 3, use_cache: bool = True,
                      enforce_source: DataSource | str = "AUTO", max_retries: int = 3,
                      return_polars: bool = False) -> tuple[Any, float, int]:
    """One question: the frame, the seconds it took, and how many rows it has."""
    import time

    from ._symbols import check_interval
    from ._times import time_range

    begun = time.perf_counter()
    length = Interval.from_string(interval)
    with CryptoKlineVisionData.create(provider, market_type, chart_type=chart_type,
                                      use_cache=use_cache, retry_count=max_retries) as manager:
        check_interval(length, market_type, provider)
        start, end = time_range(start_time, end_time, days, length)
        frame = manager.get_data(symbol, start, end, length, enforce_source=enforce_source,
                                 return_polars=return_polars)
    return frame, time.perf_counter() - begun, len(frame)
