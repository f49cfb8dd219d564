"""Streams for programs that are not asynchronous."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .kline_update import KlineUpdate
from .reconciler import DedupEngine
from .sources import candles, subscription

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..._enums import Interval
    from ..._manager import CryptoKlineVisionData
    from .stream_config import StreamConfig


def stream_data_sync(manager: CryptoKlineVisionData, symbol: str, interval: str | Interval,
                     config: StreamConfig) -> Iterator[KlineUpdate]:
    """Candles of one symbol as they come; a wrong question is refused at once."""
    name, length = subscription(config, symbol, interval)
    source = candles(manager._source.client(), config, name, length)
    return _updates(source, config)


def _updates(source: Iterator[Any], config: StreamConfig) -> Iterator[KlineUpdate]:
    seen = DedupEngine(config.reconciliation_max_gap_intervals)
    try:
        for candle in source:
            update = KlineUpdate.from_candle(candle)
            if config.confirmed_only and not update.is_closed:
                continue
            if update.is_closed and seen.check_and_insert(update.symbol, update.interval,
                                                          update.open_time_ms):
                continue
            yield update
    finally:
        close = getattr(source, "close", None)
        if close is not None:
            close()
