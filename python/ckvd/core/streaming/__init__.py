"""Live candles."""
from ..._errors import (StreamBackpressureError, StreamConnectionError, StreamGapDetectedError,
                        StreamingError, StreamMessageParseError, StreamReconciliationError,
                        StreamReconnectExhaustedError, StreamSubscriptionError, StreamTimeoutError)
from .kline_stream import KlineStream
from .kline_update import KlineUpdate
from .reconciler import DedupEngine, detect_gap
from .states import StreamState, StreamStateMachine, TransitionNotAllowed
from .stream_config import StreamConfig
from .sync_bridge import stream_data_sync

__all__ = ["DedupEngine", "KlineStream", "KlineUpdate", "StreamBackpressureError", "StreamConfig",
           "StreamConnectionError", "StreamGapDetectedError", "StreamMessageParseError",
           "StreamReconciliationError", "StreamReconnectExhaustedError", "StreamState",
           "StreamStateMachine", "StreamSubscriptionError", "StreamTimeoutError", "StreamingError",
           "TransitionNotAllowed", "detect_gap", "stream_data_sync"]
