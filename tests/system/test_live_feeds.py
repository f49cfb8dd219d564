"""wick live --no-bus with feeds of every kind: what each tells is what the broker remembers."""
import shutil

import bars
from get_test import DONE, NOTHING, PARTIAL
from live_test import MINUTE, RUNTIME, LiveTest, bars_of, row_of
from system_test import ROOT

FIX_LOGIN = {"FXCM_USERNAME": "demo", "FXCM_PASSWORD": "demo"}


class Feeds(LiveTest):
    def test_polled(self):
        world = self.world()
        live = self.start(world, "--feed", "sim", "--polled", "XAU/USD:m1", "EUR/USD:m1")
        for wire in ("XAUUSD", "EURUSD"):
            live.wait_bars(6, symbol=wire)
        self.assertEqual(live.end(), DONE, live)
        for name in ("XAU/USD", "EUR/USD"):
            self.assert_candles(world, live.lines, name)
        self.assertEqual({line["source"] for line in live.lines}, {"stream"})
        self.assertEqual({line["mid_derived"] for line in live.lines}, {True})

    def fix(self, world, *words, **more):
        self.configure({**RUNTIME, "fix": {"target_sub_id": "U100D1"}})
        return self.start(world, "--feed", "fxcm-fix", "--ticks", "--verbose", *words,
                          env=FIX_LOGIN, **more)

    def test_fix_makes_the_same_candles_as_the_gateway(self):
        world = self.world()
        live = self.fix(world, "XAU/USD:m1", "EUR/USD:m1")
        for wire in ("XAUUSD", "EURUSD"):
            live.wait_bars(6, symbol=wire, source="tick_agg")
        live.end()
        for name in ("XAU/USD", "EUR/USD"):
            real = self.assert_candles(world, live.lines, name)
            self.assertEqual({line["source"] for line in real.values()}, {"tick_agg"})

    def test_fix_tells_what_nobody_knows(self):
        """It has no history: what a broken connection did not bring is lost, and said to be."""
        world = self.world(scenario={"drop_after_s": 170})
        live = self.fix(world, "EUR/USD:m1")
        live.wait(lambda lines: len(bars_of(lines, "lost")) >= 2
                  and bars_of(lines)[-1]["open_time"] > bars_of(lines, "lost")[1]["from"])
        self.assertEqual(live.end(), PARTIAL, live)
        told, lost = bars_of(live.lines), bars_of(live.lines, "lost")
        minutes = [line["open_time"] for line in told]
        for line in lost:
            minutes += range(line["from"], line["to"], MINUTE)
        self.assertEqual(sorted(minutes), list(range(min(minutes), max(minutes) + MINUTE, MINUTE)))
        rows = {row[0]: row for row in world.candles("EUR/USD", min(minutes),
                                                     max(minutes) + MINUTE)}
        for line in told:
            self.assertEqual(row_of(line), rows[line["open_time"]])

    def test_a_login_that_is_refused_ends_it(self):
        world = self.world(scenario={"logon_refused": True})
        live = self.fix(world, "EUR/USD:m1")
        self.assertEqual(live.ended(), NOTHING, live)
        self.assertEqual(live.lines, [])
        self.assertIn("the logon was refused", live.errors[-1])
        self.assertEqual(sum("refused" in line for line in live.errors), 1, live)

    def test_a_refused_symbol_leaves_the_others(self):
        world = self.world(scenario={"rejected": ["XAU/*"]})
        live = self.start(world, "--feed", "sim", "--ticks", "XAU/USD:m1", "EUR/USD:m1")
        live.wait_bars(4, symbol="EURUSD")
        live.end()
        self.assert_candles(world, live.lines, "EUR/USD")
        self.assertEqual(bars_of(live.lines, symbol="XAUUSD"), [])
        refusals = [line for line in live.errors if "no such instrument" in line]
        self.assertEqual(refusals, ["wick: XAU/USD: no such instrument"])

    def test_trades_and_quotes_of_every_market_of_an_exchange(self):
        """What is made of trades is the market's own candle; quotes bring no history of trades."""
        world = self.world()
        for market, symbol in (("spot", "BTCUSDT"), ("um", "ETHUSDT"), ("cm", "BTCUSD_PERP")):
            with self.subTest(market=market):
                live = self.start(world, "--feed", "binance-ws", "--market", market, "--ticks",
                                  f"{symbol}:m1", "--verbose")
                live.wait_bars(3, source="tick_agg", synthetic=False)
                self.assertEqual(live.end(), DONE, live)
                self.assert_market(world, market, symbol, live.lines)
                self.assertIn("wick: listening to 1 stream from ", "\n".join(live.errors))
                self.assertNotIn("odd:", "\n".join(live.errors))
        self.configure({**RUNTIME, "stream": {**RUNTIME["stream"], "binance_market": "um",
                                              "binance_feed": "quotes"}})
        live = self.start(world, "--feed", "binance-ws", "BTCUSDT:m1")
        live.wait_bars(2, source="tick_agg", synthetic=False)
        live.end()
        self.assertEqual({line["source"] for line in bars_of(live.lines)}, {"tick_agg"})
        self.assertTrue(all(line["bid"][3] < line["ask"][3] for line in bars_of(live.lines)))

    def assert_market(self, world, market, symbol, lines):
        told = [line for line in bars_of(lines) if not line["synthetic"]]
        truth = {bar.open_time // 1000: bar for bar in bars.of_truth(world.sim.truth(
            market, symbol, "1m", told[0]["open_time"] * 1000,
            (told[-1]["open_time"] + MINUTE) * 1000))}
        for line in told:
            bar = truth[line["open_time"]]
            self.assertEqual([line[part] for part in ("open", "high", "low", "close")],
                             [bar.open, bar.high, bar.low, bar.close])
            self.assertAlmostEqual(line["volume"], bar.volume, 6)

    def test_names_that_the_exchange_has_not(self):
        world = self.world()
        for words, said in ((("BTC/USDT:m1",), "has no BTC/USDT (is it BTCUSDT?)"),
                            (("BTCUSDT:m1", "BTCUSDTT:m1"), "has no BTCUSDTT (is it BTCUSDT?)"),
                            (("BTCUSD_PERP:m1",), "--market futures_coin")):
            with self.subTest(words=words):
                self.assert_usage_error(
                    self.run_program(self.wick, "live", "--no-bus", "--feed", "binance-ws",
                                     *words, env=world.env()), said)

    def test_the_example_of_a_bridge(self):
        if shutil.which("node") is None:
            self.skipTest("there is no node")
        world = self.world()
        live = self.start(world, "--bridge", f"node {ROOT}/bridges/example-node/bridge.js",
                          "--ticks", "XAU/USD:m1", "GBP/USD:m1", "NO/PE:m1")
        for wire in ("XAUUSD", "GBPUSD"):
            live.wait_bars(4, symbol=wire)
        self.assertEqual(live.end(), DONE, live)
        for wire in ("XAUUSD", "GBPUSD"):
            opens = [line["open_time"] for line in bars_of(live.lines, symbol=wire)]
            self.assertEqual(opens, list(range(opens[0], opens[-1] + MINUTE, MINUTE)))
        self.assertIn("wick: NO/PE: no such symbol", live.errors)

    def test_a_bridge_that_is_not_there(self):
        live = self.start(self.world(), "--bridge", "/nonexistent/bridge", "XAU/USD:m1")
        self.assertEqual(live.ended(), NOTHING, live)
        self.assertIn("/nonexistent/bridge", live.errors[-1])

    def test_a_break_of_an_hour_is_no_loss(self):
        """Gold rests from 17:00 to 18:00 in New York; nothing is told of that hour."""
        self.configure({**RUNTIME, "stream": {**RUNTIME["stream"],
                                              "tick_aggregation_grace_seconds": 60}})
        world = self.world(now="2024-03-05T21:54:30", speed=60)
        live = self.start(world, "--feed", "sim", "--ticks", "XAU/USD:m1", "--verbose")
        live.wait(lambda lines: bars_of(lines)
                  and bars_of(lines)[-1]["open_time"] >= 1709679840000)  # 23:04
        self.assertEqual(live.end(), DONE, live)
        told = bars_of(live.lines)
        rows = world.candles("XAU/USD", told[0]["open_time"], told[-1]["open_time"] + MINUTE)
        self.assertEqual([row_of(line) for line in told if not line["synthetic"]], rows)
        rest = [line["open_time"] for line in told if 1709676000000 <= line["open_time"]
                < 1709679600000]
        self.assertEqual(rest, [])
        opens = [line["open_time"] for line in told]
        self.assertEqual(opens, sorted(set(opens)))
