"""Ranges and frames made one, by their old place."""
from ..._merging import (identify_missing_segments, merge_adjacent_ranges, merge_dataframes,
                         standardize_columns)

__all__ = ["identify_missing_segments", "merge_adjacent_ranges", "merge_dataframes",
           "standardize_columns"]
