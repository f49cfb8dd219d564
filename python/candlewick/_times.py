"""Instants and durations, however they are written."""
from __future__ import annotations

import datetime as dt

from . import _core
from ._errors import InvalidRequestError, exception_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Union

    #: A datetime (naive is UTC, others are converted), a date, or text as on the command line.
    Instant = Union[str, dt.datetime, dt.date]
    #: A timedelta, or text: "7d", "36h".
    Duration = Union[str, dt.timedelta]

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.timezone.utc)
MICROSECOND = dt.timedelta(microseconds=1)


def instant(name: str, value: Any) -> int:
    """Microseconds since 1970."""
    if isinstance(value, dt.datetime):
        if value.tzinfo is None:
            value = value.replace(tzinfo=dt.timezone.utc)
        since = value - EPOCH  # by its parts, for a division of timedeltas takes as long as all this
        return int((since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds)
    if isinstance(value, str):
        return parsed(_core.parse_time(value))
    if isinstance(value, dt.date):
        return (value - EPOCH.date()).days * 86_400_000_000
    if hasattr(value, "dtype") and hasattr(value, "astype"):  # a datetime64 of numpy
        moment = value.astype("datetime64[us]").item()
        if isinstance(moment, dt.datetime):
            return instant(name, moment)
    raise TypeError(f"{name} is a {type(value).__name__}; give a datetime, or text as in "
                    "2024-01-01, 2024-01-01T05:30, now, 7d")


def duration(name: str, value: Any) -> int:
    """Microseconds."""
    if isinstance(value, str):
        return parsed(_core.parse_duration(value))
    if isinstance(value, dt.timedelta):
        return value // MICROSECOND
    raise TypeError(f"{name} is a {type(value).__name__}; give a timedelta, or text as in 7d, 36h")


def parsed(answer: int | dict[str, Any]) -> int:
    if isinstance(answer, int):
        return answer
    raise exception_of(answer)


def moment(micros: int) -> dt.datetime:
    return EPOCH + dt.timedelta(microseconds=micros)


def within_words(name: str, value: int) -> int:
    """Refuses what no machine word holds."""
    if -(2**62) < value < 2**62:
        return value
    raise InvalidRequestError(f"{name} is out of all bounds")


def words(**named: Any) -> None:
    """Each of them is text."""
    for name, value in named.items():
        if not isinstance(value, str):
            raise TypeError(f"{name} is a {type(value).__name__}; give text")
        if value.isascii():
            continue
        try:
            value.encode()
        except UnicodeEncodeError:
            raise InvalidRequestError(f"{name} is not Unicode") from None
