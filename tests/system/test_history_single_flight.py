"""Many programs that miss the same: each object is fetched once, whoever is killed meanwhile."""
import random
import signal
import subprocess
import time

import bars
from get_test import DONE
from history_test import HistoryTest, Watch, fault

PROGRAMS = 16
MONTH = (("spot", "BTCUSDT", "1m"), ("2024-02-01", "2024-03-01"))
DAYS = (("um", "ETHUSDT", "1h"), ("2024-02-03", "2024-02-10"))


class SingleFlight(HistoryTest):
    def start(self, sim, series, span):
        market, symbol, interval = series
        process = subprocess.Popen(
            [str(self.wick), "get", symbol, "--market", market, "--interval", interval,
             "--from", span[0], "--to", span[1], "--json", "--time", "us"],
            env=self.environment(sim.env), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE)
        self.addCleanup(self.end, process)
        return process

    def end(self, process):
        if process.poll() is None:
            process.kill()
        process.communicate()

    def check(self, sim, series, span, process):
        out, errors = process.communicate(timeout=120)
        self.assertEqual(process.returncode, DONE, errors.decode())
        truth = bars.of_truth(sim.truth(*series, *span))
        self.assertEqual(bars.faults(bars.Document(out.decode()), truth)[:3], [])

    def assert_each_once(self, watch):
        targets = [line["target"] for line in watch.data()]
        twice = {target for target in targets if targets.count(target) > 1}
        self.assertEqual(twice, set(), f"of {len(targets)} requests")

    def test_a_cold_month_is_downloaded_once(self):
        sim = self.exchange()
        for series, span in (MONTH, DAYS):
            with self.subTest(series):
                watch = Watch(sim)
                programs = [self.start(sim, series, span) for _ in range(PROGRAMS)]
                for process in programs:
                    self.check(sim, series, span, process)
                self.assert_each_once(watch)

    def test_what_is_not_there_is_asked_for_once_too(self):
        sim = self.exchange_with(fault("zip", {"answer": "NoSuchKey"}))
        watch = Watch(sim)
        series, span = DAYS
        for process in [self.start(sim, series, span) for _ in range(6)]:
            self.check(sim, series, span, process)
        self.assert_each_once(watch)

    def test_overlapping_wishes_share_what_they_share(self):
        sim = self.exchange()
        series = ("spot", "ETHUSDT", "1h")
        spans = [("2024-01-01", "2024-05-01"), ("2024-02-01", "2024-06-01"),
                 ("2024-03-10", "2024-03-20"), ("2024-01-15", "2024-04-15")]
        watch = Watch(sim)
        programs = [(span, self.start(sim, series, span)) for span in spans for _ in range(2)]
        for span, process in programs:
            self.check(sim, series, span, process)
        self.assert_each_once(watch)

    def test_killing_some_of_them_changes_nothing_in_the_result(self):
        slow = fault(["zip", "checksum"], {"delay_ms": 150})
        chance = random.Random(4)
        for _ in range(3):
            self.forget()
            sim = self.exchange_with(slow)
            series, span = ("spot", "BTCUSDT", "1h"), ("2024-01-01", "2024-05-10")
            programs = [self.start(sim, series, span) for _ in range(PROGRAMS)]
            doomed = chance.sample(programs, PROGRAMS // 2)
            for process in doomed:
                time.sleep(chance.uniform(0, 0.06))  # anywhere in their short life
                process.send_signal(signal.SIGKILL)
            for process in programs:
                if process not in doomed:
                    self.check(sim, series, span, process)
            watch = Watch(sim)
            self.check(sim, series, span, self.start(sim, series, span))
            self.assertEqual(watch.data(), [], "all of it was kept")
