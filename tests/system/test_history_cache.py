"""The cache: what is kept, what is asked for again, and what is not."""
import datetime
import json

import bars
from get_test import DONE, NOTHING, PARTIAL
from history_test import HistoryTest, Watch, fault, sources_by_day
from test_get import days_ago
from test_get_network import closed_port

HOURS = ("spot", "BTCUSDT", "1h")
MINUTES = ("spot", "BTCUSDT", "1m")
DAY = ("2024-02-03", "2024-02-04")
FIVE_DAYS = ("2024-02-01", "2024-02-06")
UNREACHABLE = ("ARCHIVE", "LISTING", "SPOT", "UM", "CM")


def midnight(days_ago=0):
    today = datetime.datetime.now(datetime.timezone.utc).date()
    return f"{today - datetime.timedelta(days=days_ago)}T00:00:00Z"


class Promises(HistoryTest):
    """The seven that users were promised by name."""

    def setUp(self):
        super().setUp()
        self.sim = self.exchange()

    def test_a_cached_day_answers_in_under_ten_milliseconds(self):
        self.document(self.sim, MINUTES, DAY)
        elapsed = [self.assert_served_from_cache(self.sim, MINUTES, DAY).said["elapsed_ms"]
                   for _ in range(7)]
        self.assertLess(min(elapsed), 10, elapsed)

    def test_a_cache_miss_goes_to_the_archive(self):
        watch = Watch(self.sim)
        document = self.document(self.sim, MINUTES, DAY)
        self.assertEqual(document.sources, {"CACHE": 0, "BULK": 1440, "REST": 0})
        self.assertEqual(sorted(line["kind"] for line in watch.data()),
                         ["checksum", "klines", "zip"])
        self.assertEqual(len(watch.samples()), 1, "ten bars, to know whose rows the file holds")

    def test_an_archive_403_goes_to_rest(self):
        self.sim.scenario("archive-403")
        document = self.document(self.sim, MINUTES, DAY)
        self.assertEqual(document.sources, {"CACHE": 0, "BULK": 0, "REST": 1440})

    def test_complete_days_are_cached_after_a_fetch(self):
        self.document(self.sim, MINUTES, ("2024-02-03", "2024-02-05"))
        self.assertEqual(list(self.sealed()), ["2024-02-03", "2024-02-04"])
        self.assert_served_from_cache(self.sim, MINUTES, ("2024-02-03", "2024-02-05"))

    def test_partial_days_are_not(self):
        span = ("2024-02-03T02:00", "2024-02-03T20:00")
        for _ in range(2):
            watch = Watch(self.sim)
            document = self.document(self.sim, MINUTES, span, "--source", "rest")
            self.assertEqual(document.sources, {"CACHE": 0, "BULK": 0, "REST": 18 * 60})
            self.assertGreater(len(watch.pages()), 0)
            self.assertEqual(self.sealed(), {})

    def test_rate_limits_are_respected(self):
        limit = [{"type": "REQUEST_WEIGHT", "interval": "SECOND", "num": 3, "limit": 20}]
        self.sim.scenario({"name": "small", "limits": {"um": limit}, "rules": []})
        document = self.document(self.sim, ("um", "BTCUSDT", "1m"), ("2024-02-01", "2024-02-06"),
                                 "--source", "rest", "--wait")
        self.assertEqual(document.sources["REST"], len(document.bars))
        statuses = [line["status"] for line in self.sim.log()]
        self.assertNotIn(418, statuses)
        seen = [(bars.micros(line["t"][:19]), line["status"]) for line in self.sim.log()]
        for at, status in seen:
            if status == 429:
                burst = [t for t, other in seen if other == 429 and at <= t < at + 3_000_000]
                self.assertLessEqual(len(burst), 4, "no more than what was on its way")

    def test_every_timestamp_is_utc(self):
        span = ("--interval", "1h", "--from", "2024-03-10T00:00", "--to", "2024-03-11T00:00")
        outputs = set()
        for zone in ("UTC", "America/New_York", "Asia/Kathmandu"):
            for form in ("csv", "arrow"):
                self.forget_cache()
                fresh = self.assert_good(self.get(self.sim, "BTCUSDT", *span, "--format", form,
                                                  "-o", "bars", env={"TZ": zone}))
                self.assertEqual(fresh.out, "")
                outputs.add((form, (self.folder / "bars").read_bytes()))
        self.assertEqual(len(outputs), 2, "the zone of the machine changes nothing")
        text = dict(outputs)["csv"].decode()
        times = [line.split(",")[column] for line in text.splitlines()[1:] for column in (0, 6)]
        self.assertEqual(times[0], "2024-03-10T00:00:00Z")
        self.assertEqual({time[-1] for time in times}, {"Z"})
        self.assertIn("2024-03-10T23:59:59.999999Z", times)


class Warm(HistoryTest):
    """What is there is not asked for."""

    def setUp(self):
        super().setUp()
        self.sim = self.exchange()

    def test_a_repeat_makes_no_request(self):
        for series, span in (
                (MINUTES, FIVE_DAYS), (("spot", "BTCUSDT", "1s"), DAY),
                (("um", "ETHUSDT", "5m"), ("2024-01-20", "2024-03-05")),
                (("cm", "BTCUSD_PERP", "1d"), ("2023-11-01", "2024-03-01")),
                (("spot", "BTCUSDT", "3d"), ("2023-11-01", "2024-03-01")),
                (("spot", "BTCUSDT", "1w"), ("2023-11-01", "2024-03-01")),
                (("um", "BTCUSDT", "1M"), ("2023-02-01", "2024-03-01"))):
            with self.subTest(series=series):
                cold = self.document(self.sim, series, span)
                warm = self.assert_served_from_cache(self.sim, series, span)
                self.assertEqual((warm.bars, warm.missing), (cold.bars, cold.missing))

    def test_a_part_of_what_is_there_makes_none_either(self):
        self.document(self.sim, MINUTES, FIVE_DAYS)
        self.assert_served_from_cache(self.sim, MINUTES, ("2024-02-02T07:13", "2024-02-04T22:01"))

    def test_a_piece_of_an_old_day_brings_the_day(self):
        self.document(self.sim, MINUTES, ("2024-02-03T05:00", "2024-02-03T06:00"))
        self.assert_served_from_cache(self.sim, MINUTES, DAY)

    def test_only_the_days_between_are_fetched(self):
        for day in (1, 3, 5):
            self.document(self.sim, HOURS, (f"2024-02-0{day}", f"2024-02-0{day + 1}"))
        watch = Watch(self.sim)
        document = self.document(self.sim, HOURS, FIVE_DAYS)
        asked = sorted(line["target"].rsplit("/", 1)[1] for line in watch.data())
        self.assertEqual(asked, [f"BTCUSDT-1h-2024-02-0{day}.zip{end}" for day in (2, 4)
                                 for end in ("", ".CHECKSUM")])
        self.assertEqual(document.sources, {"CACHE": 72, "BULK": 48, "REST": 0})
        self.assertEqual({day: next(iter(tiers)) for day, tiers in
                          sources_by_day(document).items()},
                         {f"2024-02-0{day}": "BULK" if day in (2, 4) else "CACHE"
                          for day in range(1, 6)})

    def test_a_year_is_twelve_segments_from_twenty_four_requests(self):
        year = ("BTCUSDT", "--from", "2023-01-01", "--to", "2024-01-01", "--json", "--no-bars")
        cold_watch = Watch(self.sim)
        cold = json.loads(self.assert_good(self.get(self.sim, *year)).out)
        archive = cold_watch.data("zip", "checksum")
        self.assertEqual(len(archive), 24)
        self.assertEqual(len({line["target"] for line in archive}), 24)
        self.assertEqual(list(self.sealed()), [f"2023-{month:02}" for month in range(1, 13)])
        watch = Watch(self.sim)
        warm = json.loads(self.assert_good(self.get(self.sim, *year)).out)
        self.assertEqual(watch.all(), [])
        self.assertEqual(warm["sources"], {"CACHE": cold["rows"], "BULK": 0, "REST": 0})
        self.assertEqual(warm["missing"], cold["missing"])


class Fresh(HistoryTest):
    """The end of the series comes from REST; today is never kept."""

    def setUp(self):
        super().setUp()
        self.sim = self.exchange()

    def test_the_fresh_tail_comes_from_rest_each_time(self):
        span = (midnight(7), max(days_ago(0.01), midnight()))
        first = self.document(self.sim, ("um", "BTCUSDT", "1h"), span)
        self.assertGreaterEqual(first.sources["REST"], 47)
        self.assertGreaterEqual(first.sources["BULK"], 4 * 24)
        today = bars.micros(midnight())
        watch = Watch(self.sim)
        second = self.document(self.sim, ("um", "BTCUSDT", "1h"), span)
        self.assertEqual(watch.data("zip", "checksum"), [])
        self.assertEqual([begin for begin, _ in watch.pages() if begin < today], [])
        self.assertEqual(second.sources["CACHE"], 7 * 24)
        self.assertEqual({second.by_source[bar.open_time] for bar in second.bars
                          if bar.open_time >= today} - {"REST"}, set())

    def test_nothing_of_today_is_stored(self):
        for options in ((), ("--include-open",)):
            finished = self.get(self.sim, "BTCUSDT", "--from", midnight(), "--to", "2099-01-01",
                                "--format", "csv", *options)
            self.assertIn(finished.code, (DONE, 4), finished)
        self.assertEqual(self.sealed(), {})
        self.assertEqual([path for path in self.cache.rglob("tail.log")
                          if path.stat().st_size], [])

    def test_nor_does_it_spoil_yesterday(self):
        self.assert_good(self.get(self.sim, "BTCUSDT", "--from", midnight(1), "--to", "now",
                                  "--format", "csv"))
        self.assertEqual(list(self.sealed()), [midnight(1)[:10]])

    def test_the_month_that_is_running_is_not_sealed(self):
        self.get(self.sim, "BTCUSDT", "--interval", "1w", "--last", "50d", "--format", "csv")
        self.assertNotIn(midnight()[:7], self.sealed())


class Sources(HistoryTest):
    """--source: who may answer."""

    def setUp(self):
        super().setUp()
        self.sim = self.exchange()

    def test_cache_touches_no_network(self):
        self.document(self.sim, HOURS, DAY)
        nobody = f"http://127.0.0.1:{closed_port()}"
        env = {f"WICK_BINANCE_{name}_URL": nobody for name in UNREACHABLE}
        span = ("--interval", "1h", "--from", "2024-02-02", "--json", "--time", "us")
        watch = Watch(self.sim)
        for end, code, rows in (("2024-02-04", PARTIAL, 24), ("2024-02-03", NOTHING, 0)):
            for extra in (env, {}):
                finished = self.get(self.sim, "BTCUSDT", *span, "--to", end, "--source", "cache",
                                    env=extra)
                self.assertEqual(finished.code, code, finished)
                document = bars.Document(finished.out)
                self.assertEqual(document.sources, {"CACHE": rows, "BULK": 0, "REST": 0})
                self.assertEqual(document.missing, [(bars.micros("2024-02-02"),
                                                     bars.micros("2024-02-03"))])
                self.assertNotIn("127.0.0.1", finished.err)
        self.assertEqual(watch.all(), [])

    def test_cache_alone_gives_a_whole_answer(self):
        self.document(self.sim, HOURS, DAY)
        self.assert_served_from_cache(self.sim, HOURS, DAY)
        document = self.document(self.sim, HOURS, DAY, "--source", "cache")
        self.assertEqual(document.sources["CACHE"], 24)

    def test_archive_and_rest_do_not_read_it_but_fill_it(self):
        for source, tier in (("bulk", "BULK"), ("rest", "REST")):
            self.forget()
            for _ in range(2):
                watch = Watch(self.sim)
                document = self.document(self.sim, HOURS, DAY, "--source", source)
                self.assertEqual(document.sources[tier], 24)
                self.assertGreater(len(watch.data()), 0)
            self.assertEqual(list(self.sealed()), [DAY[0]])
            self.assert_served_from_cache(self.sim, HOURS, DAY)

    def test_a_better_origin_replaces_the_other(self):
        self.sim.scenario({"name": "one volume higher", "rules": [fault("zip", {"revision": 1})]})
        span = ("--interval", "1h", "--from", DAY[0], "--to", DAY[1], "--format", "csv", "--time",
                "us")
        truth = bars.of_truth(self.sim.truth(*HOURS, *DAY))
        wrong = bars.of_csv(self.get(self.sim, "BTCUSDT", *span, "--source", "bulk").out)
        self.assertEqual(sum(a != b for a, b in zip(wrong, truth)), 1)
        self.document(self.sim, HOURS, DAY, "--source", "rest")
        self.assertIn("REST", self.origins(self.sealed()[DAY[0]]))
        self.assert_served_from_cache(self.sim, HOURS, DAY)
        self.assertEqual(len(list(self.cache.rglob("journal.log"))), 1, "both are written down")


class Listed(HistoryTest):
    """A start before the listing is told with its date, before any bar is asked for."""

    def test_the_date_is_told(self):
        sim = self.exchange()
        for market, symbol, source in (
                ("spot", "BTCUSDT", "auto"), ("um", "ETHUSDT", "auto"),
                ("cm", "METISUSD_PERP", "bulk"), ("spot", "BTCUSDT", "rest")):
            with self.subTest(market=market, source=source):
                watch = Watch(sim)
                finished = self.get(sim, symbol, "--market", market, "--interval", "1h", "--from",
                                    "2012-01-01", "--to", "2012-02-01", "--source", source)
                first = bars.iso_of(sim.truth(market, symbol, "1d", "2012-01-01",
                                              "2025-02-01")[0][0])[:10]
                self.assert_usage_error(finished, symbol, "listed since", first)
                bars_asked = [line for line in watch.data() if line["interval"] == "1h"]
                self.assertEqual(bars_asked, [])
        self.assertEqual(self.sealed(), {})

    def test_it_is_looked_up_once(self):
        sim = self.exchange()
        early = ("BTCUSDT", "--interval", "1d", "--from", "2012-01-01", "--to", "2024-01-01")
        first = self.get(sim, *early)
        watch = Watch(sim)
        self.assertEqual(self.get(sim, *early).err, first.err)
        self.assertEqual(watch.all(), [])

    def test_where_nobody_tells_it_bars_come_all_the_same(self):
        sim = self.exchange_with(fault("listing", {"status": 500}))
        self.assertEqual(len(self.document(sim, HOURS, DAY).bars), 24)
