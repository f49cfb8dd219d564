"""What users suffer from in the archive, row by row of docs/pains.md: the scenario of that name is
in force, and the answer is the truth all the same."""
from collections import Counter

import bars
from history_test import HistoryTest, Watch, sources_by_day
from test_get import days_ago

MINUTES = ("spot", "BTCUSDT", "1m")
HOURS = ("spot", "BTCUSDT", "1h")
TEN_DAYS = ("2024-02-01", "2024-02-11")
HOUR = 3_600_000_000


def struck(sim):
    """The rules of the scenario in force that had something to do."""
    return {rule["name"] for rule in sim.state()["rules"] if rule["strikes"] > 0}


def first_lost_minute(sim, market, symbol):
    """A minute of 2023 that the exchange itself lacks, with trading before and after it."""
    minute = 60_000_000
    for month in range(1, 12):
        begin, end = f"2023-{month:02}-01", f"2023-{month + 1:02}-01"
        held = {row[0] for row in sim.truth(market, symbol, "1m", begin, end)}
        for at in range(bars.micros(begin) + minute, bars.micros(end) - minute, minute):
            if at not in held and {at - minute, at + minute} <= held:
                return at
    raise AssertionError("a market without a single lost minute")


class Pain01MissingKlines(HistoryTest):
    def setUp(self):
        super().setUp()
        self.sim = self.exchange("--scenario", "pain-01-missing-klines")

    def test_what_the_archive_lacks_comes_from_rest_and_is_asked_for_once(self):
        watch = Watch(self.sim)
        document = self.document(self.sim, MINUTES, TEN_DAYS)
        short = {line["target"] for line in watch.data("zip") if line["fault"] == "short"}
        self.assertGreater(len(short), 0)
        self.assertEqual((len(document.bars), document.missing), (14_400, []))
        self.assertEqual(document.sources["REST"], 60 * len(short))
        self.assertEqual([end - begin for begin, end in watch.pages()], [HOUR] * len(short))
        self.assert_served_from_cache(self.sim, MINUTES, TEN_DAYS)

    def test_what_nobody_has_is_named_with_cause_and_evidence(self):
        lost = first_lost_minute(self.sim, "um", "BTCUSDT")
        series = ("um", "BTCUSDT", "1m")
        span = (bars.iso_of(lost - HOUR), bars.iso_of(lost + HOUR))
        document = self.document(self.sim, series, span)
        hole, = document.said["missing"]
        self.assertEqual((hole["from"], hole["to"]),
                         (bars.iso_of(lost), bars.iso_of(lost + 60_000_000)))
        self.assertEqual(hole["cause"], "no_bar_at_source")
        self.assertIn("REST answered without it", hole["evidence"])
        again = self.assert_served_from_cache(self.sim, series, span)
        self.assertEqual(again.said["missing"], [hole])


class Revised(HistoryTest):
    """Values that differ between what was first and what came later."""

    def told(self, *command):
        return self.assert_good(self.run_program(self.wick, *command, env=self.sim.env)).out

    def get_bars(self, *options):
        finished = self.get(self.sim, "BTCUSDT", "--interval", "1h", "--from", TEN_DAYS[0],
                            "--to", TEN_DAYS[1], "--format", "csv", "--time", "us", *options)
        return bars.of_csv(self.assert_good(finished).out)

    def other_volumes(self, before, after):
        """Open time -> both volumes; nothing else may differ."""
        self.assertEqual([bar._replace(volume=0) for bar in before],
                         [bar._replace(volume=0) for bar in after])
        return {a.open_time: (a.volume, b.volume)
                for a, b in zip(before, after) if a.volume != b.volume}

    def check_both_told(self, open_time, volumes):
        why = self.told("why", "BTCUSDT", bars.iso_of(open_time)[:16], "--interval", "1h")
        for volume in volumes:
            self.assertIn(f"{volume:.8f}".rstrip("0"), why)
        return why


class Pain02Reuploaded(Revised):
    def test_a_second_upload_is_found_taken_and_told(self):
        self.sim = self.exchange()
        before = self.get_bars()
        self.sim.scenario("pain-02-reuploaded")
        self.assertEqual(self.get_bars(), before, "a day that was read does not change by itself")
        said = self.told("verify", "--remote")
        self.assertIn("changed  data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2024-02-05.zip", said)
        self.assertIn("10 archive objects: 9 as published, 1 changed", said)
        (at, volumes), = self.other_volumes(before, self.get_bars()).items()
        self.assertEqual(bars.iso_of(at)[:10], "2024-02-05")
        why = self.check_both_told(at, volumes)
        self.assertRegex(why, r"reupload\n.*2024-02-05\.zip\n\s+was sha256 [0-9a-f]{64}\n"
                              r"\s+is  sha256 [0-9a-f]{64}")
        self.assertIn("10 as published, 0 changed", self.told("verify", "--remote"))


class Pain03ArchiveDiffers(Revised):
    def test_one_value_is_served_by_a_fixed_rank_and_the_other_is_kept(self):
        self.sim = self.exchange("--scenario", "pain-03-archive-differs")
        archive = self.get_bars()
        rest = self.get_bars("--source", "rest")
        changed = self.other_volumes(archive, rest)
        self.assertEqual(len({bars.iso_of(at)[:10] for at in changed}), 10, "one a day")
        self.assertEqual(rest, bars.of_truth(self.sim.truth("spot", "BTCUSDT", "1h", *TEN_DAYS)))
        self.assertEqual(self.get_bars(), rest, "from now on, whatever is asked first")
        at, volumes = next(iter(changed.items()))
        why = self.check_both_told(at, volumes)
        self.assertIn("REST ranks above the others", why)
        self.assertIn("REST revision 0 over archive revision 0", why)

    def test_a_month_does_not_touch_the_days_that_are_there(self):
        self.sim = self.exchange("--scenario", "pain-03-archive-differs")
        before = self.get_bars()
        watch = Watch(self.sim)
        self.assert_good(self.get(self.sim, "BTCUSDT", "--interval", "1h", "--from", "2024-01-01",
                                  "--to", "2024-03-01", "--format", "csv"))
        asked = set(watch.days())
        self.assertIn("2024-01", asked)
        self.assertEqual({day for day in asked if "2024-02-01" <= day <= "2024-02-10"}, set())
        self.assertEqual(self.get_bars(), before)


class Pain04ChecksumMismatch(HistoryTest):
    def test_unfit_bytes_are_fetched_once_more_and_never_served_or_kept(self):
        sim = self.exchange("--scenario", "pain-04-checksum-mismatch")
        watch = Watch(sim)
        document = self.document(sim, HOURS, TEN_DAYS)
        self.assertEqual(document.sources, {"CACHE": 0, "BULK": 216, "REST": 24})
        self.assertEqual(sources_by_day(document)["2024-02-04"], {"REST"})
        self.assertEqual((watch.days()["2024-02-04"], watch.days()["2024-02-09"]), (2, 2))
        self.assertIn("BTCUSDT-1h-2024-02-04.zip: its SHA-256", document.stderr)
        self.assertEqual(self.origins(self.sealed()["2024-02-04"]), {"REST"})
        self.assertEqual(self.origins(self.sealed()["2024-02-09"]), {"archive"})


class Pain05MillisAndMicros(HistoryTest):
    def test_the_unit_of_a_file_changes_no_bar_and_no_volume(self):
        sim = self.exchange("--scenario", "pain-05-ms-and-us")
        for span in (TEN_DAYS, ("2024-12-27", "2025-01-06")):
            document = self.document(sim, HOURS, span)
            self.assertEqual(document.sources["BULK"], 240)
            days = {}
            for bar in document.bars:
                days.setdefault(bar.open_time // (24 * HOUR), []).append(bar.volume)
            self.assertEqual({len(volumes) for volumes in days.values()}, {24})
            sums = sorted(sum(volumes) for volumes in days.values())
            self.assertLess(sums[-1] / sums[0], 10, "no day is thousands of times another")
        self.assertEqual(struck(sim), {"ms", "us"})


class Pain06HeaderDrift(HistoryTest):
    def test_no_row_is_lost_to_a_header_and_none_made_of_one(self):
        sim = self.exchange("--scenario", "pain-06-header-drift")
        for series in (HOURS, ("um", "ETHUSDT", "1h"), ("cm", "BTCUSD_PERP", "1h")):
            with self.subTest(series=series):
                self.assertEqual(self.document(sim, series, TEN_DAYS).sources["BULK"], 240)
        self.assertEqual(struck(sim), {"named", "nameless"})


class Pain07OddBars(HistoryTest):
    def test_short_closes_disorder_and_repeats_leave_the_grid_whole(self):
        sim = self.exchange("--scenario", "pain-07-odd-bars")
        document = self.document(sim, HOURS, TEN_DAYS)
        self.assertEqual(document.sources["BULK"], 240)
        lengths = Counter(bar["close_time"] - bar["open_time"] + 1
                          for bar in document.said["bars"])
        self.assertEqual(lengths, {HOUR: 231, HOUR // 2: 9}, "as the file has it, and no bar less")
        self.assertEqual(struck(sim), {"short", "shuffled", "twice"})
        self.assert_served_from_cache(sim, HOURS, TEN_DAYS)


class Pain08LateAndIncomplete(HistoryTest):
    def test_what_a_short_day_lacks_comes_from_rest(self):
        sim = self.exchange("--scenario", "pain-08-late-and-incomplete")
        document = self.document(sim, HOURS, TEN_DAYS)
        self.assertEqual(sources_by_day(document)["2024-02-02"], {"BULK", "REST"})
        self.assertEqual(document.sources, {"CACHE": 0, "BULK": 240 - 17, "REST": 17})
        self.assertEqual(self.origins(self.sealed()["2024-02-02"]), {"archive", "REST"})

    def test_days_that_are_not_out_yet_come_from_rest(self):
        sim = self.exchange("--scenario", "pain-08-late-and-incomplete")
        document = self.document(sim, HOURS, (days_ago(8), days_ago(0.5)))
        self.assertEqual(document.missing, [])
        self.assertGreaterEqual(document.sources["REST"], 60)
        self.assertGreaterEqual(document.sources["BULK"], 72)
