"""Settings and sources by their old place."""
from ..._config import CKVDConfig
from ..._enums import DataSource

__all__ = ["CKVDConfig", "DataSource"]
