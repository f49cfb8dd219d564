"""The API of crypto-kline-vision-data over candlewick: old programs run unchanged.

    from ckvd import CryptoKlineVisionData, DataProvider, Interval, MarketType

    with CryptoKlineVisionData.create(DataProvider.BINANCE, MarketType.SPOT) as manager:
        frame = manager.get_data("BTCUSDT", "2024-01-01", "2024-02-01", Interval.HOUR_1)

Importing it costs next to nothing: each name brings its module when it is first asked for.
"""
from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from candlewick import __version__

    from .__probe__ import discover_api, get_capabilities
    from ._config import CKVDConfig
    from ._enums import ChartType, DataProvider, DataSource, Interval, MarketType
    from ._errors import (APIError, ChecksumVerificationError, DataFreshnessError,
                          DataNotAvailableError, DataSourceError, DownloadFailedError, HTTPError,
                          InvalidRequestError, InvalidSymbolError, JSONDecodeError, NetworkError,
                          RateLimitError, RestAPIError, RestTimeoutError, StreamBackpressureError,
                          StreamConnectionError, StreamGapDetectedError, StreamingError,
                          StreamMessageParseError, StreamReconciliationError,
                          StreamReconnectExhaustedError, StreamSubscriptionError,
                          StreamTimeoutError, UnsupportedIntervalError, VisionAPIError)
    from ._gaps import Gap, detect_gaps
    from ._manager import CryptoKlineVisionData, fetch_market_data
    from ._symbols import get_market_symbol_format, validate_symbol_for_market_type
    from ._times import date_chunks
    from .core.streaming import (DedupEngine, KlineStream, KlineUpdate, StreamConfig,
                                 detect_gap)

__all__ = ["APIError", "CKVDConfig", "ChartType", "ChecksumVerificationError",
           "CryptoKlineVisionData", "DataFreshnessError", "DataNotAvailableError", "DataProvider",
           "DataSource", "DataSourceError", "DedupEngine", "DownloadFailedError", "Gap",
           "HTTPError", "Interval", "InvalidRequestError", "InvalidSymbolError",
           "JSONDecodeError", "KlineStream", "KlineUpdate", "MarketType", "NetworkError",
           "RateLimitError", "RestAPIError", "RestTimeoutError", "StreamBackpressureError",
           "StreamConfig", "StreamConnectionError", "StreamGapDetectedError",
           "StreamMessageParseError", "StreamReconciliationError",
           "StreamReconnectExhaustedError", "StreamSubscriptionError", "StreamTimeoutError",
           "StreamingError", "UnsupportedIntervalError", "VisionAPIError", "__version__",
           "date_chunks", "detect_gap", "detect_gaps", "discover_api", "fetch_market_data",
           "get_capabilities", "get_market_symbol_format", "validate_symbol_for_market_type"]

_HOMES = {"._config": ("CKVDConfig",),
          "._enums": ("ChartType", "DataProvider", "DataSource", "Interval", "MarketType"),
          "._gaps": ("Gap", "detect_gaps"),
          "._manager": ("CryptoKlineVisionData", "fetch_market_data"),
          "._symbols": ("get_market_symbol_format", "validate_symbol_for_market_type"),
          "._times": ("date_chunks",),
          ".core.streaming": ("DedupEngine", "KlineStream", "KlineUpdate", "StreamConfig",
                              "detect_gap"),
          ".__probe__": ("discover_api", "get_capabilities")}


if not TYPE_CHECKING:  # or checkers would believe in any name
    def __getattr__(name: str) -> object:
        from importlib import import_module

        if name in ("__probe__", "core", "utils"):
            return import_module(f".{name}", __name__)
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        if name == "__version__":
            home = "candlewick"
        else:  # what has no home of its own is an exception
            home = next((home for home, names in _HOMES.items() if name in names), "._errors")
        value = getattr(import_module(home, __name__), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
