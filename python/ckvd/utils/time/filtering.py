"""Rows by time."""
from ..._completeness import filter_dataframe_by_time

__all__ = ["filter_dataframe_by_time"]
