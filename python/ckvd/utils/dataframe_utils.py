"""What can be told of a frame, by its old place."""
from .._completeness import verify_data_completeness
from .._merging import standardize_columns

__all__ = ["standardize_columns", "verify_data_completeness"]
