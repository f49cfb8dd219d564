"""`wick get` end to end when nothing goes wrong: every value, every format, every source."""
import datetime
import json

import bars
from get_test import DONE, NO_DATA, GetTest

MARKETS = {"spot": "BTCUSDT", "um": "ETHUSDT", "cm": "BTCUSD_PERP"}
SPANS = {"1m": ("2024-02-28T12:00", "2024-03-02T13:00"), "1h": ("2024-01-30", "2024-02-10T05:00"),
         "1d": ("2023-11-05", "2024-03-02"), "3d": ("2023-11-05", "2024-03-02"),
         "1w": ("2023-11-05", "2024-03-02"), "1M": ("2023-02-01", "2024-03-01"),
         "15m": ("2024-12-31T20:00", "2025-01-01T04:00")}  # over the change of units


def days_ago(days):
    return bars.iso(datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=days))


class GetTruth(GetTest):
    def setUp(self):
        super().setUp()
        self.sim = self.exchange()

    def check_market(self, market):
        for interval, span in SPANS.items():
            with self.subTest(interval=interval):
                document = self.document(self.sim, (market, MARKETS[market], interval), span)
                self.assertGreater(len(document.bars), 10)
                self.assertEqual(document.sources["BULK"] + document.sources["REST"],
                                 len(document.bars))

    def test_spot_bars_are_the_truth(self):
        self.check_market("spot")

    def test_usd_margined_bars_are_the_truth(self):
        self.check_market("um")

    def test_coin_margined_bars_are_the_truth(self):
        self.check_market("cm")

    def test_seconds_of_spot(self):
        document = self.document(self.sim, ("spot", "BTCUSDT", "1s"),
                                 ("2024-03-01T23:30", "2024-03-02T00:30"))
        self.assertEqual(len(document.bars), 3600)

    def test_old_days_come_from_the_archive_and_new_ones_from_the_api(self):
        document = self.document(self.sim, ("um", "BTCUSDT", "1h"), (days_ago(6), days_ago(0.1)))
        self.assertGreater(document.sources["BULK"], 48)
        self.assertGreater(document.sources["REST"], 24)
        tiers = [document.by_source[bar.open_time] for bar in document.bars]
        self.assertEqual(tiers, sorted(tiers), "BULK first, then REST")

    def test_the_source_can_be_chosen(self):
        span = ("2024-02-01", "2024-02-03")
        for option, tier in (("bulk", "BULK"), ("rest", "REST")):
            document = self.document(self.sim, ("spot", "BTCUSDT", "1h"), span,
                                     "--source", option)
            self.assertEqual(document.sources[tier], 48)

    def test_pages_of_the_api_join(self):
        for market, symbol in MARKETS.items():
            with self.subTest(market=market):
                document = self.document(self.sim, (market, symbol, "1m"),
                                         ("2024-02-01T00:07", "2024-02-04T00:03"),
                                         "--source", "rest")
                self.assertEqual(len(document.bars), 3 * 1440 - 4)

    def test_minutes_before_the_listing_are_settled_as_holes(self):
        document = self.document(self.sim, ("spot", "BTCUSDT", "1m"),
                                 ("2017-08-17T03:30", "2017-08-17T05:00"))
        self.assertEqual(len(document.bars), 60)
        self.assertEqual([hole["cause"] for hole in document.said["missing"]],
                         ["no_bar_at_source"])

    def test_what_is_still_to_come_is_no_data(self):
        finished = self.get(self.sim, "BTCUSDT", "--from", "2099-01-01", "--to", "2099-01-02")
        self.assertEqual(finished.code, NO_DATA, finished)
        self.assertEqual(self.sim.log(), [])

    def test_a_year_of_minutes_is_twenty_four_archive_requests(self):
        finished = self.get(self.sim, "BTCUSDT", "--market", "um", "--from", "2023-01-01",
                            "--to", "2024-01-01", "--format", "csv", "--time", "us",
                            "-o", "year.csv")
        self.assertEqual(finished.code, DONE, finished)
        monthly = [line for line in self.sim.log()
                   if line["data"] and "/monthly/" in line["target"]]
        self.assertEqual([line["kind"] for line in monthly].count("zip"), 12)
        self.assertEqual(len({line["target"] for line in monthly}), 24)
        self.assertEqual(len(monthly), 24)
        given = bars.of_csv((self.folder / "year.csv").read_text())
        self.check_holes_are_asked_for_once(given)
        first, last = bars.micros("2023-07-01"), bars.micros("2023-09-01")
        truth = bars.of_truth(self.sim.truth("um", "BTCUSDT", "1m", first, last))
        self.assertEqual([bar for bar in given if first <= bar.open_time < last], truth)

    def check_holes_are_asked_for_once(self, given):
        """Minutes absent at the exchange: one page for each gap at most, and no other file."""
        minute = 60_000_000
        first = bars.micros("2023-01-01")
        absent = set(range(first, bars.micros("2024-01-01"), minute)) - {
            bar.open_time for bar in given}
        gaps = [at for at in absent if at - minute not in absent]
        others = [line for line in self.sim.log()
                  if line["data"] and "/monthly/" not in line["target"]]
        self.assertLess(len(absent), 500)
        self.assertEqual({line["kind"] for line in others}, {"klines"})
        self.assertLessEqual(len(others), len(gaps) + 1, "and a look at whose rows the first file has")


class GetFormats(GetTest):
    SPAN = ("--interval", "1h", "--from", "2024-02-01", "--to", "2024-02-02")

    def setUp(self):
        super().setUp()
        self.sim = self.exchange()
        self.truth = bars.of_truth(
            self.sim.truth("spot", "BTCUSDT", "1h", "2024-02-01", "2024-02-02"))

    def printed(self, *options, env=None):
        return self.assert_good(self.get(self.sim, "BTCUSDT", *self.SPAN, *options, env=env)).out

    def test_csv(self):
        text = self.printed("--format", "csv", "--time", "us")
        self.assertEqual(text.splitlines()[0], bars.CSV_HEADER)
        self.assertEqual(bars.of_csv(text), self.truth)

    def test_times_in_three_styles(self):
        first = self.truth[0].open_time
        for style, shown in (("us", str(first)), ("ms", str(first // 1000)),
                             ("iso", "2024-02-01T00:00:00Z")):
            text = self.printed("--format", "csv", "--time", style)
            self.assertEqual(text.splitlines()[1].split(",")[0], shown)

    def test_table(self):
        lines = self.printed("--format", "table").splitlines()
        self.assertEqual(len(lines), 1 + 24)
        for line, bar in zip(lines[1:], self.truth):
            cells = line.split()
            self.assertEqual(bars.micros(cells[0]), bar.open_time)
            self.assertEqual([float(cell) for cell in cells[1:6]], list(bar[1:6]))
            self.assertEqual(cells[6:], [str(bar.count), "BULK"])

    def test_json_without_bars(self):
        said = json.loads(self.printed("--json", "--no-bars"))
        self.assertNotIn("bars", said)
        self.assertEqual((said["rows"], said["missing"]), (24, []))

    def test_several_symbols_in_one_csv(self):
        text = self.printed("ETHUSDT", "--format", "csv", "--time", "us")
        lines = text.splitlines()
        self.assertEqual(lines[0], "symbol," + bars.CSV_HEADER)
        self.assertEqual([line.split(",")[0] for line in lines[1:]],
                         ["BTCUSDT"] * 24 + ["ETHUSDT"] * 24)

    def test_several_symbols_in_json_are_one_document_a_line(self):
        lines = self.printed("ETHUSDT", "--json").splitlines()
        self.assertEqual([json.loads(line)["symbol"] for line in lines], ["BTCUSDT", "ETHUSDT"])

    def test_no_colours_where_there_is_no_terminal_or_they_are_unwanted(self):
        for env in ({}, {"NO_COLOR": "1"}, {"NO_COLOR": "1", "TERM": "xterm-256color"}):
            self.assertNotIn("\x1b", self.printed("--format", "table", env=env))

    def test_without_a_range_it_is_the_last_five_hundred_closed_bars(self):
        finished = self.assert_good(self.get(self.sim, "BTCUSDT", "--market", "um",
                                             "--format", "csv", "--time", "us"))
        self.assertEqual(len(bars.of_csv(finished.out)), 500)
