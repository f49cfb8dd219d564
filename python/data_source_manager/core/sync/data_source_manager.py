"""The manager by its old place."""
from ckvd import ChartType, DataProvider, DataSource, Interval, MarketType

from ... import DataSourceConfig, DataSourceManager

__all__ = ["ChartType", "DataProvider", "DataSource", "DataSourceConfig", "DataSourceManager",
           "Interval", "MarketType"]
