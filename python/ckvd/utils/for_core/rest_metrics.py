"""What became of the questions to the API, counted in this process."""
from __future__ import annotations

import functools
import threading
import time
from collections import Counter, deque
from typing import TYPE_CHECKING, Any

from ..._settings import logger

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["RestMetricsTracker", "metrics_tracker", "track_api_call"]

LIMITED = (418, 429)
HOUR = 3600.0
TIMES_KEPT = 100


class RestMetricsTracker:
    """The same one wherever it is made. get_data counts a question that REST answered as a call,
    and so each failure of the API; `wick stats` knows single requests, of all programs."""

    _instance: RestMetricsTracker | None = None

    def __new__(cls) -> RestMetricsTracker:
        """The one that is there already, if it is."""
        if cls._instance is None:
            made = super().__new__(cls)
            made._lock = threading.Lock()
            made._forget()
            cls._instance = made
        return cls._instance

    _lock: threading.Lock

    def _forget(self) -> None:
        self._good = self._bad = self._limited = 0
        self._seconds: deque[float] = deque(maxlen=TIMES_KEPT)
        self._endpoints: Counter[str] = Counter()
        self._errors: Counter[str] = Counter()
        self._limits: list[float] = []

    def record_api_call(self, endpoint: str, params: Mapping[str, Any], start_time: float,
                        end_time: float, success: bool, error_type: str | None = None,
                        status_code: int | None = None) -> None:
        """Counts one. Times are in seconds, of any clock."""
        with self._lock:
            self._seconds.append(end_time - start_time)
            self._endpoints[endpoint] += 1
            if success:
                self._good += 1
                return
            self._bad += 1
            if error_type is not None:
                self._errors[error_type] += 1
            if status_code in LIMITED:
                self._limited += 1
                self._limits.append(time.monotonic())

    def get_metrics(self) -> dict[str, Any]:
        """Calls, successes, failures and rate limits; the average time of the last hundred; by
        endpoint and by type; rate limits of the last hour."""
        with self._lock:
            total, since = self._good + self._bad, time.monotonic() - HOUR
            self._limits = [when for when in self._limits if when > since]
            average = sum(self._seconds) / len(self._seconds) if self._seconds else 0.0
            return {"total_calls": total, "successful_calls": self._good,
                    "failed_calls": self._bad, "rate_limited_calls": self._limited,
                    "success_rate": self._good / total * 100 if total else 0.0,
                    "avg_response_time_ms": average * 1000,
                    "calls_by_endpoint": dict(self._endpoints),
                    "errors_by_type": dict(self._errors),
                    "rate_limit_frequency_per_hour": len(self._limits)}

    def log_metrics(self) -> None:
        """Says them to the logger, at INFO."""
        for name, value in self.get_metrics().items():
            logger.info("REST %s: %s", name, value)

    def reset(self) -> None:
        """Begins anew."""
        with self._lock:
            self._forget()


metrics_tracker = RestMetricsTracker()


def track_api_call(endpoint: str, params: Mapping[str, Any]
                   ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Counts the calls of a function of yours."""
    def decorated(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def wrapper(*args: Any, **named: Any) -> Any:
            begun, failure = time.monotonic(), None
            try:
                return function(*args, **named)
            except Exception as error:
                failure = error
                raise
            finally:
                metrics_tracker.record_api_call(
                    endpoint, params, begun, time.monotonic(), failure is None,
                    None if failure is None else type(failure).__name__,
                    getattr(failure, "status_code", None))

        return wrapper

    return decorated
