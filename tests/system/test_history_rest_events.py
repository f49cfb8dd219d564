"""Failover, REST's part of it: each row of the event table is a story."""
import datetime
import threading
import time

import bars
from get_test import DONE, NOTHING, PARTIAL
from history_test import HistoryTest, Watch, fault

SPOT = ("spot", "BTCUSDT", "1h")
MINUTES = ("spot", "BTCUSDT", "1m")
DAY = ("2024-02-03", "2024-02-04")
REST = ("--source", "rest")


def last_two_days():
    """Both over, and too young for the archive."""
    midnight = datetime.datetime.now(datetime.timezone.utc).replace(
        hour=0, minute=0, second=0, microsecond=0)
    return bars.iso(midnight - datetime.timedelta(days=2)), bars.iso(midnight)


def moments(lines):
    return [datetime.datetime.fromisoformat(line["t"].replace("Z", "+00:00")) for line in lines]


class RestThrottles(HistoryTest):
    """429: told with its delay, rows fetched so far are kept, and --wait goes on."""

    def throttled_after(self, pages, delay):
        return self.exchange_with(fault(
            "klines", {"answer": "throttle429", "retry_after": delay}, skip=pages))

    def test_the_delay_is_told(self):
        document = self.document(self.throttled_after(1, 20), MINUTES, last_two_days(),
                                 code=PARTIAL)
        self.assertRegex(document.stderr, r"429.*; try again in (20|19) s, or use --wait")
        self.assertEqual({hole["cause"] for hole in document.said["missing"]}, {"not_fetched"})

    def test_the_repeat_asks_only_for_the_rest(self):
        sim, span = self.throttled_after(1, 20), last_two_days()
        first = self.document(sim, MINUTES, span, code=PARTIAL)
        self.assertGreater(len(first.bars), 0)
        self.forget_ban_and_calm(sim)
        watch = Watch(sim)
        second = self.document(sim, MINUTES, span)
        self.assertEqual(len(second.bars), 2880)
        again = [bar.open_time for bar in first.bars for begin, end in watch.pages()
                 if begin <= bar.open_time < end]
        self.assertEqual(again, [], "fetched a second time")
        self.assertEqual(second.sources["REST"] + second.sources["CACHE"], 2880)
        self.assert_served_from_cache(sim, MINUTES, span)

    def forget_ban_and_calm(self, sim):
        """As if the delay were over."""
        sim.scenario("calm")
        for path in self.state.rglob("*"):
            if path.is_file():
                path.unlink()

    def test_whole_days_are_sealed_before_the_throttling(self):
        sim = self.throttled_after(2, 20)
        document = self.document(sim, MINUTES, last_two_days(), code=PARTIAL)
        self.assertGreaterEqual(len(document.bars), 1440)
        self.assertEqual(list(self.sealed()), [last_two_days()[0][:10]])

    def test_with_wait_it_goes_on(self):
        sim = self.exchange_with(fault(
            "klines", {"answer": "throttle429", "retry_after": 2}, skip=1, first=1))
        document = self.document(sim, MINUTES, last_two_days(), "--wait")
        self.assertEqual(len(document.bars), 2880)
        self.assertGreaterEqual(document.said["elapsed_ms"], 1900)
        lines = [line for line in sim.log() if line["kind"] == "klines"]
        refused, = [at for at, line in zip(moments(lines), lines) if line["status"] == 429]
        early = [at for at in moments(lines)
                 if 0.5 < (at - refused).total_seconds() < 1.8]
        self.assertEqual(early, [], "sent before the delay was over")


class RestBans(HistoryTest):
    """418: the same, and nothing at all is sent before the ban ends."""

    def test_it_is_told(self):
        sim = self.exchange_with(fault("klines", {"answer": "ban418", "retry_after": 30}))
        document = self.document(sim, SPOT, last_two_days(), code=NOTHING)
        self.assertRegex(document.stderr, r"418.*banned.*; try again in (30|29) s, or use --wait")
        self.assertEqual(len([line for line in sim.log() if line["kind"] == "klines"]), 1)

    def test_the_next_process_sends_nothing_before_it_ends(self):
        sim = self.exchange_with(fault("klines", {"answer": "ban418", "retry_after": 30}))
        self.document(sim, SPOT, last_two_days(), code=NOTHING)
        watch = Watch(sim)
        document = self.document(sim, SPOT, last_two_days(), code=NOTHING)
        self.assertEqual([line["target"] for line in watch.all() if line["host"] == "spot"], [])
        self.assertRegex(document.stderr, r"try again in \d+ s")

    def test_another_cache_does_not_lift_it(self):
        sim = self.exchange_with(fault("klines", {"answer": "ban418", "retry_after": 30}))
        self.document(sim, SPOT, last_two_days(), code=NOTHING)
        self.forget_cache()
        watch = Watch(sim)
        self.document(sim, SPOT, last_two_days(), code=NOTHING)
        self.assertEqual([line["target"] for line in watch.all() if line["host"] == "spot"], [])

    def test_after_it_all_is_well(self):
        sim = self.exchange_with(fault("klines", {"answer": "ban418", "retry_after": 1}, first=1))
        self.document(sim, SPOT, last_two_days(), code=NOTHING)
        time.sleep(1.5)
        self.assertEqual(len(self.document(sim, SPOT, last_two_days()).bars), 48)


class RestRefusesTheQuestion(HistoryTest):
    """400 with -1121: a usage error in one line, and no second attempt."""

    def get_hours(self, sim, symbol, *options):
        return self.get(sim, symbol, "--interval", "1h", "--from", DAY[0], "--to", DAY[1],
                        *options)

    def test_a_symbol_that_it_denies(self):
        sim = self.exchange_with(fault("klines", {"error": -1121}))
        self.assert_usage_error(self.get_hours(sim, "BTCUSDT", *REST), "BTCUSDT", "symbol", "-1121")
        self.assertEqual(len([line for line in sim.log() if line["kind"] == "klines"]), 1)

    def test_a_symbol_that_nobody_has(self):
        sim = self.exchange()
        for source in ("auto", "bulk", "rest"):
            watch = Watch(sim)
            self.assert_usage_error(self.get_hours(sim, "NOSUCHUSDT", "--source", source),
                                    "NOSUCHUSDT")
            self.assertEqual(watch.data(), [], "no bars were asked for")
        self.assertEqual(self.sealed(), {})


class RestOfSeveralHosts(HistoryTest):
    """The next host of the list, then an error that says what was wrong."""

    def setUp(self):
        super().setUp()
        self.good = self.exchange()

    def get_day(self, *exchanges):
        env = {**exchanges[0].env,
               "WICK_BINANCE_SPOT_URL": ",".join(sim.url("spot") for sim in exchanges)}
        return self.get(exchanges[0], "BTCUSDT", "--interval", "1h", "--from", DAY[0], "--to",
                        DAY[1], "--json", "--time", "us", *REST, env=env)

    def counts(self, *exchanges):
        return [len([line for line in sim.log() if line["kind"] == "klines"])
                for sim in exchanges]

    def check(self, then, attempts, *words):
        """The second host helps; and where there is none the error has the words."""
        bad = self.exchange_with(fault("klines", then))
        before = self.counts(self.good)[0]
        helped = self.get_day(bad, self.good)
        self.assertEqual(helped.code, DONE, helped)
        truth = bars.of_truth(self.good.truth("spot", "BTCUSDT", "1h", *DAY))
        self.assertEqual(bars.Document(helped.out).bars, truth)
        self.assertEqual(self.counts(self.good), [before + 1])
        # A kept connection that is reset before any answer is tried anew by the HTTP library.
        kept = 1 if then.get("reset") else 0
        first = self.counts(bad)[0]
        self.assertIn(first, range(attempts, attempts + kept + 1))

        alone = self.get_day(bad)
        self.assertEqual(alone.code, NOTHING, alone)
        self.assertIn(self.counts(bad)[0] - first, range(attempts, attempts + kept + 1))
        for word in ("REST:", *words):
            self.assertIn(word, alone.err)

    def test_a_restricted_place(self):
        self.check({"answer": "geo451"}, 1, "451", "not served in this location")

    def test_server_errors(self):
        self.check({"status": 502, "body": "Bad gateway"}, 3, "502")

    def test_errors_of_the_venue(self):
        self.check({"answer": "busy503"}, 3, "503")

    def test_its_own_timeouts(self):
        self.check({"answer": "timeout408"}, 3, "408")

    def test_resets(self):
        self.check({"reset": True}, 3, "/api/v3/klines")

    def test_cut_answers(self):
        self.check({"truncate_at": 0.6}, 3, "/api/v3/klines")

    def test_malformed_answers(self):
        self.check({"malformed_json": True}, 3, "/api/v3/klines")

    def test_a_passing_trouble_needs_no_other_host(self):
        bad = self.exchange_with(fault("klines", {"status": 502}, first=2))
        before = self.counts(self.good)[0]
        self.assertEqual(self.get_day(bad, self.good).code, DONE)
        self.assertEqual(self.counts(bad, self.good), [3, before])


class ConnectedButSilent(HistoryTest):
    """Fifteen seconds without a byte are a failure like any other: counted, then the next tier."""

    def setUp(self):
        super().setUp()
        self.found = {}

    def fetch(self, name, sim, *options):
        self.found[name] = self.get(
            sim, "BTCUSDT", "--interval", "1h", "--from", DAY[0], "--to", DAY[1], "--json",
            "--time", "us", *options, seconds=120,
            env={"WICK_CACHE_DIR": str(self.folder / name)})

    def test_archive_and_rest(self):
        archive = self.exchange_with(fault("zip", {"silent": True}))
        rest = self.exchange_with(fault("klines", {"silent": True}, first=1))
        waiting = [threading.Thread(target=self.fetch, args=args) for args in (
            ("archive", archive), ("rest", rest, *REST))]
        for thread in waiting:
            thread.start()
        for thread in waiting:
            thread.join()
        self.check("archive", archive, "zip", 3, "BULK")
        self.check("rest", rest, "klines", 2, None)

    def check(self, name, sim, kind, attempts, blamed):
        finished = self.found[name]
        self.assertEqual(finished.code, DONE, finished)
        truth = bars.of_truth(sim.truth("spot", "BTCUSDT", "1h", *DAY))
        self.assertEqual(bars.Document(finished.out).bars, truth)
        self.assertEqual(len([line for line in sim.log() if line["kind"] == kind]), attempts)
        if blamed:
            self.assertRegex(finished.err, rf"{blamed}: .*(?i:timed? ?out|slow|silent)")
