"""What can go wrong. Each exception has `.message` and `.details`, a dict for programs.

All but the streaming ones are a RuntimeError, since old handlers wait for that. What is the
question's fault is a ValueError, too.
"""
from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from typing import Any

    Details = dict[str, Any]


class _Told(Exception):
    """The message, prefixed with the name of the class, and details that are never None."""

    def __init__(self, message: str, details: Mapping[str, Any] | None = None) -> None:
        self.message = f"{type(self).__name__}: {message}"
        self.details: Details = dict(details or {})
        super().__init__(self.message)

    def __reduce__(self) -> tuple[Any, ...]:
        kept = {name: value for name, value in self.__dict__.items() if name != "partial"}
        return _again, (type(self), self.args, kept)


def _again(cls: type[_Told], args: tuple[Any, ...], state: Details) -> _Told:
    """An exception that came out of a pickle."""
    error = cls.__new__(cls, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class DataSourceError(_Told, RuntimeError):
    """No source could give it. `.partial` is a frame of what could be had, or None."""

    def __init__(self, message: str = "no source has the data", *,
                 details: Mapping[str, Any] | None = None) -> None:
        super().__init__(message, details)
        #: Rows that came before the failure, in a frame; None where there are none.
        self.partial: Any = None


class InvalidRequestError(DataSourceError, ValueError):
    """The question is wrong: nobody will have it."""


class InvalidSymbolError(DataSourceError, ValueError):
    """There is no such symbol, or it is not one of this market."""


class UnsupportedIntervalError(InvalidRequestError):
    """The market has no candles of this interval."""


class RestAPIError(DataSourceError):
    """Anything that the REST tier could not do."""

    def __init__(self, message: str = "REST API error occurred", *,
                 details: Mapping[str, Any] | None = None) -> None:
        super().__init__(message, details=details)


class RateLimitError(RestAPIError):
    """A server says: not now. `.retry_after` is in seconds."""

    def __init__(self, retry_after: float | None = None,
                 message: str = "rate limited by the REST API", *,
                 details: Mapping[str, Any] | None = None) -> None:
        self.retry_after = retry_after
        wait = "" if retry_after is None else f" (retry after {retry_after:g} s)"
        super().__init__(message + wait, details=details)


class HTTPError(RestAPIError):
    """An answer with a status that is no success."""

    def __init__(self, status_code: int, message: str | None = None, *,
                 details: Mapping[str, Any] | None = None) -> None:
        self.status_code = status_code
        super().__init__(message or f"HTTP error {status_code}", details=details)


class APIError(RestAPIError):
    """An answer with an error code of the exchange's."""

    def __init__(self, code: int, message: str | None = None, *,
                 details: Mapping[str, Any] | None = None) -> None:
        self.code = code
        super().__init__(message or f"API error code {code}", details=details)


class NetworkError(RestAPIError):
    """The exchange could not be reached, or does not serve this address."""


class RestTimeoutError(RestAPIError):
    """The exchange was silent for too long."""


class JSONDecodeError(RestAPIError):
    """An answer that is not what it should be."""


class VisionAPIError(DataSourceError):
    """Anything that the archive could not do."""

    def __init__(self, message: str = "Vision API error occurred", *,
                 details: Mapping[str, Any] | None = None) -> None:
        super().__init__(message, details=details)


class DataFreshnessError(VisionAPIError):
    """The archive does not have days that young."""


class ChecksumVerificationError(VisionAPIError):
    """A file of the archive does not agree with its checksum."""


class DownloadFailedError(VisionAPIError):
    """A file of the archive could not be downloaded."""


class DataNotAvailableError(VisionAPIError):
    """The range begins before the symbol was listed. No data was asked for."""

    def __init__(self, symbol: str, market_type: str, requested_start: dt.datetime,
                 earliest_available: dt.datetime | None, *,
                 details: Mapping[str, Any] | None = None) -> None:
        self.symbol = symbol
        self.market_type = market_type
        self.requested_start = requested_start
        self.earliest_available = earliest_available
        since = "later" if earliest_available is None else f"since {earliest_available:%Y-%m-%d}"
        facts = {"symbol": symbol, "market_type": market_type,
                 "requested_start": requested_start.isoformat(),
                 "earliest_available": earliest_available and earliest_available.isoformat()}
        super().__init__(f"{symbol} of {market_type} is listed {since}, and "
                         f"{requested_start:%Y-%m-%d %H:%M} is before that; start there",
                         details={**facts, **(details or {})})


class StreamingError(_Told):
    """Anything about streams. Not a ValueError, and not a RuntimeError."""

    def __init__(self, message: str = "streaming error occurred", *,
                 details: Mapping[str, Any] | None = None) -> None:
        super().__init__(message, details)


class StreamConnectionError(StreamingError):
    """The connection could not be made."""


class StreamSubscriptionError(StreamingError):
    """What should be streamed cannot be."""


class StreamReconnectExhaustedError(StreamingError):
    """As many attempts as were allowed have failed; `.details` has attempts and max_attempts."""


class StreamTimeoutError(StreamingError):
    """Nothing came for too long."""


class StreamMessageParseError(StreamingError):
    """A message that is not a kline."""


class StreamBackpressureError(StreamingError):
    """The reader is too slow."""


class StreamReconciliationError(StreamingError):
    """Missed candles could not be fetched."""


class StreamGapDetectedError(StreamingError):
    """Candles are missing between two that came."""
