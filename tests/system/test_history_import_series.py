"""The live predecessor's cache, one CSV file for a whole series, taken over and served."""
import datetime
import gzip
import json
import os
import pathlib
import unittest

from history_test import HistoryTest
from system_test import ROOT

UTC = datetime.timezone.utc
RECORDINGS = pathlib.Path(os.environ.get("WICK_RECORDINGS", ROOT.parent / "shared/data/real"))
FIRST = "symbol,tf,open_time,close_time,open,high,low,close,volume"
SECOND = "symbol,tf,open_time_ms,close_time_ms,open,high,low,close,volume,tick_count"
GET = ("get", "EURUSD", "--provider", "fxcm", "--market", "fx")


def moment(text):
    return datetime.datetime.fromisoformat(text).replace(tzinfo=UTC)


def is_open(t):
    """The currencies' week of a winter: Sunday 22:00 to Friday 22:00."""
    day, hour = t.weekday(), t.hour
    return day < 4 or day == 4 and hour < 22 or day == 6 and hour >= 22


def minutes(begin, end, but=()):
    t = moment(begin)
    while t < moment(end):
        if is_open(t) and t.strftime("%dT%H:%M") not in but:
            yield t
        t += datetime.timedelta(minutes=1)


def rows(times, symbol="EURUSD", counts=False):
    for number, t in enumerate(times):
        opened = int(t.timestamp()) * 1000
        price = 1.05 + number % 100 / 10000
        cells = [symbol, "1m", opened, opened + 59999, price, round(price + 0.0002, 4),
                 round(price - 0.0002, 4), price, f"{number % 40}.0"]
        yield ",".join(map(str, cells + [number % 40] if counts else cells))


class SeriesImport(HistoryTest):
    def setUp(self):
        super().setUp()
        self.old = self.folder / "old"
        self.old.mkdir()

    def put(self, name, lines, header=FIRST, meta=None):
        path = self.old / name
        path.write_text("\n".join([header, *lines]) + "\n")
        stamp = int(moment("2026-05-01").timestamp())
        os.utime(path, (stamp, stamp))
        if meta is not None:
            path.with_name(path.stem + ".meta.json").write_text(json.dumps(meta))

    def run_wick(self, *command, code=0):
        finished = self.run_program(self.wick, *map(str, command))
        self.assertEqual(finished.code, code, finished)
        return finished

    def take(self, *options, code=0):
        return json.loads(
            self.run_wick("cache", "import", self.old, "--json", *options, code=code).out)

    def served(self, begin, end, *more, code=0):
        out = self.run_wick(*GET, "--from", begin, "--to", end, "--format", "csv", "--time", "ms",
                            *more, code=code).out
        return [line.split(",") for line in out.splitlines()[1:]]

    def test_what_was_imported_is_served_bar_for_bar(self):
        lines = list(rows(minutes("2025-12-03T00:00", "2025-12-10T12:00")))
        self.put("EURUSD_1m.csv", lines, meta={"version": 1, "rows": len(lines)})
        said = self.take()
        self.assertEqual((said["sealed"], said["incomplete"]), (7, 1))
        self.assertEqual(said["layouts"], {"SYMBOL_INTERVAL.csv": 1})
        series = said["series"][0]
        self.assertEqual((series["provider"], series["market"], series["symbol"]),
                         ("fxcm", "fx", "EURUSD"))
        found = self.served("2025-12-03", "2025-12-10", "--source", "cache")
        wanted = [line.split(",") for line in lines
                  if int(line.split(",")[2]) < moment("2025-12-10").timestamp() * 1000]
        self.assertEqual(len(found), len(wanted))
        for ours, theirs in zip(found, wanted):
            self.assertEqual(ours[0], theirs[2])
            self.assertEqual([float(n) for n in ours[1:6]], [float(n) for n in theirs[4:9]])
        self.assertEqual(self.served("2025-12-03", "2025-12-10"), found)

    def test_again_it_changes_nothing(self):
        self.put("EURUSD_1m.csv", rows(minutes("2025-12-03T00:00", "2025-12-05T00:00")))
        before = self.take()
        again = self.take()
        self.assertEqual((before["sealed"], before["tail_rows"]), (2, 0))
        self.assertEqual((again["sealed"], again["unchanged"], again["tail_rows"]), (0, 2, 0))

    def test_of_the_second_release_with_quiet_minutes_and_an_outage(self):
        quiet = ("03T05:00", "03T05:01")
        lost = tuple(f"04T05:{minute:02}" for minute in range(20))
        times = minutes("2025-12-03T00:00", "2025-12-06T00:00", quiet + lost)
        self.put("EURUSD_m1.csv", rows(times, counts=True), SECOND)
        said = self.take()
        self.assertEqual((said["sealed"], said["incomplete"]), (1, 2))  # no row after the third
        self.assertEqual(len(self.served("2025-12-03", "2025-12-04")), 1438)
        partly = self.run_wick(*GET, "--from", "2025-12-04", "--to", "2025-12-05", "--json",
                               code=3)
        self.assertIn("2025-12-04T05:00:00Z", partly.out)
        why = self.run_wick("why", "EURUSD", "2025-12-03T05:00", "--provider", "fxcm", "--market",
                            "fx").out
        self.assertIn("no trade in 2 open min", why)

    def test_a_dry_run_writes_nothing(self):
        self.put("EURUSD_1m.csv", rows(minutes("2025-12-03T00:00", "2025-12-05T00:00")))
        said = self.take("--dry-run")
        self.assertEqual((said["sealed"], said["dry_run"]), (2, True))
        self.run_wick("cache", "ls", code=4)

    def test_rows_that_are_lost_or_cut_off_are_told(self):
        self.put("EURUSD_1m.csv", rows(minutes("2025-12-03T00:00", "2025-12-03T02:00")),
                 meta={"rows": 500})
        path = self.old / "EURUSD_1m.csv"
        path.write_bytes(path.read_bytes()[:-5])
        said = self.take(code=3)
        reasons = {refused["reason"] for refused in said["rows_refused"]}
        self.assertEqual(reasons, {"it is the last one, and its line has no end",
                                   "it is not there: the file's .meta.json counts more"})
        self.assertEqual(said["series"][0]["rows"], 119)

    def test_files_of_others_are_refused_by_name(self):
        (self.old / "EURUSD_1m.csv").write_text("date,price\n")
        self.put("XAUUSD_1m.csv", rows(minutes("2025-12-03T00:00", "2025-12-03T01:00"), "XAUUSD"),
                 meta={"version": 9})
        said = self.take(code=3)
        self.assertEqual(sorted(refused["examples"][0] for refused in said["refused"]),
                         ["EURUSD_1m.csv", "XAUUSD_1m.csv"])
        ignored = self.take("--provider", "binance", code=4)
        self.assertEqual(ignored["ignored_files"], 2)

    def test_a_real_month_comes_back_as_it_was(self):
        path = RECORDINGS / "fxcm/gbpusd-m1-bid-2012.csv.gz"
        if not path.is_file():
            self.skipTest(f"there is no {path.name}")
        with gzip.open(path, "rt") as text:
            next(text)
            real = [line.strip().split(",") for line in text]
        times = [int(datetime.datetime.fromisoformat(row[0]).timestamp()) * 1000 for row in real]
        self.put("GBPUSD_1m.csv",
                 (",".join(["GBPUSD", "1m", str(t), str(t + 59999), *row[1:], "1"])
                  for t, row in zip(times, real)))
        said = self.take()
        self.assertEqual((said["sealed"], said["incomplete"]), (29, 1))
        out = self.run_wick("get", "GBPUSD", "--provider", "fxcm", "--market", "fx", "--from",
                            "2012-02-01", "--to", "2012-03-01", "--format", "csv", "--time",
                            "ms").out.splitlines()[1:]
        ours = [(line.split(",")[0], *map(float, line.split(",")[1:5])) for line in out]
        theirs = [(str(t), *map(float, row[1:])) for t, row in zip(times, real)][:len(ours)]
        self.assertEqual(len(ours), len(real) - 1)  # the last one opens in March
        self.assertEqual(ours, theirs)


class Words(HistoryTest):
    def test_who_has_what_is_told(self):
        for command, words in (
                ((*GET, "--last", "1d", "--source", "rest"), ["FXCM", "--source rest"]),
                (("get", "EURUSD", "--provider", "fxcm", "--last", "1d"), ["--market fx"]),
                (("get", "EURUSD", "--market", "fx", "--last", "1d"), ["--provider fxcm"]),
                (("symbols", "EUR", "--market", "fx"), ["fx"])):
            with self.subTest(command):
                finished = self.run_program(self.wick, *command)
                self.assertEqual(finished.code, 2, finished)
                for word in words:
                    self.assertIn(word, finished.err)


if __name__ == "__main__":
    unittest.main()
