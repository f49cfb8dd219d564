"""`wick get` when things go wrong: each bar is right or named missing, and the cause is told."""
import json
import re
import unittest
from collections import Counter

import bars
from get_test import DONE, NOTHING, PARTIAL, GetTest
from test_get import days_ago

FEBRUARY = ("2024-02-01", "2024-02-11")
SPOT = ("spot", "BTCUSDT", "15m")


class GetArchiveFaults(GetTest):
    """The archive misbehaves, REST does not: nothing may be missing or wrong."""

    def fetch(self, scenario, series=SPOT, span=FEBRUARY, *options, code=DONE):
        self.sim = self.exchange("--scenario", scenario)
        return self.document(self.sim, series, span, *options, code=code)

    def sources_by_day(self, document):
        """Day of month -> the sources of its bars."""
        days = {}
        for bar in document.bars:
            day = int(bars.iso_of(bar.open_time)[8:10])
            days.setdefault(day, set()).add(document.by_source[bar.open_time])
        return days

    def test_a_closed_archive_leads_to_the_api(self):
        document = self.fetch("archive-403")
        self.assertEqual(document.sources["REST"], 960)
        self.assertIn("403", document.stderr)

    def test_a_closed_archive_alone_gives_nothing(self):
        self.sim = self.exchange("--scenario", "archive-403")
        finished = self.get(self.sim, "BTCUSDT", "--interval", "1h", "--from", "2024-02-01",
                            "--to", "2024-02-02", "--source", "bulk", "--format", "csv")
        self.assertEqual(finished.code, NOTHING, finished)
        self.assertIn("403", finished.err)
        self.assertRegex(finished.err, r"missing 24\b")

    def test_a_late_archive(self):
        document = self.fetch("archive-late", ("um", "BTCUSDT", "1h"), (days_ago(8), days_ago(1)))
        self.assertGreater(document.sources["BULK"], 72)
        self.assertGreater(document.sources["REST"], 48)
        self.assertIn("404", document.stderr)

    def test_checksums_that_do_not_fit(self):
        document = self.fetch("checksum-mismatch")
        wrong = {day for day, sources in self.sources_by_day(document).items()
                 if sources == {"REST"}}
        # One page of REST reaches from the 4th over to the 9th, and may come before what lies
        # between is proven.
        self.assertEqual(wrong & {4, 9}, {4, 9})
        self.assertEqual(wrong - set(range(4, 10)), set())
        self.assertEqual(document.sources["BULK"], (10 - len(wrong)) * 96)
        self.assertIn("SHA-256", document.stderr)

    def test_files_without_checksums_are_taken(self):
        document = self.fetch("checksum-missing")
        self.assertEqual(document.sources["BULK"], 960)

    def test_half_a_day_is_completed(self):
        document = self.fetch("half-full-day", SPOT, ("2024-02-20", "2024-02-25"))
        days = self.sources_by_day(document)
        self.assertEqual(days[22], {"BULK", "REST"})
        self.assertEqual(document.sources["REST"], 96 - 28)

    def test_half_a_day_from_the_archive_alone_is_partial(self):
        document = self.fetch("half-full-day", SPOT, ("2024-02-20", "2024-02-25"),
                              "--source", "bulk", code=PARTIAL)
        self.assertEqual(document.missing,
                         [(bars.micros("2024-02-22T07:00"), bars.micros("2024-02-23T00:00"))])
        self.assertRegex(document.stderr, r"missing 68\b")

    def days_struck_by(self, fault):
        return {int(line["target"][-6:-4]) for line in self.sim.log()
                if line["kind"] == "zip" and fault in (line["fault"] or "")}

    def test_hostile_files_are_refused(self):
        rules = [{"when": {"kind": "zip", "skip": skip, "every": 4}, "then": then}
                 for skip, then in enumerate((
                     {"zip_bomb": 64}, {"member_name": "../../../tmp/evil.csv"},
                     {"wrong_period": True}))]
        self.sim = self.exchange()
        self.sim.scenario({"name": "detectably hostile", "rules": rules})
        document = self.document(self.sim, SPOT, ("2024-02-01", "2024-02-21"))
        self.assertGreater(document.sources["REST"], 0)
        self.assertIn("BULK:", document.stderr)

    def test_another_symbols_rows_under_the_right_name_are_noticed(self):
        """Name, checksum and times all fit: only the prices can tell."""
        document = self.fetch("hostile-zip", SPOT, ("2024-02-01", "2024-02-21"))
        self.assertEqual(document.sources, {"CACHE": 0, "BULK": 0, "REST": 20 * 96})

    def test_bombs_and_paths_inside_files(self):
        for name, then in (("bomb", {"zip_bomb": 256}),
                           ("path", {"member_name": "../../evil.csv"}),
                           ("day", {"wrong_period": True}), ("cut", {"truncate_at": 0.6}),
                           ("flip", {"corrupt": True}), ("reset", {"reset": True})):
            with self.subTest(name=name):
                sim = self.exchange()
                sim.scenario({"name": name, "rules": [{"when": {"kind": "zip"}, "then": then}]})
                document = self.document(sim, SPOT, ("2024-02-01", "2024-02-03"))
                self.assertEqual(document.sources, {"CACHE": 0, "BULK": 0, "REST": 192})
                self.assertIn("BULK:", document.stderr)
                self.assertEqual([path.name for path in self.folder.iterdir()], [])

    def test_untidy_rows(self):
        document = self.fetch("untidy-rows", SPOT, ("2024-02-01", "2024-02-25"))
        self.assertGreater(document.sources["BULK"], 6 * 96)
        self.assertRegex(document.stderr, r"BULK: untidy rows in \d+ objects?: .*; put in order")

    def test_untidy_rows_are_told_and_kept_on_record(self):
        home = {"WICK_CACHE_DIR": str(self.folder / "mess"),
                "WICK_STATE_DIR": str(self.folder / "mess-state")}
        sim = self.exchange()
        sim.scenario({"name": "mess", "rules": [
            {"when": {"kind": "zip"}, "then": {"duplicate_rows": [0, 20], "unsorted": True}}]})
        finished = self.get(sim, "BTCUSDT", "--interval", "1m", "--from", "2024-02-01", "--to",
                            "2024-02-03", "--format", "csv", env=home)
        self.assertEqual(finished.code, DONE, finished)
        told = re.search(r"BULK: untidy rows in 2 objects: (\d+) out of order, (\d+) repeated; put",
                         finished.err)
        self.assertIsNotNone(told, finished.err)
        event = json.loads((self.folder / "mess" / "events.jsonl").read_text().splitlines()[-1])
        self.assertEqual(event["tiers"]["BULK"]["untidy"],
                         {"objects": 2, "out_of_order": int(told[1]), "repeated": int(told[2]),
                          "implausible": 0})
        days = []
        for day in ("2024-02-01", "2024-02-02"):
            why = self.run_program(self.wick, "why", "BTCUSDT", f"{day}T12:00", "--interval", "1m",
                                   "--json", env={**sim.env, **home})
            days.append(json.loads(why.out)["served"]["untidy"])
        for name, total in (("out_of_order", told[1]), ("repeated", told[2])):
            self.assertEqual(sum(day[name] for day in days), int(total))
        words = self.run_program(self.wick, "why", "BTCUSDT", "2024-02-01T12:00", "--interval",
                                 "1m", env={**sim.env, **home})
        self.assertRegex(words.out, r"untidy +\d+ out of order, \d+ repeated")
        again = self.get(sim, "BTCUSDT", "--interval", "1m", "--from", "2024-02-01", "--to",
                         "2024-02-03", "--format", "csv", env=home)
        self.assertEqual(again.out.replace(",CACHE\n", ",BULK\n"), finished.out)
        self.assertNotIn("untidy", again.err, "it was told when it came")

    def test_units_of_time_that_change_from_file_to_file(self):
        document = self.fetch("ms-us-mixup")
        self.assertEqual(document.sources["BULK"], 960)

    def test_columns_and_headers_that_come_and_go(self):
        document = self.fetch("header-drift")
        wider = self.days_struck_by("wider")
        refused = {day for day, sources in self.sources_by_day(document).items()
                   if sources == {"REST"}}
        self.assertEqual(refused, wider)
        self.assertEqual(document.sources["BULK"], (10 - len(wider)) * 96)
        self.assertIn("more than 12 columns", document.stderr)

    def test_a_file_that_is_replaced(self):
        sim = self.exchange("--scenario", "reuploaded-object")
        span = ("--interval", "1h", "--from", "2024-02-01", "--to", "2024-02-02", "--source",
                "bulk", "--format", "csv", "--time", "us")
        truth = bars.of_truth(sim.truth("spot", "BTCUSDT", "1h", "2024-02-01", "2024-02-02"))
        changed = []
        for _ in range(2):  # the file may be replaced between its own request and the checksum's
            given = bars.of_csv(self.assert_good(self.get(sim, "BTCUSDT", *span)).out)
            self.assertEqual([bar._replace(volume=0) for bar in given],
                             [bar._replace(volume=0) for bar in truth])
            changed.append(sum(a != b for a, b in zip(given, truth)))
        self.assertIn(changed, ([0, 1], [1, 1]))


class GetApiFaults(GetTest):
    """The API misbehaves: what the archive has is there, the rest is named missing."""

    ASKED = ("klines", "exchangeInfo")  # what has bars, and what has the limits

    def check_closed(self, scenario, once, *words):
        sim = self.exchange("--scenario", scenario)
        mixed = self.document(sim, ("um", "BTCUSDT", "1h"), (days_ago(6), days_ago(0.2)),
                              code=PARTIAL)
        self.assertGreater(mixed.sources["BULK"], 48)
        self.assertEqual(mixed.sources["REST"], 0)
        self.assertEqual({hole["cause"] for hole in mixed.said["missing"]}, {"not_fetched"})
        nothing = self.get(sim, "BTCUSDT", "--interval", "1h", "--from", "2024-02-01",
                           "--to", "2024-02-02", "--source", "rest", "--format", "csv")
        self.assertEqual(nothing.code, NOTHING, nothing)
        for word in words:
            self.assertIn(word, mixed.stderr)
            self.assertIn(word, nothing.err)
        knocks = Counter(line["host"] for line in sim.log() if line["kind"] in self.ASKED)
        # Where archive and API are asked together, each has knocked before the other was answered.
        self.assertEqual(knocks, once, "a closed door is knocked at once")

    def test_a_ban_says_how_long(self):
        self.check_closed("ban-418", {"um": 2, "spot": 1}, "418", "banned", "try again in 30 s")

    def test_a_restricted_place(self):
        self.check_closed("geo-451", {"um": 3, "spot": 2}, "451", "not served in this location")

    def test_an_archive_file_is_served_to_the_banned_all_the_same(self):
        for scenario in ("ban-418", "geo-451"):
            document = self.document(self.exchange("--scenario", scenario), SPOT, FEBRUARY)
            self.assertEqual(document.sources["BULK"], 960)

    def test_a_small_limit_is_heeded_before_it_is_reached(self):
        sim = self.exchange("--scenario", "rate-limit-429")
        document = self.document(sim, ("um", "BTCUSDT", "1m"), ("2024-02-01", "2024-02-21"),
                                 "--source", "rest")
        self.assertEqual(len(document.bars), 20 * 1440)
        self.assertFalse([line for line in sim.log() if line["status"] in (418, 429)])

    def test_a_limit_that_others_have_spent_is_told(self):
        sim = self.exchange()
        sim.scenario({"name": "full", "rules": [
            {"when": {"kind": "klines", "skip": 5}, "then": {"answer": "throttle429"}}]})
        document = self.document(sim, ("um", "BTCUSDT", "1m"), ("2024-02-01", "2024-02-21"),
                                 "--source", "rest", code=PARTIAL)
        self.assertIn("429", document.stderr)
        self.assertRegex(document.stderr, r"try again in \d+ s, or use --wait")
        refused = [line for line in sim.log() if line["status"] == 429]
        self.assertLessEqual(len(refused), 4, "no more than what was on its way")
        self.assertFalse([line for line in sim.log() if line["status"] == 418])

    def test_a_skewed_clock(self):
        document = self.document(self.exchange("--scenario", "skewed-clock"),
                                 ("um", "BTCUSDT", "1h"), (days_ago(6), days_ago(0.2)))
        self.assertGreater(document.sources["REST"], 24)

    def test_bars_cut_out_of_answers_are_not_taken_for_settled(self):
        sim = self.exchange()
        sim.scenario({"name": "holes", "rules": [
            {"when": {"kind": "klines"}, "then": {"malformed_json": True}}]})
        document = self.get(sim, "BTCUSDT", "--interval", "1h", "--from", "2024-02-01", "--to",
                            "2024-02-02", "--source", "rest", "--format", "csv")
        self.assertEqual(document.code, NOTHING, document)
        self.assertIn("REST:", document.err)

    def test_an_unknown_symbol_is_a_usage_error(self):
        sim = self.exchange()
        self.assert_usage_error(self.get(sim, "NOSUCHUSDT", "--from", "2024-02-01",
                                         "--to", "2024-02-02"), "symbol")


class GetFlakyNetwork(GetTest):
    def check(self, seed, market, symbol):
        sim = self.exchange("--scenario", "flaky-network", "--seed", seed)
        finished = self.get(sim, symbol, "--market", market, "--interval", "5m", "--from",
                            "2024-02-03", "--to", "2024-02-20", "--json", "--time", "us")
        document = bars.Document(finished.out)
        said = document.said
        truth = bars.of_truth(sim.truth(market, symbol, "5m", said["from"], said["to"]))
        self.assertEqual(bars.faults(document, truth)[:3], [], finished.err)
        self.assertEqual(bars.uncounted(document), 0)
        lost = [hole for hole in said["missing"] if hole["cause"] == "not_fetched"]
        self.assertEqual(finished.code, PARTIAL if lost else DONE, finished.err)
        self.assertGreater(len(document.bars), len(truth) * 0.9)

    def test_every_bar_is_right_or_named_missing(self):
        for seed, (market, symbol) in enumerate(
                (("spot", "BTCUSDT"), ("um", "ETHUSDT"), ("cm", "BTCUSD_PERP")), 1):
            with self.subTest(market=market):
                self.check(seed, market, symbol)
