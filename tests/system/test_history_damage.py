"""A store that something happened to: files are damaged, disks are full, folders vanish."""
import shutil
import subprocess
import unittest

import bars
from get_test import DONE, PARTIAL
from history_test import HistoryTest, Watch

HOURS = ("spot", "BTCUSDT", "1h")
SPAN = ("2024-02-01", "2024-02-06")
STRUCK = "2024-02-03"
HOURLY = ("--interval", "1h", "--from", *SPAN[:1], "--to", *SPAN[1:], "--json", "--time", "us")


class DamagedFiles(HistoryTest):
    """Found when read, moved away, fetched again: the bars are as before."""

    def setUp(self):
        super().setUp()
        self.sim = self.exchange()
        self.whole = self.document(self.sim, HOURS, SPAN)
        self.path = self.sealed()[STRUCK]
        self.bytes = self.path.read_bytes()

    def check_healing(self, damaged):
        self.path.write_bytes(damaged)
        before = len(self.quarantined())
        watch = Watch(self.sim)
        document = self.document(self.sim, HOURS, SPAN)
        self.assertEqual(document.bars, self.whole.bars)
        self.assertEqual(dict(watch.days()), {STRUCK: 1}, "one file more, and no other")
        self.assertEqual(watch.data("klines"), [])
        self.assertEqual(document.sources, {"CACHE": 96, "BULK": 24, "REST": 0})
        self.assertIn("CACHE:", document.stderr)
        self.assertEqual(len(self.quarantined()), before + 1, self.quarantined())
        self.assertIn(STRUCK, self.quarantined()[-1])
        self.assert_served_from_cache(self.sim, HOURS, SPAN)

    def flipped(self, at):
        return (self.bytes[:at] + bytes([self.bytes[at] ^ 0x10]) + self.bytes[at + 1:])

    def test_a_flipped_bit_anywhere(self):
        size = len(self.bytes)
        for at in (0, 7, 100, size // 3, size // 2, size * 3 // 4, size - 20, size - 1):
            with self.subTest(at=at, size=size):
                self.check_healing(self.flipped(at))

    def test_a_cut_file(self):
        for size in (0, 1, 7, 64, len(self.bytes) // 2, len(self.bytes) - 1):
            with self.subTest(size=size):
                self.check_healing(self.bytes[:size])

    def test_bytes_too_many(self):
        self.check_healing(self.bytes + b"\0")

    def test_no_arrow_at_all(self):
        self.check_healing(b"open_time,open\n" * 100)

    def test_a_segment_of_a_month(self):
        span = ("2023-02-01", "2023-04-01")
        whole = self.document(self.sim, HOURS, span)
        path = self.sealed()["2023-02"]
        content = path.read_bytes()
        path.write_bytes(content[:len(content) // 2])
        watch = Watch(self.sim)
        document = self.document(self.sim, HOURS, span)
        self.assertEqual(document.bars, whole.bars)
        self.assertEqual(dict(watch.days()), {"2023-02": 1})
        self.assert_served_from_cache(self.sim, HOURS, span)

    def test_alone_the_cache_names_it_missing(self):
        self.path.write_bytes(self.flipped(len(self.bytes) // 2))
        document = self.document(self.sim, HOURS, SPAN, "--source", "cache", code=3)
        self.assertEqual(document.missing, [(bars.micros(STRUCK), bars.micros("2024-02-04"))])


class FilesOfOthers(HistoryTest):
    """What a path says and what the file says must be one."""

    def setUp(self):
        super().setUp()
        self.sim = self.exchange()
        self.document(self.sim, HOURS, SPAN)
        self.path = self.sealed()[STRUCK]

    def check_refusal(self, foreign):
        shutil.copy(foreign, self.path)
        watch = Watch(self.sim)
        self.document(self.sim, HOURS, SPAN)
        self.assertEqual(dict(watch.days()), {STRUCK: 1})
        self.assert_served_from_cache(self.sim, HOURS, SPAN)

    def day_of(self, *series):
        self.document(self.sim, series, (STRUCK, "2024-02-04"))
        found, = self.cache.glob(f"binance/*/klines/daily/{series[1]}/{series[2]}/{STRUCK}.arrow")
        return found

    def test_another_symbols_file(self):
        self.check_refusal(self.day_of("spot", "ETHUSDT", "1h"))

    def test_another_days_file(self):
        self.check_refusal(self.sealed()["2024-02-02"])

    def test_another_intervals_file(self):
        self.check_refusal(self.day_of("spot", "BTCUSDT", "30m"))

    def test_files_that_are_none_of_ours_are_left_alone(self):
        notes = self.path.parent / "notes.txt"
        notes.write_text("mine\n")
        (self.path.parent / "2024-02-31.arrow").write_text("no such day\n")
        self.assert_served_from_cache(self.sim, HOURS, SPAN)
        self.assertEqual(notes.read_text(), "mine\n")


class DisksInTrouble(HistoryTest):
    """Reading goes on, writing stops with one warning, and comes back by itself."""

    def setUp(self):
        super().setUp()
        self.sim = self.exchange()

    def check_answer(self, finished, sources):
        """Whole and right, and said once that it was not kept."""
        self.assertEqual(finished.code, DONE, finished)
        document = bars.Document(finished.out)
        truth = bars.of_truth(self.sim.truth("spot", "BTCUSDT", "1h", *SPAN))
        self.assertEqual(document.bars, truth)
        self.assertEqual(document.sources, sources)
        self.assertEqual(finished.err.count("not kept"), 1, finished)
        self.assertEqual(len(document.said["warnings"]), 1, document.said["warnings"])

    def get_hours(self, *before):
        return self.run_program(*before, self.wick, "get", "BTCUSDT", *HOURLY, env=self.sim.env)

    def set_modes(self, folder_mode):
        for folder in (self.cache, *self.cache.rglob("*")):
            if folder.is_dir():
                folder.chmod(folder_mode)

    def test_a_folder_that_is_read_only(self):
        drop = self.without_powers()
        self.document(self.sim, HOURS, ("2024-02-01", "2024-02-03"))
        self.set_modes(0o555)
        self.addCleanup(self.set_modes, 0o755)
        sources = {"CACHE": 48, "BULK": 72, "REST": 0}
        self.check_answer(self.get_hours(*drop), sources)
        self.assertEqual(len(self.sealed()), 2)
        self.set_modes(0o755)
        self.assert_good(self.get_hours(*drop))
        self.assert_served_from_cache(self.sim, HOURS, SPAN)

    def test_a_folder_that_cannot_be_made(self):
        drop = self.without_powers()
        self.cache.parent.mkdir(exist_ok=True)
        self.cache.parent.chmod(0o555)
        self.addCleanup(self.cache.parent.chmod, 0o755)
        self.check_answer(self.get_hours(*drop), {"CACHE": 0, "BULK": 120, "REST": 0})

    def test_a_folder_that_is_a_file(self):
        self.cache.parent.mkdir(exist_ok=True)
        self.cache.write_text("no folder\n")
        self.check_answer(self.get_hours(), {"CACHE": 0, "BULK": 120, "REST": 0})
        self.assertEqual(self.cache.read_text(), "no folder\n")
        self.cache.unlink()
        self.assert_good(self.get_hours())
        self.assert_served_from_cache(self.sim, HOURS, SPAN)

    def test_a_state_folder_that_is_a_file(self):
        self.state.parent.mkdir(exist_ok=True)
        self.state.write_text("no folder\n")
        self.assertEqual(len(self.document(self.sim, HOURS, SPAN).bars), 120)
        self.assert_served_from_cache(self.sim, HOURS, SPAN)

    def test_a_disk_that_is_full(self):
        """A file system of 16 KiB, which the first files fill up."""
        mount = ["unshare", "-rm", "sh", "-c",
                 'mount -t tmpfs -o size=16k none "$0" && exec "$@"', self.cache]
        self.cache.mkdir(parents=True)
        if subprocess.run([*mount, "true"], capture_output=True, check=False).returncode:
            raise unittest.SkipTest("no file system may be mounted here")
        self.check_answer(self.get_hours(*mount), {"CACHE": 0, "BULK": 120, "REST": 0})

    def full(self, folder):
        """What a program has to be started with to find that folder on a disk without room."""
        fill = 'mount -t tmpfs -o size=4k none "$0" && (dd if=/dev/zero of="$0/x" bs=4k count=1' \
               ' 2>/dev/null || true) && exec "$@"'
        folder.mkdir(parents=True)
        mount = ["unshare", "-rm", "sh", "-c", fill, folder]
        if subprocess.run([*mount, "true"], capture_output=True, check=False).returncode:
            raise unittest.SkipTest("no file system may be mounted here")
        return mount

    def test_a_disk_of_the_state_that_is_full(self):
        full = self.full(self.state)
        finished = self.get_hours(*full)
        self.assertEqual(finished.code, DONE, finished)
        self.assert_bars(finished)
        told = [line for line in finished.err.splitlines() if line.startswith("wick:")]
        self.assertEqual(len(told), 1, finished)
        self.assertIn("the state cannot be written", told[0])
        self.assertIn("No space left", told[0])
        self.assert_served_from_cache(self.sim, HOURS, SPAN)

    def test_rest_alone_with_a_full_disk_of_the_state(self):
        """The limits are nobody's but ours then, and kept all the same."""
        full = self.full(self.state)
        finished = self.run_program(*full, self.wick, "get", "BTCUSDT", *HOURLY, "--source",
                                    "rest", env=self.sim.env)
        self.assertEqual(finished.code, DONE, finished)
        self.assert_bars(finished)
        self.assertIn("the state cannot be written", finished.err)

    def test_care_with_a_full_disk_of_the_state(self):
        full = self.full(self.state)
        self.assert_good(self.get_hours(*full))
        for words, codes in ((("stats",), (DONE,)), (("health",), (DONE, PARTIAL)),
                             (("diagnose", "BTCUSDT"), (DONE, PARTIAL))):
            for form in ((), ("--json",)):
                with self.subTest(words=words, form=form):
                    finished = self.run_program(*full, self.wick, *words, *form, env=self.sim.env)
                    self.assertIn(finished.code, codes, finished)
                    self.assertTrue(finished.out)

    def assert_bars(self, finished):
        truth = bars.of_truth(self.sim.truth("spot", "BTCUSDT", "1h", *SPAN))
        self.assertEqual(bars.Document(finished.out).bars, truth)

    def test_files_that_may_not_grow(self):
        limit = ["sh", "-c", 'ulimit -f 4; exec "$@"', "sh"]
        self.check_answer(self.get_hours(*limit), {"CACHE": 0, "BULK": 120, "REST": 0})
        self.assertEqual(self.sealed(), {})
        self.assertEqual([path for path in self.cache.rglob("*.arrow*")], [], "no torn file")
        self.assert_good(self.get_hours())
        self.assert_served_from_cache(self.sim, HOURS, SPAN)

    def test_a_folder_that_vanished(self):
        self.document(self.sim, HOURS, SPAN)
        shutil.rmtree(self.cache)
        document = self.document(self.sim, HOURS, SPAN)
        self.assertEqual(document.sources, {"CACHE": 0, "BULK": 120, "REST": 0})
        self.assert_served_from_cache(self.sim, HOURS, SPAN)

    def test_a_folder_that_is_nowhere(self):
        for variable in ("WICK_CACHE_DIR", "WICK_STATE_DIR"):
            finished = self.get(self.sim, "BTCUSDT", *HOURLY, env={variable: "/proc/nowhere"})
            self.assertEqual(finished.code, DONE, finished)
            self.assertEqual(len(bars.Document(finished.out).bars), 120)
