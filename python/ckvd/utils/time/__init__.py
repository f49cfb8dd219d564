"""Times of candles, and rows by time."""
from ..._completeness import estimate_record_count, filter_dataframe_by_time
from .bars import get_bar_close_time, is_bar_complete
from .timestamp_debug import TimezoneDebugError

__all__ = ["TimezoneDebugError", "estimate_record_count", "filter_dataframe_by_time",
           "get_bar_close_time", "is_bar_complete"]
