"""wick stream at an exchange where all goes wrong: what it tells is the market's own, all of it,
each candle once."""
import json
import socket
import time

from history_test import Watch, fault
from stream_test import StreamTest, lines_of, of_type
from wall_clock import WallClock

NOW = "2024-06-03T10:00:00"
FAST = ("--speed", "20", "--now", NOW)
OTHERS = {"um": ("BTCUSDT", "ETHUSDT"), "cm": ("BTCUSD_PERP", "ETHUSD_PERP")}
HANDSHAKE = {"moment": "handshake"}
QUIET = ("BATBTC", "COMPBNB")
YOUNG = 8  # candles whose true closing frame may be under way when the program ends


class Scenarios(StreamTest):
    def hear(self, scenario, *words, **more):
        """Two symbols in seconds of spot, sixty candles altogether."""
        sim = self.exchange(*FAST)
        sim.scenario(scenario)
        lines = self.lines(sim, "BTCUSDT", "ETHUSDT", "1s", "--count", "60", *words, **more)
        self.check(sim, lines)
        return sim, lines

    def check(self, sim, lines):
        self.assertEqual(set(self.assert_truth(sim, lines, young=YOUNG)), {"BTCUSDT", "ETHUSDT"})
        self.assertEqual(len(of_type(lines, "candle")), 60)

    def rules(self, *rules, **more):
        return {"name": "of this test", "rules": list(rules), **more}

    def test_a_storm(self):
        self.hear("stream-storm")

    def test_a_night(self):
        self.hear("stream-night")

    def test_a_storm_over_futures(self):
        for market, symbols in OTHERS.items():
            with self.subTest(market=market):
                sim = self.exchange("--speed", "60", "--now", NOW)
                sim.scenario("stream-storm")
                lines = self.lines(sim, *symbols, "--market", market, "1m", "--count", "12")
                counts = self.assert_truth(sim, lines, market, "1m")
                self.assertEqual(set(counts), set(symbols))

    def test_closing_frames_that_are_wrong_at_first(self):
        rough = fault("ws", {"rough": True}, closing=True)
        _, lines = self.hear(self.rules(rough))
        self.assertGreater(len(of_type(lines, "revision")), 20)

    def test_connections_that_are_mute(self):
        """Nothing at all is heard at first: history and our own clock have to do."""
        sim = self.exchange("--speed", "2", "--now", NOW)
        sim.scenario(self.rules(fault("ws", {"mute": True}, first=2, **HANDSHAKE)))
        wall = WallClock(self.folder).env(NOW, 2)
        lines = self.lines(sim, "BTCUSDT", "1s", "--count", "26", env=wall)
        self.assertEqual(self.assert_truth(sim, lines), {"BTCUSDT": 26})
        self.assertEqual({line["source"] for line in lines}, {"REST", "STREAM"})

    def test_a_connection_that_falls_silent(self):
        self.hear(self.rules(fault("ws", {"silent": True}, after_frames=9)))

    def test_few_connections_are_allowed(self):
        """Every ten frames it is over, and three handshakes in ten seconds are the most."""
        limits = {"connects": {"max": 3, "window_s": 10}}
        sim, _ = self.hear(self.rules(fault("ws", {"close": 1001}, after_frames=10),
                                      streams=limits))
        self.assertNotIn(418, {line["status"] for line in sim.log()})

    def test_few_messages_are_allowed(self):
        sim = self.exchange(*FAST)
        sim.scenario({"name": "strict", "rules": [],
                      "streams": {"messages_per_second": 3, "ping_every_s": 5}})
        finished = self.stream(sim, "BTCUSDT", "ETHUSDT", "1s", "--count", "60", "--json",
                               "--time", "us", "--verbose")
        self.check(sim, lines_of(finished.out))
        self.assertNotIn("1008", finished.err)

    def test_a_server_that_goes_away_again_and_again(self):
        storm = {"shutdown_every_s": 20, "shutdown_notice_s": 10}
        sim, lines = self.hear(self.rules(streams=storm))
        handshakes = [line for line in sim.log() if line["kind"] == "ws"]
        self.assertGreater(len(handshakes), 1)
        self.assertGreater(sum(line["source"] == "STREAM" for line in lines), 30)

    def test_a_path_of_futures_that_is_silent(self):
        """Binance closed its old address of futures: whoever still uses it hears nothing."""
        now = "2024-06-03T10:00:50"
        sim = self.exchange("--speed", "2", "--now", now)
        wall = {**WallClock(self.folder).env(now, 2),
                "WICK_BINANCE_UM_WS_URL": sim.url("um_ws") + "/ws"}
        lines = self.lines(sim, "BTCUSDT", "--market", "um", "1m", "--since", "10m", "--count",
                           "11", env=wall)
        self.assertEqual(self.assert_truth(sim, lines, "um", "1m"), {"BTCUSDT": 11})
        self.assertEqual({line["source"] for line in lines}, {"REST"})

    def test_quiet_symbols_have_every_candle(self):
        sim = self.exchange("--speed", "20", "--now", NOW)
        watch = Watch(sim)
        lines = self.lines(sim, *QUIET, "BTCUSDT", "1m", "--since", "2024-06-03T09:30", "--for",
                           "12s")
        counts = self.assert_truth(sim, lines, interval="1m")
        self.assertEqual(set(counts), {*QUIET, "BTCUSDT"})
        self.assertGreaterEqual(min(counts.values()), 30)
        self.assertLess(len(watch.data()), 30)


class Servers(StreamTest):
    def restarted(self, sim, port, now):
        sim.stop()
        time.sleep(1.5)
        return self.exchange("--port", port, "--speed", "10", "--now", now)

    def at_free_ports(self, *options):
        for port in range(21000 + int(time.monotonic() * 100) % 9000, 32000, 16):
            try:
                for each in range(port, port + 16):
                    with socket.socket() as probe:
                        probe.bind(("127.0.0.1", each))
                return port, self.exchange("--port", port, *options)
            except OSError:
                continue
        raise AssertionError("no sixteen free ports in a row")

    def test_an_exchange_that_is_started_anew(self):
        port, sim = self.at_free_ports("--speed", "10", "--now", NOW)
        with self.started(sim, "BTCUSDT", "1s", "--json", "--time", "us", "--verbose",
                          "--count", "60") as process:
            first = process.stdout.readline()
            sim = self.restarted(sim, port, "2024-06-03T10:01:00")
            rest, err = process.stdout.read(), process.stderr.read()
            self.assertEqual(process.wait(30), 0, err)
        self.assertEqual(self.assert_truth(sim, lines_of(first + rest)), {"BTCUSDT": 60})
        self.assertIn(b" lost", err)

    def test_an_exchange_that_comes_later(self):
        port, sim = self.at_free_ports("--speed", "10")
        sim.stop()
        with self.started(sim, "BTCUSDT", "1s", "--json", "--time", "us", "--count",
                          "30") as process:
            time.sleep(6)
            self.assertIsNone(process.poll())
            sim = self.exchange("--port", port, "--speed", "10", "--now", NOW)
            out, err = process.communicate(timeout=120)
            self.assertEqual(process.returncode, 0, err)
        self.assertEqual(self.assert_truth(sim, lines_of(out)), {"BTCUSDT": 30})

    def test_streams_that_come_later_than_rest(self):
        """What our own clock says meanwhile is years off, and nothing is told by it."""
        sim = self.exchange("--now", NOW, "--speed", "5")
        sim.scenario({"name": "closed", "rules": [fault("ws", {"status": 503}, for_s=50,
                                                        **HANDSHAKE)]})
        lines = self.lines(sim, "BTCUSDT", "1s", "--count", "20")
        self.assert_truth(sim, lines)

    def test_symbols_that_there_never_were_alone(self):
        sim = self.exchange()
        finished = self.run_program(self.wick, "stream", "NOSUCHUSDT", "NEITHERUSDT", "1s",
                                    env=sim.env)
        self.assertEqual((finished.code, finished.out), (2, ""), finished)
        self.assertEqual(len(finished.err.splitlines()), 2, finished)

    def test_hundreds_of_symbols_take_two_connections(self):
        """All that are traded of USD-M futures, two hundred on each connection."""
        sim = self.exchange("--speed", "10", "--now", "2024-06-03T10:00:30")
        symbols = self.traded(sim, "um")
        self.assertGreater(len(symbols), 250)
        path = self.folder / "symbols.txt"
        path.write_text("\n".join(symbols))
        lines = self.lines(sim, "--symbols-file", path, "--market", "um", "1m", "--count", "500")
        counts = self.assert_truth(sim, lines, "um", "1m")
        self.assertEqual(sum(counts.values()), 500)
        self.assertGreater(len(counts), 200)
        handshakes = [line for line in sim.log() if line["kind"] == "ws"]
        self.assertEqual(len(handshakes), 2)

    def traded(self, sim, market):
        known = self.run_program(self.wick, "symbols", "--market", market, "--status", "TRADING",
                                 "--json", env=sim.env)
        return [one["symbol"] for one in json.loads(known.out)["symbols"]]
