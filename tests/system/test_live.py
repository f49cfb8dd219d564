"""wick live --no-bus: what a broker quotes and remembers, as bars that are told and kept."""
import json
import pathlib
import re
import signal
import tempfile
import time

import programs
from get_test import DONE
from live_test import MINUTE, RUNTIME, Live, LiveTest, World, bars_of, mean_of, row_of

TARGETS = ["XAU/USD:m1", "EUR/USD:m1", "EUR/USD:m5", "NZD/CHF:m1"]
NAMES = ["XAU/USD", "EUR/USD", "NZD/CHF"]


class Days(LiveTest):
    """A quarter of an hour of brokers who behave in their own ways, all of them at once."""
    DAYS = {
        "calm": {},
        "untidy": {"late_ticks": 0.03, "late_ms": 4000, "duplicate_ticks": 0.02,
                   "unordered_ticks": 0.05},
        "drops": {"drop_after_s": 170},
        "silence": {"silence_after_s": 150, "silence_for_s": 600},
        "not ready": {"history_ready_after_s": 120, "history_not_ready": 0.3,
                      "history_latency_ms": 200},
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worlds, cls.lives = {}, {}
        for day, scenario in cls.DAYS.items():
            world = World(cls.wick, cls.clock, scenario=scenario)
            cls.worlds[day] = cls.enterClassContext(world)
            folder = pathlib.Path(cls.enterClassContext(
                tempfile.TemporaryDirectory(prefix="wick-system-")))
            (folder / "config").mkdir()
            (folder / "config/runtime_settings.json").write_text(json.dumps(RUNTIME))
            cls.lives[day] = cls.live_in(world, folder)
            cls.addClassCleanup(cls.lives[day].stop)

    @classmethod
    def live_in(cls, world, folder):
        own = {"WICK_CACHE_DIR": str(folder / "cache"), "WICK_STATE_DIR": str(folder / "state")}
        return Live([cls.wick, "live", "--no-bus", "--feed", "sim", "--ticks", "--verbose",
                     *TARGETS], programs.environment({**world.env(), **own}), folder)

    def lines(self, day):
        """All that was told of a day, which has been judged."""
        world, live = self.worlds[day], self.lives[day]
        for name in NAMES:
            live.wait_bars(14, symbol=name.replace("/", ""))
        self.wait_for_amends(world, live)
        self.assertEqual(live.end(), DONE, live)
        for name in NAMES:
            self.assert_candles(world, live.lines, name)
        self.assertEqual(bars_of(live.lines, "lost"), [])
        self.assert_fives(world, live.lines)
        return live

    def wait_for_amends(self, world, live):
        """Until what was told before somebody knew better is told again."""
        quiet = len(bars_of(live.lines))
        world.sim.scenario("calm")
        live.wait_bars(quiet + 3 * len(NAMES))
        truth = {(name.replace("/", ""), row[0]): row[1:] for name in NAMES
                 for row in world.candles(name, live.lines[0]["open_time"],
                                          world.now() // MINUTE * MINUTE)}

        def amended(lines):
            last = {(line["symbol"], line["open_time"]): line
                    for line in bars_of(lines) + bars_of(lines, "revision")}
            return all(row_of(line)[1:] == truth[key] for key, line in last.items()
                       if key in truth)
        live.wait(amended, 40)

    def assert_fives(self, world, lines):
        told = {line["open_time"]: row_of(line) for line in bars_of(lines, tf="5m")}
        told.update({line["open_time"]: row_of(line)
                     for line in bars_of(lines, "revision", tf="5m")})
        rows = world.candles("EUR/USD", min(told), max(told) + 5 * MINUTE, "m5")
        self.assertEqual(list(told.values()), rows)

    def sources(self, live, name="EURUSD"):
        return [line["source"] for line in bars_of(live.lines, symbol=name)]

    def test_calm(self):
        live = self.lines("calm")
        for name in ("XAUUSD", "EURUSD"):
            first, *others = self.sources(live, name)
            self.assertEqual(first, "history_s3", "what had begun before is history's")
            self.assertEqual(set(others), {"tick_agg"})
        self.assertEqual(bars_of(live.lines, "revision"), [])
        self.assertEqual({line["tf"] for line in live.lines}, {"1m", "5m"})
        for line in bars_of(live.lines, source="tick_agg"):
            self.assertEqual(line["tick_count"], line["volume"])
            self.assertGreater(line["max_spread"] + 1e-12, line["avg_spread"])
        self.assertRegex(live.errors[-1], r"^wick: \d+ bars told, \d+ kept$")

    def test_ticks_that_are_late_and_double(self):
        live = self.lines("untidy")
        self.assertEqual(set(self.sources(live)[1:]), {"tick_agg"})

    def test_connections_that_break(self):
        live = self.lines("drops")
        lost = [line for line in live.errors if line.startswith("wick: lost: ")]
        self.assertGreater(len(lost), 1, live)
        self.assertGreater(self.sources(live).count("history_s3"), 1)
        self.assertIn("tick_agg", self.sources(live))

    def test_connections_that_fall_silent(self):
        live = self.lines("silence")
        self.assertTrue([line for line in live.errors if "nothing was heard" in line], live)
        self.assertGreater(self.sources(live).count("history_s3"), 2)

    def test_history_that_is_not_ready_delays(self):
        self.lines("not ready")


class Restarts(LiveTest):
    def judge_store(self, world, begin, end):
        """Each minute of trading once; its ends are the mean of both sides."""
        while world.now() < end + MINUTE:  # `wick get` trusts no bar that has just closed
            time.sleep(0.1)
        kept = self.kept(world, "XAUUSD", begin, end)
        rows = world.candles("XAU/USD", begin, end)
        self.assertEqual([bar[0] for bar in kept], [row[0] for row in rows])
        for bar, row in zip(kept, rows):
            mean = [mean_of(row[i], row[i + 4]) for i in range(1, 5)]
            self.assertEqual((bar[1], bar[4]), (mean[0], mean[3]))
            self.assertLessEqual(bar[2], mean[1] + 1e-9)
            self.assertGreaterEqual(bar[3], mean[2] - 1e-9)
            self.assertEqual(bar[5], row[9])
        return len(kept)

    def test_killed_in_the_middle_of_a_minute(self):
        world = self.world()
        for _ in range(5):
            live = self.start(world, "--feed", "sim", "--ticks", "--previews", "XAU/USD:m1")
            live.wait_bars(1, source="tick_agg")
            told = bars_of(live.lines)[-1]["open_time"]
            live.wait(lambda lines: bars_of(lines, "preview")
                      and bars_of(lines, "preview")[-1]["open_time"] > told)
            self.assertEqual(live.end(signal.SIGKILL), -signal.SIGKILL)
            self.assert_candles(world, live.lines, "XAU/USD")
        live = self.start(world, "--feed", "sim", "--ticks", "XAU/USD:m1")
        live.wait_bars(2, source="tick_agg")
        self.assertEqual(live.end(), DONE, live)
        end = bars_of(live.lines)[-1]["open_time"] + MINUTE
        begin = end - 95 * MINUTE  # the last run alone brings a hundred
        self.assertEqual(self.judge_store(world, begin, end), 95)

    def test_days_of_the_past_through_kills(self):
        """Each life tells the past from where the store ends; together they tell the broker's."""
        self.configure({**RUNTIME, "cache": {"warmup_bars": 4000}})
        world = self.world(scenario={"history_not_ready": 0.2, "history_latency_ms": 400,
                                     "drop_after_s": 170})
        words = ("--feed", "sim", "--ticks", "XAU/USD:m1", "XAU/USD:m5", "--mode", "0",
                 "--warm-lines")
        told = {"1m": {}, "5m": {}}
        for enough in (300, 900, 2500, None):
            live = self.start(world, *words)
            if enough:
                live.wait(lambda lines: len(lines) >= enough or live.process.poll() is not None)
                live.end(signal.SIGKILL)
            else:
                self.assertEqual(live.ended(), DONE, live)
            for tf, known in told.items():
                bars = bars_of(live.lines, tf=tf, synthetic=False)
                opens = [line["open_time"] for line in bars]
                self.assertEqual(opens, sorted(set(opens)))
                for line in bars + bars_of(live.lines, "revision", tf=tf):
                    known[line["open_time"]] = line
        world.sim.scenario("calm")
        for tf, length in (("1m", MINUTE), ("5m", 5 * MINUTE)):
            begin, end = min(told[tf]), max(told[tf]) + length
            rows = world.candles("XAU/USD", begin, end, {"1m": "m1", "5m": "m5"}[tf])
            self.assertEqual(sorted(told[tf]), [row[0] for row in rows])
            for row in rows:
                line = told[tf][row[0]]
                if tf == "1m" or "bid" in line:
                    self.assertEqual(row_of(line), row)
                self.assertEqual(line["volume"], row[9])
        # The past of the last life begins later than that of the first, by the time in between.
        begin, end = min(told["1m"]) + 10 * MINUTE, max(told["1m"]) + MINUTE
        self.assertGreater(end - begin, 60 * 60 * MINUTE)
        self.assertGreater(self.judge_store(world, begin, end), 2500)

    def test_stopped_before_a_silence_was_noticed(self):
        """The last minutes were made of too few ticks, and nobody knew: a later run mends them."""
        world = self.world(scenario={"silence_after_s": 150})
        begin = world.now() // MINUTE * MINUTE
        live = self.start(world, "--feed", "sim", "--ticks", "XAU/USD:m1", "--verbose")
        live.wait_bars(1, synthetic=True)
        self.assertEqual(live.end(), DONE, live)
        self.assertNotIn("lost", " ".join(live.errors))
        self.assertEqual(bars_of(live.lines, "revision"), [])
        world.sim.scenario("calm")
        again = self.start(world, "--feed", "sim", "--ticks", "XAU/USD:m1")
        again.wait_bars(6, source="tick_agg")
        self.assertEqual(again.end(), DONE, again)
        self.judge_store(world, begin, bars_of(again.lines)[-1]["open_time"] - 2 * MINUTE)

    def test_a_second_start_goes_on_from_the_store(self):
        world = self.world()
        first = self.start(world, "--feed", "sim", "--ticks", "XAU/USD:m1", "--count", "2")
        self.assertEqual(first.ended(), DONE, first)
        since = world.sim.last_request()
        again = self.start(world, "--feed", "sim", "--ticks", "XAU/USD:m1", "--count", "2",
                           "--warm-lines")
        self.assertEqual(again.ended(), DONE, again)
        self.assertGreater(again.lines[0]["open_time"], first.lines[-1]["open_time"])
        self.assertEqual(again.lines[0]["open_time"], first.lines[-1]["open_time"] + MINUTE)
        asked = [line["target"] for line in world.sim.log(since)
                 if "/v1/candles" in line["target"]]
        # Once for what came last and may have changed; not for the warm-up all over again.
        before = [target for target in asked
                  if int(re.search(r"from=(\d+)", target)[1]) < first.lines[0]["open_time"]]
        self.assertLessEqual(len(before), 1, asked)

    def test_two_at_the_same_store_do_no_harm(self):
        world = self.world()
        lives = [self.start(world, "--feed", "sim", "--ticks", "XAU/USD:m1", "--count", "4")
                 for _ in range(2)]
        for live in lives:
            live.ended()
            self.assert_candles(world, live.lines, "XAU/USD")
        begin, end = lives[0].lines[0]["open_time"], lives[0].lines[-1]["open_time"]
        self.judge_store(world, begin, end)


class ByTheClock(LiveTest):
    """Coins trade at any time: no clock but the real one, and nothing is configured."""

    def test_a_minute_is_a_minute(self):
        sim = self.exchange()
        (self.folder / "config/runtime_settings.json").unlink()
        env = self.environment({**sim.env, "WICK_CACHE_DIR": str(self.cache)})
        live = Live([self.wick, "live", "--no-bus", "--feed", "sim", "--ticks", "--previews",
                     "BTC/USD:m1", "ETH/USD:m1"], env, self.folder)
        self.addCleanup(live.stop)
        begin = time.time() * 1000 // MINUTE * MINUTE
        live.wait(lambda lines: all(bars_of(lines, symbol=wire, open_time=begin)
                                    for wire in ("BTCUSD", "ETHUSD")), 140)
        self.assertEqual(live.end(), DONE, live)
        for name in ("BTC/USD", "ETH/USD"):
            told = [row_of(line) for line in bars_of(live.lines, symbol=name.replace("/", ""),
                                                     open_time=begin, synthetic=False)]
            query = f"/v1/candles?instrument={name}&timeframe=m1&from={int(begin)}"
            rows = json.loads(sim.get("gateway", f"{query}&to={int(begin) + MINUTE}")[1])["bars"]
            self.assertEqual(told, rows)
        previews = bars_of(live.lines, "preview")
        self.assertTrue(previews)
        self.assertEqual({line["complete"] for line in previews}, {False})
