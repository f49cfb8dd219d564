"""The cache as plain day files with a manifest."""
import hashlib
import json
import os

import bars
from foreign_test import DAY, Foreign


class Export(Foreign):
    def kept(self):
        """A cache with whole days, a month, a part of a day and days of another series."""
        rows = []
        for date in ("2024-03-05", "2024-03-06"):
            rows += self.add(self.path("get_data", date=date), "vision-spot", self.rows(date))
        rows += self.add(self.path("get_data", date="2024-03-07"), "rest",
                         self.rows("2024-03-07", count=6))[:5]
        for date in ("2024-03-04", "2024-03-11", "2024-03-18", "2024-03-25"):
            self.add(self.path("get_data", interval="1w", date=date), "rest",
                     self.rows(date, 7 * DAY, 1), 7 * DAY)
        self.taken()
        return rows

    def exported(self, *options, code=0):
        return json.loads(self.wick_says("cache", "export", str(self.folder / "plain"), "--json",
                                         *options, code=code).out)

    def test_the_manifest_tells_the_truth(self):
        self.kept()
        said = self.exported("--format", "csv")
        self.assertEqual((said["files"], said["written"], said["rows"]), (7, 7, 57))
        manifest = json.loads((self.folder / "plain/manifest.json").read_text())
        for entry in manifest["files"]:
            data = (self.folder / "plain" / entry["path"]).read_bytes()
            self.assertEqual(hashlib.sha256(data).hexdigest(), entry["sha256"])
            self.assertEqual((len(data), data.count(b"\n") - 1), (entry["bytes"], entry["rows"]))
        rows = {entry["path"]: (entry["rows"], entry["expected_rows"])
                for entry in manifest["files"]}
        self.assertEqual(rows["binance/spot/klines/BTCUSDT/1h/2024-03-07.csv"], (5, 24))
        self.assertEqual(rows["binance/spot/klines/BTCUSDT/1w/2024-03-11.csv"], (1, 1))
        self.assertEqual(len(list((self.folder / "plain").rglob("*.csv"))), 7)

    def test_the_text_is_that_of_get(self):
        self.kept()
        self.exported("BTCUSDT", "--interval", "1h", "--format", "csv")
        got = self.wick_says("get", "BTCUSDT", "--interval", "1h", "--from", "2024-03-05", "--to",
                             "2024-03-06", "--source", "cache", "--format", "csv").out
        path = self.folder / "plain/binance/spot/klines/BTCUSDT/1h/2024-03-05.csv"
        self.assertEqual(path.read_text(), got)

    def test_days_inside_a_month_are_days(self):
        for day in range(1, 32):
            date = f"2024-03-{day:02}"
            self.add(self.path("get_data", date=date), "vision-spot", self.rows(date))
        self.taken()
        self.wick_says("compact")
        self.assertEqual(list(self.sealed()), ["2024-03"])
        self.assertEqual(self.exported()["files"], 31)
        self.assertEqual(self.exported("--from", "2024-03-30T12:00", "--to", "2024-03-31")["rows"],
                         12)

    def test_what_was_exported_comes_back_as_it_was(self):
        rows = self.kept()
        span = ("2024-03-05", "2024-03-07")
        weeks = self.cached(interval="1w", span=("2024-03-01", "2024-03-31"))
        before = bars.of_csv(self.cached(span=span))
        self.exported()
        self.forget()
        self.old = self.folder / "plain"
        # Nothing of it may be taken for a copy of a day in progress.
        for path in self.old.rglob("*2024-03-07.arrow"):
            os.utime(path, (bars.micros("2024-03-07T12:00") // 1_000_000,) * 2)
        said = self.again()
        self.assertEqual(said["ignored_files"], 1)  # the manifest
        self.assert_cached(rows, span=span)
        self.assertEqual(bars.of_csv(self.cached(span=span)), before)
        self.assertEqual(self.cached(interval="1w", span=("2024-03-01", "2024-03-31")), weeks)

    def test_files_that_are_there_already_are_left(self):
        self.kept()
        self.exported()
        path = next((self.folder / "plain").rglob("2024-03-06.arrow"))
        times = {file: file.stat().st_mtime_ns for file in (self.folder / "plain").rglob("*.*")}
        path.write_bytes(b"torn")
        said = self.exported()
        self.assertEqual((said["written"], said["same"]), (1, 6))
        changed = [file for file, at in times.items() if file.stat().st_mtime_ns != at]
        self.assertEqual([file for file in changed if file.is_file()], [path])

    def test_the_manifest_keeps_what_was_exported_before(self):
        self.kept()
        self.exported("--interval", "1h")
        self.exported("--interval", "1w")
        manifest = json.loads((self.folder / "plain/manifest.json").read_text())
        self.assertEqual(len(manifest["files"]), 7)

    def test_wrong_usage(self):
        self.kept()
        plain = str(self.folder / "plain")
        for options, word in ((("--format", "xml"), "csv"), (("--from", "x"), "--from"),
                              (("--from", "2024-03-06", "--to", "2024-03-05"), "--to")):
            self.assert_usage_error(self.run_program(self.wick, "cache", "export", plain,
                                                     *options), word)
        inside = str(self.cache / "plain")
        self.assert_usage_error(self.run_program(self.wick, "cache", "export", inside), "cache")
        self.assertEqual(self.exported("NOPEUSDT", code=4)["files"], 0)

    def test_a_manifest_of_somebody_else_is_left_alone(self):
        self.kept()
        (self.folder / "plain").mkdir()
        (self.folder / "plain/manifest.json").write_text("{}")
        finished = self.wick_says("cache", "export", str(self.folder / "plain"), code=1)
        self.assertIn("no manifest of an export", finished.err)
        self.assertEqual((self.folder / "plain/manifest.json").read_text(), "{}")
