"""Times of candles, and rows by time, by their old place."""
from .time import (TimezoneDebugError, estimate_record_count, filter_dataframe_by_time,
                   get_bar_close_time, is_bar_complete)

__all__ = ["TimezoneDebugError", "estimate_record_count", "filter_dataframe_by_time",
           "get_bar_close_time", "is_bar_complete"]
