"""The words of the API: who, which market, which candles, from where."""
from __future__ import annotations

import enum

from ._errors import InvalidRequestError, UnsupportedIntervalError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    Word = TypeVar("Word", bound=enum.Enum)


def _named(cls: type[Word], text: object, kind: str) -> Word:
    """The member that is called so, whatever the case."""
    if isinstance(text, cls):
        return text
    if isinstance(text, str):
        wanted = text.strip().lower()
        for name, member in cls.__members__.items():
            if wanted in (name.lower(), str(member.value)):
                return member
    choices = ", ".join(name.lower() for name in cls.__members__)
    raise InvalidRequestError(f"{text!r} is no {kind}; write one of {choices}")


class DataProvider(enum.Enum):
    """Whose data."""

    BINANCE = "binance"
    TRADESTATION = "tradestation"
    OKX = "okx"

    @classmethod
    def from_string(cls, text: str) -> DataProvider:
        """From a name in any case, as in "binance"."""
        return _named(cls, text, "data provider")


class MarketType(enum.Enum):
    """Which market of a provider. FUTURES is the older name of FUTURES_USDT."""

    SPOT = "spot"
    FUTURES_USDT = "um"
    FUTURES_COIN = "cm"
    FUTURES = "futures"
    OPTIONS = "eapi"

    @classmethod
    def from_string(cls, text: str) -> MarketType:
        """From a name in any case ("futures_usdt"), or as in the archive's paths ("um")."""
        return _named(cls, text, "market type")

    @property
    def is_futures(self) -> bool:
        """Whether it is a market of futures."""
        return self in (MarketType.FUTURES, MarketType.FUTURES_USDT, MarketType.FUTURES_COIN)

    @property
    def vision_api_path(self) -> str:
        """The market's part of the archive's paths: spot, futures/um, futures/cm."""
        paths = {MarketType.SPOT: "spot", MarketType.FUTURES_USDT: "futures/um",
                 MarketType.FUTURES: "futures/um", MarketType.FUTURES_COIN: "futures/cm"}
        if self not in paths:
            raise InvalidRequestError("options have no files in the archive; use spot or futures")
        return paths[self]


class ChartType(enum.Enum):
    """What kind of rows. The two of OKX are klines."""

    KLINES = "klines"
    FUNDING_RATE = "fundingRate"
    OKX_CANDLES = "candles"
    OKX_HISTORY_CANDLES = "history-candles"

    @classmethod
    def from_string(cls, text: str) -> ChartType:
        """From a name in any case ("funding_rate"), or from the value."""
        if isinstance(text, str) and text.strip().lower() == "fundingrate":
            return cls.FUNDING_RATE
        return _named(cls, text, "chart type")


class DataSource(enum.Enum):
    """Where rows come from. STREAMING is a label of rows; it cannot be asked for."""

    AUTO = "auto"
    REST = "rest"
    VISION = "vision"
    CACHE = "cache"
    STREAMING = "streaming"

    @classmethod
    def from_string(cls, text: str | DataSource) -> DataSource:
        """From a name in any case; "bulk" is VISION by its newer name."""
        if isinstance(text, str) and text.strip().lower() == "bulk":
            return cls.VISION
        return _named(cls, text, "data source")


class Interval(enum.Enum):
    """How long a candle is."""

    SECOND_1 = "1s"
    MINUTE_1 = "1m"
    MINUTE_3 = "3m"
    MINUTE_5 = "5m"
    MINUTE_15 = "15m"
    MINUTE_30 = "30m"
    HOUR_1 = "1h"
    HOUR_2 = "2h"
    HOUR_4 = "4h"
    HOUR_6 = "6h"
    HOUR_8 = "8h"
    HOUR_12 = "12h"
    DAY_1 = "1d"
    DAY_3 = "3d"
    WEEK_1 = "1w"
    MONTH_1 = "1M"

    @classmethod
    def from_string(cls, text: str | Interval) -> Interval:
        """From the exchange's spelling ("1m" is a minute, "1M" a month), or the member's name."""
        if isinstance(text, cls):
            return text
        for member in cls:
            if isinstance(text, str) and text in (member.value, member.name):
                return member
        raise UnsupportedIntervalError(
            f"{text!r} is no interval; write one of {', '.join(one.value for one in cls)}",
            details={"interval": str(text)})

    def to_seconds(self) -> int:
        """Seconds of one candle; a month counts as 30 days."""
        units = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800, "M": 2592000}
        return int(self.value[:-1]) * units[self.value[-1]]
