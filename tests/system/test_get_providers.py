"""`wick get` of OKX, and of the charts of Binance's futures, against another's idea of both."""
import json
import time

from charts_site import FUNDINGS_APART, HOUR, ChartsSite, millis, price, rate
from get_test import DONE, GetTest


class ChartsTest(GetTest):
    def setUp(self):
        super().setUp()
        self.site = self.enterContext(ChartsSite())
        self.home = {"WICK_CACHE_DIR": str(self.homes / "c"), "WICK_STATE_DIR": str(self.homes / "s")}

    def document_of(self, *words, code=DONE):
        finished = self.get(self.site, *words, "--json", "--time", "ms", env=self.home)
        self.assertEqual(finished.code, code, finished)
        return json.loads(finished.out)

    def assert_closes(self, document, expected):
        self.assertEqual({bar["open_time"]: bar["close"] for bar in document["bars"]}, expected)


class GetFromOkx(ChartsTest):
    def test_past_bars_and_then_from_the_cache(self):
        words = ("BTC-USDT", "--provider", "okx", "--interval", "6h",
                 "--from", "2024-01-01", "--to", "2024-04-01")
        first = self.document_of(*words)
        begin = millis("2024-01-01")
        expected = {t: price(t) for t in range(begin, millis("2024-04-01"), 6 * HOUR)}
        self.assert_closes(first, expected)
        self.assertEqual(first["provider"], "okx")
        self.assertEqual(first["missing"], [])
        self.assertEqual(first["bars"][0]["volume"], 3)
        self.assertEqual(first["bars"][0]["quote_asset_volume"], 5)
        self.assertEqual(len(self.site.asked), 2)
        self.assertEqual(self.site.asked[0], "/api/v5/market/history-candles?instId=BTC-USDT"
                         "&bar=6Hutc&after=1710547200000&before=1704067199999&limit=300")
        again = self.document_of(*words)
        self.assert_closes(again, expected)
        self.assertEqual(again["sources"]["CACHE"], len(expected))
        self.assertEqual(len(self.site.asked), 2)

    def test_the_newest_bars_up_to_the_running_one(self):
        document = self.document_of("BTC-USDT-SWAP", "--provider", "okx", "--market", "um",
                                    "--last", "3h")
        opened = [bar["open_time"] for bar in document["bars"]]
        self.assertEqual(opened, list(range(opened[0], opened[0] + 60_000 * len(opened), 60_000)))
        self.assertGreaterEqual(len(opened), 179)
        self.assertLessEqual(opened[-1] + 60_000, time.time() * 1000)
        self.assertEqual(document["missing"], [])
        shelves = {target.split("?")[0].rsplit("/", 1)[1] for target in self.site.asked}
        self.assertEqual(shelves, {"candles", "history-candles"})

    def test_an_unknown_instrument_is_told(self):
        finished = self.get(self.site, "XYZ-USDT", "--provider", "okx", "--last", "2h",
                            env=self.home)
        self.assert_usage_error(finished, "Instrument ID does not exist", "51001")


class GetCharts(ChartsTest):
    def test_mark_prices_from_the_archive(self):
        document = self.document_of("BTCUSDT", "--market", "um", "--chart", "mark", "--interval",
                                    "1h", "--from", "2024-01-01", "--to", "2024-01-03")
        begin = millis("2024-01-01")
        self.assert_closes(document, {t: price(t) for t in range(begin, begin + 48 * HOUR, HOUR)})
        self.assertEqual(document["sources"]["BULK"], 48)
        self.assertEqual(document["chart"], "mark")

    def test_an_index_is_filed_under_its_pair(self):
        self.document_of("BTCUSD_PERP", "--market", "cm", "--chart", "index", "--interval", "1h",
                         "--from", "2024-01-01", "--to", "2024-01-02")
        asked = self.site.bar_requests()
        sample, = [one for one in asked if ".zip" not in one]
        self.assertTrue(sample.startswith("/dapi/v1/indexPriceKlines?pair=BTCUSD&interval=1h&"))
        asked.remove(sample)
        self.assertTrue(all("/indexPriceKlines/BTCUSD/1h/BTCUSD-1h-" in one for one in asked), asked)

    def test_premiums_below_zero_from_rest(self):
        document = self.document_of("BTCUSDT", "--market", "um", "--chart", "premium", "--source",
                                    "rest", "--interval", "1h", "--from", "2024-01-01",
                                    "--to", "2024-01-02")
        begin = millis("2024-01-01")
        self.assert_closes(document, {t: -price(t) for t in range(begin, begin + 24 * HOUR, HOUR)})

    def test_charts_are_kept_apart(self):
        for chart in ("mark", "premium"):
            self.document_of("BTCUSDT", "--market", "um", "--chart", chart, "--interval", "1h",
                             "--from", "2024-01-01", "--to", "2024-01-02")
        listed = self.run_program(self.wick, "cache", "ls", "--json", env=self.home)
        charts = {(one["chart"], one["symbol"]) for one in json.loads(listed.out)["series"]}
        self.assertEqual(charts, {("mark", "BTCUSDT"), ("premium", "BTCUSDT")})
        why = self.run_program(self.wick, "why", "BTCUSDT", "2024-01-01T05:00", "--market", "um",
                               "--chart", "mark", "--interval", "1h", env=self.home)
        self.assert_good(why)


class GetFundings(ChartsTest):
    def expected(self, begin, end):
        return {t: rate(t) for t in range(millis(begin), millis(end), FUNDINGS_APART)}

    def funding(self, *words):
        return self.document_of("BTCUSDT", "--market", "um", "--chart", "funding", *words)

    def test_a_month_file_serves_all_of_its_month(self):
        document = self.funding("--from", "2024-01-05", "--to", "2024-01-08")
        self.assert_closes(document, self.expected("2024-01-05", "2024-01-08"))
        self.assertEqual(document["missing"], [], "the hours between are no gaps")
        self.assertEqual(document["requests"], 2)
        before = len(self.site.asked)
        rest = self.funding("--from", "2024-01-08", "--to", "2024-02-01")
        self.assert_closes(rest, self.expected("2024-01-08", "2024-02-01"))
        self.assertEqual(rest["requests"], 0)
        self.assertEqual(len(self.site.asked), before)

    def test_rest_has_what_no_file_has_yet(self):
        document = self.funding("--last", "6d")
        self.assertIn(len(document["bars"]), (18, 19))
        for bar in document["bars"]:
            self.assertEqual(bar["close"], rate(bar["open_time"]))
        self.assertEqual(document["missing"], [])
        self.assertTrue(any("/fapi/v1/fundingRate?symbol=BTCUSDT&startTime=" in one
                            for one in self.site.asked), self.site.asked)

    def test_why_says_that_an_hour_without_one_is_no_gap(self):
        self.funding("--from", "2024-01-05", "--to", "2024-01-06")
        why = self.run_program(self.wick, "why", "BTCUSDT", "2024-01-05T09:00", "--market", "um",
                               "--chart", "funding", env=self.home)
        self.assert_good(why)
        self.assertIn("no funding at that hour", why.out)
        self.assertIn("no gap", why.out)

    def test_nothing_is_left_to_repair(self):
        self.funding("--from", "2024-01-05", "--to", "2024-01-08")
        repaired = self.run_program(self.wick, "repair", env={**self.home, **self.site.env})
        self.assert_good(repaired)
        self.assertIn("nothing to repair", repaired.out)
