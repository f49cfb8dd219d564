"""Which candles came twice, and which did not come."""
from __future__ import annotations

from collections import OrderedDict

from ..._errors import InvalidRequestError

Key = tuple[str, str, int]


class DedupEngine:
    """The last `capacity` candles seen; the oldest is forgotten first."""

    def __init__(self, capacity: int = 1440) -> None:
        if isinstance(capacity, bool) or not isinstance(capacity, int) or capacity <= 0:
            raise InvalidRequestError(f"capacity is {capacity!r}; give a whole number above 0")
        self.capacity = capacity
        self._seen: OrderedDict[Key, None] = OrderedDict()

    def check_and_insert(self, symbol: str, interval: str, open_time_ms: int) -> bool:
        """Whether it was seen; from now on it was."""
        key = (symbol, interval, open_time_ms)
        if key in self._seen:
            return True
        self._seen[key] = None
        if len(self._seen) > self.capacity:
            self._seen.popitem(last=False)
        return False

    def contains(self, symbol: str, interval: str, open_time_ms: int) -> bool:
        """Whether it was seen."""
        return (symbol, interval, open_time_ms) in self._seen

    def clear(self) -> None:
        """Forgets all."""
        self._seen.clear()

    def __len__(self) -> int:
        return len(self._seen)


def detect_gap(previous_ms: int, current_ms: int, interval_ms: int,
               max_gap_intervals: int = 1440) -> tuple[bool, int]:
    """Whether candles are missing between two, and where to end fetching them.

    What to fetch is [previous + interval, end); the end is at most `max_gap_intervals` after the
    previous one. Going back in time is no gap.
    """
    for name, value in (("previous_ms", previous_ms), ("current_ms", current_ms),
                        ("interval_ms", interval_ms), ("max_gap_intervals", max_gap_intervals)):
        if isinstance(value, bool) or not hasattr(value, "__index__"):
            raise TypeError(f"{name} is a {type(value).__name__}; give a whole number")
    if interval_ms <= 0 or max_gap_intervals <= 0:
        raise InvalidRequestError("interval_ms and max_gap_intervals are to be above 0")
    end = min(current_ms, previous_ms + max_gap_intervals * interval_ms)
    return (True, end) if current_ms - previous_ms > interval_ms else (False, current_ms)
