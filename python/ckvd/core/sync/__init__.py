"""Past candles."""
from .crypto_kline_vision_data import CKVDConfig, CryptoKlineVisionData, DataSource

__all__ = ["CKVDConfig", "CryptoKlineVisionData", "DataSource"]
