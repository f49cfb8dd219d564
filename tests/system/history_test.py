"""What the tests of history's store share: one cache for all programs of a test, and what an
exchange was asked for."""
import os
import re
import shutil
import subprocess
import unittest
import urllib.parse
from collections import Counter

import bars
from get_test import GetTest

ORIGINS = {1: "archive", 2: "REST", 3: "stream", 4: "import", 5: "feed"}
SOURCE_LINE = re.compile(rb"([1-5])\t\d+\t(\d{4}-[^\t\n]{6,32})\t([^\t\n]*)\t([^\t\n]+)\n")


class Watch:
    """What one exchange is asked for from now on."""

    def __init__(self, exchange):
        self.exchange = exchange
        self.since = exchange.last_request()

    def all(self):
        return self.exchange.log(self.since)

    def data(self, *kinds):
        """Requests for bars. Questions for the first and the last day are none, also where they
        have the form of one."""
        return [line for line in self.all()
                if line["data"] and (not kinds or line["kind"] in kinds)
                and not line["target"].endswith(("&startTime=0&limit=1", "interval=1d&limit=1"))]

    def days(self):
        """How often each archive file was fetched, by the day or month in its name."""
        return Counter(re.search(r"(\d{4}-\d\d(-\d\d)?)\.zip$", line["target"])[1]
                       for line in self.data("zip"))

    def asked_of_rest(self):
        queries = [urllib.parse.parse_qs(urllib.parse.urlsplit(line["target"]).query)
                   for line in self.data("klines")]
        return [(int(query["startTime"][0]) * 1000, int(query["endTime"][0]) * 1000 + 1000,
                 query["limit"][0] == "10") for query in queries]

    def pages(self):
        """The instants that klines were asked for, as (begin, end) in microseconds."""
        return [(begin, end) for begin, end, sample in self.asked_of_rest() if not sample]

    def samples(self):
        """The same of the ten bars that an archive file is compared with."""
        return [(begin, end) for begin, end, sample in self.asked_of_rest() if sample]


class HistoryTest(GetTest):
    def setUp(self):
        super().setUp()
        self.cache = self.homes / "kept" / "cache"
        self.state = self.homes / "kept" / "state"

    def environment(self, extra=None):
        return super().environment({"WICK_CACHE_DIR": str(self.cache),
                                    "WICK_STATE_DIR": str(self.state), **(extra or {})})

    def forget_cache(self):
        """Of what was fetched only the state is left: what was refused, and when."""
        shutil.rmtree(self.cache, ignore_errors=True)

    def forget(self):
        self.forget_cache()
        shutil.rmtree(self.state, ignore_errors=True)

    def exchange_with(self, *rules, **more):
        sim = self.exchange()
        sim.scenario({"name": "of this test", "rules": list(rules), **more})
        return sim

    def without_powers(self):
        """Root may write anywhere, so it gives that up."""
        if os.geteuid() != 0:
            return []
        drop = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]
        if subprocess.run([*drop, "true"], capture_output=True, check=False).returncode:
            raise unittest.SkipTest("root, and setpriv cannot make it less")
        return drop

    def sealed(self):
        """The store's files by the day or month that they hold, each as a path."""
        return {path.stem: path for path in sorted(self.cache.glob("binance/**/*.arrow"))}

    def quarantined(self):
        folder = self.cache / "quarantine"
        return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []

    def sources(self, path):
        """Where the rows of a sealed file came from: (origin, checksum, object)."""
        found = SOURCE_LINE.findall(path.read_bytes())
        return sorted({(ORIGINS[int(origin)], checksum.decode(), thing.decode())
                       for origin, _, checksum, thing in found})

    def origins(self, path):
        return {origin for origin, _, _ in self.sources(path)}

    def assert_served_from_cache(self, sim, series, span, **more):
        """The same again costs no request, and every bar is the truth."""
        watch = Watch(sim)
        document = self.document(sim, series, span, **more)
        self.assertEqual(watch.all(), [])
        self.assertEqual(document.said["requests"], 0)
        self.assertEqual(document.sources["CACHE"], len(document.bars))
        return document


def sources_by_day(document):
    """Date -> the sources of its bars."""
    days = {}
    for bar in document.bars:
        days.setdefault(bars.iso_of(bar.open_time)[:10], set()).add(
            document.by_source[bar.open_time])
    return days


def fault(kind, then, **when):
    return {"when": {"kind": kind, **when}, "then": then}
