"""wick health: the state of a real cache folder, with defects planted in it."""
import json
import os
import struct
import time

import bars
from history_test import HistoryTest

SPAN = ("--from", "2024-03-04", "--to", "2024-03-09")
HEALTHY, BROKEN, CARE, EMPTY = 0, 1, 3, 4


class Health(HistoryTest):
    def setUp(self):
        super().setUp()
        self.sim = self.exchange()

    def fill(self, symbol="BTCUSDT", interval="1h"):
        finished = self.run_program(self.wick, "get", symbol, "--interval", interval, *SPAN,
                                    "--json", "--no-bars", env=self.sim.env)
        self.assert_good(finished)

    def health(self, *options, code=HEALTHY, env=None, before=()):
        finished = self.run_program(*before, self.wick, "health", *options, env=env)
        self.assertEqual(finished.code, code, finished)
        return finished

    def told(self, *options, code=HEALTHY, env=None, before=()):
        finished = self.health(*options, "--json", code=code, env=env, before=before)
        return json.loads(finished.out)

    def kinds(self, document):
        return sorted(finding["kind"] for finding in document["findings"])

    def flip_a_bit(self, path, at):
        data = bytearray(path.read_bytes())
        data[at] ^= 4
        path.write_bytes(data)

    def run_pasted(self, document):
        for command in document["commands"]:
            words = command.split()
            self.assertEqual(words[0], "wick", command)
            self.assert_good(self.run_program(self.wick, *words[1:], env=self.sim.env))


class AGoodCache(Health):
    def test_is_healthy_and_counted(self):
        self.fill()
        told = self.told()
        self.assertEqual((told["verdict"], told["findings"], told["commands"]),
                         ("healthy", [], []))
        self.assertTrue(told["readable"] and told["writable"])
        self.assertGreater(told["disk_bytes"], told["disk_free_bytes"])
        self.assertEqual(told["checked"], "metadata")
        series, = told["series"]
        self.assertEqual((series["from"], series["to"], series["bars"], series["missing"]),
                         ("2024-03-04T00:00:00Z", "2024-03-09T00:00:00Z", 120, []))
        self.assertEqual(series["origins"], {"archive": 120})
        self.assertEqual(series["bytes"], sum(path.stat().st_size
                                              for path in self.sealed().values()))
        self.assertEqual(self.told("--verbose")["checked"], "every_byte")
        self.assertIn("HEALTHY", self.health().out)

    def test_looking_leaves_no_trace(self):
        self.fill()
        before = sorted(self.cache.rglob("*"))
        self.health("--deep")
        self.assertEqual(sorted(self.cache.rglob("*")), before)

    def test_only_a_part_of_it(self):
        self.fill()
        self.fill("ETHUSDT")
        self.assertEqual(len(self.told()["series"]), 2)
        self.assertEqual([one["symbol"] for one in self.told("--symbol", "ethusdt")["series"]],
                         ["ETHUSDT"])
        self.assertEqual(self.told("--interval", "1m", code=EMPTY)["series"], [])

    def test_the_page_fits_and_draws(self):
        self.fill()
        text = self.health().out
        self.assertTrue(text.isascii())
        self.assertIn("####", text)
        for line in text.splitlines()[1:]:  # the first one is the folder's own name
            self.assertLessEqual(len(line), 80)
        self.assertIn("████", self.health(env={"LC_ALL": "C.UTF-8"}).out)
        self.assertIn("oldest 2024-03-04T00:00Z", self.health("--verbose").out)


class Defects(Health):
    def test_a_missing_day_in_the_middle(self):
        self.fill()
        self.sealed()["2024-03-06"].unlink()
        told = self.told(code=CARE)
        self.assertEqual(told["series"][0]["missing"],
                         [{"from": "2024-03-06T00:00:00Z", "to": "2024-03-07T00:00:00Z",
                           "bars": 24}])
        self.assertEqual(self.kinds(told), ["missing"])
        self.assertRegex(self.health(code=CARE).out, r"80\.0%  #+\+?\.+\+?#+\n")
        self.run_pasted(told)
        self.told()

    def test_a_file_of_no_bytes(self):
        self.fill()
        self.sealed()["2024-03-06"].write_bytes(b"")
        told = self.told(code=CARE)
        self.assertEqual(self.kinds(told), ["empty"])
        self.assertIn("2024-03-06.arrow", told["findings"][0]["path"])
        self.run_pasted(told)
        after = self.told()
        self.assertEqual(self.kinds(after), ["quarantined"])
        self.assertEqual(after["findings"][0]["severity"], "note")

    def test_a_flipped_bit(self):
        self.fill()
        path = self.sealed()["2024-03-06"]
        whole = path.read_bytes()
        self.flip_a_bit(path, len(whole) - 200)  # of the metadata
        self.assertEqual(self.kinds(self.told(code=CARE)), ["damaged"])
        path.write_bytes(whole)
        first_row = struct.pack("<q", bars.micros("2024-03-06T00:00:00Z"))
        self.flip_a_bit(path, whole.index(first_row) + 300)  # of the second column
        self.assertEqual(self.kinds(self.told()), [], "only --deep reads the columns")
        self.assertEqual(self.kinds(self.told("--deep", code=CARE)), ["damaged"])
        told = self.told("--verbose", code=CARE)
        self.run_pasted(told)
        self.told("--deep")

    def test_what_is_none_of_ours_is_no_fault(self):
        self.fill()
        (self.sealed()["2024-03-06"].parent / "hello.txt").write_text("hello")
        (self.cache / "notes").mkdir()
        told = self.told()
        self.assertEqual(self.kinds(told), ["foreign", "foreign"])
        self.assertEqual({finding["severity"] for finding in told["findings"]}, {"note"})

    def test_what_a_killed_writer_left(self):
        self.fill()
        path = self.sealed()["2024-03-06"].parent / "2024-03-20.arrow.1.tmp"
        path.write_bytes(b"half")
        self.assertEqual(self.kinds(self.told()), ["at_work"])
        long_ago = time.time() - 7200
        os.utime(path, (long_ago, long_ago))
        told = self.told(code=CARE)
        self.assertEqual(self.kinds(told), ["leftover"])
        self.run_pasted(told)
        self.assertEqual(self.kinds(self.told()), [])

    def test_a_file_that_may_not_be_read(self):
        self.fill()
        drop = self.without_powers()
        path = self.sealed()["2024-03-06"]
        path.chmod(0)
        told = self.told(code=CARE, before=drop)
        self.assertEqual(self.kinds(told), ["unreadable"])
        self.assertEqual(told["commands"], [f"chmod u+rw {path}"])
        path.chmod(0o644)
        self.cache.chmod(0o555)
        self.addCleanup(self.cache.chmod, 0o755)
        told = self.told(code=CARE, before=drop)
        self.assertEqual(self.kinds(told), ["folder_read_only"])


class Folders(Health):
    def test_a_cache_that_is_not_there_is_empty(self):
        finished = self.health(code=EMPTY)
        self.assertIn("wick get", finished.out)
        self.assertFalse(self.cache.exists(), "looking makes no folder")
        self.assertEqual(self.told(code=EMPTY)["verdict"], "empty")

    def test_a_folder_that_cannot_be_one(self):
        file = self.folder / "a_file"
        file.write_text("x")
        for root in (file, file / "cache", file / "deep" / "cache"):
            told = self.told(code=BROKEN, env={"WICK_CACHE_DIR": str(root)})
            self.assertEqual((told["verdict"], told["readable"], told["writable"]),
                             ("broken", False, False))
            self.assertIn("a_file: is no folder", told["findings"][0]["what"])
        self.assertIn("BROKEN", self.health(code=BROKEN, env={"WICK_CACHE_DIR": str(file)}).out)


class Covers(Health):
    def test_what_is_missing_of_a_range(self):
        self.fill()
        self.assertTrue(self.told("--covers", "2024-03-04..2024-03-09")["covers"]["complete"])
        told = self.told("--covers", "2024-03-03T12:00..2024-03-09T02:00", code=CARE)
        self.assertFalse(told["covers"]["complete"])
        self.assertEqual([(gap["from"], gap["to"], gap["bars"])
                          for gap in told["series"][0]["missing"]],
                         [("2024-03-03T12:00:00Z", "2024-03-04T00:00:00Z", 12),
                          ("2024-03-09T00:00:00Z", "2024-03-09T02:00:00Z", 2)])
        self.run_pasted(told)
        self.assertTrue(
            self.told("--covers", "2024-03-03T12:00..2024-03-09T02:00")["covers"]["complete"])

    def test_a_gap_elsewhere_does_not_matter(self):
        self.fill()
        self.sealed()["2024-03-06"].unlink()
        self.told("--covers", "2024-03-04..2024-03-06")
        self.told("--covers", "2024-03-04..2024-03-07", code=CARE)

    def test_nothing_of_that_is_cached(self):
        self.fill()
        self.told("--symbol", "ETHUSDT", "--covers", "2024-03-04..2024-03-06", code=EMPTY)

    def test_mistakes(self):
        for options in (("--covers", "2024-03-04"), ("--covers", "2024-03-05..2024-03-04"),
                        ("--interval", "2m"), ("--symbol", "../x")):
            self.assert_usage_error(self.run_program(self.wick, "health", *options))
