"""The manager by its old place."""
from ..._config import CKVDConfig
from ..._enums import ChartType, DataProvider, DataSource, Interval, MarketType
from ..._manager import CryptoKlineVisionData

__all__ = ["CKVDConfig", "ChartType", "CryptoKlineVisionData", "DataProvider", "DataSource",
           "Interval", "MarketType"]
