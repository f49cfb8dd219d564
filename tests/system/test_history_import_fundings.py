"""Fundings that crypto-kline-vision-data kept, taken over."""
import json

import bars
from foreign_test import HOUR, Foreign


class Fundings(Foreign):
    MANGLED = "binance/funding/rate/daily/funding/futures/{kind}/FUTURES-{kind}-{eight}.arrow"
    MEANT = ("binance/funding_rate/futures/um/daily/funding_rate/BTCUSDT/8h/"
             "BTCUSDT-8h-2024-03-05.arrow")

    def mangled(self, kind="usdt", eight="BTCU-SD-T"):
        return self.MANGLED.format(kind=kind, eight=eight)

    def fundings(self, symbol="BTCUSDT", first="2024-03-05", count=7, rate=0.0001):
        """Every eight hours, some milliseconds late, as the exchange has them."""
        return [[bars.micros(first) + i * 8 * HOUR + (i % 3) * 1000, symbol, rate + i * 0.00001]
                for i in range(count)]

    def rates(self, symbol="BTCUSDT", market="um", span=("2024-03-05", "2024-03-08")):
        finished = self.run_program(
            self.wick, "get", symbol, "--market", market, "--chart", "funding", "--from", span[0],
            "--to", span[1], "--source", "cache", "--format", "csv", "--time", "us")
        return finished.code, [(bar[0], bar[1], bar[4]) for bar in bars.of_csv(finished.out)]

    def assert_kept(self, rows, **which):
        code, given = self.rates(**which)
        self.assertEqual(given, [(at - at % HOUR, rate, rate) for at, _, rate in rows])
        return code

    def test_every_schema_and_path(self):
        for variant in ("polars", "older-polars", "pandas", "parquet"):
            for path in (self.mangled(), self.MEANT):
                with self.subTest(variant=variant, path=path):
                    self.forget()
                    self.plan, self.old = [], self.folder / f"{variant}{len(path)}"
                    rows = self.add(path, f"fundings-{variant}", self.fundings())
                    said = self.taken()
                    self.assertEqual((said["sealed"], said["tail_rows"]), (2, 1), said)
                    self.assertEqual(said["series"][0]["chart"], "funding")
                    self.assertEqual(self.assert_kept(rows), 3)  # the last day is not whole
                    self.assertEqual(self.assert_kept(rows[:6], span=("2024-03-05", "2024-03-07")),
                                     0)

    def test_of_two_symbols_with_one_name_the_rows_tell(self):
        rows = self.add(self.mangled(eight="1000-PE-PE"), "fundings-polars",
                        self.fundings("1000PEPEUSDT"))
        self.add(self.mangled("coin", "BTCU-SD-"), "fundings-polars", self.fundings("BTCUSD_PERP"))
        self.assertEqual(self.taken()["taken_files"], 2)
        self.assert_kept(rows, symbol="1000PEPEUSDT")
        self.assert_kept(rows, symbol="BTCUSD_PERP", market="cm")

    def test_a_long_pause_is_not_taken_for_none(self):
        rows = self.fundings()
        self.add(self.mangled(), "fundings-polars", rows[:2] + rows[3:])
        self.assertEqual(self.taken()["sealed"], 1)
        self.assertEqual(self.assert_kept(rows[:2] + rows[3:]), 3)

    def test_marked_as_invalid(self):
        rows = self.add(self.mangled(), "fundings-polars", self.fundings())
        self.add(self.mangled("coin", "ETHU-SD-"), "fundings-polars", self.fundings("ETHUSD_PERP"))
        self.build()
        (self.old / "cache_metadata.json").write_text(json.dumps({
            "BINANCE_FUNDING_RATE_FUTURES_USDT_BTCUSDT_8h_20240305": {"is_invalid": False},
            "BINANCE_FUNDING_RATE_FUTURES_COIN_ETHUSD_PERP_8h_20240305": {"is_invalid": True}}))
        said = self.again(code=3)
        self.assertIn("marks it as invalid", said["refused"][0]["reason"])
        self.assertEqual(said["taken_files"], 1)
        self.assert_kept(rows)

    def test_what_cannot_be_believed(self):
        rows = self.fundings()
        rows[1][2] = None
        rows.append([rows[3][0], "BTCUSDT", 0.5])
        self.add(self.mangled(), "fundings-polars", rows)
        self.add(self.mangled(eight="ETHU-SD-T"), "fundings-without-symbol", self.fundings())
        said = self.taken(code=3)
        self.assertIn("no column symbol", said["refused"][0]["reason"])
        self.assertEqual(sorted((one["reason"], one["rows"]) for one in said["rows_refused"]),
                         [("it is there twice", 2), ("it lacks a rate", 1)])
        self.assert_kept([row for i, row in enumerate(rows) if i not in (1, 3, 7)])

    def test_to_import_again_changes_nothing(self):
        self.add(self.mangled(), "fundings-polars", self.fundings())
        self.taken()
        second = self.again()
        self.assertEqual((second["sealed"], second["unchanged"], second["tail_rows"]), (0, 2, 0))
