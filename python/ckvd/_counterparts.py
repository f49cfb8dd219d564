"""When futures of a symbol began, as far as that is known without asking anybody."""
from __future__ import annotations

import datetime as dt

from ._enums import DataProvider, MarketType
from ._settings import logger

#: The archive has no USD-M futures before this day.
FIRST_FUTURES = dt.datetime(2019, 12, 31, tzinfo=dt.timezone.utc)
_listed: dict[str, dt.datetime] = {}


def remember(symbol: str, market: MarketType, since: dt.datetime) -> None:
    """What an exchange said about a symbol of USD-M futures."""
    if market in (MarketType.FUTURES_USDT, MarketType.FUTURES):
        _listed[symbol] = since


def warn_before_futures(provider: DataProvider, market: MarketType, symbol: str,
                        start: dt.datetime) -> None:
    """Says so where spot is asked for a time in which the symbol had no futures."""
    since = _listed.get(symbol, FIRST_FUTURES)
    if provider is DataProvider.BINANCE and market is MarketType.SPOT and start < since:
        logger.warning("FUTURES COUNTERPART WARNING: %s of spot is asked for from %s on, and its "
                       "futures begin on %s at the earliest", symbol, f"{start:%Y-%m-%d}",
                       f"{since:%Y-%m-%d}")
