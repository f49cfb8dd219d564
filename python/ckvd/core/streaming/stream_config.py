"""How a stream is set up."""
from __future__ import annotations

from dataclasses import dataclass

from ..._enums import DataProvider, MarketType
from ..._errors import InvalidRequestError
from ..._settings import level_of
from ..._symbols import market_word, provider_word

ABOVE_ZERO = ("reconnect_delay_base", "reconnect_delay_max", "ping_interval", "ping_timeout",
              "queue_maxsize", "reconciliation_watermark_factor",
              "reconciliation_max_gap_intervals")
AT_LEAST_ZERO = ("max_reconnect_attempts", "reconciliation_cooldown_seconds")


@dataclass(frozen=True)
class StreamConfig:
    """The settings of a stream, checked.

    `ping_interval` and `ping_timeout` are checked, and there is nothing that they could set: the
    exchange pings, every ping is answered, and a connection that is silent for longer than the
    exchange's own rhythm allows is opened again.
    """

    market_type: MarketType = MarketType.SPOT
    provider: DataProvider = DataProvider.BINANCE
    max_reconnect_attempts: int = 5
    reconnect_delay_base: float = 1.0
    reconnect_delay_max: float = 60.0
    ping_interval: float = 20.0
    ping_timeout: float = 10.0
    queue_maxsize: int = 1000
    confirmed_only: bool = True
    compression: None = None
    log_level: str = "ERROR"
    reconciliation_enabled: bool = False
    reconciliation_watermark_factor: float = 2.0
    reconciliation_max_gap_intervals: int = 1440
    reconciliation_cooldown_seconds: float = 30.0

    def __post_init__(self) -> None:
        """Refuses what makes no sense."""
        market_word(self.market_type)
        provider_word(self.provider)
        for name in ABOVE_ZERO + AT_LEAST_ZERO:
            value = getattr(self, name)
            number = isinstance(value, (int, float)) and not isinstance(value, bool)
            if not number or value < 0 or (value == 0 and name in ABOVE_ZERO):
                least = "a number above 0" if name in ABOVE_ZERO else "0 or more"
                raise InvalidRequestError(f"{name} is {value!r}; give {least}")
        if self.reconnect_delay_max < self.reconnect_delay_base:
            raise InvalidRequestError("reconnect_delay_max is less than reconnect_delay_base; "
                                      "give at least as much")
        if self.compression is not None:
            raise InvalidRequestError("compression is not supported; leave it None")
        object.__setattr__(self, "log_level", level_of(self.log_level))
