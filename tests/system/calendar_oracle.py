"""When markets trade, worked out by Python's own time zones from the plain hours of each market.
Nothing of the program is used: the hours are written down here once more, by hand."""
import datetime
from zoneinfo import ZoneInfo

UTC = datetime.timezone.utc
MON, FRI, SAT, SUN = 0, 4, 5, 6
NEW_YORK = "America/New_York"

# Weekday, wall time and place of the opening, of the closing, and the pauses of every day.
MARKETS = {
    "fxcm-default": ((SUN, "18:00", NEW_YORK), (FRI, "16:55", NEW_YORK),
                     [("17:00", "18:00", NEW_YORK)]),
    "fx": ((SUN, "17:00", NEW_YORK), (FRI, "17:00", NEW_YORK), []),
    "metals": ((SUN, "18:00", NEW_YORK), (FRI, "16:45", NEW_YORK),
               [("17:00", "18:00", NEW_YORK)]),
    "us-index": ((SUN, "18:00", NEW_YORK), (FRI, "16:45", NEW_YORK),
                 [("17:00", "18:00", NEW_YORK)]),
    "eu-index": ((MON, "09:00", "Europe/Berlin"), (FRI, "23:00", "Europe/Berlin"),
                 [("23:00", "09:00", "Europe/Berlin")]),
    "hk-index": ((MON, "09:15", "Asia/Hong_Kong"), (SAT, "03:00", "Asia/Hong_Kong"),
                 [("03:00", "09:15", "Asia/Hong_Kong"), ("12:00", "13:00", "Asia/Hong_Kong"),
                  ("16:30", "17:15", "Asia/Hong_Kong")]),
}


def clock(text):
    return datetime.time.fromisoformat(text)


def days(first, end):
    for number in range((end - first).days):
        yield first + datetime.timedelta(number)


def instant(day, text, place):
    return datetime.datetime.combine(day, clock(text), ZoneInfo(place)).astimezone(UTC)


def paused(t, pauses):
    for start, end, place in pauses:
        now, start, end = t.astimezone(ZoneInfo(place)).time(), clock(start), clock(end)
        if (start <= now < end) if start < end else (now >= start or now < end):
            return True
    return False


def hours(market, begin, end):
    """[(open, close)] between two midnights UTC, cut there."""
    (first, opens, open_place), (last, closes, close_place), pauses = market
    found = []
    for day in days(begin.date() - datetime.timedelta(9), end.date() + datetime.timedelta(9)):
        if day.weekday() != first:
            continue
        final_day = day + datetime.timedelta((last - first) % 7)
        week = (instant(day, opens, open_place), instant(final_day, closes, close_place))
        edges = {instant(inner, time, place)
                 for inner in days(day - datetime.timedelta(2), final_day + datetime.timedelta(2))
                 for start, stop, place in pauses for time in (start, stop)}
        cuts = [week[0], *sorted(edge for edge in edges if week[0] < edge < week[1]), week[1]]
        for part in zip(cuts, cuts[1:]):
            if paused(part[0], pauses):
                continue
            if found and found[-1][1] == part[0]:
                found[-1] = (found[-1][0], part[1])
            else:
                found.append(part)
    cut = [(max(start, begin), min(stop, end)) for start, stop in found]
    return [(start, stop) for start, stop in cut if start < stop]
