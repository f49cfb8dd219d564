"""What the clients of single tiers have in common."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...._enums import ChartType, DataProvider, DataSource, Interval, MarketType
from ...._errors import InvalidRequestError
from ...._manager import CryptoKlineVisionData

if TYPE_CHECKING:
    from typing_extensions import Self

    from ...._times import Moment


def workers(wanted: object, most: int) -> int:
    """How many threads ask at the same time."""
    if isinstance(wanted, bool) or not isinstance(wanted, int) or wanted < 1:
        raise InvalidRequestError(f"max_workers is {wanted!r}; give a whole number above 0")
    return min(wanted, most)


class TierClient:
    """Candles from one tier alone, in frames without padding."""

    source = DataSource.AUTO

    def __init__(self, market_type: MarketType, provider: DataProvider, chart_type: ChartType,
                 **settings: Any) -> None:
        self.market_type = market_type
        self.provider = provider
        self._manager = CryptoKlineVisionData.create(provider, market_type, chart_type=chart_type,
                                                     **settings)

    def _rows(self, symbol: str, interval: Interval | str, start: Moment, end: Moment) -> Any:
        """Both ends included."""
        return self._manager.get_data(symbol, start, end, interval, auto_reindex=False,
                                      enforce_source=self.source)

    def close(self) -> None:
        """Lets go of connections."""
        self._manager.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
