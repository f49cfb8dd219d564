"""Failover, the archive's part of it: each row of the event table is a story."""
import re

import bars
from get_test import NOTHING, PARTIAL
from history_test import HistoryTest, Watch, fault, sources_by_day

SPOT = ("spot", "BTCUSDT", "1h")
SPAN = ("2024-02-01", "2024-02-06")
STRUCK = "2024-02-03"  # the day that trouble comes to


class ArchiveHasNot(HistoryTest):
    """404: that object falls to REST, and is not asked for again at once."""

    def setUp(self):
        super().setUp()
        self.sim = self.exchange_with(
            fault(["zip", "checksum"], {"answer": "NoSuchKey"}, period=STRUCK))

    def test_only_that_day_falls_to_rest(self):
        watch = Watch(self.sim)
        document = self.document(self.sim, SPOT, SPAN)
        self.assertEqual(document.sources, {"CACHE": 0, "BULK": 96, "REST": 24})
        self.assertEqual(sources_by_day(document)[STRUCK], {"REST"})
        self.assertIn("404", document.stderr)
        self.assertEqual(self.origins(self.sealed()[STRUCK]), {"REST"})
        self.assertEqual(watch.days()[STRUCK], 1, "asked once")
        day = (bars.micros(STRUCK), bars.micros("2024-02-04"))
        self.assertEqual([(begin, end) for begin, end in watch.pages()
                          if end <= day[0] or begin >= day[1]], [], "REST for that day alone")
        self.assertEqual([bars.iso_of(begin)[:10] for begin, _ in watch.samples()],
                         ["2024-02-01", "2024-02-04"], "and a look at the first of each run")

    def test_a_second_get_does_not_ask_for_it_again(self):
        self.document(self.sim, SPOT, SPAN)
        self.forget_cache()
        watch = Watch(self.sim)
        document = self.document(self.sim, SPOT, SPAN)
        self.assertEqual(sorted(watch.days()), ["2024-02-01", "2024-02-02", "2024-02-04",
                                                "2024-02-05"])
        self.assertEqual(sources_by_day(document)[STRUCK], {"REST"})

    def test_nobody_forgets_that_it_is_not_settled(self):
        """The archive alone lacks the day: missing, and not called absent from the exchange."""
        document = self.document(self.sim, SPOT, SPAN, "--source", "bulk", code=PARTIAL)
        self.assertEqual([hole["cause"] for hole in document.said["missing"]], ["not_fetched"])
        self.assertNotIn(STRUCK, self.sealed())


class ArchiveRefuses(HistoryTest):
    """403: the archive is left alone for a while, and that is never "no data"."""

    def setUp(self):
        super().setUp()
        self.sim = self.exchange("--scenario", "archive-403")

    def test_rest_answers(self):
        document = self.document(self.sim, SPOT, SPAN)
        self.assertEqual(document.sources, {"CACHE": 0, "BULK": 0, "REST": 120})
        self.assertIn("403", document.stderr)

    def test_the_next_process_leaves_it_alone_too(self):
        self.document(self.sim, SPOT, SPAN)
        watch = Watch(self.sim)
        document = self.document(self.sim, SPOT, ("2024-03-01", "2024-03-04"))
        self.assertEqual(watch.data("zip", "checksum"), [])
        self.assertEqual(document.sources["REST"], 72)

    def test_it_is_asked_again_by_who_knows_nothing_of_it(self):
        self.document(self.sim, SPOT, SPAN)
        self.forget()
        self.sim.scenario("calm")
        self.assertEqual(self.document(self.sim, SPOT, SPAN).sources["BULK"], 120)

    def test_it_is_no_proof_that_there_is_nothing(self):
        for _ in range(2):  # the second time out of memory
            finished = self.get(self.sim, "BTCUSDT", "--interval", "1h", "--from", SPAN[0],
                                "--to", SPAN[1], "--source", "bulk", "--format", "csv")
            self.assertEqual(finished.code, NOTHING, finished)
            self.assertIn("closed to us", finished.err)
            missing = re.findall(r"missing (\d+) .* not fetched", finished.err)
            self.assertEqual(sum(map(int, missing)), 120, finished)
        self.assertEqual(self.sealed(), {})


class ChecksumDiffers(HistoryTest):
    """Fetched once more, then the day goes to REST; the bad bytes are never served or kept."""

    def test_a_lasting_difference(self):
        sim = self.exchange_with(fault("checksum", {"wrong_checksum": True}, period=STRUCK))
        watch = Watch(sim)
        document = self.document(sim, SPOT, SPAN)
        self.assertEqual(watch.days()[STRUCK], 2, "once more, and no more")
        self.assertEqual(sources_by_day(document)[STRUCK], {"REST"})
        for told in (document.stderr, (self.cache / "events.jsonl").read_text()):
            self.assertIn("SHA-256", told)
        self.assertEqual(self.origins(self.sealed()[STRUCK]), {"REST"})
        self.assert_served_from_cache(sim, SPOT, SPAN)

    def test_a_passing_one(self):
        sim = self.exchange_with(
            fault("checksum", {"wrong_checksum": True}, period=STRUCK, first=1))
        document = self.document(sim, SPOT, SPAN)
        self.assertEqual(document.sources, {"CACHE": 0, "BULK": 120, "REST": 0})
        self.assertEqual(self.origins(self.sealed()[STRUCK]), {"archive"})

    def test_damaged_bytes_under_a_good_checksum(self):
        sim = self.exchange_with(fault("zip", {"corrupt": True}, period=STRUCK))
        document = self.document(sim, SPOT, SPAN)
        self.assertEqual(sources_by_day(document)[STRUCK], {"REST"})
        self.assertEqual(self.origins(self.sealed()[STRUCK]), {"REST"})


class ChecksumMissing(HistoryTest):
    """Taken, marked unverified, and compared with REST on five small pages."""

    SERIES = ("spot", "BTCUSDT", "1m")
    DAY = ("2024-02-03", "2024-02-04")

    def test_it_is_taken_and_marked(self):
        sim = self.exchange_with(fault("checksum", {"answer": "NoSuchKey"}))
        watch = Watch(sim)
        document = self.document(sim, self.SERIES, self.DAY)
        self.assertEqual(document.sources, {"CACHE": 0, "BULK": 1440, "REST": 0})
        pages = sorted(set(watch.samples()))
        self.assertEqual(len(watch.data("klines")), 5 + 1, "and what every first file is asked")
        self.assertEqual(len(pages), 5)
        self.assertLessEqual(max(end - begin for begin, end in pages), 10 * 60_000_000)
        self.assertEqual(pages[0][0], bars.micros(self.DAY[0]), "its first")
        self.assertEqual(pages[-1][1], bars.micros(self.DAY[1]), "its last")
        (origin, checksum, _), = self.sources(self.sealed()[STRUCK])
        self.assertEqual(origin, "archive")
        self.assertRegex(checksum, r"^sha256-unverified:[0-9a-f]{64}$")

    def test_a_published_one_is_marked_as_verified(self):
        self.document(self.exchange(), self.SERIES, self.DAY)
        (_, checksum, _), = self.sources(self.sealed()[STRUCK])
        self.assertRegex(checksum, r"^sha256:[0-9a-f]{64}$")

    def test_values_that_differ_from_rest_are_not_taken(self):
        sim = self.exchange_with(fault("checksum", {"answer": "NoSuchKey"}),
                                 fault("zip", {"other_symbol": "ETHUSDT"}))
        document = self.document(sim, self.SERIES, self.DAY)
        self.assertEqual(document.sources, {"CACHE": 0, "BULK": 0, "REST": 1440})
        self.assertIn("differs from REST", document.stderr)
        self.assertEqual(self.origins(self.sealed()[STRUCK]), {"REST"})

    def test_where_rest_is_closed_it_stands_unverified(self):
        sim = self.exchange_with(fault("checksum", {"answer": "NoSuchKey"}),
                                 fault("klines", {"answer": "geo451"}))
        document = self.document(sim, self.SERIES, self.DAY)
        self.assertEqual(document.sources["BULK"], 1440)
        self.assertTrue(self.sources(self.sealed()[STRUCK])[0][1].startswith("sha256-unverified"))


class RowsMissing(HistoryTest):
    """A file with fewer rows than its grid: the others are asked of REST."""

    def test_rest_gives_the_rest(self):
        sim = self.exchange_with(fault("zip", {"drop_rows": [6, 9]}, period=STRUCK))
        watch = Watch(sim)
        document = self.document(sim, SPOT, SPAN)
        self.assertEqual(document.sources, {"CACHE": 0, "BULK": 117, "REST": 3})
        self.assertEqual(watch.pages(), [(bars.micros("2024-02-03T06:00"),
                                          bars.micros("2024-02-03T09:00"))])
        self.assertEqual(self.origins(self.sealed()[STRUCK]), {"archive", "REST"})
        self.assert_served_from_cache(sim, SPOT, SPAN)

    def test_what_rest_has_not_either_is_a_known_hole(self):
        sim = self.exchange()
        day, gaps = self.day_with_gaps(sim)
        span = (bars.iso_of(day), bars.iso_of(day + 86_400_000_000))
        first = self.document(sim, ("um", "BTCUSDT", "1m"), span)
        self.assertEqual(sum(end - begin for begin, end in first.missing), gaps * 60_000_000)
        self.assertEqual({hole["cause"] for hole in first.said["missing"]}, {"no_bar_at_source"})
        for hole in first.said["missing"]:
            self.assertTrue(hole["evidence"], hole)
        again = self.assert_served_from_cache(sim, ("um", "BTCUSDT", "1m"), span)
        self.assertEqual(again.missing, first.missing)

    def day_with_gaps(self, sim):
        """The first day of 2023 of which the exchange itself lacks minutes, and how many."""
        for month in range(1, 12):
            begin, end = f"2023-{month:02}-01", f"2023-{month + 1:02}-01"
            held = {row[0] for row in sim.truth("um", "BTCUSDT", "1m", begin, end)}
            absent = sorted(set(range(bars.micros(begin), bars.micros(end), 60_000_000)) - held)
            if absent:
                day = absent[0] - absent[0] % 86_400_000_000
                return day, sum(at < day + 86_400_000_000 for at in absent)
        return self.fail("a market without a single gap")


class EverythingFailed(HistoryTest):
    def test_each_tier_is_told_with_its_reason(self):
        sim = self.exchange_with(fault(["zip", "checksum"], {"answer": "AccessDenied"}),
                                 fault("klines", {"answer": "geo451"}))
        finished = self.get(sim, "BTCUSDT", "--interval", "1h", "--from", SPAN[0], "--to",
                            SPAN[1], "--json")
        self.assertEqual(finished.code, NOTHING, finished)
        self.assertRegex(finished.err, r"BULK: .*403")
        self.assertRegex(finished.err, r"REST: .*451.*location")
        document = bars.Document(finished.out)
        self.assertEqual(document.bars, [])
        self.assertEqual(document.missing, [(bars.micros(SPAN[0]), bars.micros(SPAN[1]))])
        self.assertEqual(document.said["missing"][0]["cause"], "not_fetched")
        self.assertEqual(self.sealed(), {})

    def test_rows_of_one_tier_are_offered_and_the_rest_is_named(self):
        sim = self.exchange_with(fault(["zip", "checksum"], {"status": 500}, period=STRUCK),
                                 fault("klines", {"answer": "geo451"}))
        document = self.document(sim, SPOT, SPAN, code=PARTIAL)
        self.assertEqual(len(document.bars), 96)
        self.assertEqual(document.missing, [(bars.micros(STRUCK), bars.micros("2024-02-04"))])
        self.assertEqual(sorted(self.sealed()), ["2024-02-01", "2024-02-02", "2024-02-04",
                                                 "2024-02-05"])

    def test_when_the_trouble_is_over_only_the_rest_is_asked_for(self):
        sim = self.exchange_with(fault(["zip", "checksum"], {"status": 500}, period=STRUCK),
                                 fault("klines", {"answer": "geo451"}))
        self.document(sim, SPOT, SPAN, code=PARTIAL)
        sim.scenario("calm")
        watch = Watch(sim)
        document = self.document(sim, SPOT, SPAN)
        self.assertEqual(document.sources, {"CACHE": 96, "BULK": 24, "REST": 0})
        self.assertEqual(dict(watch.days()), {STRUCK: 1})
