"""Archive files with another symbol's rows: name, member, checksum and times all fit."""
import bars
from history_test import HistoryTest, Watch, fault, sources_by_day

SPOT = ("spot", "BTCUSDT", "1h")
SPAN = ("2024-02-01", "2024-02-06")
STRUCK = "2024-02-03"
MONTH = ("2024-01-01", "2024-02-01")
ETHER = {"other_symbol": "ETHUSDT"}
TOLD = "its rows are not those of BTCUSDT, says REST, at "


class AnotherSymbolsRows(HistoryTest):
    def kept_objects(self):
        return {thing for path in self.sealed().values() for _, _, thing in self.sources(path)}

    def test_a_cold_day_among_others(self):
        sim = self.exchange_with(fault("zip", ETHER, period=STRUCK))
        document = self.document(sim, SPOT, SPAN)
        self.assertEqual(document.sources, {"CACHE": 0, "BULK": 96, "REST": 24})
        self.assertEqual(sources_by_day(document)[STRUCK], {"REST"})
        self.assertIn(f"BTCUSDT-1h-{STRUCK}.zip: {TOLD}{STRUCK}T00:00:00Z: archive ",
                      document.stderr)
        self.assertEqual(self.origins(self.sealed()[STRUCK]), {"REST"})
        self.assertEqual(self.quarantined(), [], "nothing of it was ever kept")
        self.assert_served_from_cache(sim, SPOT, SPAN)

    def test_a_day_between_two_that_are_kept(self):
        sim = self.exchange_with(fault("zip", ETHER, period=STRUCK))
        for day in (("2024-02-02", STRUCK), ("2024-02-04", "2024-02-05")):
            self.document(sim, SPOT, day)
        watch = Watch(sim)
        document = self.document(sim, SPOT, (STRUCK, "2024-02-04"))
        self.assertEqual(document.sources, {"CACHE": 0, "BULK": 0, "REST": 24})
        self.assertIn(TOLD, document.stderr)
        self.assertEqual(watch.days(), {STRUCK: 1}, "and not fetched again")
        self.assertEqual(len(watch.samples()), 1)

    def test_days_that_continue_what_is_kept_cost_no_question(self):
        sim = self.exchange()
        self.document(sim, SPOT, (STRUCK, "2024-02-04"))
        for span in (("2024-02-04", "2024-02-06"), ("2024-02-01", STRUCK)):
            watch = Watch(sim)
            self.assertEqual(self.document(sim, SPOT, span).sources["BULK"], 48)
            self.assertEqual(watch.data("klines"), [])

    def test_a_cold_month_leads_to_its_days(self):
        sim = self.exchange_with(fault("zip", ETHER, period="2024-01"))
        watch = Watch(sim)
        document = self.document(sim, SPOT, MONTH)
        self.assertEqual(document.sources, {"CACHE": 0, "BULK": 31 * 24, "REST": 0})
        self.assertIn(f"BTCUSDT-1h-2024-01.zip: {TOLD}", document.stderr)
        self.assertEqual(len(watch.days()), 1 + 31)
        self.assertEqual([thing for thing in self.kept_objects() if "monthly" in thing], [])
        self.assert_served_from_cache(sim, SPOT, MONTH)

    def test_every_file_of_the_range(self):
        sim = self.exchange_with(fault("zip", ETHER))
        watch = Watch(sim)
        document = self.document(sim, SPOT, SPAN)
        self.assertEqual(document.sources, {"CACHE": 0, "BULK": 0, "REST": 120})
        self.assertEqual(set(watch.days().values()), {1})
        self.assertEqual(len(watch.samples()), 5, "one for each")
        self.forget()
        document = self.document(sim, SPOT, ("2023-11-01", "2024-02-01"))
        self.assertEqual(document.sources["BULK"], 0, "neither the months nor their days")

    def test_other_lengths(self):
        for interval in ("1m", "1d", "1w", "1M"):
            with self.subTest(interval=interval):
                self.forget()
                sim = self.exchange_with(fault("zip", ETHER))
                document = self.document(sim, ("um", "BTCUSDT", interval), MONTH)
                self.assertEqual(document.sources["BULK"], 0)

    def taken(self, sim, *options):
        finished = self.get(sim, "BTCUSDT", "--market", "spot", "--interval", "1h", "--from",
                            SPAN[0], "--to", SPAN[1], "--format", "csv", "--time", "us", *options)
        given = bars.of_csv(self.assert_good(finished).out)
        ether = bars.of_truth(sim.truth("spot", "ETHUSDT", "1h", *SPAN))
        return [bar.close for bar in given] == [bar.close for bar in ether]

    def test_where_rest_cannot_be_asked_it_is_taken(self):
        for answer in ({"answer": "geo451"}, {"answer": "ban418", "retry_after": 30},
                       {"status": 503}, {"reset": True}):
            with self.subTest(answer=answer):
                self.forget()
                sim = self.exchange_with(fault("zip", ETHER), fault("klines", answer))
                self.assertTrue(self.taken(sim))

    def test_what_was_taken_unproven_is_told_to_those_who_look(self):
        sim = self.exchange_with(fault("klines", {"answer": "geo451"}))
        finished = self.get(sim, "BTCUSDT", "--interval", "1h", "--from", SPAN[0], "--to",
                            SPAN[1], "--format", "csv",
                            env={"WICK_LOG_LEVEL": "debug", "WICK_LOG_FORMAT": "json"})
        outcomes = {line["object"]: line["outcome"] for line in self.log_lines(finished)
                    if "outcome" in line}
        first = outcomes[f"data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-{SPAN[0]}.zip"]
        self.assertRegex(first, r"^24 rows, not compared with REST: .*451")

    def test_the_archive_alone_is_what_was_wanted(self):
        sim = self.exchange_with(fault("zip", ETHER))
        watch = Watch(sim)
        self.assertTrue(self.taken(sim, "--source", "bulk"))
        self.assertEqual(watch.data("klines"), [])

    def test_silence_of_rest_is_waited_for_a_short_while(self):
        sim = self.exchange_with(fault("klines", {"silent": True}))
        document = self.document(sim, SPOT, SPAN)
        self.assertEqual(document.sources["BULK"], 120)
        self.assertLess(document.said["elapsed_ms"], 4500)
