"""Exceptions of the archive tier by their old place."""
from ..._errors import (ChecksumVerificationError, DataFreshnessError, DataNotAvailableError,
                        DownloadFailedError, UnsupportedIntervalError, VisionAPIError)

__all__ = ["ChecksumVerificationError", "DataFreshnessError", "DataNotAvailableError",
           "DownloadFailedError", "UnsupportedIntervalError", "VisionAPIError"]
