#!/usr/bin/env python3
"""Past candles in a frame, by one of several packages, timed in a process of its own.

    python_work.py WHO TASK interval=1m days=N begin=2023-01-01 [kind=polars] [seconds=N]
                   [cache=FOLDER] [expect=SIX:ALL] [apart=1]

WHO is ours, bare, predecessor, shipped, ccxt or python-binance; see packages.py for each. TASK is

    import    CPU seconds of the import alone
    first     CPU seconds from there to a first frame
    warm      a question whose answer the cache has; the median of some
    cold      the same with an empty cache, once
    fill      asks once, with apart=1 day by day, to fill the cache

A measurement prints one line of JSON. The first answer is not timed: its values must have the sums
that `expect` names (of six columns, and of all that most packages have), or nothing is timed.
"""
import datetime as dt
import hashlib
import importlib
import json
import resource
import statistics
import sys
import tempfile
import time

import packages

SIX = ("open", "high", "low", "close", "volume")
OTHERS = ("quote_asset_volume", "count", "taker_buy_volume", "taker_buy_quote_volume")
TURNS_MIN = 3


def columns_of(frame):
    """Open times in microseconds and columns of numbers by name, of the rows that have a candle."""
    import numpy

    polars = hasattr(frame, "get_column")
    names = [name for name in SIX + OTHERS if name in frame.columns]
    times = frame.get_column("open_time").dt.replace_time_zone(None) if polars \
        else frame.index.tz_localize(None)
    times = times.to_numpy().astype("datetime64[us]").view("int64")
    columns = {name: frame[name].to_numpy().astype("float64") for name in names}
    there = ~numpy.isnan(columns["close"])
    return times[there], {name: values[there] for name, values in columns.items()}


def facts_of(frame):
    times, columns = columns_of(frame)
    sums = []
    for names in (SIX, SIX + OTHERS):
        found = hashlib.sha256(times.tobytes())
        for name in names:
            if name in columns:
                found.update(columns[name].tobytes())
        sums.append(found.hexdigest()[:16] if set(names) <= set(columns) else "")
    return {"rows": len(frame), "candles": len(times), "sums": sums}


def check(facts, expected):
    """Nobody is measured at giving other values."""
    if not expected:
        return
    for found, wanted in zip(facts["sums"], expected.split(":")):
        if found and found != wanted:
            sys.exit(f"not the same values: {facts['candles']} candles with the sum {found}, and "
                     f"{wanted} was expected")


def timed(ask, seconds):
    """The median of at least three turns; what an answer lies in is given back in between."""
    times, processor = [], time.process_time()
    until = time.perf_counter() + seconds
    while len(times) < TURNS_MIN or time.perf_counter() < until:
        begun = time.perf_counter()
        frame = ask()
        times.append(time.perf_counter() - begun)
        del frame
    return {"seconds": statistics.median(times),
            "processor": (time.process_time() - processor) / len(times)}


def measure(package, task, options):
    begin = dt.datetime.fromisoformat(options["begin"]).replace(tzinfo=dt.timezone.utc)
    question = packages.Question(options["interval"], int(options["days"]), begin,
                                 options.get("kind", "pandas"))
    begun = time.process_time()
    package.load()
    if task == "import":
        return {"seconds": time.process_time() - begun}
    with tempfile.TemporaryDirectory(prefix="wick-bench-") as empty:
        package.open(options.get("cache", empty))
        if task == "fill":
            for part in question.days() if options.get("apart") else [question]:
                package.ask(part)
            return {"seconds": time.process_time() - begun}
        if task == "cold":
            return once(package, question, options)
        if task == "first":
            frame = package.ask(question)
            spent = time.process_time() - begun
            return {"seconds": spent, "rows": len(frame)}
        facts = facts_of(package.ask(question))
        check(facts, options.get("expect"))
        return {**facts, **timed(lambda: package.ask(question), float(options.get("seconds", 0)))}


def once(package, question, options):
    importlib.import_module(question.kind)  # some do so when they are first asked
    begun, processor = time.perf_counter(), time.process_time()
    frame = package.ask(question)
    spent = {"seconds": time.perf_counter() - begun, "processor": time.process_time() - processor}
    facts = facts_of(frame)
    check(facts, options.get("expect"))
    return {**facts, **spent}


def main():
    who, task, *words = sys.argv[1:]
    options = dict(word.split("=", 1) for word in words)
    found = measure(packages.BY_NAME[who](), task, options)
    found["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps(found))


main()
