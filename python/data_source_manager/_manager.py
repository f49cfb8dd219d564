"""The manager by its older name."""
from ckvd import CryptoKlineVisionData


class DataSourceManager(CryptoKlineVisionData):
    """See ckvd.CryptoKlineVisionData."""


DataSourceManager.__module__ = "data_source_manager"
