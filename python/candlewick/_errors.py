"""What can go wrong, as exceptions. Each has `.details`, a dict for programs."""
from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._bars import Bars


class CandlewickError(Exception):
    """Anything candlewick raises of its own accord."""

    details: dict[str, Any]

    def __init__(self, message: str, details: dict[str, Any] | None = None,
                 bars: Bars | None = None) -> None:
        super().__init__(message)
        self.details = details or {}
        #: What could be had all the same, where anything could.
        self.bars = bars

    def __reduce__(self) -> tuple[Any, ...]:  # the bars stay with the process that has them
        return type(self), (str(self), self.details)


class InvalidRequestError(CandlewickError, ValueError):
    """The question is wrong: nobody will have it."""


class InvalidSymbolError(CandlewickError, ValueError):
    """There is no such symbol, or not yet at that time."""


class DataSourceError(CandlewickError):
    """No source could give it. `.details["tiers"]` tells each one's reason."""


class RateLimitError(DataSourceError):
    """A server says: not now. `.retry_after` is in seconds."""

    @property
    def retry_after(self) -> float:
        """Seconds; a minute where the server named none."""
        return float(self.details.get("retry_after", 60.0))


class BlockedError(DataSourceError):
    """The venue does not serve this address."""


class UnsupportedError(DataSourceError):
    """The source that was asked for will never have it; another may."""


class CorruptDataError(DataSourceError):
    """Bytes that break their own format or checksum."""


class CancelledError(CandlewickError):
    """The client was closed while it was at work."""


class ProgramError(CandlewickError):
    """The program `wick` failed; `.details` has its exit code and what it said."""


class MissingPackageError(CandlewickError, ImportError):
    """A package that is not installed would be needed; the message says which."""


KINDS: dict[str, type[CandlewickError]] = {
    "unavailable": DataSourceError,
    "throttled": RateLimitError,
    "unauthorized": BlockedError,
    "unsupported": UnsupportedError,
    "invalid": InvalidRequestError,
    "symbol": InvalidSymbolError,
    "corrupt": CorruptDataError,
    "cancelled": CancelledError,
}


def in_seconds(tier: dict[str, Any]) -> dict[str, Any]:
    """The same, with `retry_after` in seconds instead of microseconds."""
    if "retry_after" in tier:
        tier = {**tier, "retry_after": tier["retry_after"] / 1e6}
    return tier


def exception_of(error: dict[str, Any]) -> CandlewickError:
    """The exception of an error that the core told."""
    details = in_seconds(error)
    details["tiers"] = [in_seconds(tier) for tier in error["tiers"]]
    return KINDS[error["kind"]](error["what"], details)


def incomplete(bars: Bars) -> CandlewickError:
    """For bars of which some could not be had: the kind of what was in the way, and the bars."""
    tiers = bars.failures
    throttled = [tier for tier in tiers if tier["kind"] == "throttled"]
    kind = "throttled" if throttled else tiers[-1]["kind"] if tiers else "unavailable"
    left = [hole for hole in bars.missing if not hole.settled]
    reasons = "; ".join(f"{tier['tier']}: {tier['what']}" for tier in tiers)
    message = (f"{bars.symbol} {bars.interval}: {len(bars)} bars are there, and {len(left)} "
               f"stretches are not" + (f": {reasons}" if reasons else ""))
    details: dict[str, Any] = {"kind": kind, "what": message, "tiers": tiers, "rows": len(bars),
                               "missing": [hole._asdict() for hole in left]}
    waits = [tier["retry_after"] for tier in throttled if "retry_after" in tier]
    if waits:
        details["retry_after"] = max(waits)
    cls = KINDS[kind]
    if not issubclass(cls, DataSourceError):  # what a tier refuses is no mistake of the question
        cls = DataSourceError
    return cls(message, details, bars)


def needed(module: str, what: str) -> Any:
    """A module of a package that is there only for some."""
    from importlib import import_module

    package = module.partition(".")[0]
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name != package:
            raise
        raise MissingPackageError(f"{what} needs {package}, which is not installed: "
                                  f"pip install {package}", {"package": package}) from None
