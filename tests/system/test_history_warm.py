"""wick warm: the cache filled ahead of time, however often it is stopped on the way."""
import datetime
import json
import random
import signal
import subprocess
import time

import bars
import programs
from get_test import DONE, NOTHING, PARTIAL, USAGE
from history_test import HistoryTest, Watch, fault

SEED = 11
KILLS = 12
MEMORY_MAX = 200 << 10  # in KiB
DELAY = datetime.timedelta(hours=48)


def newest_whole_day():
    """The end of the last day that the archive can be expected to have."""
    now = datetime.datetime.now(datetime.timezone.utc)
    return (now - DELAY).replace(hour=0, minute=0, second=0, microsecond=0)


class WarmTest(HistoryTest):
    def warm(self, sim, *words, code=DONE, env=None, **more):
        finished = self.run_program(self.wick, "warm", *words, "--json",
                                    env={**sim.env, **(env or {})}, **more)
        self.assertEqual(finished.code, code, finished)
        said = json.loads(finished.out)
        said["stderr"] = finished.err
        return said

    def assert_whole(self, said, *, cached=0):
        self.assertEqual(said["left"], 0, said)
        self.assertEqual(said["bars"] + said["holes"], said["wanted"])
        self.assertEqual(sum(said["sources"].values()), said["bars"])
        self.assertEqual(said["sources"]["CACHE"], cached)


class Warmed(WarmTest):
    def test_what_was_warmed_needs_no_request(self):
        sim = self.exchange()
        said = self.warm(sim, "BTCUSDT", "--from", "2024-01-10", "--to", "2024-03-05")
        self.assert_whole(said)
        self.assertEqual(said["wanted"], 55 * 1440)
        self.assertEqual(set(self.sealed()), {"2024-02"} |
                         {f"2024-01-{day:02}" for day in range(10, 32)} |
                         {f"2024-03-{day:02}" for day in range(1, 5)})
        self.assert_served_from_cache(sim, ("spot", "BTCUSDT", "1m"), ("2024-01-10", "2024-03-05"))

    def test_long_bars_are_counted_once(self):
        """A month's file has more bars than a range that ends inside of it."""
        sim = self.exchange()
        words = ("BTCUSDT", "--interval", "3d", "--from", "2024-01-04", "--to", "2024-03-04")
        self.assert_good(self.get(sim, "BTCUSDT", "--interval", "3d", "--from", "2024-01-01",
                                  "--to", "2024-02-10", "--format", "csv"))
        said = self.warm(sim, *words)
        self.assertEqual(sum(said["sources"].values()), said["bars"], said)
        self.assertEqual(said["wanted"], 20)
        again = self.warm(sim, *words)
        self.assertEqual(again["sources"]["CACHE"], again["bars"], again)
        self.assertEqual(sum(again["sources"].values()), again["bars"], again)

    def test_other_charts_than_klines(self):
        sim = self.exchange()
        span = ("2024-02-01", "2024-03-01")
        for chart, interval in (("mark", "1h"), ("index", "1h"), ("premium", "1h"),
                                ("funding", "1h")):
            with self.subTest(chart=chart):
                words = ("BTCUSDT", "--market", "um", "--chart", chart, "--interval", interval,
                         "--from", span[0], "--to", span[1])
                said = self.warm(sim, *words)
                self.assertEqual(said["left"], 0, said)
                watch = Watch(sim)
                again = self.warm(sim, *words)
                self.assertEqual((again["left"], again["requests"]), (0, 0), again)
                got = self.run_program(self.wick, "get", *words, "--json", env=sim.env)
                self.assertEqual(got.code, DONE, got)
                self.assertGreater(len(json.loads(got.out)["bars"]), 80)
                self.assertEqual(watch.data(), [])

    def test_again_costs_nothing(self):
        sim = self.exchange()
        words = ("BTCUSDT", "ETHUSDT", "--interval", "1h,1d", "--from", "2024-01-01", "--to",
                 "2024-03-01")
        first = self.warm(sim, *words)
        self.assertEqual([(one["symbol"], one["interval"]) for one in first["series"]],
                         [("BTCUSDT", "1h"), ("BTCUSDT", "1d"), ("ETHUSDT", "1h"),
                          ("ETHUSDT", "1d")])
        watch = Watch(sim)
        again = self.warm(sim, *words)
        self.assertEqual(watch.all(), [])
        self.assert_whole(again, cached=first["bars"])
        self.assertIn("of them were there", again["stderr"])

    def test_ends_where_the_archive_does(self):
        sim = self.exchange()
        said = self.warm(sim, "BTCUSDT", "--days", "5", "--interval", "1h")
        series = said["series"][0]
        end = newest_whole_day()
        self.assertEqual(series["to"], bars.iso(end))
        self.assertEqual(series["from"], bars.iso(end - datetime.timedelta(days=5)))
        self.assertEqual(said["sources"]["REST"], 0)
        later = self.warm(sim, "BTCUSDT", "--from", "6d", "--to", "now", "--interval", "1h")
        self.assertEqual(later["series"][0]["to"], bars.iso(end))
        self.assertIn("too young", later["stderr"])

    def test_delay_of_the_configuration(self):
        said = self.warm(self.exchange(), "BTCUSDT", "--days", "3", "--interval", "1h",
                         env={"WICK_ARCHIVE_DELAY_HOURS": "120"})
        end = newest_whole_day() - datetime.timedelta(days=3)
        self.assertEqual(said["series"][0]["to"], bars.iso(end))

    def test_begins_with_the_listing(self):
        sim = self.exchange()
        said = self.warm(sim, "SOLUSDT", "BTCUSDT", "--from", "2019-04-10", "--to", "2019-08-10",
                         "--interval", "1h")
        sol, btc = said["series"]
        self.assertIn("listed since 2019-06-23", sol["notes"][0])
        self.assertEqual(sol["from"], "2019-06-23T00:00:00Z")
        self.assertEqual((sol["left"], btc["left"]), (0, 0))
        self.assertEqual(btc["from"], "2019-04-10T00:00:00Z")
        early = self.warm(sim, "SOLUSDT", "--from", "2018-06-10", "--to", "2018-09-10",
                          "--interval", "1h")
        self.assertEqual(early["wanted"], 0)
        self.assertIn("nothing before", early["series"][0]["notes"][0])

    def test_weeks_months_and_futures(self):
        sim = self.exchange()
        for market, symbol, interval in (("spot", "BTCUSDT", "1w"), ("spot", "BTCUSDT", "1M"),
                                         ("um", "BTCUSDT", "3d"), ("cm", "BTCUSD_PERP", "1h")):
            with self.subTest(market=market, interval=interval):
                span = ("2023-02-01", "2023-06-01")
                self.assert_whole(self.warm(sim, symbol, "--market", market, "--interval",
                                            interval, "--from", span[0], "--to", span[1]))
                watch = Watch(sim)
                self.warm(sim, symbol, "--market", market, "--interval", interval, "--from",
                          span[0], "--to", span[1])
                self.assertEqual(watch.data(), [])

    def test_unknown_symbol_among_good_ones(self):
        said = self.warm(self.exchange(), "BTCUSDT", "NOSUCHUSDT", "ETHUSDT", "--from",
                         "2024-01-01", "--to", "2024-01-03", code=PARTIAL)
        lefts = {one["symbol"]: one["left"] for one in said["series"]}
        self.assertEqual(lefts, {"BTCUSDT": 0, "NOSUCHUSDT": 2880, "ETHUSDT": 0})
        self.assertIn("no such symbol", said["series"][1]["failure"])
        self.assertIn("wick diagnose NOSUCHUSDT", said["stderr"])
        alone = self.warm(self.exchange(), "NOSUCHUSDT", "--days", "2", code=NOTHING)
        self.assertEqual(alone["bars"], 0)

    def test_events(self):
        self.warm(self.exchange(), "BTCUSDT", "ETHUSDT", "--from", "2024-01-01", "--to",
                  "2024-01-03")
        events = [json.loads(line) for line in (self.cache / "events.jsonl").open()]
        self.assertEqual([event["symbol"] for event in events], ["BTCUSDT", "ETHUSDT"])
        self.assertEqual({event["requests"] for event in events}, {4 + 1})

    def test_table_for_people(self):
        sim = self.exchange()
        words = (self.wick, "warm", "BTCUSDT", "ETHUSDT", "--from", "2024-01-01", "--to",
                 "2024-01-03")
        finished = self.assert_good(self.run_program(*words, env=sim.env))
        self.assertEqual(len(finished.out.splitlines()), 4)
        self.assertLessEqual(max(map(len, finished.out.splitlines())), 80)
        self.assertRegex(finished.out, r"all +5760 +0 +5760 +0 +0 +0 +10 ")
        self.assertIn("ETHUSDT 1m: complete, 2880 bars; 5 requests", finished.err)
        quiet = self.assert_good(self.run_program(*words, "--quiet", env=sim.env))
        self.assertEqual((quiet.out, quiet.err), ("", ""))


class SymbolsFile(WarmTest):
    def file(self, text, name="symbols.txt"):
        path = self.folder / name
        path.write_bytes(text)
        return path

    def test_every_way_to_write_it(self):
        path = self.file(b"\xef\xbb\xbf# majors\r\nBTCUSDT, ethusdt\r\n\r\n  BTCUSDT\tSOLUSDT # x")
        said = self.warm(self.exchange(), "ETHUSDT", "--symbols-file", path, "--interval", "1h",
                         "--from", "2024-01-01", "--to", "2024-01-02")
        self.assertEqual([one["symbol"] for one in said["series"]],
                         ["ETHUSDT", "BTCUSDT", "SOLUSDT"])

    def test_mistakes_are_named(self):
        sim = self.exchange()
        path = self.file(b"BTCUSDT\n\nBTC/USDT\n")
        watch = Watch(sim)
        for words, said in ((("--symbols-file", path), f"{path}:3: symbol 'BTC/USDT'"),
                            (("--symbols-file", self.folder / "none"), "none"),
                            (("--symbols-file", self.file(b"# nobody\n", "empty.txt")), "no symbol in"),
                            ((), "name a symbol"), (("BTCUSDT", "--days", "0x"), "--days"),
                            (("BTCUSDT", "--interval", "1m,7m"), "7m"),
                            (("BTCUSDT", "--jobs", "0"), "--jobs"),
                            (("BTCUSDT", "--from", "1d"), "no whole day"),
                            (("BTCUSDT", "--from", "3d", "--days", "3"), "--days"),
                            (("BTCUSDT", "--chart", "mark"), "futures only"),
                            (("BTCUSDT", "--chart", "renko"), "--chart")):
            with self.subTest(words=words):
                finished = self.run_program(self.wick, "warm", *words, env=sim.env)
                self.assertEqual(finished.code, USAGE, finished)
                self.assertIn(said, finished.err)
        self.assertEqual(watch.all(), [])

    def test_all_that_are_traded_for_a_currency(self):
        sim = self.exchange()
        books = self.run_program(self.wick, "symbols", "--market", "um", "--quote", "USDC",
                                 "--json", env=sim.env)
        traded = {one["symbol"] for one in json.loads(books.out)["symbols"] if one["tradable"]}
        self.assertGreater(len(traded), 1)
        finished = self.run_program(
            self.wick, "warm", "--all", "--quote", "USDC", "--market", "um", "--interval", "1d",
            "--days", "5", "--json", env=sim.env)
        self.assertEqual(finished.code, DONE, finished)
        self.assertEqual({one["symbol"] for one in json.loads(finished.out)["series"]}, traded)


class Trouble(WarmTest):
    SPAN = ("--from", "2024-01-01", "--to", "2024-02-15")

    def test_waits_for_a_rate_limit(self):
        sim = self.exchange_with(
            fault(["zip", "checksum"], {"answer": "NoSuchKey"}, period="2024-01-0[2-4]*"),
            fault("zip", {"answer": "NoSuchKey"}, period=["2024-02-0?"]),
            fault("klines", {"answer": "throttle429", "retry_after": 2}, skip=4, first=3))
        begin = time.monotonic()
        said = self.warm(sim, "BTCUSDT", "--from", "2024-02-01", "--to", "2024-02-15")
        self.assert_whole(said)
        self.assertGreaterEqual(time.monotonic() - begin, 2)
        self.assertEqual(said["sources"]["REST"], 9 * 1440)

    def test_no_wait_leaves_it(self):
        sim = self.exchange_with(
            fault("zip", {"answer": "NoSuchKey"}, period=["2024-02-0?"]),
            fault("klines", {"answer": "throttle429", "retry_after": 60}, skip=3))
        said = self.warm(sim, "BTCUSDT", "--from", "2024-02-01", "--to", "2024-02-15", "--no-wait",
                         code=PARTIAL)
        self.assertGreater(said["left"], 0)
        self.assertIn("429", said["stderr"])
        self.assertIn("the same command again", said["stderr"])
        self.assertEqual(said["bars"] + said["left"], said["wanted"])
        self.forget_bans()
        sim.scenario("calm")
        watch = Watch(sim)
        rest = self.warm(sim, "BTCUSDT", "--from", "2024-02-01", "--to", "2024-02-15")
        self.assertEqual(rest["left"], 0)
        self.assertEqual(max(watch.days().values(), default=1), 1)

    def forget_bans(self):
        (self.state / "memory.log").unlink(missing_ok=True)

    def test_archive_closed(self):
        sim = self.exchange("--scenario", "archive-403")
        said = self.warm(sim, "BTCUSDT", "--interval", "1h", *self.SPAN)
        self.assertEqual((said["left"], said["sources"]["BULK"]), (0, 0))

    def test_nobody_answers(self):
        sim = self.exchange_with({"then": {"status": 503}})
        said = self.warm(sim, "BTCUSDT", "--interval", "1w", "--from", "2020-01-01", "--to",
                         "2024-01-01", code=NOTHING)
        self.assertEqual(said["bars"], 0)
        self.assertIn("503", said["series"][0]["failure"])

    def test_cache_that_cannot_be_written(self):
        (self.folder / "file").write_text("in the way")
        said = self.warm(self.exchange(), "BTCUSDT", "ETHUSDT", *self.SPAN, code=NOTHING,
                         env={"WICK_CACHE_DIR": str(self.folder / "file" / "cache")})
        self.assertEqual(said["left"], said["wanted"])
        self.assertIn("WICK_CACHE_DIR", said["stderr"])


class Stopped(WarmTest):
    SPAN = ("--from", "2023-12-20", "--to", "2024-03-11")
    SYMBOLS = ("BTCUSDT", "ETHUSDT")

    def start(self, sim, *more):
        process = subprocess.Popen([str(self.wick), "warm", *self.SYMBOLS, *self.SPAN, *more],
                                   env=self.environment(sim.env), stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(lambda: process.poll() is None and process.kill())
        return process

    def kept_objects(self):
        """Symbol and day or month of each sealed file."""
        return {(path.parts[-3], path.stem)
                for path in self.cache.glob("binance/**/*.arrow")}

    def test_killed_at_any_moment(self):
        sim = self.exchange_with(fault(["zip", "checksum"], {"delay_ms": 15}))
        chance = random.Random(SEED)
        kept_then_fetched = []
        for _ in range(KILLS):
            kept = self.kept_objects()
            since = sim.last_request()
            process = self.start(sim)
            try:
                process.communicate(timeout=chance.uniform(0.02, 0.5))
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.communicate()
            for line in sim.log(since):
                if line["kind"] != "zip":
                    continue
                symbol, _, period = line["target"].split("/")[-1][:-4].split("-", 2)
                if (symbol, period) in kept:
                    kept_then_fetched.append(line["target"])
        self.assertEqual(kept_then_fetched, [], f"seed {SEED}")
        said = self.warm(sim, *self.SYMBOLS, *self.SPAN)
        self.assertEqual(said["left"], 0)
        self.assert_good(self.run_program(self.wick, "verify", env=sim.env))
        self.assert_served_from_cache(sim, ("spot", "ETHUSDT", "1m"), ("2024-01-20", "2024-03-11"))

    def test_ctrl_c(self):
        sim = self.exchange_with(fault(["zip", "checksum"], {"delay_ms": 300}))
        process = self.start(sim, "--jobs", "1", "--json")
        while len(self.kept_objects()) < 3:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, PARTIAL, err)
        said = json.loads(out)
        self.assertTrue(said["interrupted"])
        self.assertGreater(said["bars"], 0)
        self.assertEqual(said["bars"] + said["left"] + said["holes"], said["wanted"])
        self.assertIn("stopped", err)
        kept = len(self.kept_objects())
        again = self.warm(sim, *self.SYMBOLS, *self.SPAN)
        self.assertEqual(again["left"], 0)
        self.assertGreaterEqual(again["sources"]["CACHE"], min(kept, 3) * 1440)


class Memory(WarmTest):
    def test_a_year_of_minutes_of_two_symbols(self):
        sim = self.exchange()
        used = programs.measure(self.wick, "warm", "BTCUSDT", "ETHUSDT", "--days", "365", "--json",
                                env=self.environment(sim.env))
        self.assertEqual(used["code"], DONE)
        self.assertEqual(json.loads(used["out"])["wanted"], 2 * 365 * 1440)
        self.assertLess(used["kib"], MEMORY_MAX)
