"""Streams as clients see them that nobody here wrote."""
import asyncio
import json
import ssl

import websockets

import node_clients
from system_test import SystemTest

SYMBOLS = {"spot": "BTCUSDT", "um": "ETHUSDT", "cm": "BTCUSD_PERP"}
SOON = ("--now", "2024-06-03T10:00:57")  # three seconds before a minute ends
SECONDS_MAX = 40


class StreamTest(SystemTest):
    def check_candle(self, sim, market, candle):
        """A closed candle of a stream is the market's own."""
        opened = candle["t"] * 1000
        truth = sim.truth(market, candle["s"], candle["i"], opened, candle["T"] * 1000 + 1000)
        self.assertEqual(len(truth), 1, candle)
        told = [opened, *(float(candle[key]) for key in "ohlcvq"), candle["n"],
                float(candle["V"]), float(candle["Q"]), candle["f"], candle["L"]]
        row = truth[0]
        self.assertEqual(told, [row[0], *map(float, row[1:7]), row[7], float(row[8]),
                                float(row[9]), row[10], row[11]])


class StreamsFromNode(StreamTest):
    @classmethod
    def setUpClass(cls):
        node_clients.install()

    def check_heard(self, sim, market, interval, count):
        found = node_clients.run("binance_streams.mjs", sim.env, market=market, count=count,
                                 interval=interval)
        opened = [candle["t"] * 1000 for candle in found]
        traded = [row[0] for row in sim.truth(market, SYMBOLS[market], interval, opened[0],
                                              opened[-1] + 1) if row[7] > 0]
        self.assertEqual(opened, traded, "every candle with a trade, once and in order")
        for candle in found:
            self.assertEqual((candle["s"], candle["i"]), (SYMBOLS[market], interval))
            self.check_candle(sim, market, candle)

    def test_binance_hears_seconds_of_spot(self):
        self.check_heard(self.exchange(), "spot", "1s", 3)

    def test_binance_hears_a_minute_close_in_three_markets(self):
        for market in SYMBOLS:
            with self.subTest(market=market):
                self.check_heard(self.exchange(*SOON), market, "1m", 1)

    def test_a_standard_client_meets_what_is_documented(self):
        found = node_clients.run("plain_streams.mjs", self.exchange().env)
        self.assertEqual((found["raw"]["e"], found["raw"]["s"]), ("kline", "BTCUSDT"))
        self.assertEqual(found["raw"]["k"]["i"], "1s")
        self.assertEqual(found["rawClosed"], 1000)
        self.assertEqual(found["kline"]["data"]["e"], "kline")
        self.assertEqual(found["trade"]["data"]["e"], "aggTrade")
        self.assertEqual(found["empty"], {"result": [], "id": 1})
        self.assertEqual(found["subscribed"], {"result": None, "id": 2})
        self.assertEqual(sorted(found["listed"]["result"]),
                         ["btcusdt@kline_1s", "ethusdt@kline_1m"])
        self.assertIn(found["streamed"]["s"], ("BTCUSDT", "ETHUSDT"))
        self.assertEqual(found["unsubscribed"], {"result": None, "id": 4})
        self.assertEqual(found["left"], {"result": ["ethusdt@kline_1m"], "id": "five"})
        self.assertEqual(found["badJson"]["code"], 3)
        self.assertEqual(found["badMethod"]["code"], 2)
        self.assertEqual(found["property"], {"result": False, "id": 2})


class StreamsFromPython(StreamTest):
    def hear(self, conversation):
        return asyncio.run(asyncio.wait_for(conversation, SECONDS_MAX))

    def test_closed_candles_over_tls(self):
        sim = self.exchange("--tls", *SOON)
        trust = ssl.create_default_context(cafile=sim.env["WICK_CA_FILE"])
        self.assertTrue(sim.url("um_ws").startswith("wss://"))

        async def converse():
            async with websockets.connect(sim.url("um_ws") + "/market/ws", ssl=trust) as line:
                await line.send(json.dumps({"method": "SUBSCRIBE", "id": 7,
                                            "params": ["btcusdt@kline_1m"]}))
                reply = json.loads(await line.recv())
                self.assertEqual(reply, {"result": None, "id": 7})
                while not (candle := json.loads(await line.recv())["k"])["x"]:
                    pass
                return candle

        candle = self.hear(converse())
        self.assertEqual(candle["s"], "BTCUSDT")
        self.assertEqual(candle["T"] - candle["t"], 59_999)

    def test_a_stranger_is_not_trusted(self):
        sim = self.exchange("--tls")

        async def converse():
            async with websockets.connect(sim.url("spot_ws") + "/ws"):
                pass

        with self.assertRaises(ssl.SSLCertVerificationError):
            self.hear(converse())

    def test_pings_are_answered(self):
        sim = self.exchange()

        async def converse():
            async with websockets.connect(sim.url("cm_ws") + "/ws") as line:
                await (await line.ping(b"payload"))

        self.hear(converse())

    def test_a_combined_stream_is_the_truth(self):
        sim = self.exchange(*SOON)

        async def converse():
            url = sim.url("cm_ws") + "/stream?streams=btcusd_perp@kline_1m"
            async with websockets.connect(url) as line:
                while True:
                    frame = json.loads(await line.recv())
                    if frame["data"]["k"]["x"]:
                        return frame

        frame = self.hear(converse())
        self.assertEqual(frame["stream"], "btcusd_perp@kline_1m")
        self.check_candle(sim, "cm", frame["data"]["k"])
