"""wick live --no-bus: how it is told what to do, and how it ends."""
import os
import signal
import time

from fix_broker import free_port
from get_test import DONE, NOTHING, USAGE
from live_test import MINUTE, RUNTIME, LiveTest, bars_of


class Ends(LiveTest):
    def sim(self, *words, world=None, **more):
        return self.start(world or self.world(), "--feed", "sim", "--ticks", *words, **more)

    def test_so_many_bars(self):
        live = self.sim("XAU/USD:m1", "EUR/USD:m1", "--count", "3")
        self.assertEqual(live.ended(), DONE, live)
        self.assertEqual(len(bars_of(live.lines)), 3)
        self.assertRegex(live.errors[-1], r"^wick: 3 bars told, \d+ kept$")

    def test_some_time(self):
        begin = time.monotonic()
        live = self.sim("XAU/USD:m1", "--for", "3s")
        self.assertEqual(live.ended(), DONE, live)
        self.assertLess(time.monotonic() - begin, 30)

    def test_signals(self):
        world = self.world()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            live = self.sim("XAU/USD:m1", world=world)
            live.wait_bars(1)
            begin = time.monotonic()
            self.assertEqual(live.end(number), DONE, live)
            self.assertLess(time.monotonic() - begin, 15)
            self.assertRegex(live.errors[-1], r"^wick: \d+ bars? told, \d+ kept$")

    def test_one_pass_that_could_keep_nothing_has_failed(self):
        live = self.sim("XAU/USD:m1", "--mode", "0", env={"WICK_CACHE_DIR": "/proc/nowhere"})
        self.assertEqual(live.ended(), NOTHING, live)
        self.assertRegex(live.errors[-1], r"not all of \d+ kept, \d+ errors? of the cache")

    def test_a_reader_who_leaves(self):
        reading, writing = os.pipe()
        live = self.sim("XAU/USD:m1", "--previews", stdout=writing)
        os.close(writing)
        self.assertTrue(os.read(reading, 1))
        os.close(reading)
        self.assertEqual(live.ended(40), DONE, live)
        self.assertEqual(live.errors, [])

    def test_recordings_without_a_tick(self):
        """Each ends by itself, with a word about what is wrong."""
        for name, text, code, words in (
                ("gone", None, NOTHING, "No such file"), ("empty", "", NOTHING, "it has no tick"),
                ("noise", "garbage\n", NOTHING, "lines is a tick; the first: "),
                ("comments", "# c\n" * 3000, NOTHING, "none of its 3000 lines is a tick")):
            with self.subTest(name=name):
                path = self.folder / f"{name}.jsonl"
                if text is not None:
                    path.write_text(text)
                live = self.start(self.world(), "--replay", path, "--speed", "0", "EUR/USD:m1")
                self.assertEqual(live.ended(30), code, live)
                self.assertIn(words, live.errors[-1])

    def test_a_full_disk_behind_standard_output(self):
        with open("/dev/full", "wb") as full:
            live = self.sim("XAU/USD:m1", "--previews", stdout=full)
            self.assertEqual(live.ended(30), NOTHING, live)
        self.assertIn("No space left", live.errors[-1])

    def test_one_pass(self):
        world = self.world()
        begin = world.now() // MINUTE * MINUTE - 90 * MINUTE
        live = self.sim("XAU/USD:m1", "--mode", "0", "--warm-lines", world=world)
        self.assertEqual(live.ended(40), DONE, live)
        real = self.assert_candles(world, live.lines, "XAU/USD")
        self.assertGreaterEqual(len(real), 90)
        self.assertLess(min(real), begin)
        kept = self.kept(world, "XAUUSD", begin, begin + 90 * MINUTE)
        self.assertEqual([bar[0] for bar in kept],
                         [row[0] for row in world.candles("XAU/USD", begin, begin + 90 * MINUTE)])

    def test_nothing_is_kept_where_nothing_should_be(self):
        live = self.sim("XAU/USD:m1", "--count", "1", "--no-store")
        self.assertEqual(live.ended(), DONE, live)
        self.assertEqual(len(bars_of(live.lines)), 1)
        self.assertEqual([path for path in self.cache.rglob("*") if path.is_file()], [])

    def test_mistakes_are_named_in_one_line(self):
        cases = ((("--feed", "news", "XAU/USD:m1"), "news"),
                 (("--feed", "sim", "XAU/USD:7m"), "7m"),
                 (("--feed", "sim", "XAU:USD:m1"), "XAU:USD"),
                 (("--feed", "sim", "XAU/USD:m1", "--ticks", "--polled"), "--polled"),
                 (("--feed", "sim", "XAU/USD:m1", "--for", "soon"), "--for"),
                 (("--feed", "sim", "XAU/USD:m1", "--count", "-1"), "--count"),
                 (("--feed", "sim", "XAU/USD:m1", "--count", "0"), "--count"),
                 (("--feed", "sim", "XAU/USD:m1", "--speed", "60"), "--speed"),
                 (("--bridge", "python3 'unclosed", "XAU/USD:m1"), "quote that is not closed"),
                 (("--feed", "sim", "XAU/USD:m1", "--mode", "2"), "mode"),
                 (("--feed", "sim", "XAU/USD:m1"), "WICK_GATEWAY_URL"),
                 (("--feed", "fxcm-fix", "XAU/USD:m1"), "FXCM_USERNAME"),
                 (("--feed", "bridge", "XAU/USD:m1"), "--bridge"),
                 (("--feed", "fxcm-archive", "EUR/USD:m1"), "fxcm-archive"),
                 (("--feed", "sim", "--replay", "ticks.csv", "XAU/USD:m1"), "--replay"),
                 (("--replay", "ticks.csv", "--bridge", "true", "XAU/USD:m1"), "--bridge"),
                 (("--feed", "fxcm-fix", "--bridge", "true", "XAU/USD:m1"), "--bridge"),
                 (("--bridge", "true", "--market", "um", "XAU/USD:m1"), "--market"),
                 (("--feed", "binance-ws", "--market", "fx", "BTCUSDT:m1"), "--market"),
                 (("XAU/USD:m1",), "--feed"), (("--never",), "--never"))
        for words, said in cases:
            with self.subTest(words=words):
                self.assert_usage_error(
                    self.run_program(self.wick, "live", "--no-bus", *words), said)
        self.assert_usage_error(self.run_program(self.wick, "live", "XAU/USD:m1"), "--no-bus")


    def test_a_recording_without_the_symbol(self):
        """As with any venue: an error where it has none of them, else the others go on."""
        self.folder.joinpath("ticks.csv").write_text(
            "time,symbol,bid,ask\n" + "".join(f"{1709640000 + 20 * i},EUR/USD,1,2\n"
                                              for i in range(12)))
        for words in ((), ("--feed", "Replay")):
            alone = self.run_program(self.wick, "live", "--no-bus", "--replay", "ticks.csv",
                                     "--speed", "0", "EURUSD:m1", *words)
            self.assert_usage_error(alone, "ticks.csv has no EURUSD; it has EUR/USD")
        both = self.run_program(self.wick, "live", "--no-bus", "--replay", "ticks.csv",
                                "--speed", "0", "EURUSD:m1", "EUR/USD:m1")
        self.assert_good(both)
        self.assertTrue(both.out)
        self.assertIn("wick: ticks.csv has no EURUSD; it has EUR/USD; write EUR/USD:m1",
                      both.err.splitlines())

    def test_lines_of_a_recording_that_are_no_ticks(self):
        """The first five are named, and their number, without --verbose."""
        self.folder.joinpath("ticks.csv").write_text(
            "time,symbol,bid,ask\n" + "1709640000,EUR/USD,x,2\n" * 7 +
            "".join(f"{1709640000 + 20 * i},EUR/USD,1,2\n" for i in range(12)))
        live = self.assert_good(self.run_program(
            self.wick, "live", "--no-bus", "--replay", "ticks.csv", "--speed", "0", "EUR/USD:m1"))
        said = [line for line in live.err.splitlines() if "passed over" in line]
        self.assertEqual(said, [
            *(f"wick: ticks.csv:{line}: bid or ask is no number; passed over"
              for line in range(2, 7)),
            "wick: ticks.csv: 7 of 20 lines were passed over; the first: ticks.csv:2: bid or ask "
            "is no number"])

    def test_a_symbol_of_another_spelling(self):
        live = self.sim("XAUUSD:m1")
        self.assertEqual(live.ended(), USAGE, live)
        self.assertIn("wick: XAUUSD: no such instrument; did you mean XAU/USD?", live.errors)


class Silence(LiveTest):
    """What is said without --verbose where nothing comes."""
    def test_nobody_is_there(self):
        live = self.start(self.world(), "--feed", "sim", "--ticks", "BTC/USD:m1",
                          env={"WICK_GATEWAY_URL": f"http://127.0.0.1:{free_port()}"})
        live.wait_said("not up", 25)
        self.assertRegex(live.errors[0],
                         r"^wick: the feed is not up for 1\d s: .*[Cc]onnection refused")
        self.assertEqual(live.end(), DONE, live)
        self.assertEqual(len(live.errors), 2, live)

    def test_a_weekend(self):
        self.configure({**RUNTIME, "fix": {"target_sub_id": "U100D1"}})
        world = self.world(now="2024-03-09T12:00:00")
        live = self.start(world, "--feed", "fxcm-fix", "--ticks", "EUR/USD:m1",
                          env={"FXCM_USERNAME": "demo", "FXCM_PASSWORD": "demo"})
        live.wait_said("not up", 25)
        self.assertEqual(live.errors[0], "wick: the market is closed, opens 2024-03-10T22:00:00Z")
        self.assertIn("outside the session's hours", live.errors[1])
        self.assertEqual(live.end(), DONE, live)


class Configuration(LiveTest):
    def test_files_say_what_is_done(self):
        self.configure({"cache": {"warmup_bars": 100, "dir": "bars"},
                        "stream": {**RUNTIME["stream"], "config": "EUR/USD:m1,XAU/USD:m5",
                                   "tick_aggregation_enabled": True, "price_basis": "bid",
                                   "price_basis_by_symbol": {"XAU/USD": "ask"}}})
        (self.folder / ".env").write_text("AI_ONE_ENV_FILE=.env.local\n")
        (self.folder / ".env.local").write_text("FXCM_FEED=sim\n")
        world = self.world()
        live = self.start(world)
        live.wait_bars(5, symbol="EURUSD")
        live.wait_bars(1, tf="5m", symbol="XAUUSD")
        self.assertEqual(live.end(), DONE, live)
        self.assertEqual({(line["symbol"], line["tf"]) for line in live.lines},
                         {("EURUSD", "1m"), ("XAUUSD", "5m")})
        for line in live.lines:
            side = line["bid" if line["symbol"] == "EURUSD" else "ask"]
            if not line["synthetic"]:
                self.assertEqual([line[part] for part in ("open", "high", "low", "close")], side)
        kept = [path for path in (self.folder / "bars").rglob("*") if path.is_file()]
        self.assertTrue(kept)
        self.assertFalse(self.cache.exists() and list(self.cache.rglob("*.log")))

    def test_a_mistake_in_a_file_is_told_with_its_line(self):
        (self.folder / "config/runtime_settings.json").write_text('{"stream": {\n"mood": 1}}')
        self.assert_usage_error(
            self.run_program(self.wick, "live", "--no-bus", "--feed", "sim", "XAU/USD:m1"),
            "runtime_settings.json:2", "mood")
