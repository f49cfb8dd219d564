"""Exceptions of the REST tier by their old place."""
from ..._errors import (APIError, HTTPError, JSONDecodeError, NetworkError, RateLimitError,
                        RestAPIError, RestTimeoutError)

__all__ = ["APIError", "HTTPError", "JSONDecodeError", "NetworkError", "RateLimitError",
           "RestAPIError", "RestTimeoutError"]
