"""The older name of ckvd: the same things, with the manager called DataSourceManager."""
from __future__ import annotations

import ckvd

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ckvd import *  # noqa: F403  (all of it, by design)
    from ckvd import CKVDConfig, __version__

    from ._manager import DataSourceManager as DataSourceManager

    DataSourceConfig = CKVDConfig

__all__ = sorted({*ckvd.__all__, "DataSourceConfig", "DataSourceManager", "__version__"})


if not TYPE_CHECKING:  # or checkers would believe in any name
    def __getattr__(name: str) -> object:
        if name == "DataSourceManager":
            from ._manager import DataSourceManager as value
        elif name in __all__:
            value = getattr(ckvd, "CKVDConfig" if name == "DataSourceConfig" else name)
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
