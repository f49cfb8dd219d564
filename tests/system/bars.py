"""Bars as `wick get` prints them, beside those that the simulated market holds."""
import csv
import datetime
import io
import json
from typing import NamedTuple

FIXED_SECONDS = {"1s": 1, "1m": 60, "3m": 180, "5m": 300, "15m": 900, "30m": 1800, "1h": 3600,
                 "2h": 7200, "4h": 14400, "6h": 21600, "8h": 28800, "12h": 43200, "1d": 86400,
                 "3d": 259200, "1w": 604800}
CSV_HEADER = ("open_time,open,high,low,close,volume,close_time,quote_asset_volume,count,"
              "taker_buy_volume,taker_buy_quote_volume,source")


class Bar(NamedTuple):
    open_time: int  # in microseconds
    open: float
    high: float
    low: float
    close: float
    volume: float
    quote: float
    count: int
    taker_volume: float
    taker_quote: float


def of_truth(rows):
    return [Bar(row[0], *map(float, row[1:7]), row[7], *map(float, row[8:10])) for row in rows]


def of_records(records):
    return [Bar(int(r["open_time"]), *(float(r[name]) for name in
                                      ("open", "high", "low", "close", "volume",
                                       "quote_asset_volume")),
                int(r["count"]), float(r["taker_buy_volume"]), float(r["taker_buy_quote_volume"]))
            for r in records]


def of_csv(text):
    return of_records(csv.DictReader(io.StringIO(text)))


def micros(iso):
    at = datetime.datetime.fromisoformat(iso.replace("Z", "+00:00"))
    if at.tzinfo is None:
        at = at.replace(tzinfo=datetime.timezone.utc)
    return round(at.timestamp()) * 1_000_000


def iso(time):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def iso_of(open_time):
    return iso(datetime.datetime.fromtimestamp(open_time // 1_000_000, datetime.timezone.utc))


class Document:
    """What `wick get --json --time us` says of one series."""

    def __init__(self, text):
        said = json.loads(text)
        self.said = said
        self.bars = of_records(said["bars"])
        self.sources = said["sources"]
        self.by_source = {bar["open_time"]: bar["source"] for bar in said["bars"]}
        self.missing = [(micros(hole["from"]), micros(hole["to"])) for hole in said["missing"]]

    def is_missing(self, open_time):
        return any(begin <= open_time < end for begin, end in self.missing)


def faults(document, truth):
    """Where the answer departs from the truth; nothing when each bar is right or named missing."""
    known = {bar.open_time: bar for bar in truth}
    given = {bar.open_time: bar for bar in document.bars}
    found = []
    if [bar.open_time for bar in document.bars] != sorted(given):
        found.append("bars are out of order or there twice")
    found += [f"never happened: {bar}" for at, bar in given.items() if at not in known]
    found += [f"{given[at]} is in truth {bar}" for at, bar in known.items()
              if at in given and given[at] != bar]
    found += [f"neither there nor missing: {bar}" for at, bar in known.items()
              if at not in given and not document.is_missing(at)]
    found += [f"there and missing: {bar}" for at, bar in given.items() if document.is_missing(at)]
    return found


def uncounted(document):
    """Instants of the grid that are neither a bar nor missing."""
    said = document.said
    opened = [bar.open_time for bar in document.bars] + [begin for begin, _ in document.missing]
    phase = min(opened, default=0)  # where a bar opens, or would
    wanted = opens(said["interval"], micros(said["from"]), micros(said["to"]), phase)
    missing = sum(len(opens(said["interval"], *gap, phase)) for gap in document.missing)
    return len(wanted) - len(document.bars) - missing


def opens(interval, begin, end, phase):
    """The open times in [begin, end): of months by the calendar, else in steps to and from `phase`."""
    if interval == "1M":
        years = range(1970, 2100)
        months = [micros(f"{year}-{month:02}-01") for year in years for month in range(1, 13)]
        return [month for month in months if begin <= month < end]
    step = FIXED_SECONDS[interval] * 1_000_000
    return range(begin + (phase - begin) % step, end, step)
