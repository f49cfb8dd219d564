"""Programs that are killed while they fill the cache: nothing kept is lost, nothing is torn."""
import random
import shutil
import signal
import subprocess
import time

import python_clients
from get_test import DONE
from history_test import HistoryTest, Watch

KILLS = 40
AT_ONCE = 3
SEED = 9
KEPT = (("spot", "BTCUSDT", "1m"), ("2024-03-01", "2024-03-04"))
# What is fetched while being killed: days and months of the same series, and of others.
WANTED = (("um", "BTCUSDT", "1h", "2024-01-10", "2024-02-25"),
          ("um", "BTCUSDT", "1h", "2023-11-01", "2024-02-05"),
          ("um", "BTCUSDT", "1m", "2024-02-01", "2024-02-04"),
          ("spot", "BTCUSDT", "1m", "2024-02-27", "2024-03-06"),
          ("cm", "BTCUSD_PERP", "1w", "2023-08-01", "2024-02-01"))


def command_of(wick, wanted, *options):
    market, symbol, interval, begin, end = wanted
    return [str(wick), "get", symbol, "--market", market, "--interval", interval, "--from", begin,
            "--to", end, "--format", "csv", *options]


class Killed(HistoryTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        python_clients.install()

    def setUp(self):
        super().setUp()
        self.sim = self.exchange()
        self.document(self.sim, *KEPT)
        self.chance = random.Random(SEED)

    def start(self, wanted, *options):
        process = subprocess.Popen(command_of(self.wick, wanted, *options),
                                   env=self.environment(self.sim.env),
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        self.addCleanup(lambda: process.poll() is None and process.kill())
        return process

    def usual_seconds(self):
        """How long each takes that fills an empty cache."""
        taken = {}
        for number, wanted in enumerate(WANTED):
            finished = self.get(self.sim, *command_of("", wanted)[2:],
                                env={"WICK_CACHE_DIR": str(self.folder / f"empty{number}")})
            self.assertEqual(finished.code, DONE, finished)
            taken[wanted] = finished.seconds
        return taken

    def forget_futures(self):
        """So that there is something to fetch, and to write."""
        for market in ("futures_usdt", "futures_coin"):
            shutil.rmtree(self.cache / "binance" / market, ignore_errors=True)

    def strike(self, how, usual):
        """Starts some, and ends each at a moment of its own; their exit codes."""
        running = []
        for _ in range(AT_ONCE):
            wanted = self.chance.choice(WANTED)
            source = self.chance.choice(("auto", "bulk"))
            moment = self.chance.uniform(0, usual[wanted])
            running.append((moment, self.start(wanted, "--source", source)))
        begun = time.monotonic()
        for moment, process in sorted(running, key=lambda entry: entry[0]):
            time.sleep(max(0, begun + moment - time.monotonic()))
            process.send_signal(how)
        return [process.wait(30) for _, process in running]

    def check_store(self):
        """Without any help from the exchange: nothing is damaged, and what was kept is there."""
        document = self.document(self.sim, *KEPT, "--source", "cache")
        self.assertEqual(document.sources["CACHE"], 3 * 1440)
        for wanted in WANTED:
            finished = self.get(self.sim, *command_of("", wanted, "--source", "cache")[2:])
            for word in ("damaged", "CRC", "corrupt", "cut"):
                self.assertNotIn(word, finished.err)
        self.assertEqual(self.quarantined(), [])
        counts = python_clients.run("store_files.py", str(self.cache))
        self.assertGreaterEqual(counts["files"], 3)
        self.assertEqual(counts["faults"], [])

    def check_answers(self):
        for market, symbol, interval, begin, end in WANTED:
            series, span = (market, symbol, interval), (begin, end)
            first = self.document(self.sim, series, span)
            again = self.assert_served_from_cache(self.sim, series, span)
            self.assertEqual((again.bars, again.missing), (first.bars, first.missing))

    def leftovers(self):
        """Files that no reader looks at, left by who was killed while writing them."""
        return [path for path in self.cache.rglob("*")
                if path.is_file() and ".arrow" in path.name and path.suffix != ".arrow"]

    def test_forty_kills_lose_and_tear_nothing(self):
        usual = self.usual_seconds()
        codes = []
        for kill in range(KILLS):
            codes += self.strike(signal.SIGKILL, usual)
            if kill % 8 == 7:
                self.assert_served_from_cache(self.sim, *KEPT)
                self.check_store()
                self.forget_futures()
        self.assertGreater(codes.count(-signal.SIGKILL), len(codes) // 4, "caught in the act")
        self.check_store()
        self.check_answers()
        self.assertLess(len(self.leftovers()), KILLS * AT_ONCE)

    def test_control_c_leaves_the_store_whole(self):
        usual = self.usual_seconds()
        codes = []
        for _ in range(8):
            self.forget_futures()
            codes += self.strike(signal.SIGINT, usual)
        self.assertLess(sum(code == DONE for code in codes), len(codes))
        self.check_store()
        self.check_answers()

    def test_many_at_once_agree(self):
        watch = Watch(self.sim)
        running = [self.start(WANTED[0]) for _ in range(6)]
        self.assertEqual({process.wait(60) for process in running}, {DONE})
        self.assertGreater(len(watch.data()), 0)
        self.check_store()
        self.check_answers()

    def test_a_reader_beside_a_writer_always_sees_the_same(self):
        series, span = ("um", "BTCUSDT", "1h"), ("2024-01-10", "2024-01-20")
        whole = self.document(self.sim, series, span)
        writers = [self.start(WANTED[0], "--source", source) for source in ("bulk", "rest")]
        seen = 0
        while any(writer.poll() is None for writer in writers) or not seen:
            document = self.document(self.sim, series, span)
            self.assertEqual(document.bars, whole.bars)
            self.assertEqual(document.sources["CACHE"], len(whole.bars))
            seen += 1
        self.assertEqual({writer.wait(60) for writer in writers}, {DONE})

