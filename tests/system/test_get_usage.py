"""`wick get` as a program: what it refuses, where it writes, how it is cut short."""
import json
import os
import pty
import signal
import subprocess
import time

import bars
import programs
from get_test import DONE, NOTHING, GetTest

HOURS = ("BTCUSDT", "--interval", "1h", "--from", "2024-02-01", "--to", "2024-02-02")
SLOW = {"name": "slow", "rules": [{"then": {"delay_ms": 20000}}]}


class GetUsage(GetTest):
    def check(self, *options, words=(), env=None):
        finished = self.run_program(self.wick, "get", *options, env={
            "WICK_BINANCE_SPOT_URL": "http://127.0.0.1:9", **(env or {})}, seconds=10)
        self.assert_usage_error(finished, *words)

    def test_a_refusal_is_a_document_too(self):
        sim = self.exchange()
        for command, code in ((("get", "NOSUCHUSDT", "--interval", "1h", "--last", "7d"), 2),
                              (("get", "BTCUSDT", "--interval", "7m"), 2),
                              (("warm", "BTCUSDT", "--interval", "7m"), 2),
                              (("why", "BTCUSDT", "yesterday"), 2),
                              (("cache", "prune"), 2), (("cache", "ls", "--market", "moon"), 2),
                              (("verify", "--market", "moon"), 2),
                              (("repair", "--market", "moon"), 2),
                              (("compact", "--market", "moon"), 2),
                              (("symbols", "--market", "moon"), 2),
                              (("cache", "import", "/nonexistent"), 1),
                              (("cache", "export", "x", "--format", "xml"), 2),
                              (("cache", "du", "--market", "moon"), 2),
                              (("stats", "--since", "yesterday"), 2),
                              (("stats", "--by", "moon"), 2),
                              (("health", "--market", "moon"), 2),
                              (("health", "--covers", "x"), 2),
                              (("diagnose", "BTCUSDT", "moon", "1h"), 2),
                              (("diagnose", "XAU/USD", "fxcm", "7m"), 2),
                              (("calendar", "moon"), 2), (("calendar", "--at", "x"), 2),
                              (("live", "--no-bus", "--feed", "moon"), 2),
                              (("live", "--no-bus", "--feed", "replay", "--replay", "/nope"), 1),
                              (("stream", "BTCUSDT", "7m"), 2),
                              (("get", "BTCUSDT", "--nope"), 2), (("stats", "--nope"), 2),
                              (("get",), 2), (("moon",), 2)):
            with self.subTest(command=command):
                people = self.run_program(self.wick, *command, env=sim.env)
                machine = self.run_program(self.wick, *command, "--json", env=sim.env)
                self.assertEqual((people.code, people.out), (code, ""), people)
                self.assertEqual(machine.code, code, machine)
                error = json.loads(machine.out)["error"]
                self.assertEqual(machine.err.strip(), "wick: " + error["what"])
                self.assertEqual(people.err, machine.err)
                self.assertIn(error["kind"], ("invalid", "unavailable", "unsupported"))

    def test_a_refusal_by_the_configuration_is_a_document_too(self):
        broken = self.folder / "config.json"
        broken.write_text("{")
        for command in (("config", "show"), ("stats",), ("health",), ("calendar",),
                        ("diagnose", "BTCUSDT", "spot", "1h"), ("cache", "ls"),
                        ("live", "--no-bus")):
            with self.subTest(command=command):
                machine = self.run_program(self.wick, *command, "--json",
                                           env={"WICK_CONFIG": str(broken)})
                self.assertEqual(machine.code, 2, machine)
                self.assertIn("config.json", json.loads(machine.out)["error"]["what"])

    def test_the_version_has_formats_and_features(self):
        said = json.loads(self.assert_good(self.run_program(self.wick, "version", "--json")).out)
        self.assertEqual(said["formats"]["bars"], "candlewick-bars/1")
        self.assertEqual(set(said["formats"]), {"bars", "tail", "export"})
        text = self.assert_good(self.run_program(self.wick, "version")).out
        for name, version in said["formats"].items():
            self.assertIn(f"{name} {version}", text)
        self.assertGreaterEqual(set(said["features"]), {"binance", "okx", "fxcm", "stream"})
        self.assertIn("features: " + " ".join(said["features"]), text)

    def test_mistakes_are_told_in_one_line(self):
        for options, words in (
                ((), ["SYMBOL"]), (("BTCUSDT", "--nope"), ["--nope"]),
                (("BTC USDT",), ["BTC USDT"]), (("../etc",), []),
                (("BTCUSDT", "--interval", "7m"), ["7m", "15m"]),
                (("BTCUSDT", "--interval", "1s", "--market", "um"), ["1s"]),
                (("BTCUSDT", "--market", "moon"), ["moon", "spot"]),
                (("BTCUSDT", "--provider", "okcoin"), ["okcoin", "binance"]),
                (("BTCUSDT", "--source", "magic"), ["magic", "bulk"]),
                (("BTCUSDT", "--format", "xml"), ["xml", "csv"]),
                (("BTCUSDT", "--time", "noon"), ["noon", "iso"]),
                (("BTCUSDT", "--from", "soon"), ["soon", "--from"]),
                (("BTCUSDT", "--from", "2024-02-30"), ["2024-02-30"]),
                (("BTCUSDT", "--from", "2024-02-02", "--to", "2024-02-01"), ["--from", "--to"]),
                (("BTCUSDT", "--last", "long"), ["--last", "long"]),
                (("BTCUSDT", "--last", "7d", "--from", "2024-02-02"), ["--last"])):
            with self.subTest(options=options):
                self.check(*options, words=words)

    def test_a_mistyped_command_is_named(self):
        self.assert_usage_error(self.run_program(self.wick, "gte", "BTCUSDT"), "gte", "--help")

    def test_bad_settings_are_named(self):
        for variable, value in (("WICK_BINANCE_SPOT_URL", "ftp://x"), ("WICK_LOG_LEVEL", "loud"),
                                ("WICK_LOG_FORMAT", "xml"), ("WICK_ARCHIVE_DELAY_HOURS", "-1"),
                                ("WICK_CONFIG", "/nonexistent/config.json")):
            with self.subTest(variable=variable):
                words = [value] if variable == "WICK_CONFIG" else [variable, value]
                self.check("BTCUSDT", words=words, env={variable: value})

    def test_help_is_no_mistake(self):
        finished = self.assert_good(self.run_program(self.wick, "get", "--help"))
        self.assertEqual(finished.err, "")
        self.assertIn("Exit codes: 0", finished.out)
        self.assertLessEqual(max(map(len, finished.out.splitlines())), 100)


class GetOutput(GetTest):
    def setUp(self):
        super().setUp()
        self.sim = self.exchange()

    def test_a_file_is_what_standard_output_would_be(self):
        plain = self.get(self.sim, *HOURS, "--format", "csv").out
        finished = self.assert_good(
            self.get(self.sim, *HOURS, "--format", "csv", "-o", "bars.csv"))
        self.assertEqual(finished.out, "")
        self.assertEqual((self.folder / "bars.csv").read_text(), plain)
        self.assertEqual(os.listdir(self.folder), ["bars.csv"])

    def test_a_folder_that_cannot_be_written_to(self):
        for path in ("/nonexistent/bars.csv", "/proc/bars.csv"):
            finished = self.get(self.sim, *HOURS, "--format", "csv", "-o", path)
            self.assertNotEqual(finished.code, DONE, finished)
            self.assertEqual(finished.out, "")
            self.assertIn(path, finished.err)

    def test_a_failure_leaves_the_old_file_as_it_was(self):
        path = self.folder / "bars.csv"
        path.write_text("of old\n")
        self.sim.scenario({"name": "none", "rules": [{"then": {"status": 403}}]})
        finished = self.get(self.sim, *HOURS, "--format", "csv", "-o", path)
        self.assertEqual(finished.code, NOTHING, finished)
        self.assertEqual(path.read_text(), "of old\n")
        self.assertEqual(os.listdir(self.folder), ["bars.csv"])

    def test_a_refused_symbol_leaves_the_old_file_as_it_was(self):
        path = self.folder / "bars.csv"
        path.write_text("of old\n")
        finished = self.get(self.sim, "NOSUCH", *HOURS[1:], "--format", "csv", "-o", path)
        self.assertEqual(finished.code, 2, finished)
        self.assertEqual(path.read_text(), "of old\n")

    def test_a_reader_that_leaves_early(self):
        command = [self.wick, "get", "BTCUSDT", "--from", "2024-01-01", "--to", "2024-03-01",
                   "--format", "csv"]
        process = subprocess.Popen(command, env=self.environment(self.sim.env),
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(process.stderr.close)
        self.addCleanup(programs.stop, process)
        self.assertEqual(process.stdout.readline().decode().strip(), bars.CSV_HEADER)
        process.stdout.close()
        code = process.wait(programs.SECONDS_MAX)
        self.assertIn(code, (0, 1, -signal.SIGPIPE), process.stderr.read())

    def test_standard_output_that_is_full(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([self.wick, "get", *HOURS, "--format", "csv"], stdout=full,
                                  env=self.environment(self.sim.env), stderr=subprocess.PIPE,
                                  timeout=programs.SECONDS_MAX)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"standard output", done.stderr)


class GetInterrupted(GetTest):
    def test_control_c_ends_a_slow_fetch_and_leaves_no_file(self):
        sim = self.exchange()
        sim.scenario(SLOW)
        command = [self.wick, "get", *HOURS, "--format", "csv", "-o", "bars.csv"]
        process = subprocess.Popen(command, env=self.environment(sim.env), cwd=self.folder,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for stream in (process.stdout, process.stderr):
            self.addCleanup(stream.close)
        self.addCleanup(programs.stop, process)
        self.wait_for_requests(sim)
        start = time.monotonic()
        process.send_signal(signal.SIGINT)
        code = process.wait(10)
        self.assertLess(time.monotonic() - start, 15)
        self.assertNotEqual(code, 0)
        self.assertEqual(os.listdir(self.folder), [])

    def wait_for_requests(self, sim):
        end = time.monotonic() + 15
        while time.monotonic() < end:
            if sim.log():
                return
        self.fail("nothing was asked")


class GetOnTerminal(GetTest):
    def colours(self, env):
        """What is printed on a terminal."""
        ours, theirs = pty.openpty()
        self.addCleanup(os.close, ours)
        with open(theirs, "wb") as terminal:
            subprocess.run([self.wick, "get", *HOURS], stdout=terminal, stderr=subprocess.PIPE,
                           env=self.environment({**self.sim.env, **env}),
                           timeout=programs.SECONDS_MAX, check=True)
            text = os.read(ours, 65536)
        return b"\x1b[" in text

    def test_colours_are_there_unless_unwanted(self):
        self.sim = self.exchange()
        self.assertTrue(self.colours({"TERM": "xterm-256color"}))
        self.assertFalse(self.colours({"TERM": "xterm-256color", "NO_COLOR": "1"}))


class GetLog(GetTest):
    def test_debug_lines_are_json_with_a_request_id(self):
        sim = self.exchange()
        env = {"WICK_LOG_LEVEL": "debug", "WICK_LOG_FORMAT": "json"}
        for source, part in (("bulk", "/data/spot/"), ("rest", "/api/v3/klines")):
            finished = self.get(sim, *HOURS, "--source", source, "--format", "csv", env=env)
            self.assertEqual(finished.code, DONE, finished)
            lines = self.log_lines(finished)
            self.assertGreaterEqual(len(lines), 1, finished)
            self.assertEqual(len({line["request"] for line in lines}), 1)
            urls = [line["url"] for line in lines if "url" in line]
            self.assertTrue([url for url in urls if part in url], urls)
            self.assertEqual({int(line["status"]) for line in lines if "url" in line}, {200})
            plain = finished.err.splitlines()
            self.assertLessEqual(len(plain) - len(lines), 1, "the summary alone is no JSON")

    def test_without_it_there_is_no_log(self):
        finished = self.get(self.exchange(), *HOURS, "--format", "csv")
        self.assertEqual(self.log_lines(finished), [])
