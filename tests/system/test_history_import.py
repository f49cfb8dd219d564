"""Caches of crypto-kline-vision-data, built from the description of what it wrote, taken over."""
import hashlib
import json
import os
import signal
import subprocess
import time

import bars
import python_clients
from history_test import HistoryTest

HOUR = 3_600_000_000
DAY = 24 * HOUR
VISION = "data/spot/daily/klines/{symbol}/{interval}/{symbol}-{interval}-{date}.arrow"
LAYOUTS = {  # name: (path, market), as in docs/store.md
    "get_data": (VISION, "spot"),
    "get_data-default": ("data/" + VISION, "spot"),
    "get_data-um": (VISION.replace("spot", "futures/um"), "um"),
    "cache-path": ("binance/spot/klines/daily/{symbol}/{interval}/{date}.arrow", "spot"),
    "key-manager": ("binance/spot/klines/daily/{symbol}/{lower}/{compact}.arrow", "spot"),
    "arrow-cache": ("cache/BINANCE/KLINES/spot/{symbol}/{interval}/{date}.arrow", "spot"),
    "documented": ("binance/futures_usdt/{symbol}/{interval}/{date}.arrow", "um"),
    "skill-older": ("binance/futures_usdt/klines/daily/{symbol}/{interval}/{date}.arrow", "um"),
    "skill-newer": ("data/binance/futures_usdt/daily/klines/{symbol}/{interval}/{date}.arrow",
                    "um")}
SCHEMAS = ("polars-intended", "vision-spot", "vision-futures", "rest", "rest-without-zone",
           "any-order", "several-batches", "seconds-without-zone", "odd-company", "older-polars")
ROUND = ("integers", "narrow")  # need numbers that are integers
REFUSED = {"lz4": "LZ4", "feather-lz4": "LZ4", "zstd": "ZSTD", "parquet": "Parquet",
           "stream": "stream", "without-count": "count", "without-taker": "taker_buy_volume",
           "text-prices": "open is text", "empty": "no rows"}


class Foreign(HistoryTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        python_clients.install()

    def setUp(self):
        super().setUp()
        self.old = self.folder / "old"
        self.plan = []

    def rows(self, date, step=HOUR, count=None, first=0, price=100.0, seed=1):
        """Made-up bars that any float holds."""
        begin = bars.micros(date)
        count = DAY // step if count is None else count
        return [[begin + (first + i) * step, price + i, price + i + 2 + seed, price + i - 1,
                 price + i + 1, 10.0 + i + seed, 1000.5 + i, 5 + i, 4.0 + i, 400.25 + i]
                for i in range(count)]

    def add(self, path, variant, rows, step=HOUR, modified="later"):
        at = bars.micros("2024-06-01") // 1_000_000 if modified == "later" else modified
        self.plan.append({"path": str(self.old / path), "variant": variant, "rows": rows,
                          "interval_us": step, "modified": at})
        return rows

    def path(self, layout, symbol="BTCUSDT", interval="1h", date="2024-03-05"):
        return LAYOUTS[layout][0].format(symbol=symbol, interval=interval, date=date,
                                         lower=interval.lower(), compact=date.replace("-", ""))

    def build(self):
        plan = self.folder / "plan.json"
        plan.write_text(json.dumps(self.plan))
        python_clients.run("foreign_files.py", str(plan))

    def wick_says(self, *command, code=0, **more):
        finished = self.run_program(self.wick, *command, **more)
        self.assertEqual(finished.code, code, finished)
        return finished

    def taken(self, *options, code=0):
        self.build()
        return self.again(*options, code=code)

    def again(self, *options, code=0):
        return json.loads(
            self.wick_says("cache", "import", str(self.old), "--json", *options, code=code).out)

    def cached(self, market="spot", symbol="BTCUSDT", interval="1h", span=("2024-03-05",) * 2,
               **more):
        end = bars.iso_of(bars.micros(span[1]) + DAY)
        finished = self.run_program(
            self.wick, "get", symbol, "--market", market, "--interval", interval, "--from",
            span[0], "--to", end, "--source", "cache", "--format", "csv", "--time", "us", **more)
        self.assertIn(finished.code, (0, 1, 3, 4), finished)
        return finished.out

    def assert_cached(self, rows, **which):
        text = self.cached(**which)
        given = bars.of_csv(text)
        self.assertEqual([list(bar) for bar in given], [list(row) for row in rows])
        step = rows[1][0] - rows[0][0] if len(rows) > 1 else None
        closes = [int(line.split(",")[6]) for line in text.splitlines()[1:]]
        if step:
            self.assertEqual(closes, [row[0] + step - 1 for row in rows])


class Variants(Foreign):
    def test_every_layout(self):
        for layout, (_, market) in LAYOUTS.items():
            with self.subTest(layout=layout):
                self.forget()
                self.plan, self.old = [], self.folder / layout
                rows = self.add(self.path(layout), "vision-spot", self.rows("2024-03-05"))
                said = self.taken()
                self.assertEqual((said["found_files"], said["sealed"]), (1, 1), said)
                self.assert_cached(rows, market=market)

    def test_every_schema(self):
        for variant in (*SCHEMAS, *ROUND):
            with self.subTest(schema=variant):
                self.forget()
                self.plan, self.old = [], self.folder / variant
                made = self.rows("2024-03-05")
                if variant == "integers":
                    made = [[*row[:6], row[6], row[7], row[8], float(int(row[9]))] for row in made]
                rows = self.add(self.path("get_data"), variant, made)
                said = self.taken()
                self.assertEqual((said["sealed"], said["refused_rows"]), (1, 0), said)
                self.assert_cached(rows)
                self.assertEqual(self.origins(self.sealed()["2024-03-05"]), {"import"})

    def test_what_cannot_be_read_is_refused_with_advice(self):
        for variant in REFUSED:
            self.add(self.path("get_data", symbol=f"{variant.upper().replace('-', '')}USDT"),
                     variant, self.rows("2024-03-05"))
        good = self.add(self.path("get_data"), "rest", self.rows("2024-03-05"))
        said = self.taken(code=3)
        reasons = {example.split("/")[4]: refused["reason"] for refused in said["refused"]
                   for example in refused["examples"]}
        self.assertEqual(said["refused_files"], len(REFUSED))
        for variant, word in REFUSED.items():
            self.assertIn(word, json.dumps(said["refused"]), variant)
        for variant in ("lz4", "zstd", "parquet", "stream"):
            self.assertIn("write_ipc", reasons[f"{variant.upper()}USDT"])
        self.assert_cached(good)

    def test_files_beside_the_bars(self):
        self.add(self.path("get_data"), "rest", self.rows("2024-03-05"))
        self.add("binance/funding/rate/daily/funding/futures/usdt/FUTURES-usdt-BTCU-SD-T.arrow",
                 "rest", self.rows("2024-03-05"))
        self.build()
        for name in ("cache_metadata.json", "index.sqlite3"):
            (self.old / name).write_text("{}")
        os.symlink("/etc", self.old / "outside")
        said = self.again(code=3)
        self.assertEqual((said["sealed"], said["refused_files"], said["ignored_files"]), (1, 1, 3))
        self.assertIn("funding", said["refused"][0]["reason"])

    def test_a_delivery_contract_with_the_wrong_ending(self):
        path = VISION.replace("spot", "futures/cm").format(
            symbol="BTCUSD_240329_PERP", interval="1h", date="2024-03-05")
        rows = self.add(path, "vision-futures", self.rows("2024-03-05"))
        self.taken()
        self.assert_cached(rows, market="cm", symbol="BTCUSD_240329")

    def test_a_month_in_lower_case_is_no_minute(self):
        month = self.rows("2024-03-01", 31 * DAY, 1)
        self.add(self.path("key-manager", interval="1m", date="2024-03-01"), "polars-intended",
                 month, 31 * DAY)
        minutes = self.add(self.path("key-manager", interval="1m", date="2024-03-05"),
                           "polars-intended", self.rows("2024-03-05", HOUR // 60), HOUR // 60)
        said = self.taken()
        self.assertEqual(sorted(one["interval"] for one in said["series"]), ["1M", "1m"])
        self.assert_cached(minutes, interval="1m")
        self.assertEqual(len(bars.of_csv(self.cached(interval="1M", span=("2024-03-01",
                                                                           "2024-03-31")))), 1)

    def test_weeks_and_days(self):
        day = self.add(self.path("get_data", interval="1d"), "rest",
                       self.rows("2024-03-05", DAY), DAY)
        for date in ("2024-03-04", "2024-03-11", "2024-03-18", "2024-03-25"):
            self.add(self.path("get_data", interval="1w", date=date), "rest",
                     self.rows(date, 7 * DAY, 1), 7 * DAY)
        said = self.taken()
        self.assertEqual(said["sealed"], 2, said)
        self.assert_cached(day, interval="1d")
        self.assertIn("2024-03", self.sealed())


class Belief(Foreign):
    def test_bars_of_another_length_are_refused(self):
        """A release asked for BTCUSDT 1h whatever was wanted."""
        self.add(self.path("get_data", symbol="ETHUSDT", interval="1m"), "vision-spot",
                 self.rows("2024-03-05"))
        said = self.taken(code=3)
        self.assertIn("of 1h, not of 1m", said["refused"][0]["reason"])
        self.assertEqual(self.sealed(), {})

    def test_bars_of_another_symbol_are_refused(self):
        rows = self.add(self.path("get_data"), "vision-spot", self.rows("2024-03-05"))
        self.add(self.path("get_data", symbol="AAAUSDT"), "vision-spot", self.rows("2024-03-05"))
        other = self.add(self.path("get_data", symbol="ETHUSDT"), "vision-spot",
                         self.rows("2024-03-05", seed=2))
        said = self.taken(code=3)
        self.assertEqual(said["refused_files"], 1)
        self.assertIn("BTCUSDT", said["refused"][0]["reason"])
        self.assertIn("AAAUSDT", said["refused"][0]["examples"][0])
        self.assert_cached(rows)
        self.assert_cached(other, symbol="ETHUSDT")

    def test_a_forming_bar_is_left_out(self):
        """Written at 01:30: the bar of 01:00 was still open."""
        rows = self.rows("2024-03-05", count=2)
        self.add(self.path("get_data"), "rest", rows,
                 modified=bars.micros("2024-03-05T01:30") // 1_000_000)
        said = self.taken()
        self.assertEqual((said["forming_rows"], said["tail_rows"], said["incomplete"]), (1, 1, 1))
        self.assert_cached(rows[:1])

    def test_of_a_copied_part_of_a_day_the_last_bar_is_left_out(self):
        rows = self.add(self.path("get_data"), "rest", self.rows("2024-03-05", count=5))
        said = self.taken()
        self.assertEqual((said["forming_rows"], said["tail_rows"]), (1, 4))
        self.assert_cached(rows[:4])

    def test_rows_that_break_the_rules_are_refused_one_by_one(self):
        rows = self.rows("2024-03-05")
        good = [list(row) for row in rows]
        rows[3][2] = 1.0           # high
        rows[5][0] += 1_000_000    # off the grid
        rows[7][5] = -1.0          # volume
        rows[9][1] = None
        rows[11][0] += DAY
        self.add(self.path("get_data"), "polars-intended", rows)
        said = self.taken(code=3)
        self.assertEqual(said["refused_rows"], 5, said)
        for word in ("high", "open time", "negative", "lacks", "outside"):
            self.assertIn(word, json.dumps(said["rows_refused"]))
        self.assert_cached([row for i, row in enumerate(good) if i not in (3, 5, 7, 9, 11)])

    def test_two_halves_make_a_day(self):
        """REST writes replaced the day file; another folder may have the rest of it."""
        rows = self.rows("2024-03-05")
        self.add(self.path("get_data"), "vision-spot", rows[:14])
        self.add(self.path("get_data-default"), "rest", rows[12:])
        said = self.taken()
        self.assertEqual((said["sealed"], said["incomplete"]), (1, 0))
        self.assert_cached(rows)

    def test_to_import_again_changes_nothing(self):
        whole = self.add(self.path("get_data"), "vision-spot", self.rows("2024-03-05"))
        part = self.add(self.path("get_data", date="2024-03-06"), "rest",
                        self.rows("2024-03-06", count=9))
        first = self.taken()
        before = {path: path.read_bytes() for path in self.cache.rglob("*") if path.is_file()}
        second = self.again()
        self.assertEqual((first["sealed"], first["tail_rows"]), (1, 8))
        self.assertEqual((second["sealed"], second["unchanged"], second["tail_rows"]), (0, 1, 0))
        self.assertEqual({path: path.read_bytes() for path in self.cache.rglob("*")
                          if path.is_file()}, before)
        self.assert_cached(whole + part[:8], span=("2024-03-05", "2024-03-06"))

    def test_a_dry_run_writes_nothing(self):
        self.add(self.path("get_data"), "vision-spot", self.rows("2024-03-05"))
        said = self.taken("--dry-run")
        self.assertEqual(said["sealed"], 1)
        self.assertFalse(self.cache.exists() and list(self.cache.rglob("*.arrow")))

    def test_nothing_found(self):
        self.old.mkdir()
        self.assertEqual(self.again(code=4)["found_files"], 0)
        self.wick_says("cache", "import", str(self.folder / "none"), code=1)

    def test_wrong_usage(self):
        self.old.mkdir()
        self.assert_usage_error(self.run_program(self.wick, "cache", "import", str(self.old),
                                                 "--market", "nowhere"), "nowhere", "futures_usdt")


class WithAnExchange(Foreign):
    def setUp(self):
        super().setUp()
        self.sim = self.exchange()

    def environment(self, extra=None):
        return super().environment({**self.sim.env, **(extra or {})})

    def truth(self, date, symbol="BTCUSDT"):
        rows = self.sim.truth("spot", symbol, "1h", date, bars.iso_of(bars.micros(date) + DAY))
        return [list(bar) for bar in bars.of_truth(rows)]

    def test_what_the_cache_has_stands_and_both_are_shown(self):
        document = self.document(self.sim, ("spot", "BTCUSDT", "1h"), ("2024-03-05", "2024-03-06"))
        rows = [list(bar) for bar in document.bars]
        rows[10][5] += 1
        self.add(self.path("get_data"), "polars-intended", rows)
        said = self.taken()
        self.assertEqual((said["differing_rows"], said["known_rows"]), (1, 23))
        self.assert_served_from_cache(self.sim, ("spot", "BTCUSDT", "1h"),
                                      ("2024-03-05", "2024-03-06"))
        why = json.loads(self.wick_says("why", "BTCUSDT", "2024-03-05T10:00", "--interval", "1h",
                                        "--json").out)
        self.assertIn("import", json.dumps(why))
        self.assertIn(self.path("get_data"), json.dumps(why))

    def test_the_rest_of_a_part_is_fetched_and_the_day_sealed(self):
        rows = self.truth("2024-03-05")
        self.add(self.path("get_data"), "rest", rows[:12])
        self.taken()
        self.document(self.sim, ("spot", "BTCUSDT", "1h"), ("2024-03-05", "2024-03-06"))
        self.assertIn("2024-03-05", self.sealed())

    def test_check_refuses_a_series_that_the_exchange_does_not_know_so(self):
        good = self.truth("2024-03-05")
        self.add(self.path("get_data"), "polars-intended", good)
        self.add(self.path("get_data", symbol="ETHUSDT"), "polars-intended",
                 self.rows("2024-03-05"))
        said = self.taken("--check", code=3)
        self.assertEqual((said["sealed"], said["refused_files"]), (1, 1))
        self.assertIn("not those of the exchange", said["refused"][0]["reason"])
        self.assert_cached(good)

    def test_check_without_a_network_believes_nothing(self):
        self.add(self.path("get_data"), "polars-intended", self.truth("2024-03-05"))
        self.build()
        self.sim.scenario({"name": "nothing", "rules": [
            {"when": {"kind": kind}, "then": {"status": 403}} for kind in ("zip", "klines")]})
        said = self.again("--check", code=3)
        self.assertEqual((said["sealed"], said["refused_files"]), (0, 1))


class Killed(Foreign):
    def test_being_killed_anywhere_leaves_a_good_cache(self):
        expected = []
        dates = [f"2024-02-{day:02}" for day in range(1, 29)]
        for date in dates:
            count = 12 if date.endswith("7") else 24
            rows = self.add(self.path("get_data", date=date), "vision-spot",
                            self.rows(date, count=count))
            expected += rows[:-1] if count == 12 else rows
        self.build()
        for delay in (0.002, 0.01, 0.03, 0.06, 0.1, 0.15):
            process = subprocess.Popen(
                [self.wick, "cache", "import", str(self.old)], env=self.environment(),
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(delay)
            process.send_signal(signal.SIGKILL)
            process.wait()
            if self.cache.exists():
                self.assertIn(self.run_program(self.wick, "verify").code, (0, 4))
                self.assertEqual(python_clients.run("store_files.py", str(self.cache))["faults"],
                                 [])
        self.again()
        self.assert_cached(expected, span=(dates[0], dates[-1]))


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
