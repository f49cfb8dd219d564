"""Caches of crypto-kline-vision-data, built from the description of what it wrote, taken over."""
import json
import os
import signal
import subprocess
import time

import bars
import python_clients
from foreign_test import DAY, HOUR, LAYOUTS, VISION, Foreign

SCHEMAS = ("polars-intended", "vision-spot", "vision-futures", "rest", "rest-without-zone",
           "any-order", "several-batches", "seconds-without-zone", "odd-company", "older-polars")
ROUND = ("integers", "narrow", "parquet-integers", "parquet-narrow")  # need integers
PARQUET = tuple("parquet-" + variant for variant in (
    "polars-snappy", "polars-gzip", "polars-plain", "pyarrow", "pyarrow-1.0", "pyarrow-pages-2",
    "pyarrow-pages-2-plain", "small-pages", "row-groups", "int96", "pandas", "without-zone",
    "odd-company", "polars", "pages-2-zstd"))
REFUSED = {"lz4": "LZ4", "feather-lz4": "LZ4", "zstd": "ZSTD",
           "parquet-brotli": "BROTLI", "parquet-delta": "DELTA_BINARY_PACKED",
           "parquet-text-prices": "open is text", "parquet-without-count": "no column count",
           "stream": "stream", "without-count": "count", "without-taker": "taker_buy_volume",
           "text-prices": "open is text", "empty": "no rows"}


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
        for variant in (*SCHEMAS, *PARQUET, *ROUND):
            with self.subTest(schema=variant):
                self.forget()
                self.plan, self.old = [], self.folder / variant
                made = self.rows("2024-03-05")
                if variant.endswith("integers"):
                    made = [[*row[:6], row[6], row[7], row[8], float(int(row[9]))] for row in made]
                rows = self.add(self.path("get_data"), variant, made)
                said = self.taken()
                self.assertEqual((said["sealed"], said["refused_rows"]), (1, 0), said)
                self.assert_cached(rows)
                self.assertEqual(self.origins(self.sealed()["2024-03-05"]), {"import"})

    def test_parquet_under_its_own_name(self):
        path = self.path("documented").replace(".arrow", ".parquet")
        rows = self.add(path, "parquet-pandas", self.rows("2024-03-05"))
        self.assertEqual(self.taken()["sealed"], 1)
        self.assert_cached(rows, market="um")

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
        for variant in ("lz4", "zstd", "stream"):
            self.assertIn("write_ipc", reasons[f"{variant.upper()}USDT"])
        for variant in ("brotli", "delta"):
            self.assertIn("write_parquet", reasons[f"PARQUET{variant.upper()}USDT"])
        self.assert_cached(good)

    def test_files_beside_the_bars(self):
        self.add(self.path("get_data"), "rest", self.rows("2024-03-05"))
        self.build()
        for name in ("cache_metadata.json", "index.sqlite3"):
            (self.old / name).write_text("{}")
        os.symlink("/etc", self.old / "outside")
        said = self.again()
        self.assertEqual((said["sealed"], said["refused_files"], said["ignored_files"]), (1, 0, 2))

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
