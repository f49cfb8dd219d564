"""The API of crypto-kline-vision-data over candlewick: old programs run unchanged.

    from ckvd import CryptoKlineVisionData, DataProvider, Interval, MarketType

    with CryptoKlineVisionData.create(DataProvider.BINANCE, MarketType.SPOT) as manager:
        frame = manager.get_data("BTCUSDT", "2024-01-01", "2024-02-01", Interval.HOUR_1)
"""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from candlewick import __version__

from ._config import CKVDConfig
from ._enums import ChartType, DataProvider, DataSource, Interval, MarketType
from ._errors import (APIError, ChecksumVerificationError, DataFreshnessError,
                      DataNotAvailableError, DataSourceError, DownloadFailedError, HTTPError,
                      InvalidRequestError, InvalidSymbolError, JSONDecodeError, NetworkError,
                      RateLimitError, RestAPIError, RestTimeoutError, StreamBackpressureError,
                      StreamConnectionError, StreamGapDetectedError, StreamingError,
                      StreamMessageParseError, StreamReconciliationError,
                      StreamReconnectExhaustedError, StreamSubscriptionError, StreamTimeoutError,
                      UnsupportedIntervalError, VisionAPIError)
from ._gaps import Gap, detect_gaps
from ._manager import CryptoKlineVisionData, fetch_market_data
from ._symbols import get_market_symbol_format, validate_symbol_for_market_type
from ._times import date_chunks

if TYPE_CHECKING:
    from .__probe__ import discover_api, get_capabilities
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

_STREAMING = ("DedupEngine", "KlineStream", "KlineUpdate", "StreamConfig", "detect_gap")
_PROBE = ("discover_api", "get_capabilities")


def __getattr__(name: str) -> Any:
    """Streams bring asyncio along, so they wait until they are asked for."""
    import importlib

    if name in _STREAMING:
        return getattr(importlib.import_module("ckvd.core.streaming"), name)
    if name in _PROBE:
        return getattr(importlib.import_module("ckvd.__probe__"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
