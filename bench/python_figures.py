#!/usr/bin/env python3
"""Our Python package beside its predecessor, ccxt and python-binance, on one local server.

    bench/python_figures.py [--only PATTERN] [--rounds N] [--json FILE] [--quick] [--build FOLDER]

All of them ask the same `wick sim`, on the same machine, in turns. Each must give the values that
ours gives before it is timed; a figure whose values differ ends it all with 1. A ratio is the
median of those of the rounds, in each of which both sides met the same neighbours. A package that
cannot be installed is not measured, and its reason is told. --quick only looks whether all works.
"""
import argparse
import contextlib
import dataclasses
import fnmatch
import json
import os
import pathlib
import platform
import statistics
import sys
import tempfile

import python_homes
import report
from figures import Figure, Goal, at_most, peer_at_least

HERE = pathlib.Path(__file__).resolve().parent
WORK = HERE / "python_work.py"
# Paging must not be what is measured.
SCENARIO = {"name": "bench", "about": "Nobody is ever asked to slow down.",
            "limits": {"spot": [{"type": "REQUEST_WEIGHT", "interval": "MINUTE",
                                 "limit": 1_000_000_000}]}}
# The longest time of 2023 in which the simulator's BTCUSDT lacks no minute: the predecessor breaks
# its own cache where one is missing, and cannot read it any more.
WHOLE = ("2023-05-19", 90)
OLD = "predecessor"


class Mismatch(Exception):
    """A part failed, or gave other values."""


@dataclasses.dataclass
class Setting:
    folder: pathlib.Path
    quick: bool
    seconds: float
    pythons: dict  # of each package, the Python that has it
    missing: dict = dataclasses.field(default_factory=dict)  # of the others, the reason
    sums: dict = dataclasses.field(default_factory=dict)  # of each question, what ours gave

    def days(self, count):
        return min(count, 3) if self.quick else count

    @staticmethod
    def cache(who):
        return {"bare": "ours"}.get(who, who)


def words_of(question):
    interval, days, begin = question
    return [f"interval={interval}", f"days={days}", f"begin={begin}"]


def command(setting, who, task, question, *words):
    return [setting.pythons[who], WORK, who, task, f"seconds={setting.seconds}",
            *words_of(question), *words]


def measure(setting, who, task, question, *words):
    try:
        text = python_homes.said(command(setting, who, task, question, *words))
        return json.loads(text.splitlines()[-1])
    except python_homes.Unavailable as reason:
        raise Mismatch(f"{who}, {task} {' '.join(words_of(question))}: {reason}") from None


def faster_than_old(factor):
    """Where the predecessor could be measured."""
    goal = peer_at_least(factor, OLD)
    return Goal(goal.text, lambda summary: OLD in summary.peers and goal.met(summary))


class Figures:
    """Each part is a call that gives one sample."""

    def __init__(self, setting):
        self.setting = setting
        days = setting.days
        self.day = ("1m", 1, "2023-01-01")
        self.month = ("1m", days(31), "2023-01-01")
        self.half = ("1h", days(180), "2023-01-01")
        self.year = ("1m", days(365), "2023-01-01")
        self.whole = ("1m", days(WHOLE[1]), WHOLE[0])

    def part(self, who, task, question, *words, cache=None):
        sums = self.setting.sums.get(question)
        known = [f"expect={sums}"] if sums and who != "shipped" else []
        folder = self.setting.folder / (cache or self.setting.cache(who))
        if task != "cold":
            words = (*words, f"cache={folder}")
        return lambda: measure(self.setting, who, task, question, *words, *known)

    def parts(self, whos, task, question, *words):
        names = {"bare": "candlewick", "shipped": "as shipped"}
        return {names.get(who, who): self.part(who, task, question, *words)
                for who in whos if who in self.setting.pythons}

    def starts(self):
        everyone = ("ours", OLD, "ccxt", "python-binance")
        yield Figure("py-import", "import, CPU time", self.parts(everyone, "import", self.day))
        yield Figure("py-first-day", "import to the frame of a cached day, CPU time",
                     self.parts(everyone[:2], "first", self.day))

    def days(self):
        """The cached day is a file of its own, as after asking for it alone."""
        yield Figure("py-day", "a cached day of 1m as a frame of pandas (those without a cache "
                     "fetch it)", {"ours": self.part("ours", "warm", self.day, cache="days"),
                                   **self.parts((OLD, "ccxt", "python-binance"), "warm", self.day)},
                     [at_most(10e-3, "10 ms"), faster_than_old(50)])
        yield Figure("py-day-columns", "the same as columns of Polars, without labels",
                     {"ours": self.part("bare", "warm", self.day, "kind=polars", cache="days"),
                      **self.parts((OLD,), "warm", self.day, "kind=polars")},
                     [at_most(35e-6, "35 us"), faster_than_old(50)])

    def half_year(self):
        parts = self.parts(("ours", "bare", OLD, "shipped", "ccxt", "python-binance"), "warm",
                           self.half)
        parts["ours, by days"] = self.part("ours", "warm", self.half, cache="days")
        yield Figure("py-half-year", "180 cached days of 1h as a frame of pandas", parts,
                     [faster_than_old(50)])

    def years(self):
        """Times of the predecessor are by the row."""
        limits = {"polars": [at_most(8e-3, "8 ms")], "pandas": []}
        for kind, goals in limits.items():
            parts = self.parts(("ours", "bare"), "warm", self.year, f"kind={kind}")
            parts["ours, by days"] = self.part("ours", "warm", self.year, f"kind={kind}",
                                               cache="days")
            parts |= self.parts((OLD,), "warm", self.whole, f"kind={kind}")
            yield Figure(f"py-year-{kind}", f"a cached year of 1m as a frame of {kind}, by the row",
                         parts, [*goals, faster_than_old(50)], rounds_max=5, scaled=True)
        yield Figure("py-year-days", "the same from day files, as columns of Polars, no labels",
                     {"ours": self.part("bare", "warm", self.year, "kind=polars", cache="days"),
                      **self.parts((OLD,), "warm", self.whole, "kind=polars")},
                     [at_most(18e-3, "18 ms"), faster_than_old(30)], rounds_max=5, scaled=True)

    def cold(self):
        yield Figure("py-cold-month", "a month of 1m into an empty cache, as a frame of pandas",
                     self.parts(("ours", OLD, "ccxt", "python-binance"), "cold", self.month),
                     [faster_than_old(10)])

    def all(self):
        for room in (self.starts, self.days, self.half_year, self.years, self.cold):
            for figure in room():
                if self.setting.quick:
                    figure.goals = []
                yield figure

    def fill(self):
        """Caches for everyone, ours also day by day, and the sums that all must have."""
        for question in (self.year, self.half):
            self.part("ours", "fill", question, "apart=1", cache="days")()
        for question in (self.year, self.half, self.day, self.month, self.whole):
            found = self.part("ours", "warm", question, "seconds=0")()
            self.setting.sums[question] = ":".join(found["sums"])
        if OLD in self.setting.pythons:
            for question in (self.day, self.half, self.whole):
                self.part(OLD, "fill", question)()
            self.part("shipped", "fill", self.half)()


def take_turns(figure, rounds):
    turns = []
    for number in range(min(rounds, figure.rounds_max)):
        print(f"\r{figure.name} {number + 1} ", end="", file=sys.stderr, flush=True)
        parts = list(figure.parts.items())
        if number % 2 == 1:  # whoever comes first may have a quieter moment
            parts.reverse()
        turns.append({part: sample() for part, sample in parts})
    print("\r" + " " * 30, end="\r", file=sys.stderr, flush=True)
    return report.Summary(figure, turns)


def processor(summary, part):
    """What a call took, and how many times what ours took, as text."""
    if "processor" not in summary.rounds[0][part]:
        return "-", "-"
    scale = summary.scale(part)
    ratio = statistics.median(turn[part]["processor"] * scale / turn["ours"]["processor"]
                              for turn in summary.rounds)
    spent = statistics.median(turn[part]["processor"] for turn in summary.rounds)
    return report.time_text(spent * scale), f"{ratio:.1f}"


def print_others(summaries):
    """Processor time, which the neighbours of a busy machine do not change, and memory."""
    rows = [("figure", "", "CPU time of a call", "of ours", "least", "resident memory at most")]
    for summary in summaries:
        for part in summary.figure.parts:
            peak = max(turn[part]["peak"] for turn in summary.rounds)
            rows.append((summary.figure.name, part, *processor(summary, part),
                         report.time_text(min(summary.times(part))), f"{peak >> 20} MiB"))
    print()
    report.print_table(rows)


def print_wrong(summaries):
    for summary in summaries:
        if found := summary.rounds[0].get("as shipped"):
            print(f"\n{summary.figure.name}: as shipped, {found['candles']} of {found['rows']} "
                  "rows have values")


@contextlib.contextmanager
def simulator(build, folder):
    sys.path.insert(0, str(HERE.parent / "tests" / "system"))
    from exchange import Exchange

    scenario = folder / "scenario.json"
    scenario.write_text(json.dumps(SCENARIO), encoding="utf-8")
    with Exchange(build / "wick", "--scenario", scenario) as exchange:
        os.environ.update(exchange.env)
        os.environ.update({"WICK_CACHE_DIR": str(folder / "cache"), "NO_PROXY": "*",
                           "WICK_STATE_DIR": str(folder / "state")})
        yield


def install():
    """Which Python has which package, and why some are not there."""
    pythons = {"ours": python_homes.ours()}
    pythons["bare"] = pythons["ours"]
    missing = {}
    for name, packages, least in (("clients", ("ccxt", "python-binance"), (3, 11)),
                                  (OLD, (OLD, "shipped"), (3, 13))):
        try:
            python = python_homes.home(name, least)
            pythons |= dict.fromkeys(packages, python)
        except python_homes.Unavailable as reason:
            missing |= dict.fromkeys(packages, str(reason))
    return pythons, missing


def run(options, setting):
    bench = Figures(setting)
    versions = {who: python_homes.said([python, "-c", "import sys; print(sys.version.split()[0])"])
                for who, python in setting.pythons.items()}
    facts = {"python": versions, "not measured": setting.missing, "kernel": platform.release(),
             "cpu": report.cpu_facts()[0], "load_before": os.getloadavg()}
    print("\nPython: " + ", ".join(f"{who} {version}" for who, version in versions.items()))
    for who, reason in setting.missing.items():
        print(f"{who}: not measured: {reason}")
    bench.fill()
    chosen = [one for one in bench.all() if fnmatch.fnmatch(one.name, options.only)]
    summaries = [take_turns(figure, 1 if options.quick else options.rounds) for figure in chosen]
    report.print_table([report.HEAD] + [row for summary in summaries
                                        for row in report.table_rows(summary)])
    print_others(summaries)
    print_wrong(summaries)
    facts["load_after"] = os.getloadavg()
    print("\nload after: " + " ".join(f"{load:.2f}" for load in facts["load_after"]))
    if options.json:
        document = {"machine": facts, "figures": [summary.as_json() for summary in summaries]}
        pathlib.Path(options.json).write_text(json.dumps(document, indent=1), encoding="utf-8")


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="*", help="figures whose name fits, as py-day*")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.3, help="of timing, each turn")
    parser.add_argument("--json", help="everything, into this file")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--build", default=HERE.parent / "build" / "release", type=pathlib.Path)
    return parser.parse_args()


def main():
    options = parse_arguments()
    with tempfile.TemporaryDirectory(prefix="wick-bench-") as name:
        folder = pathlib.Path(name)
        pythons, missing = install()
        setting = Setting(folder, options.quick, 0 if options.quick else options.seconds, pythons,
                          missing)
        for who in ("ours", "days", *pythons):
            (folder / who).mkdir(exist_ok=True)
        try:
            with simulator(options.build.resolve(), folder):
                run(options, setting)
        except (Mismatch, OSError, python_homes.Unavailable) as mistake:
            sys.exit(f"bench: {mistake}")


if __name__ == "__main__":
    main()
