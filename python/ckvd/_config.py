"""How a manager is set up."""
from __future__ import annotations

import enum
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from ._enums import ChartType, DataProvider, DataSource, MarketType
from ._errors import InvalidRequestError
from ._settings import level_of
from ._symbols import market_word, provider_word

Member = TypeVar("Member", bound=enum.Enum)
ATTEMPTS_MAX = 100
TIMEOUT_MIN, TIMEOUT_MAX = 0.001, 86400.0
LADDER = (DataSource.CACHE, DataSource.VISION, DataSource.REST)


@dataclass(frozen=True)
class CKVDConfig:
    """The settings of a manager, checked.

    `retry_count` is how often a host is asked for one thing when it fails in passing, once at
    least. `http_timeout` is in seconds, for a connection and for the next byte over it.
    `fcp_priority` may leave tiers out.
    """

    market_type: MarketType
    provider: DataProvider
    chart_type: ChartType = ChartType.KLINES
    cache_dir: Path | None = None
    use_cache: bool = True
    retry_count: int = 5
    log_level: str = "WARNING"
    suppress_http_debug: bool = True
    quiet_mode: bool = False
    http_timeout: float = 30.0
    vision_enabled: bool = True
    fcp_priority: list[DataSource] = field(default_factory=lambda: list(LADDER))

    def __post_init__(self) -> None:
        """Refuses what makes no sense."""
        market_word(_member("market_type", self.market_type, MarketType))
        provider_word(_member("provider", self.provider, DataProvider))
        _member("chart_type", self.chart_type, ChartType)
        if isinstance(self.retry_count, bool) or not isinstance(self.retry_count, int) \
                or self.retry_count < 0:
            raise InvalidRequestError(f"retry_count is {self.retry_count!r}; give 0 or more")
        if not isinstance(self.http_timeout, (int, float)) or not self.http_timeout > 0:
            raise InvalidRequestError(f"http_timeout is {self.http_timeout!r}; give seconds, "
                                      "above 0")
        if self.cache_dir is not None:
            object.__setattr__(self, "cache_dir", _folder(self.cache_dir))
        object.__setattr__(self, "log_level", level_of(self.log_level))
        _check_ladder(self.fcp_priority)

    @classmethod
    def create(cls, provider: DataProvider, market_type: MarketType, **settings: Any) -> CKVDConfig:
        """From a provider, a market, and settings by name."""
        known = cls.__dataclass_fields__
        strange = [name for name in settings if name not in known]
        if strange:
            raise TypeError(f"there is no setting {strange[0]!r}; there are {', '.join(known)}")
        return cls(market_type, provider, **settings)

    @property
    def patience(self) -> dict[str, Any]:
        """With servers, as candlewick's client takes it."""
        return {"attempts": min(max(self.retry_count, 1), ATTEMPTS_MAX),
                "timeout": min(max(float(self.http_timeout), TIMEOUT_MIN), TIMEOUT_MAX)}

    @property
    def ladder(self) -> list[DataSource]:
        """The tiers that may be asked, in order."""
        return [tier for tier in self.fcp_priority
                if self.vision_enabled or tier is not DataSource.VISION]


def _member(name: str, value: object, cls: type[Member]) -> Member:
    if isinstance(value, cls):
        return value
    raise InvalidRequestError(f"{name} is {value!r}; give a member of {cls.__name__}, "
                              f"as in {cls.__name__}.{next(iter(cls.__members__))}")


def _folder(value: object) -> Path:
    if isinstance(value, (str, os.PathLike)) and str(value):
        return Path(value)
    raise InvalidRequestError(f"cache_dir is {value!r}; give the path of a folder")


def _check_ladder(tiers: list[DataSource]) -> None:
    wanted = [tier for tier in LADDER if tier in tiers]
    if not tiers or list(tiers) != wanted:
        raise InvalidRequestError("fcp_priority takes some of CACHE, VISION, REST, each once and "
                                  "in this order")
