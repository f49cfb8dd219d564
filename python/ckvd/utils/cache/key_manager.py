"""The predecessor's names for days of its cache."""
from __future__ import annotations

import os
from pathlib import Path

from ..._enums import Interval
from ..._errors import InvalidRequestError
from ..._symbols import safe_symbol
from ..._times import Moment, utc

__all__ = ["CacheKeyManager"]


class CacheKeyManager:
    """Keys and paths as they were; candlewick's own cache is laid out otherwise.

    A month is 1mo here, where the predecessor's month was one with the minute.
    """

    @staticmethod
    def get_cache_key(symbol: str, interval: Interval | str, date: Moment) -> str:
        """As in BTCUSDT_1h_2024-03-04."""
        return f"{safe_symbol(symbol)}_{_word(interval)}_{utc('date', date):%Y-%m-%d}"

    @staticmethod
    def get_cache_path(cache_dir: str | os.PathLike[str], symbol: str, interval: Interval | str,
                       date: Moment, exchange: str = "binance", market_type: str = "spot",
                       data_nature: str = "klines", packaging_frequency: str = "daily") -> Path:
        """As in binance/spot/klines/daily/BTCUSDT/1h/20240304.arrow below the folder."""
        parts = {"exchange": exchange, "market_type": market_type, "data_nature": data_nature,
                 "packaging_frequency": packaging_frequency}
        for name, part in parts.items():
            if not isinstance(part, str) or not part.replace("_", "").isalnum():
                raise InvalidRequestError(f"{name} is {part!r}; give a word")
        return Path(cache_dir, *parts.values(), safe_symbol(symbol), _word(interval),
                    f"{utc('date', date):%Y%m%d}.arrow")


def _word(interval: Interval | str) -> str:
    length = Interval.from_string(interval)
    return "1mo" if length is Interval.MONTH_1 else length.value
