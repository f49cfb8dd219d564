"""What users of streams suffer from, row by row of docs/pains.md: that the simulator shows it. What
Candlewick does about it comes with streaming."""
import asyncio
import json

import websockets

from system_test import SystemTest

SECONDS_MAX = 30
TRADES, SECONDS = "/ws/btcusdt@aggTrade", "/ws/btcusdt@kline_1s"


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
