"""What can be told of a frame, and a frame made whole, by their old place."""
from ..._completeness import (check_window_data_completeness, get_data_source_info,
                              safely_reindex_dataframe, verify_data_completeness)

safely_reindex = safely_reindex_dataframe

__all__ = ["check_window_data_completeness", "get_data_source_info", "safely_reindex",
           "safely_reindex_dataframe", "verify_data_completeness"]
