"""Exceptions of streams by their old place."""
from ..._errors import (StreamBackpressureError, StreamConnectionError, StreamGapDetectedError,
                        StreamingError, StreamMessageParseError, StreamReconciliationError,
                        StreamReconnectExhaustedError, StreamSubscriptionError, StreamTimeoutError)

__all__ = ["StreamBackpressureError", "StreamConnectionError", "StreamGapDetectedError",
           "StreamMessageParseError", "StreamReconciliationError",
           "StreamReconnectExhaustedError", "StreamSubscriptionError", "StreamTimeoutError",
           "StreamingError"]
