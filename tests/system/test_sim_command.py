"""`wick sim` as a program: how it starts, what it refuses, how it ends."""
import json
import os
import random
import select
import signal
import socket
import time

from exchange import Exchange, exports
from system_test import SystemTest

DAY_ZIP = "/data/futures/um/daily/klines/ETHUSDT/1m/ETHUSDT-1m-2024-03-01.zip"


class SimRefusals(SystemTest):
    def sim(self, *options):
        return self.run_program(self.wick, "sim", *options, seconds=20)

    def test_a_busy_port_is_named(self):
        with socket.create_server(("127.0.0.1", 0)) as holder:
            port = holder.getsockname()[1]
            self.assert_usage_error(self.sim("--port", port), str(port))

    def test_a_port_without_room_for_sixteen(self):
        self.assert_usage_error(self.sim("--port", 65535), "--port")

    def test_a_port_that_is_no_number(self):
        self.assert_usage_error(self.sim("--port", "many"), "--port")

    def test_an_unknown_scenario(self):
        self.assert_usage_error(self.sim("--scenario", "stormy"), "stormy", "--list-scenarios")

    def test_a_scenario_file_that_is_no_json(self):
        (self.folder / "bad.json").write_text("{not json")
        self.assert_usage_error(self.sim("--scenario", "bad.json"))

    def test_where_the_json_ends_to_be_json(self):
        (self.folder / "bad2.json").write_text('{"name": "x",\n "rules": [\n  {"when": }]}')
        self.assert_usage_error(self.sim("--scenario", "bad2.json"), "bad2.json:", "line 3")

    def test_a_mistake_in_a_scenario_file_is_told_with_its_place(self):
        (self.folder / "bad.json").write_text('{"name":"x","rules":[{"when":{"hots":"spot"}}]}')
        self.assert_usage_error(self.sim("--scenario", "bad.json"), "bad.json:",
                                "/rules/0/when/hots", "host")

    def test_a_time_that_is_none(self):
        self.assert_usage_error(self.sim("--now", "yesterday"), "yesterday")

    def test_a_speed_out_of_range(self):
        self.assert_usage_error(self.sim("--speed", 0), "--speed")

    def test_an_unwritable_log(self):
        self.assert_usage_error(self.sim("--log", "/nonexistent/log"), "/nonexistent/log")

    def test_the_background_process_refuses_in_the_same_way(self):
        self.assert_usage_error(self.sim("--daemon", "--scenario", "stormy"), "stormy")


class SimService(SystemTest):
    def test_scenarios_are_listed(self):
        lines = self.assert_good(self.run_program(self.wick, "sim", "--list-scenarios"))
        names = [line.split()[0] for line in lines.out.splitlines()]
        self.assertGreaterEqual(len(names), 10)
        self.assertIn("calm", names)
        self.assertEqual(len(names), len(set(names)))

    def test_scenarios_are_listed_as_one_document(self):
        lines = self.assert_good(self.run_program(self.wick, "sim", "--list-scenarios"))
        said = json.loads(self.assert_good(
            self.run_program(self.wick, "sim", "--list-scenarios", "--json")).out)
        self.assertEqual([(one["name"], one["about"]) for one in said["scenarios"]],
                         [tuple(line.split(None, 1)) for line in lines.out.splitlines()])

    def test_every_listed_scenario_can_be_put_in_force(self):
        exchange = self.exchange()
        for scenario in json.loads(exchange.control("scenarios")):
            exchange.scenario(scenario["name"])
            self.assertEqual(exchange.state()["scenario"], scenario["name"])

    def test_the_same_seed_gives_the_same_bytes(self):
        first, second, other = (self.exchange("--seed", seed) for seed in (5, 5, 6))
        status, content = first.get("archive", DAY_ZIP)
        self.assertEqual(status, 200)
        self.assertEqual(second.get("archive", DAY_ZIP), (200, content))
        self.assertNotEqual(other.get("archive", DAY_ZIP)[1], content)

    def test_sixteen_ports_in_a_row(self):
        for _ in range(20):  # somebody else may hold one of them
            base = random.randrange(15000, 32000)  # below those that systems give to connections
            try:
                exchange = self.exchange("--port", base)
                break
            except RuntimeError:
                continue
        else:
            self.fail("no sixteen free ports in a row")
        for host in ("archive", "spot", "um", "cm", "okx", "candles", "gateway", "fix"):
            self.assertIn(exchange.port(host), range(base, base + 16))

    def test_now_sets_the_clock(self):
        exchange = self.exchange("--now", "2024-06-01T00:00")
        self.assertTrue(exchange.state()["now"].startswith("2024-06-01T00:0"))
        _, answer = exchange.get("um", "/fapi/v1/time")
        self.assertAlmostEqual(json.loads(answer)["serverTime"], 1717200000000, delta=60000)
        late = DAY_ZIP.replace("2024-03-01", "2024-06-02")
        self.assertEqual(exchange.get("archive", late)[0], 404)

    def test_speed_makes_the_clock_run(self):
        exchange = self.exchange("--now", "2024-06-01T00:00", "--speed", 60)
        end = time.monotonic() + 4
        while time.monotonic() < end:
            if exchange.state()["now"] >= "2024-06-01T00:01":
                return
        self.fail(f"four seconds later it is {exchange.state()['now']}")

    def test_the_log_is_one_json_object_a_line(self):
        path = self.folder / "requests.ndjson"
        with Exchange(self.wick, "--log", path) as exchange:
            exchange.get("archive", DAY_ZIP)
            exchange.get("spot", "/api/v3/ping?x=%22")
            exchange.get("spot", "/_sim/state")
        lines = [json.loads(line) for line in path.read_text().splitlines()]
        self.assertEqual([line["n"] for line in lines], [1, 2])
        self.assertEqual([line["host"] for line in lines], ["archive", "spot"])
        self.assertEqual([line["kind"] for line in lines], ["zip", "ping"])

    def assert_ends(self, exchange, ending):
        start = time.monotonic()
        exchange.process.send_signal(ending)
        self.assertEqual(exchange.process.wait(10), 0)
        self.assertLess(time.monotonic() - start, 15)

    def test_signals_end_it_within_two_seconds_with_connections_open(self):
        for ending in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            exchange = self.exchange()
            exchange.state()
            with socket.create_connection(("127.0.0.1", exchange.port("spot"))):  # half-open
                self.assert_ends(exchange, ending)

    def test_a_signal_is_heeded_as_soon_as_the_urls_are_printed(self):
        for _ in range(20):
            self.assert_ends(self.exchange(), signal.SIGTERM)


class SimInBackground(SystemTest):
    def test_it_returns_serves_and_can_be_killed(self):
        started = self.assert_good(
            self.run_program(self.wick, "sim", "--daemon", "--ca-dir", self.folder / "ca"))
        env = exports(started.out.splitlines())
        daemon = os.pidfd_open(int(env["WICK_SIM_PID"]))
        self.addCleanup(self.end, daemon)
        self.assertEqual(started.err, "")
        answer = self.assert_good(
            self.run_program("curl", "-sS", env["WICK_BINANCE_SPOT_URL"] + "/api/v3/ping"))
        self.assertEqual(answer.out, "{}")
        os.kill(int(env["WICK_SIM_PID"]), signal.SIGTERM)
        ended, _, _ = select.select([daemon], [], [], 2)
        self.assertTrue(ended, "still there two seconds after SIGTERM")

    @staticmethod
    def end(daemon):
        try:
            signal.pidfd_send_signal(daemon, signal.SIGKILL)
        except ProcessLookupError:
            pass
        os.close(daemon)
