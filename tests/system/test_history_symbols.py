"""wick symbols: what is and was traded, from the exchange, its archive, and the book of both."""
import datetime
import gzip
import json
import os
import pathlib

import bars
from canned_venue import CannedVenue
from get_test import DONE, NO_DATA, NOTHING, PARTIAL
from history_test import HistoryTest, Watch, fault
from system_test import ROOT

ALL_TIME = ("2017-01-01", "2030-01-01")
NOW = "2025-06-01T00:00"
RECORDINGS = pathlib.Path(os.environ.get("WICK_RECORDINGS", ROOT.parent / "shared/data/real"))
PATHS = {"spot": "/api/v3/exchangeInfo", "um": "/fapi/v1/exchangeInfo",
         "cm": "/dapi/v1/exchangeInfo"}
NAMES = {"spot": "spot", "um": "futures_usdt", "cm": "futures_coin"}


class SymbolsTest(HistoryTest):
    sim_options = ("--now", NOW)

    def symbols(self, exchange, *options, **more):
        more.setdefault("env", exchange.env)
        return self.run_program(self.wick, "symbols", *options, **more)

    def found(self, exchange, *options, code=DONE):
        """The document's instruments by symbol, and what was said beside it."""
        finished = self.symbols(exchange, "--json", *options)
        self.assertEqual(finished.code, code, finished)
        document = json.loads(finished.out)
        by_symbol = {one["symbol"]: one for one in document["symbols"]}
        self.assertEqual(list(by_symbol), sorted(by_symbol))
        return by_symbol, finished

    def book(self, market):
        return self.state / "instruments" / f"binance-{NAMES[market]}.ndjson"

    def age_the_book(self, market, days):
        """As if it had been written so long ago: with its checksum."""
        lines = self.book(market).read_text().splitlines(keepends=True)[:-1]
        head = json.loads(lines[0])
        for key in ("as_of", "archive_as_of"):
            at = datetime.datetime.fromisoformat(head[key].replace("Z", "+00:00"))
            head[key] = bars.iso(at - datetime.timedelta(days=days))
        lines[0] = json.dumps(head, separators=(",", ":")) + "\n"
        content = "".join(lines)
        self.book(market).write_text(content + '{"crc32c":"%08x"}\n' % crc32c(content.encode()))


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def life(sim, market, symbol):
    """The first and the last day of the market's own candles."""
    days = bars.of_truth(sim.truth(market, symbol, "1d", *ALL_TIME))
    return tuple(bars.iso_of(edge.open_time)[:10] for edge in (days[0], days[-1]))


def days_of(instrument):
    return tuple((instrument[key] or "")[:10] for key in ("listed", "delisted"))


class Lifecycle(SymbolsTest):
    """Delisted symbols are found in the archive, with the days of their first and last bars."""

    def test_futures_that_the_exchange_has_no_more(self):
        sim = self.exchange()
        names = ("LUNAUSDT", "FTTUSDT", "BTCUSDT_240628")
        found, _ = self.found(sim, *names, "--market", "um")
        for name in names:
            one = found[name]
            self.assertEqual((one["status"], one["tradable"]), ("delisted", False), one)
            self.assertEqual(days_of(one), life(sim, "um", name), one)
            self.assertEqual(one["delisted_from"], "archive")
            self.assertEqual(one["quote"], "USDT")

    def test_spot_symbols_in_a_break_for_good(self):
        sim = self.exchange()
        found, _ = self.found(sim, "maticusdt")
        one = found["MATICUSDT"]
        self.assertEqual(one["status"], "BREAK")
        self.assertEqual(days_of(one), life(sim, "spot", "MATICUSDT"))

    def test_traded_ones_have_no_end(self):
        found, _ = self.found(self.exchange(), "BTCUSD_PERP", "--market", "cm")
        one = found["BTCUSD_PERP"]
        self.assertEqual((one["status"], one["tradable"], one["contract_type"], one["pair"]),
                         ("TRADING", True, "PERPETUAL", "BTCUSD"))
        self.assertEqual(days_of(one), ("2020-08-11", ""))
        self.assertEqual(one["listed_from"], "exchangeInfo")

    def test_a_whole_market_costs_a_request_for_a_thousand_symbols_and_one(self):
        sim = self.exchange()
        for market in NAMES:
            watch = Watch(sim)
            found, finished = self.found(sim, "--market", market)
            self.assertEqual({line["kind"] for line in watch.all()}, {"exchangeInfo", "listing"})
            self.assertGreater(len(found), 100)
            pages = -(-len(found) // 1000)
            self.assertEqual(len(watch.all()), 1 + pages, watch.all())
            self.assertRegex(finished.err, r"^\d+ symbols(, \d+ delisted)?; as the exchange said")

    def test_days_are_looked_up_with_three_requests_and_once(self):
        sim = self.exchange()
        self.found(sim, "--market", "um")
        watch = Watch(sim)
        self.found(sim, "LUNAUSDT", "--market", "um")
        self.assertLessEqual(len(watch.all()), 3)
        watch = Watch(sim)
        found, _ = self.found(sim, "LUNA*", "--market", "um", "--dates", "--offline")
        self.assertEqual(watch.all(), [])
        self.assertEqual(days_of(found["LUNAUSDT"]), life(sim, "um", "LUNAUSDT"))

    def test_days_of_many(self):
        sim = self.exchange()
        found, _ = self.found(sim, "A*", "--market", "um", "--status", "delisted", "--dates")
        self.assertGreater(len(found), 3)
        for name, one in found.items():
            self.assertEqual(days_of(one), life(sim, "um", name), one)


class Choice(SymbolsTest):
    def test_by_pattern_status_and_quote(self):
        sim = self.exchange()
        every, _ = self.found(sim)
        chosen, _ = self.found(sim, "b*", "--quote", "usdt", "--status", "trading")
        self.assertEqual(set(chosen), {
            name for name, one in every.items()
            if name.startswith("B") and one["quote"] == "USDT" and one["status"] == "TRADING"})
        self.assertIn("BTCUSDT", chosen)

    def test_the_table_fits_a_terminal(self):
        sim = self.exchange()
        for market in (*NAMES, "all"):
            finished = self.assert_good(self.symbols(sim, "--market", market))
            lines = finished.out.splitlines()
            self.assertLessEqual(max(map(len, lines)), 80)
            self.assertIn("listed", lines[0])
            self.assertRegex(finished.err, rf"^{len(lines) - 1} symbols")

    def test_all_markets(self):
        sim = self.exchange()
        finished = self.assert_good(self.symbols(sim, "BTCUSDT", "--market", "all", "--json"))
        document = json.loads(finished.out)
        self.assertEqual(document["market"], "all")
        self.assertEqual([one["market"] for one in document["symbols"]], ["spot", "futures_usdt"])

    def test_all_markets_that_can_be_had(self):
        sim = self.exchange_with(fault("exchangeInfo", {"status": 451}, host="um"))
        finished = self.symbols(sim, "BTCUSD*", "--market", "all", "--json")
        self.assertEqual(finished.code, PARTIAL, finished)
        self.assertEqual({one["market"] for one in json.loads(finished.out)["symbols"]},
                         {"spot", "futures_coin"})
        self.assertIn("exchangeInfo of futures_usdt: HTTP 451", finished.err)
        sim.scenario({"name": "closed", "rules": [fault("exchangeInfo", {"status": 503})]})
        finished = self.symbols(sim, "--market", "all", "--refresh", env={
            **sim.env, "WICK_STATE_DIR": str(self.homes / "other")})
        self.assertEqual((finished.code, finished.out), (NOTHING, ""), finished)

    def test_where_nothing_fits_near_names_are_offered(self):
        sim = self.exchange()
        found, finished = self.found(sim, "BTCUSD", code=NO_DATA)
        self.assertEqual(found, {})
        self.assertRegex(finished.err, r"no symbol fits 'BTCUSD'; did you mean .*BTCUSDT.*\?")
        finished = self.symbols(sim, "NOSUCHTHING*")
        self.assertEqual((finished.code, finished.out), (NO_DATA, ""))
        self.assertEqual(self.symbols(sim, "--status", "NEVER").code, NO_DATA)

    def test_of_several_names_one_that_fits_nothing_is_told(self):
        found, finished = self.found(self.exchange(), "BTCUSDT", "ETHUSTD", code=PARTIAL)
        self.assertEqual(list(found), ["BTCUSDT"])
        self.assertIn("'ETHUSTD'", finished.err)

    def test_mistakes(self):
        sim = self.exchange()
        self.assert_usage_error(self.symbols(sim, "--market", "forex"), "forex", "spot")
        self.assert_usage_error(self.symbols(sim, "BTC/USDT"), "BTC/USDT")
        self.assert_usage_error(self.symbols(sim, "--max-age", "soon"), "--max-age", "24h")
        self.assert_usage_error(self.symbols(sim, "--refresh", "--offline"), "--refresh")
        self.assertEqual(sim.log(), [])


class Book(SymbolsTest):
    """The book: young it is used, old it is asked for again, and nothing stops who has one."""

    def test_it_is_asked_for_once_a_day(self):
        sim = self.exchange()
        first, _ = self.found(sim)
        watch = Watch(sim)
        self.assertEqual(self.found(sim)[0], first)
        self.assertEqual(watch.all(), [])
        self.age_the_book("spot", days=2)
        self.assertEqual(self.found(sim, "--max-age", "7d")[0], first)
        self.assertEqual(watch.all(), [])
        self.assertEqual(self.found(sim)[0], first)
        once = len(watch.all())
        self.assertGreaterEqual(once, 2)
        self.found(sim, "--refresh")
        self.assertEqual(len(watch.all()), 2 * once)

    def test_an_old_one_serves_where_the_exchange_is_gone(self):
        sim = self.exchange()
        first, _ = self.found(sim)
        self.age_the_book("spot", days=3)
        sim.stop()
        found, finished = self.found(sim)
        self.assertEqual(found, first)
        self.assertRegex(finished.err, r"exchangeInfo of spot: .*; the book of the instruments is "
                                       r"used as it was 3 days ago\n")
        self.assertRegex(finished.err, r"as the exchange said 3 days ago\n$")

    def test_without_any_it_says_what_failed(self):
        sim = self.exchange()
        sim.stop()
        finished = self.symbols(sim)
        self.assertEqual((finished.code, finished.out), (NOTHING, ""))
        self.assertRegex(finished.err, r"^wick: exchangeInfo of spot: .*\n$")

    def test_offline_touches_no_network(self):
        sim = self.exchange()
        finished = self.symbols(sim, "--offline")
        self.assertEqual(finished.code, NOTHING, finished)
        self.assertIn("--offline", finished.err)
        self.assertEqual(sim.log(), [])
        first, _ = self.found(sim)
        self.age_the_book("spot", days=400)
        watch = Watch(sim)
        found, finished = self.found(sim, "--offline", "--dates")
        self.assertEqual(found, first)
        self.assertIn("400 days ago", finished.err)
        self.assertEqual(watch.all(), [])

    def test_a_damaged_one_is_fetched_again(self):
        sim = self.exchange()
        first, _ = self.found(sim)
        whole = self.book("spot").read_bytes()
        for damaged in (whole[:-1], whole[:100], b"", whole.replace(b"TRADING", b"HALTING", 1),
                        b"\0" * len(whole)):
            self.book("spot").write_bytes(damaged)
            found, finished = self.found(sim)
            self.assertEqual(found, first)
            self.assertIn("is damaged", finished.err)
            self.assertEqual(self.found(sim)[1].err.count("damaged"), 0)

    def test_the_archive_may_be_closed(self):
        sim = self.exchange_with(fault("listing", {"answer": "AccessDenied"}))
        found, finished = self.found(sim, "--market", "um")
        self.assertIn("BTCUSDT", found)
        self.assertNotIn("LUNAUSDT", found)
        self.assertIn("403", finished.err)
        found, finished = self.found(sim, "BTC*", "--market", "um", "--dates")
        sim.scenario("calm")
        found, _ = self.found(sim, "--market", "um", "--refresh")
        self.assertIn("LUNAUSDT", found)
        sim.scenario({"name": "closed", "rules": [fault("listing", {"answer": "AccessDenied"})]})
        found, finished = self.found(sim, "LUNA*", "--market", "um", "--dates", code=PARTIAL)
        self.assertIsNone(found["LUNAUSDT"]["delisted"])
        self.assertIn("not all days could be looked up", finished.err)

    def test_a_throttled_exchange_is_left_alone(self):
        sim = self.exchange_with(fault("exchangeInfo", {"answer": "ban418", "retry_after": 30}))
        self.assertEqual(self.symbols(sim).code, NOTHING)
        watch = Watch(sim)
        finished = self.symbols(sim)
        self.assertEqual(finished.code, NOTHING)
        self.assertEqual({line["kind"] for line in watch.all()}, {"listing"})


class OpenWorld(SymbolsTest):
    """What the venue may add one day is read, and what is broken is told in one line."""

    def answer(self, body):
        return self.exchange_with(fault("exchangeInfo", {"status": 200, "body": body}))

    def test_unknown_statuses_and_fields(self):
        sim = self.answer({"st": 1, "symbols": [
            {"symbol": "BTCUSDT", "status": "CANCEL_ONLY", "st": [1, {"symbol": "X"}]},
            {"ps": None, "symbol": "NEWUSDT", "contractStatus": "SLEEPING"},
            {"symbol": "BAREUSDT"}, {"symbol": "\u5e01\u5b89USDT", "status": "TRADING"}]})
        found, _ = self.found(sim, "*USDT", "--market", "um")
        self.assertEqual({name: found[name]["status"] for name in
                          ("BTCUSDT", "NEWUSDT", "BAREUSDT")},
                         {"BTCUSDT": "CANCEL_ONLY", "NEWUSDT": "SLEEPING", "BAREUSDT": "UNKNOWN"})
        self.assertNotIn("\u5e01\u5b89USDT", found)
        self.assertEqual(list(self.found(sim, "--market", "um", "--status", "sleeping")[0]),
                         ["NEWUSDT"])

    def test_what_is_no_list(self):
        for body in ("<html>", "", {"code": -1000}, {"symbols": {}}, {"symbols": [{}]}):
            self.forget()
            sim = self.answer(body)
            finished = self.symbols(sim)
            self.assertEqual(finished.code, NOTHING, finished)
            self.assertEqual(len(finished.err.splitlines()), 1, finished)
            self.assertIn("the list of instruments", finished.err)

    def test_real_recordings(self):
        files = {market: RECORDINGS / "binance" / f"{market}.exchangeInfo.txt" for market in PATHS}
        files["spot"] = files["spot"].with_suffix(".txt.gz")
        if not all(path.is_file() for path in files.values()):
            self.skipTest(f"no recordings in {RECORDINGS}")
        answers = {}
        for market, path in files.items():
            text = (gzip.open if path.suffix == ".gz" else open)(path, "rt").readline()
            answers[PATHS[market]] = text[text.index("{"):]
        with CannedVenue(answers) as venue:
            for market in PATHS:
                recorded = json.loads(answers[PATHS[market]])["symbols"]
                found, _ = self.found(venue, "--market", market)
                self.assertEqual(set(found), {one["symbol"] for one in recorded})
                for one in recorded:
                    mine = found[one["symbol"]]
                    status = one.get("status") or one["contractStatus"]
                    self.assertEqual((mine["status"], mine["base"], mine["quote"]),
                                     (status, one["baseAsset"], one["quoteAsset"]))
                    self.assertEqual(mine["tradable"], status == "TRADING")
                    self.assertEqual(mine["contract_type"], one.get("contractType", ""))

    def test_symbols_outside_of_ascii_in_the_archive(self):
        folder = "data/futures/um/daily/klines/"
        prefixes = "".join(f"<CommonPrefixes><Prefix>{folder}{name}/</Prefix></CommonPrefixes>"
                           for name in ("AUSDT", "\u5e01\u5b89USDT"))
        listing = f"<ListBucketResult><IsTruncated>false</IsTruncated>{prefixes}</ListBucketResult>"
        with CannedVenue({PATHS["um"]: '{"symbols":[]}'}, listing) as venue:
            self.assertEqual(list(self.found(venue, "--market", "um")[0]), ["AUSDT"])


class OldNames(SymbolsTest):
    """Symbols that the exchange has no more can be had from the archive all the same."""

    LUNA = ("um", "LUNAUSDT", "1h")

    def test_within_its_life(self):
        sim = self.exchange()
        document = self.document(sim, self.LUNA, ("2022-03-01", "2022-04-05"))
        self.assertGreater(len(document.bars), 34 * 24)
        self.assertEqual(document.sources["BULK"], len(document.bars))
        status, said = sim.get("um", "/fapi/v1/klines?symbol=LUNAUSDT&interval=1h")
        self.assertEqual((status, json.loads(said)["code"]), (400, -1121))

    def test_to_the_end_of_its_last_day(self):
        sim = self.exchange()
        document = self.document(sim, self.LUNA, ("2022-05-01", "2022-05-13"))
        self.assertEqual(len(document.bars), 11 * 24 + 15)
        self.assertEqual({hole["cause"] for hole in document.said["missing"]},
                         {"no_bar_at_source"})

    def test_before_its_listing_it_says_the_day(self):
        finished = self.get(self.exchange(), "LUNAUSDT", "--market", "um", "--interval", "1h",
                            "--from", "2020-01-01", "--to", "2021-06-01")
        self.assert_usage_error(finished, "2021-02-03")

    def test_a_hole_between_two_lives_is_no_error(self):
        gone = ["2024-02", "2024-02-03", "2024-02-04"]
        sim = self.exchange_with(
            fault(["zip", "checksum"], {"answer": "NoSuchKey"}, symbol="BTCUSDT", period=gone),
            fault("klines", {"drop_rows": [0.0, 1.0]}, symbol="BTCUSDT", interval="1h"))
        document = self.document(sim, ("spot", "BTCUSDT", "1h"), ("2024-02-01", "2024-02-08"))
        self.assertEqual(len(document.bars), 5 * 24)
        self.assertEqual([(hole["from"], hole["to"], hole["cause"])
                          for hole in document.said["missing"]],
                         [("2024-02-03T00:00:00Z", "2024-02-05T00:00:00Z", "no_bar_at_source")])


class Okx(SymbolsTest):
    """Its list is one answer; there is no archive to look into."""

    def test_each_market(self):
        exchange = self.exchange()
        for market, symbol, other in (("spot", "BTC-USDT", "BTC-USDT-SWAP"),
                                      ("um", "BTC-USDT-SWAP", "BTC-USD-SWAP"),
                                      ("cm", "BTC-USD-SWAP", "BTC-USDT-SWAP")):
            with self.subTest(market=market):
                found, _ = self.found(exchange, "--provider", "okx", "--market", market)
                self.assertIn(symbol, found)
                self.assertNotIn(other, found)
                one = found[symbol]
                self.assertEqual((one["status"], one["base"], one["tradable"]),
                                 ("live", "BTC", True))
                self.assertEqual(one["listed_from"], "exchangeInfo")

    def test_what_is_listed_can_be_had(self):
        exchange = self.exchange()
        found, _ = self.found(exchange, "--provider", "okx", "--market", "um", "ETH-USDT-SWAP")
        self.assertEqual(list(found), ["ETH-USDT-SWAP"])
        bought = self.run_program(self.wick, "get", "ETH-USDT-SWAP", "--provider", "okx",
                                  "--market", "um", "--interval", "1h", "--from",
                                  "2025-05-01", "--to", "2025-05-02",
                                  env=exchange.env)
        self.assertEqual(bought.code, DONE, bought)

    def test_the_book_is_kept_and_serves_without_the_exchange(self):
        exchange = self.exchange()
        first, _ = self.found(exchange, "--provider", "okx")
        watch = Watch(exchange)
        again, _ = self.found(exchange, "--provider", "okx")
        self.assertEqual((again, watch.all()), (first, []))
        gone = {**exchange.env, "WICK_OKX_URL": "http://127.0.0.1:9"}
        old = self.symbols(exchange, "--json", "--provider", "okx", "--refresh", env=gone)
        self.assertEqual(old.code, DONE, old)
        self.assertIn("the book of the instruments is used as it was", old.err)
        self.assertEqual(len(json.loads(old.out)["symbols"]), len(first))

    def test_no_list_at_all(self):
        exchange = self.exchange()
        gone = {**exchange.env, "WICK_OKX_URL": "http://127.0.0.1:9"}
        self.assertEqual(self.symbols(exchange, "--provider", "okx", env=gone).code, NOTHING)
        self.assert_usage_error(self.symbols(exchange, "--provider", "fxcm"), "FXCM")
        self.assert_usage_error(self.symbols(exchange, "--provider", "kraken"), "kraken", "okx")
