"""Many programs that ask one exchange at once: its request limits, and what each object costs."""
import datetime
import http.client
import random
import signal
import subprocess
import threading
import time
from collections import Counter

from get_test import DONE, NOTHING, PARTIAL
from history_test import HistoryTest, Watch

PROGRAMS = 8
SECONDS = 4
LIMIT = 300
BUCKETS = {"limits": {"spot": [{"type": "REQUEST_WEIGHT", "interval": "SECOND", "num": SECONDS,
                                "limit": LIMIT}], "ban_s": 3}}
START = datetime.datetime(2024, 1, 1)


def moment(line):
    return datetime.datetime.fromisoformat(line["t"].replace("Z", "+00:00")).timestamp()


def weight_of(line):
    """What the limiter charges for it."""
    return {"exchangeInfo": 20, "klines": 2, "ping": 1, "time": 1}.get(line["kind"], 1)


class LimitsTest(HistoryTest):
    def start(self, sim, number, pages, *options):
        """A program with a cache of its own that wants so many pages of 1,000 minutes."""
        begin = START + datetime.timedelta(days=60 * number)
        end = begin + datetime.timedelta(minutes=1000 * pages)
        environment = self.environment({**sim.env, "WICK_STATE_DIR": str(self.state),
                                        "WICK_CACHE_DIR": str(self.homes / f"cache{number}")})
        process = subprocess.Popen(
            [str(self.wick), "get", "BTCUSDT", "--source", "rest", "--from", begin.isoformat(),
             "--to", end.isoformat(), "--json", "--no-bars", *options], env=environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(self.end, process)
        return process

    def end(self, process):
        if process.poll() is None:
            process.kill()
        process.communicate()

    def all_done(self, processes):
        for process in processes:
            _, errors = process.communicate(timeout=120)
            self.assertEqual(process.returncode, DONE, errors.decode())

    def spent(self, lines):
        """The weight of each of the limiter's windows, in order."""
        spent = Counter()
        for line in lines:
            if line["host"] == "spot":
                spent[int(moment(line)) // SECONDS] += weight_of(line)
        return [spent[window] for window in sorted(spent)]


class ManyPrograms(LimitsTest):
    def test_they_stay_within_the_limit_and_use_it(self):
        sim = self.exchange_with(**BUCKETS)
        watch = Watch(sim)
        self.all_done([self.start(sim, number, 60) for number in range(PROGRAMS)])
        lines = watch.all()
        self.assertEqual(Counter(line["status"] for line in lines if line["status"] >= 400), {})
        windows = self.spent(lines)
        self.assertGreaterEqual(len(windows), 4, windows)
        self.assertLessEqual(max(windows), LIMIT, windows)
        whole = windows[1:-1]  # the first and the last are begun and ended at any time
        self.assertGreaterEqual(sum(whole), 0.95 * LIMIT * len(whole), windows)
        surveys = [line for line in lines if line["kind"] == "exchangeInfo"]
        self.assertEqual(len(surveys), 1, "the limits are asked for once")

    def test_a_foreigner_who_eats_half_is_noticed_and_left_his_half(self):
        sim = self.exchange_with(**BUCKETS)
        stop, fed = threading.Event(), threading.Event()
        eater = threading.Thread(target=self.eat_half, args=(sim, stop, fed))
        self.addCleanup(eater.join)
        self.addCleanup(stop.set)
        eater.start()
        self.assertTrue(fed.wait(30))
        watch = Watch(sim)
        self.all_done([self.start(sim, number, 40) for number in range(4)])
        stop.set()
        lines = watch.all()
        ours = [line for line in lines if line["kind"] in ("klines", "exchangeInfo")]
        refused = Counter(line["status"] for line in ours if line["status"] >= 400)
        self.assertEqual(refused, {})
        theirs = self.spent([line for line in lines if line["kind"] == "ping"])
        self.assertGreater(max(theirs), 0.4 * LIMIT, "the foreigner was there")
        self.assertLessEqual(max(self.spent(lines)), LIMIT)

    def eat_half(self, sim, stop, fed):
        """Half of every window, at its beginning, as a bot does that polls on the minute."""
        connection = http.client.HTTPConnection("127.0.0.1", sim.port("spot"), timeout=10)
        window = None
        while not stop.is_set():
            now = time.time()
            if int(now) // SECONDS == window:
                stop.wait(SECONDS - now % SECONDS)  # the exchange's clock is the machine's
                continue
            window = int(now) // SECONDS
            for _ in range(LIMIT // 2):
                connection.request("GET", "/api/v3/ping")
                connection.getresponse().read()
            fed.set()
        connection.close()


class Banned(LimitsTest):
    def test_nothing_is_sent_before_the_ban_ends_by_anybody(self):
        ban = {"name": "ban", "when": {"kind": "klines", "skip": 20, "first": 1},
               "then": {"answer": "ban418", "retry_after": 6}}
        sim = self.exchange_with(ban)
        watch = Watch(sim)
        processes = [self.start(sim, number, 40) for number in range(PROGRAMS)]
        for process in processes:
            process.communicate(timeout=60)
            self.assertIn(process.returncode, (PARTIAL, NOTHING))
        after_restart = self.start(sim, 9, 3)
        _, errors = after_restart.communicate(timeout=60)
        self.assertEqual(after_restart.returncode, NOTHING, errors.decode())
        self.assertIn("banned", errors.decode())
        self.assertRegex(errors.decode(), r"try again in \d s")
        waiting = self.start(sim, 10, 3, "--wait")
        self.all_done([waiting])
        klines = [line for line in watch.all() if line["kind"] == "klines"]
        banned_at = next(moment(line) for line in klines if line["status"] == 418)
        # What was on its way already when the answer came cannot be called back.
        on_the_way = 0.5
        during = [moment(line) - banned_at for line in klines
                  if on_the_way < moment(line) - banned_at < 6]
        self.assertEqual(during, [])
        self.assertGreaterEqual(len([line for line in klines if moment(line) > banned_at + 6]), 3)
