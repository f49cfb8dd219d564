"""The older name of ckvd: the same things, with the manager called DataSourceManager."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ckvd
from ckvd import CKVDConfig, CryptoKlineVisionData, __version__

if TYPE_CHECKING:
    from ckvd import *  # noqa: F403  (all of it, by design)


class DataSourceManager(CryptoKlineVisionData):
    """See ckvd.CryptoKlineVisionData."""


DataSourceConfig = CKVDConfig

__all__ = sorted({*ckvd.__all__, "DataSourceConfig", "DataSourceManager", "__version__"})


def __getattr__(name: str) -> Any:
    """All that ckvd has."""
    if name in ckvd.__all__:
        return getattr(ckvd, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
