"""What users of streams suffer from, row by row of docs/pains.md: that the simulator shows it, and
what `wick stream` makes of it."""
import asyncio
import json

import websockets

from history_test import Watch
from stream_test import StreamTest, of_type
from system_test import SystemTest
from wall_clock import WallClock

SECONDS_MAX = 30
TRADES, SECONDS = "/ws/btcusdt@aggTrade", "/ws/btcusdt@kline_1s"
NOW = "2024-06-03T10:00:00"
FUTURES = {"um": ("BTCUSDT", "ETHUSDT"), "cm": ("BTCUSD_PERP", "ETHUSD_PERP")}


class PainsOfStreams(SystemTest):
    sim_options = ("--speed", 10)

    def hear(self, scenario, path, conversation):
        sim = self.exchange("--scenario", scenario)
        url = sim.url("spot_ws") + path
        return asyncio.run(asyncio.wait_for(conversation(url), SECONDS_MAX))

    def test_13_streams_break_off_and_refuse_to_come_back(self):
        async def converse(url):
            heard = []
            async with websockets.connect(url) as line:
                try:
                    while True:
                        heard.append(json.loads(await line.recv()))
                except websockets.ConnectionClosed:
                    pass
            with self.assertRaises(websockets.InvalidStatusCode) as refused:
                await websockets.connect(url)
            async with websockets.connect(url) as line:
                first = json.loads(await line.recv())
            return heard, refused.exception.status_code, first

        heard, status, first = self.hear("pain-13-reconnects", TRADES, converse)
        self.assertEqual((len(heard), status), (20, 503))
        self.assertGreater(first["a"], heard[-1]["a"] + 1, "trades are lost in between")

    def test_14_streams_stall_and_stay_connected(self):
        async def converse(url):
            async with websockets.connect(url, close_timeout=0.1) as line:
                heard = [await line.recv() for _ in range(10)]
                with self.assertRaises(asyncio.TimeoutError):
                    await asyncio.wait_for(line.recv(), 1.5)
                return heard, line.open

        heard, still_open = self.hear("pain-14-silent-stall", TRADES, converse)
        self.assertEqual((len(heard), still_open), (10, True))

    def test_15_streams_come_in_bursts(self):
        async def converse(url):
            async with websockets.connect(url) as line:
                return [await line.recv() for _ in range(300)]

        heard = self.hear("pain-15-burst", TRADES, converse)
        self.assertEqual([len(set(heard[i:i + 100])) for i in (0, 100, 200)], [1, 1, 1])
        self.assertEqual(len(set(heard)), 3)

    def test_16_no_candle_is_ever_said_to_be_closed(self):
        async def converse(url):
            candles = []
            async with websockets.connect(url) as line:
                while len({candle["t"] for candle in candles}) < 6:
                    candles.append(json.loads(await line.recv())["k"])
            return candles

        candles = self.hear("pain-16-last-bar", SECONDS, converse)
        self.assertEqual({candle["x"] for candle in candles}, {False})


class StreamInPain(StreamTest):
    def seconds(self, scenario, *words, count=60):
        """So many candles of two symbols, in seconds of spot; all lines, and the exchange."""
        sim = self.exchange("--scenario", scenario, "--speed", 20, "--now", NOW)
        lines = self.lines(sim, "BTCUSDT", "ETHUSDT", "1s", "--count", str(count), *words)
        self.assertEqual(set(self.assert_truth(sim, lines)), {"BTCUSDT", "ETHUSDT"})
        self.assertEqual(len(of_type(lines, "candle")), count)
        self.assertEqual(of_type(lines, "revision", "hole"), [])
        return lines, sim

    def check_futures(self, scenario):
        """The end of a minute."""
        for market, symbols in FUTURES.items():
            with self.subTest(market=market):
                sim = self.exchange("--scenario", scenario, "--speed", 2, "--now",
                                    "2024-06-03T10:00:55")
                lines = self.lines(sim, *symbols, "--market", market, "1m", "--since", NOW,
                                   "--count", "2")
                self.assertEqual(set(self.assert_truth(sim, lines, market, "1m")), set(symbols))


class Pain13Reconnects(StreamInPain):
    def test_what_was_missed_comes_from_history_and_in_order(self):
        lines, _ = self.seconds("pain-13-reconnects")
        self.assertEqual({line["source"] for line in lines}, {"STREAM", "REST"})

    def test_futures(self):
        self.check_futures("pain-13-reconnects")


class Pain14SilentStall(StreamInPain):
    def test_history_answers_and_another_connection_is_opened(self):
        _, sim = self.seconds("pain-14-silent-stall")
        handshakes = [line for line in sim.log() if line["kind"] == "ws"]
        self.assertGreater(len(handshakes), 1)
        self.assertLess(len(handshakes), 20)

    def test_futures(self):
        self.check_futures("pain-14-silent-stall")


class Pain15Burst(StreamInPain):
    def test_a_hundred_copies_are_one_candle(self):
        lines, _ = self.seconds("pain-15-burst", "--updates")
        updates = [(line["symbol"], line["open_time"], line["count"])
                   for line in of_type(lines, "update")]
        self.assertGreater(len(updates), 20)
        self.assertEqual(len(updates), len(set(updates)))


class Pain16LastBar(StreamInPain):
    def test_the_clock_closes_what_no_frame_does(self):
        lines, _ = self.seconds("pain-16-last-bar", count=300)
        self.assertEqual({line["source"] for line in lines}, {"REST"})

    def test_the_last_trade_of_a_symbol_needs_no_next_one(self):
        """A quiet symbol: most of its minutes have no trade that could end the one before."""
        sim = self.exchange("--scenario", "pain-16-last-bar", "--speed", 20, "--now", NOW)
        wall = WallClock(self.folder).env(NOW, 20)
        watch = Watch(sim)
        lines = self.lines(sim, "BATBTC", "1m", "--since", "10m", "--count", "12", env=wall)
        self.assertEqual(self.assert_truth(sim, lines, interval="1m"), {"BATBTC": 12})
        self.assertIn(0, {line["count"] for line in lines})
        self.assertLess(len(watch.data()), 12)
