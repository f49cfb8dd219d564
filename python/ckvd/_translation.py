"""Failures of candlewick by the names that old handlers wait for."""
from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import candlewick as cw

from ._counterparts import remember
from ._enums import DataSource, Interval, MarketType
from ._errors import (DataNotAvailableError, DataSourceError, HTTPError, InvalidRequestError,
                      InvalidSymbolError, JSONDecodeError, NetworkError, RateLimitError,
                      RestTimeoutError)

if TYPE_CHECKING:
    from collections.abc import Mapping

STATUS = re.compile(r"\bHTTP (\d{3})\b")
SILENCE = re.compile(r"too slow|timed? ?out", re.IGNORECASE)
LISTED = re.compile(r"listed since (\d{4}-\d{2}-\d{2})")
TIERS = {"BULK": "VISION"}


class Question(NamedTuple):
    """What was asked, for the details of an exception."""

    symbol: str
    market: MarketType
    interval: Interval
    start: dt.datetime
    end: dt.datetime
    source: DataSource


def told(error: Mapping[str, Any], question: Question) -> dict[str, Any]:
    """The details of an exception, with tiers by their old names."""
    tiers = [{**tier, "tier": TIERS.get(tier["tier"], tier["tier"])}
             for tier in error.get("tiers", [])]
    return {"symbol": question.symbol, "market_type": question.market.name,
            "interval": question.interval.value, "start_time": question.start.isoformat(),
            "end_time": question.end.isoformat(), "enforce_source": question.source.name,
            **error, "tiers": tiers}


def translated(error: cw.CandlewickError, question: Question) -> DataSourceError:
    """The same failure as an exception of this package."""
    details = told(error.details, question)
    text = str(error).replace("BULK", "VISION")
    if isinstance(error, cw.RateLimitError):
        return RateLimitError(error.retry_after, text, details=details)
    if isinstance(error, cw.BlockedError):
        return NetworkError(text, details=details)
    listed = LISTED.search(text)
    if isinstance(error, cw.InvalidSymbolError) and listed is not None:
        since = dt.datetime.fromisoformat(listed[1]).replace(tzinfo=dt.timezone.utc)
        remember(question.symbol, question.market, since)
        return DataNotAvailableError(question.symbol, question.market.name, question.start, since,
                                     details=details)
    denied = any("no such symbol" in tier["what"] for tier in details["tiers"])
    if isinstance(error, cw.InvalidSymbolError) or denied:
        return InvalidSymbolError(text, details=details)
    if isinstance(error, cw.InvalidRequestError):
        return InvalidRequestError(text, details=details)
    return unavailable(text, details)


def unavailable(text: str, details: dict[str, Any]) -> DataSourceError:
    """By what the API did, where nobody else has failed."""
    tiers = details["tiers"]
    if {tier["tier"] for tier in tiers} != {"REST"}:
        return DataSourceError(text, details=details)
    last = tiers[-1]
    status = STATUS.search(last["what"])
    if last["kind"] == "corrupt":
        return JSONDecodeError(text, details=details)
    if status is not None:
        return HTTPError(int(status[1]), text, details=details)
    if SILENCE.search(last["what"]):
        return RestTimeoutError(text, details=details)
    return NetworkError(text, details=details)
