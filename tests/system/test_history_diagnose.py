"""wick diagnose: what it finds behind each door, and what it tells people to do."""
import json
import socket

from get_test import DONE, NOTHING, PARTIAL, USAGE
from history_test import HistoryTest, Watch, fault

SECONDS_MAX = 11
WIDTH = 80


def free_port():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


class Diagnosis:
    def __init__(self, finished):
        self.code = finished.code
        self.said = json.loads(finished.out)
        self.verdict = self.said["verdict"]
        self.advice = "\n".join(self.said["advice"])
        self.works = {tier["tier"]: tier["works"] for tier in self.said["tiers"]}
        self.bars = {tier["tier"]: tier["bars"] for tier in self.said["tiers"]}

    def checks(self, name):
        return [check for check in self.said["checks"] if check["check"] == name]

    def check(self, name):
        return self.checks(name)[0]


class DiagnoseTest(HistoryTest):
    def diagnose(self, sim, *words, code, env=None):
        return self.diagnose_with_any(sim, words, {code}, env)

    def diagnose_with_any(self, sim, words, codes, env=None):
        finished = self.run_program(self.wick, "diagnose", *words, "--json",
                                    env={**sim.env, **(env or {})})
        self.assertIn(finished.code, codes, finished)
        self.assertLess(finished.seconds, SECONDS_MAX, finished)
        return Diagnosis(finished)

    def assert_status(self, found, **statuses):
        self.assertEqual({name: found.check(name)["status"] for name in statuses}, statuses,
                         found.said)


class Broker(DiagnoseTest):
    def test_files_and_quotes_of_a_broker(self):
        sim = self.exchange()
        found = self.diagnose(sim, "EUR/USD", "fxcm", code=DONE)
        self.assert_status(found, cache="ok", archive="ok", live="not tested")
        self.assertRegex(found.check("archive")["detail"], r"^\d{4,} minutes of a week")
        found = self.diagnose(sim, "BTCUSD", "fxcm", code=DONE, env={"FXCM_FEED": "sim"})
        self.assert_status(found, archive="warn")
        self.assertIn("no metals", found.advice)


class Calm(DiagnoseTest):
    def test_all_tiers_answer(self):
        found = self.diagnose(self.exchange(), "BTCUSDT", code=DONE)
        self.assert_status(found, configuration="ok", cache="ok", clock="ok", listing="ok",
                           archive="ok", bucket="ok", REST="ok", live="ok", missing="ok")
        self.assertEqual(found.verdict, "all tiers answer")
        self.assertIn("since 2017-08-17, TRADING", found.check("listing")["detail"])
        self.assertIn("SHA-256 as published", found.check("archive")["detail"])
        self.assertRegex(found.check("REST")["detail"], r"weight \d+ of 6000 a minute used")
        self.assertEqual(found.said["last_500_bars"]["bars"], 500)
        self.assertEqual(sum(found.bars.values()), 43200)
        self.assertIn("wick warm BTCUSDT --interval 1m --days 30", found.advice)

    def test_advice_can_be_pasted_and_helps(self):
        sim = self.exchange()
        found = self.diagnose(sim, "BTCUSDT", "um", "1h", code=DONE)
        command = next(line for line in found.advice.splitlines() if line.startswith("wick warm"))
        self.assert_good(self.run_program(self.wick, *command.split()[1:], env=sim.env))
        after = self.diagnose(sim, "BTCUSDT", "um", "1h", code=DONE)
        self.assertGreaterEqual(after.said["last_30_days"]["cached"], 27 * 24)
        self.assertEqual(after.bars["BULK"], 0)
        self.assertEqual(after.verdict, "all tiers answer; nothing to do")
        self.assertRegex(after.check("cache")["detail"], r"\d+ complete days, .*last asked 20")

    def test_every_market_and_months(self):
        sim = self.exchange()
        for words in (("ETHUSDT", "spot", "1s"), ("BTCUSDT", "um", "15m"),
                      ("BTCUSDT", "spot", "1M")):
            with self.subTest(words=words):
                self.diagnose(sim, *words, code=DONE)

    def test_contract_without_a_trade_for_seconds(self):
        """One in ten of them: the diagnosis waits for five, and silence is all that it may say."""
        found = self.diagnose_with_any(self.exchange(), ("BTCUSD_PERP", "cm", "1d"),
                                       {DONE, PARTIAL})
        unwell = [check for check in found.said["checks"] if check["status"] != "ok"]
        self.assertEqual(bool(unwell), found.code == PARTIAL, found.said)
        for check in unwell:
            self.assertEqual((check["check"], check["status"]), ("live", "warn"))
            self.assertIn("nobody trades it just now", check["detail"])

    def test_fits_a_terminal_and_tells_no_secrets(self):
        sim = self.exchange()
        url = sim.url("spot").replace("://", "://me:secret@")
        finished = self.run_program(self.wick, "diagnose", "BTCUSDT",
                                    env={**sim.env, "WICK_BINANCE_SPOT_URL": url,
                                         "ALL_PROXY": "", "all_proxy": ""})
        self.assertEqual(finished.code, DONE, finished)
        long = [line for line in finished.out.splitlines()
                if len(line) > WIDTH and len(line.split()[-1]) < 40]
        self.assertEqual(long, [])
        self.assertNotIn("secret", finished.out + finished.err)
        self.assertNotIn("\x1b", finished.out)
        self.assertIn("verdict: all tiers answer", finished.out)

    def test_symbol_that_is_no_longer_traded(self):
        found = self.diagnose(self.exchange(), "FTTUSDT", "um", "1h", code=DONE)
        self.assertIn("all tiers answer", found.verdict)
        self.assertIn("no longer traded", found.verdict)
        self.assertEqual([tier["works"] for tier in found.said["tiers"]], [True] * 3)
        self.assertIn("wick warm FTTUSDT --market futures_usdt --interval 1h --from 2022-02-01 "
                      "--to 2022-11-15",
                      found.advice)

    def test_keeps_no_bars(self):
        self.diagnose(self.exchange(), "BTCUSDT", code=DONE)
        self.assertEqual(self.sealed(), {})

    def test_wrong_usage(self):
        sim = self.exchange()
        for words, said in ((("BTCUSDT", "mars"), "--market"),
                            (("BTC/USDT",), "symbol"), (("BTCUSDT", "spot", "7m"), "--interval")):
            with self.subTest(words=words):
                finished = self.run_program(self.wick, "diagnose", *words, env=sim.env)
                self.assert_usage_error(finished, said)


class Trouble(DiagnoseTest):
    def test_archive_403(self):
        sim = self.exchange("--scenario", "archive-403")
        found = self.diagnose(sim, "BTCUSDT", code=PARTIAL)
        self.assertEqual(found.works, {"CACHE": True, "BULK": False, "REST": True})
        self.assertIn("403", found.check("archive")["detail"])
        self.assertIn("without BULK", found.verdict)
        self.assertIn("refuses this address", found.advice)
        self.assertIn("wick get BTCUSDT --interval 1m --source rest", found.advice)
        self.assertEqual(found.bars["REST"], 43200)

    def test_archive_403_but_the_bucket_answers(self):
        sim = self.exchange_with(fault(["zip", "checksum"], {"answer": "AccessDenied"}))
        found = self.diagnose(sim, "BTCUSDT", code=PARTIAL)
        self.assert_status(found, archive="fail", bucket="ok")
        self.assertIn("download host alone", found.check("bucket")["detail"])
        self.assertIn("though its listing answers", found.advice)

    def test_404_is_not_403(self):
        sim = self.exchange_with(fault(["zip", "checksum"], {"answer": "NoSuchKey"}))
        found = self.diagnose(sim, "BTCUSDT", code=PARTIAL)
        self.assertIn("404", found.check("archive")["detail"])
        self.assertNotIn("403", found.check("archive")["detail"] + found.advice)
        self.assertIn("has no recent object", found.advice)

    def test_archive_late(self):
        sim = self.exchange("--scenario", "archive-late")
        found = self.diagnose(sim, "BTCUSDT", code=PARTIAL)
        self.assert_status(found, archive="warn", REST="ok")
        self.assertIn("later than archive.delay_hours", found.check("archive")["detail"])
        self.assertIn("the archive is late by", found.advice)
        self.assertEqual(found.works, {"CACHE": True, "BULK": True, "REST": True})

    def test_checksum_that_does_not_fit(self):
        sim = self.exchange_with(fault("checksum", {"wrong_checksum": True}))
        found = self.diagnose(sim, "BTCUSDT", code=PARTIAL)
        self.assertIn("SHA-256 is not the published one", found.check("archive")["detail"])

    def test_ban_is_told_and_heeded(self):
        sim = self.exchange("--scenario", "ban-418")
        found = self.diagnose(sim, "BTCUSDT", code=PARTIAL)
        self.assertIn("418", found.check("REST")["detail"])
        self.assertIn("left alone for", found.advice)
        self.assertIn("--source bulk", found.advice)
        self.assertIn("&& wick diagnose BTCUSDT spot 1m", found.advice)
        watch = Watch(sim)
        again = self.diagnose(sim, "BTCUSDT", code=PARTIAL)
        self.assertIn("not asked", again.check("REST")["detail"])
        self.assertEqual([line for line in watch.all() if line["host"] == "spot"], [])

    def test_geo_451(self):
        sim = self.exchange("--scenario", "geo-451")
        found = self.diagnose(sim, "BTCUSDT", code=PARTIAL)
        self.assertIn("451", found.check("REST")["detail"])
        self.assertIn("export WICK_BINANCE_SPOT_URL=https://data-api.binance.vision", found.advice)
        self.assertIn("--source bulk", found.advice)
        self.assertNotIn("data-api",
                         self.diagnose(sim, "BTCUSDT", "um", code=PARTIAL).advice)

    def test_second_host_serves(self):
        blocked, good = self.exchange("--scenario", "geo-451"), self.exchange()
        urls = blocked.url("spot") + "," + good.url("spot")
        found = self.diagnose(good, "BTCUSDT", code=PARTIAL, env={"WICK_BINANCE_SPOT_URL": urls})
        self.assertEqual([check["status"] for check in found.checks("REST")], ["fail", "ok"])
        self.assertTrue(found.works["REST"])

    def test_skewed_clock(self):
        sim = self.exchange("--scenario", "skewed-clock")
        found = self.diagnose(sim, "BTCUSDT", code=PARTIAL)
        self.assert_status(found, clock="warn", archive="ok", REST="ok")
        self.assertRegex(found.check("clock")["detail"], "ours is 1 min (29|30) s behind")
        self.assertIn("timedatectl", found.advice)

    def test_silence_costs_seconds_and_no_more(self):
        sim = self.exchange_with({"then": {"silent": True}})
        found = self.diagnose(sim, "BTCUSDT", code=NOTHING)
        self.assert_status(found, archive="fail", REST="fail", listing="not tested")
        self.assertIn("no server answers", found.verdict)
        self.assertIn("HTTPS_PROXY", found.advice)

    def test_silent_scenario(self):
        sim = self.exchange("--scenario", "silent")
        found = self.diagnose(sim, "BTCUSDT", code=PARTIAL)
        self.assertTrue(found.works["BULK"])

    def test_dead_ports(self):
        sim = self.exchange()
        dead = f"http://127.0.0.1:{free_port()}"
        found = self.diagnose(sim, "BTCUSDT", code=PARTIAL, env={"WICK_BINANCE_SPOT_URL": dead})
        self.assertEqual(found.works, {"CACHE": True, "BULK": True, "REST": False})
        found = self.diagnose(sim, "BTCUSDT", code=NOTHING,
                              env={"WICK_BINANCE_SPOT_URL": dead, "WICK_BINANCE_ARCHIVE_URL": dead,
                                   "WICK_BINANCE_LISTING_URL": dead})
        self.assertIn("wick config show", found.advice)

    def test_unwritable_cache(self):
        sim = self.exchange()
        (self.folder / "file").write_text("in the way")
        found = self.diagnose(sim, "BTCUSDT", code=PARTIAL,
                              env={"WICK_CACHE_DIR": str(self.folder / "file" / "cache")})
        self.assert_status(found, cache="fail", archive="ok", REST="ok")
        self.assertIn("export WICK_CACHE_DIR=", found.advice)
        self.assertNotIn("wick warm", found.advice)

    def test_of_a_symbol_that_nobody_has_nothing_can_be_missing(self):
        found = self.diagnose(self.exchange(), "NOSUCH", "spot", "1h", code=USAGE)
        self.assert_status(found, listing="fail", missing="not tested", live="not tested")
        self.assertNotIn("did you mean", found.verdict)
        self.assertEqual(set(found.bars.values()), {0})

    def test_unknown_symbol(self):
        sim = self.exchange()
        found = self.diagnose(sim, "BTCUSD", code=USAGE)
        self.assert_status(found, listing="fail")
        self.assertIn("did you mean BTCUSDT?", found.verdict)
        self.assertIn("wick diagnose BTCUSDT spot 1m", found.advice)
        self.assertEqual(self.diagnose(sim, "ZZZZZZZZ", code=USAGE).said["advice"], [])
