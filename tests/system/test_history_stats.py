"""wick stats: what the failover did, from the events that real requests left behind."""
import json
import subprocess

import programs
from history_test import HistoryTest, fault

DAYS = ("--interval", "1h", "--from", "2024-03-04", "--to", "2024-03-07")
KEYS = {"since", "until", "answers", "commands", "rows", "missing", "requests", "bytes",
        "elapsed_us", "sources", "errors"}
WRITERS = 6


class Stats(HistoryTest):
    def wick_says(self, sim, *command, code=0, env=None):
        finished = self.run_program(self.wick, *command, env={**sim.env, **(env or {})})
        self.assertEqual(finished.code, code, finished)
        return finished

    def get(self, sim, *options, symbol="BTCUSDT", code=0):
        return self.wick_says(sim, "get", symbol, *options, "--json", "--no-bars", code=code)

    def told(self, sim, *options, code=0):
        return json.loads(self.wick_says(sim, "stats", *options, "--json", code=code).out)

    def source(self, document, name):
        return next(source for source in document["sources"] if source["source"] == name)

    def test_archive_first_then_the_cache(self):
        sim = self.exchange()
        self.get(sim, *DAYS)
        self.get(sim, *DAYS)
        told = self.told(sim)
        self.assertEqual(set(told), KEYS)
        self.assertEqual((told["answers"], told["rows"], told["missing"]), (2, 144, 0))
        self.assertEqual(told["commands"], {"get": 2})
        bulk, cache = self.source(told, "BULK"), self.source(told, "CACHE")
        self.assertEqual((bulk["answered"], bulk["rows"], bulk["requests"]), (1, 72, 6 + 1))
        self.assertEqual((cache["answered"], cache["rows"], cache["wanted"]), (1, 72, 144))
        self.assertEqual(bulk["latency_us"]["count"], 3)
        self.assertGreater(bulk["bytes"], 1000)
        self.assertGreaterEqual(bulk["latency_us"]["p99"], bulk["latency_us"]["p50"])
        self.assertEqual((bulk["good_share"], bulk["mark"]), (1, "ok"))
        self.assertEqual(told["errors"], [])

    def test_what_failed_is_counted_with_its_reason(self):
        sim = self.exchange_with(fault("checksum", {"wrong_checksum": True}, period="2024-03-05"))
        self.get(sim, *DAYS)
        told = self.told(sim)
        bulk = self.source(told, "BULK")
        self.assertEqual((bulk["rows"], bulk["failures"], bulk["mark"]),
                         (48, {"corrupt": 1}, "low"))
        self.assertEqual(self.source(told, "REST")["rows"], 24)
        error, = told["errors"]
        self.assertEqual((error["source"], error["kind"], error["times"]), ("BULK", "corrupt", 1))
        text = self.wick_says(sim, "stats").out
        self.assertIn("BULK corrupt, 1 time", text)
        self.assertIn("SHA-256", text)

    def test_by_symbol_by_day_and_only_some(self):
        sim = self.exchange()
        self.get(sim, *DAYS)
        self.get(sim, "--interval", "1h", "--from", "2024-03-04", "--to", "2024-03-05",
                 symbol="ETHUSDT")
        symbols = self.told(sim, "--by", "symbol")["symbols"]
        self.assertEqual([(one["symbol"], one["rows"]) for one in symbols],
                         [("spot BTCUSDT", {"BULK": 72}), ("spot ETHUSDT", {"BULK": 24})])
        self.assertEqual(len(self.told(sim, "--by", "day")["days"]), 1)
        self.assertEqual(self.told(sim, "--symbol", "ethusdt", "--since", "1h")["rows"], 24)

    def test_for_people_in_eighty_columns(self):
        sim = self.exchange()
        self.get(sim, *DAYS)
        self.get(sim, *DAYS)
        for options in ((), ("--by", "symbol"), ("--by", "day")):
            text = self.wick_says(sim, "stats", *options).out
            self.assertLessEqual(max(map(len, text.splitlines())), 80, text)
            self.assertTrue(text.isascii(), text)
            self.assertIn("#####", text)
            self.assertNotIn("\x1b", text)
            blocks = self.wick_says(sim, "stats", *options, env={"LC_ALL": "C.UTF-8"}).out
            self.assertIn("█████", blocks)
            self.assertLessEqual(max(map(len, blocks.splitlines())), 80, blocks)

    def test_without_events_it_says_how_to_get_some(self):
        sim = self.exchange()
        finished = self.wick_says(sim, "stats", code=4)
        self.assertEqual(finished.out, "")
        self.assertEqual(len(finished.err.splitlines()), 1)
        self.assertIn("wick get", finished.err)
        self.get(sim, *DAYS)
        self.wick_says(sim, "stats", "--symbol", "ETHUSDT", code=4)
        self.assertEqual(self.told(sim, "--symbol", "ETHUSDT", code=4)["answers"], 0)

    def test_mistakes_are_usage_errors(self):
        for options, word in ((("--since", "soon"), "--since"), (("--by", "moon"), "--by"),
                              (("--symbol", "../x"), "symbol")):
            self.assert_usage_error(self.run_program(self.wick, "stats", *options), word)

    def test_lines_of_older_programs_and_torn_ones(self):
        sim = self.exchange()
        self.get(sim, *DAYS)
        events = self.cache / "events.jsonl"
        line = json.loads(events.read_text())
        self.assertLess(len(events.read_text()), 8192)
        del line["tiers"], line["command"]
        with open(events, "a", encoding="utf-8") as file:
            file.write('{"at":"2024-03\nnonsense\n' + json.dumps(line, separators=(",", ":")))
        finished = self.wick_says(sim, "stats")
        self.assertIn("2 lines", finished.err)
        told = self.told(sim)
        self.assertEqual((told["answers"], told["rows"]), (2, 144))
        self.assertEqual(self.source(told, "BULK")["answered"], 2)

    def test_many_writers_tear_no_line(self):
        sim = self.exchange()
        self.get(sim, *DAYS)
        environment = programs.environment(self.environment(sim.env))
        command = [str(self.wick), "get", "BTCUSDT", "ETHUSDT", *DAYS, "--json", "--no-bars"]
        writers = [subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL,
                                    stderr=subprocess.DEVNULL) for _ in range(WRITERS)]
        self.assertEqual([writer.wait(60) for writer in writers], [0] * WRITERS)
        lines = (self.cache / "events.jsonl").read_text().splitlines()
        self.assertEqual(len([json.loads(line) for line in lines]), 1 + 2 * WRITERS)
        self.assertEqual(self.told(sim)["answers"], 1 + 2 * WRITERS)
