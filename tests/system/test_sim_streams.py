"""What the simulator's streams do to a client over real sockets: limits, bans, shutdowns, silences,
revisions."""
import asyncio
import json
import signal

import websockets

from system_test import SystemTest

SECONDS_MAX = 40
SOON = ("--now", "2024-06-03T10:00:57")  # three seconds before a minute ends


def ws_rule(then, **when):
    return {"when": {"kind": "ws", **when}, "then": then}


def subscribe(*streams, number=1):
    return json.dumps({"method": "SUBSCRIBE", "params": streams, "id": number})


class SimStreams(SystemTest):
    def open_with(self, *options, rules=(), **head):
        sim = self.exchange(*options)
        sim.scenario({"name": "x", "rules": list(rules), **head})
        return sim

    def run_soon(self, conversation):
        return asyncio.run(asyncio.wait_for(conversation, SECONDS_MAX))

    async def refusal(self, url):
        """The status and Retry-After of a handshake that is refused, or nothing."""
        try:
            async with websockets.connect(url):
                return None
        except websockets.InvalidStatusCode as refused:
            return refused.status_code, int(refused.headers["Retry-After"])

    async def closing(self, url, *messages):
        """Code and reason of the close that these messages lead to."""
        async with websockets.connect(url) as line:
            try:
                for message in messages:
                    await line.send(message)
                while True:
                    await line.recv()
            except websockets.ConnectionClosed as closed:
                return closed.code, closed.reason

    def test_too_many_messages_end_a_connection_and_at_last_ban(self):
        sim = self.open_with()

        async def converse():
            for _ in range(4):
                closed = await self.closing(sim.url("spot_ws") + "/ws", *["{}"] * 6)
                self.assertEqual(closed, (1008, "Too many requests"))
            return (await self.refusal(sim.url("spot_ws") + "/ws"),
                    await self.refusal(sim.url("cm_ws") + "/ws"))

        banned, elsewhere = self.run_soon(converse())
        self.assertEqual(banned[0], 418)
        self.assertIn(banned[1], range(60, 121))
        self.assertIsNone(elsewhere)
        self.assertEqual([line["status"] for line in sim.log()], [101] * 4 + [418, 101])

    def test_too_many_streams_end_a_connection(self):
        sim = self.open_with(streams={"streams_max": 2})

        async def converse():
            return await self.closing(sim.url("um_ws") + "/market/ws",
                                      subscribe("a@kline_1m", "b@kline_1m"),
                                      subscribe("c@kline_1m", number=2))

        self.assertEqual(self.run_soon(converse()), (1008, "Too many streams"))

    def test_too_many_connects_are_refused_and_then_banned(self):
        sim = self.open_with(streams={"connects": {"max": 2, "window_s": 3600}},
                             limits={"ban_after": 1, "ban_s": 50})

        async def converse():
            return [await self.refusal(sim.url("spot_ws") + "/ws") for _ in range(4)]

        heard = self.run_soon(converse())
        self.assertEqual(heard[:2], [None, None])
        self.assertEqual([status for status, _ in heard[2:]], [429, 418])
        self.assertEqual(heard[3][1], 50)

    def test_the_day_is_as_long_as_the_exchanges(self):
        sim = self.open_with("--speed", 100, streams={"lifetime_s": 200})

        async def converse():
            began = asyncio.get_running_loop().time()
            closed = await self.closing(sim.url("cm_ws") + "/ws")
            return closed, asyncio.get_running_loop().time() - began

        closed, seconds = self.run_soon(converse())
        self.assertEqual(closed, (1001, "Connection expired"))
        self.assertGreater(seconds, 1.5)
        self.assertLess(seconds, 15)

    def test_a_shutdown_is_announced_in_the_form_of_the_connection(self):
        sim = self.open_with("--speed", 20, rules=[ws_rule({"shutdown_s": 10})])

        async def heard(path):
            texts = []
            async with websockets.connect(sim.url("spot_ws") + path) as line:
                try:
                    while True:
                        texts.append(json.loads(await line.recv()))
                except websockets.ConnectionClosed as closed:
                    return texts[0], closed.code, closed.reason

        raw = self.run_soon(heard("/ws/btcusdt@kline_1s"))
        combined = self.run_soon(heard("/stream?streams=btcusdt@kline_1s"))
        self.assertEqual((raw[0]["e"], raw[1:]), ("serverShutdown", (1001, "Server shutdown")))
        self.assertEqual((combined[0]["stream"], combined[0]["data"]["e"]),
                         ("!serverShutdown", "serverShutdown"))

    def test_who_ends_the_simulator_is_announced_too(self):
        sim = self.open_with()

        async def converse():
            async with websockets.connect(sim.url("spot_ws") + "/ws") as line:
                await line.send(subscribe())
                await line.recv()
                sim.process.send_signal(signal.SIGTERM)
                return json.loads(await line.recv())

        self.assertEqual(self.run_soon(converse())["e"], "serverShutdown")

    def silent_but_alive(self, sim, url):
        """Acknowledges, pings, and brings no data."""
        async def converse():
            async with websockets.connect(url, ping_interval=None) as line:
                await line.send(subscribe("btcusdt@kline_1m"))
                reply = json.loads(await line.recv())
                with self.assertRaises(asyncio.TimeoutError):
                    await asyncio.wait_for(line.recv(), 3)
                await asyncio.wait_for(await line.ping(), 3)
                return reply, line.open

        self.assertEqual(self.run_soon(converse()), ({"result": None, "id": 1}, True))

    def test_the_path_from_before_the_split_says_nothing(self):
        sim = self.open_with("--speed", 10, streams={"ping_every_s": 5, "pong_within_s": 10})
        self.silent_but_alive(sim, sim.url("um_ws") + "/ws")
        self.silent_but_alive(sim, sim.url("um_ws") + "/stream")

    def test_a_muted_path_says_nothing_though_it_pings(self):
        sim = self.open_with("--speed", 10, streams={"ping_every_s": 5, "pong_within_s": 10},
                             rules=[ws_rule({"mute": True}, moment="handshake", host="spot")])
        self.silent_but_alive(sim, sim.url("spot_ws") + "/ws")

    def test_a_rough_closing_frame_is_put_right(self):
        sim = self.open_with(*SOON, rules=[ws_rule({"rough": True}, closing=True)])

        async def converse():
            closings = []
            async with websockets.connect(sim.url("um_ws") + "/market/ws/btcusdt@kline_1m") as line:
                while len(closings) < 2:
                    frame = json.loads(await line.recv())
                    if frame["k"]["x"]:
                        closings.append(frame)
            return closings

        rough, final = self.run_soon(converse())
        self.assertEqual(rough["k"]["t"], final["k"]["t"])
        self.assertEqual(rough["k"]["n"] + 1, final["k"]["n"])
        self.assertLess(float(rough["k"]["v"]), float(final["k"]["v"]))
        self.assertEqual(final["E"] - rough["E"], 1500)
        opened = final["k"]["t"] * 1000
        truth = sim.truth("um", "BTCUSDT", "1m", opened, opened + 60_000_000)[0]
        self.assertEqual([final["k"][key] for key in "ohlcvq"], truth[1:7])

    def test_the_night_brings_nothing_false(self):
        sim = self.exchange("--scenario", "stream-night", "--speed", 30, *SOON)

        async def converse():
            last = {}
            while len(last) < 8:
                try:
                    url = sim.url("spot_ws") + "/ws/btcusdt@kline_1m/ethusdt@kline_1m"
                    async with websockets.connect(url, open_timeout=2, close_timeout=0.1) as line:
                        while len(last) < 8:
                            frame = json.loads(await asyncio.wait_for(line.recv(), 2))
                            if frame.get("k", {}).get("x"):
                                last[frame["k"]["s"], frame["k"]["t"]] = frame["k"]
                except (websockets.WebSocketException, asyncio.TimeoutError, OSError):
                    await asyncio.sleep(0.2)
            return last

        for (symbol, opened), candle in self.run_soon(converse()).items():
            truth = sim.truth("spot", symbol, "1m", opened * 1000, opened * 1000 + 60_000_000)[0]
            if candle["n"] < truth[7]:
                continue  # rough, and the revision was not waited for
            self.assertEqual([candle[key] for key in "ohlcvq"], truth[1:7])
