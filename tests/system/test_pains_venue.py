"""What users suffer from at the exchange itself, row by row of docs/pains.md: symbols that come and
go, limits, unfinished candles, pages, places that are not served."""
import datetime
import unittest

import bars
from get_test import DONE, NOTHING, NO_DATA, PARTIAL, USAGE
from history_test import HistoryTest, Watch, fault, sources_by_day
from test_get import days_ago
from test_history_rest_events import moments
from test_pains_archive import struck

HOURS = ("spot", "BTCUSDT", "1h")
TEN_DAYS = ("2024-02-01", "2024-02-11")
OLD_LIFE = ("2022-06-01", "2022-06-03")
LUNA = ("um", "LUNAUSDT")
ICP = ("um", "ICPUSDT", "1h")
TEN_HOURS = ("2024-02-01T20:00:00Z", "2024-02-02T06:00:00Z")
IN_FLIGHT = 4  # pages of REST at once


class Pain09RelistedAndRenamed(HistoryTest):
    def setUp(self):
        super().setUp()
        self.sim = self.exchange("--scenario", "pain-09-relisted-and-renamed")

    def one_hole(self, document):
        hole, = document.said["missing"]
        self.assertEqual(hole["cause"], "no_bar_at_source")
        self.assertTrue(hole["evidence"])
        return hole["from"], hole["to"]

    def test_both_lives_of_a_symbol_with_one_hole_between(self):
        document = self.document(self.sim, ("spot", "LUNAUSDT", "1h"),
                                 ("2022-05-12", "2022-06-02"))
        self.assertEqual(self.one_hole(document),
                         ("2022-05-13T01:00:00Z", "2022-05-31T06:00:00Z"))
        self.assertEqual(len(document.bars), 25 + 42)

    def test_a_life_that_rest_has_forgotten_is_in_the_archive(self):
        document = self.document(self.sim, ICP, ("2022-06-08", "2022-09-29"))
        self.assertEqual(self.one_hole(document),
                         ("2022-06-10T09:00:00Z", "2022-09-27T02:00:00Z"))
        self.assertEqual(document.sources["BULK"], 57 + 46)
        self.assert_served_from_cache(self.sim, ICP, ("2022-06-08", "2022-09-29"))

    def test_a_hole_between_two_lives_is_no_data(self):
        self.document(self.sim, ICP, ("2022-08-01", "2022-08-03"), code=NO_DATA)

    def test_the_first_day_is_that_of_the_first_life(self):
        said = self.get(self.sim, "ICPUSDT", "--market", "um", "--interval", "1h", "--from",
                        "2021-05-01", "--to", "2021-05-13")
        self.assertEqual(said.code, USAGE, said)
        self.assertIn("2021-05-11", said.err)

    def test_a_question_too_early_does_not_close_the_first_life(self):
        self.get(self.sim, "ICPUSDT", "--market", "um", "--interval", "1h", "--from",
                 "2021-05-01", "--to", "2021-05-13")
        self.assertEqual(len(self.document(self.sim, ICP, OLD_LIFE).bars), 48)

    def test_rest_alone_is_no_witness_of_a_life_that_it_has_forgotten(self):
        """Its silence is told as "none at the exchange", and not kept."""
        self.get(self.sim, "ICPUSDT", "--market", "um", "--interval", "1h", "--from", OLD_LIFE[0],
                 "--to", OLD_LIFE[1], "--source", "rest")
        self.assertEqual(len(self.document(self.sim, ICP, OLD_LIFE).bars), 48)

    def test_a_failing_archive_makes_no_hole_of_a_forgotten_life(self):
        self.sim.scenario({"name": "failing", "rules": [fault("zip", {"status": 500})]})
        document = self.document(self.sim, ICP, OLD_LIFE, code=NOTHING)
        self.assertEqual({hole["cause"] for hole in document.said["missing"]}, {"not_fetched"})

    def test_the_old_name_is_in_the_archive_until_the_day_of_renaming(self):
        document = self.document(self.sim, ("um", "MATICUSDT", "1h"), ("2024-09-08", "2024-09-11"))
        self.assertEqual(document.sources["BULK"], 51)
        self.assertEqual(self.one_hole(document),
                         ("2024-09-10T03:00:00Z", "2024-09-11T00:00:00Z"))
        status, answer = self.sim.get("um", "/fapi/v1/klines?symbol=MATICUSDT&interval=1h")
        self.assertEqual(status, 400)
        self.assertIn(b"-1121", answer)

    def test_the_new_name_begins_with_its_own_day(self):
        said = self.get(self.sim, "POLUSDT", "--market", "um", "--interval", "1h", "--from",
                        "2024-09-08", "--to", "2024-09-15")
        self.assert_usage_error(said, "POLUSDT", "listed since 2024-09-13")
        document = self.document(self.sim, ("um", "POLUSDT", "1h"), ("2024-09-13", "2024-09-15"))
        self.assertEqual(len(document.bars), 38)

    def test_what_is_gone_for_good_is_in_the_archive_still(self):
        document = self.document(self.sim, ("um", "FTTUSDT", "1h"), ("2022-11-12", "2022-11-15"))
        self.assertEqual(document.sources["BULK"], 51)

    def test_the_same_question_about_a_dead_symbol_has_one_answer(self):
        for series, span in (((*LUNA, "1h"), ("2022-08-01", "2022-08-03")),
                             ((*LUNA, "1d"), ("2022-06-01", "2024-01-01")),
                             (("um", "FTTUSDT", "1w"), ("2022-12-01", "2023-02-01"))):
            for _ in range(2):
                document = self.document(self.sim, series, span, code=NO_DATA)
                hole, = document.said["missing"]
                self.assertEqual(hole["cause"], "delisted")
                self.assertIn("last day in the archive", hole["evidence"])

    def test_nobody_is_asked_for_what_follows_the_last_day(self):
        watch = Watch(self.sim)
        cold = self.document(self.sim, ("um", "FTTUSDT", "1d"), ("2022-02-01", "2024-06-01"))
        asked = watch.all()
        self.assertEqual(len(cold.bars), 28 + 31 + 30 + 31 + 30 + 31 + 31 + 30 + 31 + 14)
        self.assertEqual([hole["cause"] for hole in cold.said["missing"]], ["delisted"])
        self.assertEqual([line["target"] for line in asked if line["status"] == 404], [])
        self.assertLess(len(asked), 70)
        again = Watch(self.sim)
        warm = self.document(self.sim, ("um", "FTTUSDT", "1d"), ("2022-02-01", "2024-06-01"))
        self.assertEqual((warm.bars, warm.missing), (cold.bars, cold.missing))
        self.assertEqual(again.all(), [])
        for command in (("stats", "--symbol", "FTTUSDT"), ("health", "--symbol", "FTTUSDT")):
            said = self.run_program(self.wick, *command, env=self.sim.env)
            self.assertEqual(said.code, DONE, said)
            self.assertNotRegex(said.out, r"(?m) low$|lacks")

    def test_rest_alone_asks_no_wrong_question_about_a_dead_symbol(self):
        said = self.get(self.sim, "FTTUSDT", "--market", "um", "--interval", "1h", "--from",
                        "2022-03-01", "--to", "2022-03-02", "--source", "rest")
        self.assertEqual(said.code, NOTHING, said)
        self.assertIn("-1121", said.err)


class Pain10RateLimitToBan(HistoryTest):
    SERIES, SPAN = ("um", "BTCUSDT", "1m"), ("2024-02-01", "2024-02-09")  # two rounds

    def setUp(self):
        super().setUp()
        self.sim = self.exchange("--scenario", "pain-10-rate-limit-to-ban")

    def statuses(self):
        return [line["status"] for line in self.sim.log() if line["kind"] == "klines"]

    def test_who_does_not_stop_is_banned(self):
        """So that the other tests mean something."""
        path = "/fapi/v1/klines?symbol=BTCUSDT&interval=1m&limit=1500"
        codes = [self.sim.get("um", path)[0] for _ in range(24)]
        self.assertEqual(codes[-1], 418)

    def test_alone_nobody_is_ever_refused(self):
        document = self.document(self.sim, self.SERIES, self.SPAN, "--source", "rest")
        self.assertEqual(len(document.bars), 8 * 1440)
        self.assertEqual(set(self.statuses()), {200})

    def test_others_who_have_spent_it_all_get_us_no_ban(self):
        self.spend_all()
        finished = self.get(self.sim, "BTCUSDT", "--market", "um", "--from", self.SPAN[0], "--to",
                            "2024-02-03", "--source", "rest", "--wait", "--json", "--no-bars")
        self.assertEqual(finished.code, DONE, finished)
        self.assertNotIn(418, self.statuses())

    def spend_all(self):
        """The whole of the limit, by another client behind the same address, and no more."""
        for _ in range(40):
            self.sim.get("um", "/fapi/v1/ping")


class Pain11UnfinishedCandle(HistoryTest):
    SERIES = ("um", "BTCUSDT", "1m")

    def test_what_is_open_by_either_clock_is_never_final(self):
        sim = self.exchange("--scenario", "pain-11-unfinished-candle")
        span = (days_ago(0.02), days_ago(0))
        document = self.document(sim, self.SERIES, span, code=PARTIAL)
        hole, = document.said["missing"]
        self.assertEqual((hole["cause"], hole["to"]), ("not_fetched", document.said["to"]))
        self.assertIn("not closed yet", hole["evidence"])
        self.assertIn(document.missing[0][1] - document.missing[0][0], (60_000_000, 120_000_000))
        self.assertEqual(self.sealed(), {})

    def test_open_bars_that_are_wanted_are_marked(self):
        sim = self.exchange("--scenario", "pain-11-unfinished-candle")
        finished = self.assert_good(self.get(
            sim, "BTCUSDT", "--market", "um", "--from", days_ago(0.01), "--to", "now", "--json",
            "--time", "us", "--include-open"))
        marks = [bar.get("final", True) for bar in bars.Document(finished.out).said["bars"]]
        self.assertIn(marks.count(False), (2, 3), "the running minute, and those of 90 seconds")
        self.assertEqual(marks, sorted(marks, reverse=True), "and they are the last")


class Pain12Paging(HistoryTest):
    def test_every_page_edge_gives_exactly_its_rows(self):
        sim = self.exchange("--scenario", "pain-12-paging")
        for market, symbol, begin in (("spot", "BTCUSDT", "2024-02-01T00:07"),
                                      ("um", "ETHUSDT", "2024-02-01T00:00"),
                                      ("cm", "BTCUSD_PERP", "2024-02-03T05:59")):
            first = bars.micros(begin)
            for rows in (1, 499, 500, 501, 1000, 1001, 1500, 1501):
                with self.subTest(market=market, rows=rows):
                    end = bars.iso_of(first + rows * 60_000_000)
                    document = self.document(sim, (market, symbol, "1m"), (begin, end),
                                             "--source", "rest")
                    self.assertEqual((len(document.bars), document.missing), (rows, []))
                    self.forget_cache()
        self.assertEqual(struck(sim), {"twice", "shuffled", "short"})

    def short_pages(self, *rules):
        """Two days of hours, one page of REST: the code, the bars, the holes, and the requests."""
        sim = self.exchange_with(*rules)
        watch = Watch(sim)
        finished = self.get(sim, "BTCUSDT", "--interval", "1h", "--from", "2024-02-01", "--to",
                            "2024-02-03", "--source", "rest", "--json", "--time", "us")
        document = bars.Document(finished.out)
        holes = [(hole["cause"], hole["from"], hole["to"]) for hole in document.said["missing"]]
        return finished.code, len(document.bars), holes, len(watch.data("klines"))

    def test_a_short_page_is_asked_for_once_more(self):
        self.assertEqual(self.short_pages(short(first=1)), (DONE, 48, [], 2))

    def test_what_two_pages_leave_out_is_a_hole(self):
        self.assertEqual(self.short_pages(short()),
                         (DONE, 38, [("no_bar_at_source", *TEN_HOURS)], 2))

    def test_where_the_second_page_is_refused_nothing_is_a_hole(self):
        refused = fault("klines", {"answer": "throttle429"}, interval="1h", skip=1, first=1)
        self.assertEqual(self.short_pages(short(first=1), refused),
                         (PARTIAL, 38, [("not_fetched", *TEN_HOURS)], 2))


def short(**when):
    return fault("klines", {"drop_rows": [20, 30]}, interval="1h", **when)


class Pain20DifferentEachRun(HistoryTest):
    def test_three_cold_runs_give_the_same_bars(self):
        sim = self.exchange("--scenario", "pain-20-different-each-run")
        seen = set()
        for _ in range(3):
            self.forget()
            watch = Watch(sim)
            document = self.document(sim, HOURS, TEN_DAYS)
            self.assertEqual((len(document.bars), document.missing), (240, []))
            seen.add(tuple(sorted(line["target"] for line in watch.data("zip")
                                  if line["fault"])))
        self.assertGreater(len(seen), 1, "another run, other faults")


class Pain29Gaps(HistoryTest):
    def test_a_gap_is_named_and_never_filled(self):
        sim = self.exchange("--scenario", "pain-29-gaps")
        span = ("2024-02-02", "2024-02-05")
        document = self.document(sim, HOURS, span, code=PARTIAL)
        self.assertEqual(document.missing, [(bars.micros("2024-02-03T12:00"),
                                             bars.micros("2024-02-03T14:00"))])
        self.assertEqual(len(document.bars), 70)
        printed = self.get(sim, "BTCUSDT", "--interval", "1h", "--from", span[0], "--to", span[1],
                           "--format", "csv", "--time", "us")
        self.assertEqual(printed.code, PARTIAL)
        self.assertEqual(bars.of_csv(printed.out), document.bars)
        self.assertRegex(printed.err, r"missing 2 +2024-02-03T12:00Z \.\. 2024-02-03T14:00Z")
        self.assertNotIn("2024-02-03", self.sealed())


class Pain31GeoBlock(HistoryTest):
    def test_the_next_host_serves_and_without_one_the_reason_is_told(self):
        blocked, open_one = self.exchange("--scenario", "pain-31-geo-block"), self.exchange()
        options = ("BTCUSDT", "--interval", "1h", "--from", TEN_DAYS[0], "--to", TEN_DAYS[1],
                   "--source", "rest", "--json", "--time", "us")
        alone = self.get(blocked, *options)
        self.assertEqual(alone.code, NOTHING, alone)
        self.assertRegex(alone.err, "REST: .*451, not served in this location")
        hosts = f"{blocked.url('spot')},{open_one.url('spot')}"
        self.forget()
        helped = self.get(blocked, *options, env={"WICK_BINANCE_SPOT_URL": hosts})
        self.assertEqual(helped.code, DONE, helped)
        self.assertEqual(len(bars.Document(helped.out).bars), 240)

    def test_the_archive_is_open_to_everybody(self):
        document = self.document(self.exchange("--scenario", "pain-31-geo-block"), HOURS, TEN_DAYS)
        self.assertEqual(set().union(*sources_by_day(document).values()), {"BULK"})
