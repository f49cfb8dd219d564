"""Care of the store: verify, repair, compact, cache and why, as a person would use them."""
import json
import shutil
import subprocess

from history_test import HistoryTest

DAYS = ("--interval", "1h", "--from", "2024-03-04", "--to", "2024-03-07")
MONTH = ("--interval", "1h", "--from", "2024-03-01", "--to", "2024-04-01")
REVISED = {"when": {"kind": "zip", "path": "*2024-03-05*"}, "then": {"revision": 1}}


class Care(HistoryTest):
    def setUp(self):
        super().setUp()
        self.sim = self.exchange()

    def wick_says(self, *command, code=0):
        finished = self.run_program(self.wick, *command, env=self.sim.env)
        self.assertEqual(finished.code, code, finished)
        return finished

    def told(self, *command, code=0):
        return json.loads(self.wick_says(*command, "--json", code=code).out)

    def bars(self, span):
        text = self.wick_says("get", "BTCUSDT", *span, "--format", "csv").out
        return [line.rsplit(",", 1)[0] for line in text.splitlines()]

    def flip_a_bit(self, path, at=5000):
        data = bytearray(path.read_bytes())
        data[at] ^= 4
        path.write_bytes(data)


class Verify(Care):
    def test_a_good_cache_is_good(self):
        self.bars(DAYS)
        self.assertEqual(self.told("verify")["damaged"], 0)
        self.assertEqual(self.told("verify")["good"], 3)

    def test_damage_is_found_named_and_repaired(self):
        before = self.bars(DAYS)
        path = self.sealed()["2024-03-05"]
        self.flip_a_bit(path)
        found = self.wick_says("verify", code=1)
        self.assertIn("2024-03-05.arrow", found.out + found.err)
        self.assertIn("wick repair", found.out + found.err)
        self.wick_says("repair")
        self.assertEqual(len(self.quarantined()), 1)
        self.assertEqual(self.told("verify")["damaged"], 0)
        after = self.wick_says("get", "BTCUSDT", *DAYS, "--json", "--no-bars").out
        self.assertEqual(json.loads(after)["requests"], 0, "repair has fetched it")
        self.assertEqual(self.bars(DAYS), before)

    def test_an_object_that_was_uploaded_again_becomes_a_revision(self):
        before = self.bars(DAYS)
        self.sim.scenario({"name": "later", "about": "one volume higher", "rules": [REVISED]})
        self.assertEqual(self.bars(DAYS), before, "a cached day is not asked for again")
        said = self.wick_says("verify", "--remote").out
        self.assertIn("BTCUSDT-1h-2024-03-05.zip", said)
        after = self.bars(DAYS)
        changed = [new for old, new in zip(before, after, strict=True) if old != new]
        self.assertEqual(len(changed), 1)
        self.assertTrue(changed[0].startswith("2024-03-05T"), changed)
        self.assertIn("3 as published, 0 changed", self.wick_says("verify", "--remote").out)

        at = changed[0].split(",", 1)[0]
        why = self.told("why", "BTCUSDT", at, "--interval", "1h")
        self.assertEqual(why["served"]["revision"], 1)
        both = self.wick_says("why", "BTCUSDT", at, "--interval", "1h").out
        old_volume = next(line for line in before if line.startswith(at)).split(",")[5]
        new_volume = changed[0].split(",")[5]
        self.assertIn(old_volume, both)
        self.assertIn(new_volume, both)


class Compact(Care):
    def test_days_become_a_month_that_reads_the_same(self):
        for begin, end in (("01", "11"), ("11", "21"), ("21", "31")):
            self.bars(("--interval", "1h", "--from", f"2024-03-{begin}", "--to",
                       f"2024-03-{end}"))
        self.bars(("--interval", "1h", "--from", "2024-03-31", "--to", "2024-04-01"))
        self.assertEqual(len(self.sealed()), 31)
        before = self.bars(MONTH)
        self.wick_says("compact")
        self.assertEqual(list(self.sealed()), ["2024-03"])
        self.assertEqual(self.bars(MONTH), before)
        self.assertEqual(self.told("verify")["damaged"], 0)
        self.assertEqual(self.told("compact")["months"], [])

    def test_a_reader_beside_it_always_sees_the_same(self):
        for month, days, following in (("2024-02", 29, "2024-03-01"),
                                       ("2024-03", 31, "2024-04-01")):
            for begin, end in ((1, 11), (11, 21), (21, days)):
                self.bars(("--interval", "1h", "--from", f"{month}-{begin:02}", "--to",
                           f"{month}-{end:02}"))
            self.bars(("--interval", "1h", "--from", f"{month}-{days}", "--to", following))
        self.assertEqual(len(self.sealed()), 60)
        span = ("--interval", "1h", "--from", "2024-02-01", "--to", "2024-04-01")
        command = ("get", "BTCUSDT", *span, "--source", "cache", "--format", "csv")
        before = self.wick_says(*command).out
        days_kept = self.folder / "days"
        shutil.copytree(self.cache, days_kept)
        read = 0
        for _ in range(3):
            shutil.rmtree(self.cache)
            shutil.copytree(days_kept, self.cache)
            compact = subprocess.Popen([str(self.wick), "compact"],
                                       env=self.environment(self.sim.env),
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            self.addCleanup(lambda running=compact: running.poll() is None and running.kill())
            while compact.poll() is None:
                self.assertEqual(self.wick_says(*command).out, before)
                read += 1
            self.assertEqual(compact.wait(), 0)
            self.assertEqual(sorted(self.sealed()), ["2024-02", "2024-03"])
            self.assertEqual(self.wick_says(*command).out, before)
        self.assertGreater(read, 0)


class Cache(Care):
    def test_what_is_kept_and_how_large_it_is(self):
        self.bars(DAYS)
        series, = self.told("cache", "ls")["series"]
        self.assertEqual((series["symbol"], series["interval"], series["days"]),
                         ("BTCUSDT", "1h", 3))
        bytes_kept = sum(path.stat().st_size for path in self.sealed().values())
        self.assertEqual(series["bytes"], bytes_kept)
        self.assertIn("BTCUSDT", self.wick_says("cache", "du").out)

    def test_pruning_is_told_before_it_is_done(self):
        self.bars(DAYS)
        self.wick_says("cache", "prune", "--max-size", "7k", "--dry-run")
        self.assertEqual(len(self.sealed()), 3)
        self.wick_says("cache", "prune", "--max-size", "7k")
        self.assertEqual(len(self.sealed()), 1)
        self.assertEqual(len(self.bars(DAYS)), 73, "and it is fetched again when wanted")

    def test_pruning_needs_a_limit(self):
        self.assert_usage_error(
            self.run_program(self.wick, "cache", "prune", env=self.sim.env), "--max-size")


class Why(Care):
    def test_the_proof_of_one_bar(self):
        self.bars(DAYS)
        why = self.told("why", "BTCUSDT", "2024-03-05T12:34", "--interval", "1h")
        self.assertEqual(why["open_time"], "2024-03-05T12:00:00Z")
        served = why["served"]
        self.assertEqual(served["object"],
                         "data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2024-03-05.zip")
        self.assertRegex(served["checksum"], "^sha256:[0-9a-f]{64}$")
        self.assertEqual((served["origin"], served["revision"]), ("archive", 0))

    def test_what_is_not_cached_is_said_with_what_to_do(self):
        finished = self.wick_says("why", "BTCUSDT", "2024-03-05T12:34", code=4)
        self.assertIn("wick get", finished.out + finished.err)
