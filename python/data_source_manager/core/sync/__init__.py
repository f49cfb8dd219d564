"""Past candles."""
from .data_source_manager import DataSource, DataSourceConfig, DataSourceManager

__all__ = ["DataSource", "DataSourceConfig", "DataSourceManager"]
