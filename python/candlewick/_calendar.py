"""When markets trade: open or closed, why, and what comes next."""
from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from . import _core
from ._errors import exception_of
from ._report import Report
from ._times import instant, moment, within_words, words

if TYPE_CHECKING:
    from ._times import Instant

TIMES = ("at", "next_open", "next_close", "begin", "end", "holidays_end",
         "session_open_utc", "session_close_utc")

_opened: dict[str, _core.Calendar] = {}


def calendar(profile: str = "fxcm-default", at: Instant | None = None, *,
             overrides: str | os.PathLike[str] | None = None) -> Report:
    """Whether a market is open at an instant (now, if none is said), why, and what comes next.

    A dict by the names of `wick calendar --json`, with datetimes: profile, at, open, reason
    ("trading", "weekend", "holiday", "early_close", "late_open", "daily_break"), state_detail (what
    a pause is called by the time that is left of it), next_open, next_close, day (the trading day),
    holidays_end (the last one of `overrides` is over), session, and stats, which has the sessions
    of the last 24 hours with the minutes traded in them. `overrides` is a file with holidays and
    such; none is looked for by itself.
    """
    when = within_words("at", instant("at", "now" if at is None else at))
    told = opened(profile, overrides).at(when)
    if "error" in told:
        raise exception_of(told["error"])
    return Report(with_moments(told))


def calendars() -> dict[str, str]:
    """The profiles that there are, the default one first, each with what it is about."""
    return _core.calendars()


def opened(profile: str, overrides: str | os.PathLike[str] | None) -> _core.Calendar:
    """Made once for each profile; anew where a file may have changed."""
    words(profile=profile)
    if overrides is None and profile in _opened:
        return _opened[profile]
    path = "" if overrides is None else os.fspath(overrides)
    words(overrides=path)
    made = _core.calendar(profile, path)
    if isinstance(made, dict):
        raise exception_of(made["error"])
    if not path:
        _opened[profile] = made
    return made


def with_moments(told: dict[str, Any]) -> dict[str, Any]:
    """The same, with datetimes for microseconds."""
    def written(name: str, value: Any) -> Any:
        if isinstance(value, dict):
            return with_moments(value)
        return moment(value) if name in TIMES and value is not None else value
    return {name: written(name, value) for name, value in told.items()}
