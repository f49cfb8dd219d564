"""A program that dies at each of its writes, syncs and renames: nothing acknowledged is lost, and
the next run gives the truth."""
import json
import shutil
import signal
import time

import bars
import python_clients
from crash_points import CrashPoints
from get_test import DONE
from history_test import HistoryTest

POINTS_MAX = 12  # of each operation, evenly chosen
SECONDS_MAX = 20  # for each of them; the machine may be busy
POINTS_LEAST = 4
DAY = "2024-03-05"
NEXT = "2024-03-06"
HOURS = ("spot", "BTCUSDT", "1h")


def evenly(count, most):
    """Of 1 ... count, the ends among them."""
    if count <= most:
        return list(range(1, count + 1))
    return sorted({1 + i * (count - 1) // (most - 1) for i in range(most)})


def first_the_ends(points):
    """So that a slow machine, which does not get through, has tried points far apart."""
    order, step = [], len(points)
    while len(order) < len(points):
        order += [point for point in points[::max(step, 1)] if point not in order]
        step //= 2
    return order


class CrashedAt(HistoryTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        python_clients.install()

    def setUp(self):
        super().setUp()
        self.sim = self.exchange()
        self.points = CrashPoints(self.folder)
        self.before = self.folder / "before"

    def says(self, *command, env=None, code=DONE):
        finished = self.run_program(self.wick, *command, env={**self.sim.env, **(env or {})})
        self.assertEqual(finished.code, code, finished)
        return finished.out

    def rows(self, begin, end, *options):
        text = self.says("get", "BTCUSDT", "--interval", "1h", "--from", begin, "--to", end,
                         "--format", "csv", "--time", "us", *options)
        return bars.of_csv(text)

    def truth(self, begin, end):
        return bars.of_truth(self.sim.truth(*HOURS, begin, end))

    def remember(self):
        """The cache as it is now is where every operation begins."""
        shutil.copytree(self.cache, self.before, dirs_exist_ok=True)

    def restore(self):
        shutil.rmtree(self.cache, ignore_errors=True)
        shutil.copytree(self.before, self.cache)

    def calls_of(self, operation):
        self.restore()
        self.says(*operation, env=self.points.env(self.cache))
        return self.points.counted()

    def crash_everywhere(self, operation, acknowledged, afterwards):
        """Dies at call after call; what was there before stays, and a later run makes all of
        `afterwards` true."""
        calls = self.calls_of(operation)
        self.assertGreaterEqual(calls, 3)
        afterwards()
        begun, tried = time.monotonic(), 0
        for point in first_the_ends(evenly(calls, POINTS_MAX)):
            if tried >= POINTS_LEAST and time.monotonic() > begun + SECONDS_MAX:
                break
            with self.subTest(point=point, of=calls):
                self.restore()
                self.says(*operation, env=self.points.env(self.cache, point),
                          code=-signal.SIGKILL)
                acknowledged()
                self.assertEqual(json.loads(self.says("verify", "--json"))["damaged"], 0)
                self.says(*operation)
                afterwards()
                self.assertEqual(self.quarantined(), [])
            tried += 1
        self.assertGreaterEqual(tried, min(calls, POINTS_LEAST))

    def half_a_day(self):
        """Hours of the truth in a folder of another program, to be imported into the tail."""
        rows = [list(row) for row in self.truth(DAY, NEXT)[:6]]
        old = self.folder / "old"
        path = old / f"data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-{DAY}.arrow"
        plan = self.folder / "plan.json"
        plan.write_text(json.dumps([{"path": str(path), "variant": "rest", "rows": rows,
                                     "interval_us": 3_600_000_000,
                                     "modified": bars.micros("2024-06-01") // 1_000_000}]))
        python_clients.run("foreign_files.py", str(plan))
        return ("cache", "import", str(old))

    def kept_before(self):
        """A day that was acknowledged long ago."""
        self.assertEqual(self.rows("2024-02-01", "2024-02-02", "--source", "cache"),
                         self.truth("2024-02-01", "2024-02-02"))

    def keep_a_day(self):
        self.rows("2024-02-01", "2024-02-02")
        self.remember()

    def test_while_days_are_sealed(self):
        self.keep_a_day()
        operation = ("get", "BTCUSDT", "--interval", "1h", "--from", DAY, "--to", "2024-03-07")

        def afterwards():
            self.kept_before()
            self.assertEqual(self.rows(DAY, "2024-03-07", "--source", "cache"),
                             self.truth(DAY, "2024-03-07"))

        self.crash_everywhere(operation, self.kept_before, afterwards)

    def test_while_the_tail_grows(self):
        self.keep_a_day()
        operation = self.half_a_day()

        def afterwards():
            self.kept_before()
            self.assertEqual(self.rows(DAY, f"{DAY}T05:00", "--source", "cache"),
                             self.truth(DAY, f"{DAY}T05:00"))

        self.crash_everywhere(operation, self.kept_before, afterwards)

    def test_while_the_tail_is_folded_into_a_day(self):
        self.rows("2024-02-01", "2024-02-02")
        self.says(*self.half_a_day())
        self.remember()
        operation = ("get", "BTCUSDT", "--interval", "1h", "--from", DAY, "--to", NEXT)

        def acknowledged():
            self.kept_before()
            self.assertEqual(self.rows(DAY, f"{DAY}T05:00", "--source", "cache"),
                             self.truth(DAY, f"{DAY}T05:00"))

        def afterwards():
            self.kept_before()
            self.assertEqual(self.rows(DAY, NEXT, "--source", "cache"), self.truth(DAY, NEXT))

        self.crash_everywhere(operation, acknowledged, afterwards)

    def test_while_days_are_packed_into_a_month(self):
        for begin, end in (("01", "11"), ("11", "21"), ("21", "29")):
            self.rows(f"2024-02-{begin}", f"2024-02-{end}")
        self.rows("2024-02-29", "2024-03-01")
        self.assertEqual(len(self.sealed()), 29)
        self.remember()
        truth = self.truth("2024-02-01", "2024-03-01")

        def acknowledged():
            self.assertEqual(self.rows("2024-02-01", "2024-03-01", "--source", "cache"), truth)

        def afterwards():
            acknowledged()
            self.assertEqual(list(self.sealed()), ["2024-02"])

        self.crash_everywhere(("compact",), acknowledged, afterwards)
