"""OKX, the reckoned prices and the fundings of the simulated exchange: `wick get` against the truth."""
import json
import subprocess
import urllib.parse
from collections import Counter

from get_test import DONE
from history_test import HistoryTest, Watch

DAYS = ("2024-02-03", "2024-02-06")
HOUR_US = 3_600_000_000


class SimProviders(HistoryTest):
    def bars_of(self, sim, *words, code=DONE):
        finished = self.get(sim, *words, "--from", DAYS[0], "--to", DAYS[1], "--json", "--time",
                            "us")
        self.assertEqual(finished.code, code, finished)
        return json.loads(finished.out)

    def prices_of_truth(self, sim, **query):
        query = {"interval": "1h", "from": DAYS[0], "to": DAYS[1], **query}
        rows = json.loads(sim.control("truth?" + urllib.parse.urlencode(query)))
        return [[row[0], *map(float, row[1:5])] for row in rows]

    def prices(self, document):
        return [[bar["open_time"], bar["open"], bar["high"], bar["low"], bar["close"]]
                for bar in document["bars"]]


class Okx(SimProviders):
    def test_each_market_is_the_truth_and_is_kept(self):
        sim = self.exchange()
        for instrument, market, symbol in (("BTC-USDT", "spot", "BTCUSDT"),
                                           ("ETH-USDT-SWAP", "um", "ETHUSDT"),
                                           ("BTC-USD-SWAP", "cm", "BTCUSD_PERP")):
            with self.subTest(instrument=instrument):
                words = (instrument, "--provider", "okx", "--market", market, "--interval", "1h")
                document = self.bars_of(sim, *words)
                truth = self.prices_of_truth(sim, market=market, symbol=symbol)
                self.assertEqual(self.prices(document), truth)
                self.assertEqual(len(truth), 72)
                watch = Watch(sim)
                again = self.bars_of(sim, *words)
                self.assertEqual(self.prices(again), truth)
                self.assertEqual(again["sources"]["CACHE"], 72)
                self.assertEqual(watch.data(), [])

    def test_an_unknown_instrument_is_told(self):
        finished = self.get(self.exchange(), "NOSUCH-USDT", "--provider", "okx", "--interval", "1h",
                            "--from", DAYS[0], "--to", DAYS[1])
        self.assertEqual(finished.code, 2, finished)
        self.assertIn("NOSUCH-USDT", finished.err)

    def test_many_programs_keep_its_pace_together(self):
        sim = self.exchange()
        watch = Watch(sim)
        processes = []
        for number in range(4):
            environment = self.environment({**sim.env, "WICK_CACHE_DIR": str(self.homes / str(number))})
            processes.append(subprocess.Popen(
                [str(self.wick), "get", "BTC-USDT", "--provider", "okx", "--from", DAYS[0], "--to",
                 DAYS[1], "--json", "--no-bars"], env=environment, stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE))
        for process in processes:
            _, errors = process.communicate(timeout=60)
            self.assertEqual(process.returncode, DONE, errors.decode())
        lines = watch.data("klines")
        self.assertEqual(len(lines), 4 * 15)  # pages of 300 minutes
        self.assertEqual(Counter(line["status"] for line in lines), {200: 60})


class Charts(SimProviders):
    def test_reckoned_prices_are_the_truth_from_archive_and_rest(self):
        sim = self.exchange()
        for chart in ("mark", "index", "premium"):
            for market, symbol in (("um", "BTCUSDT"), ("cm", "BTCUSD_PERP")):
                for source in ("bulk", "rest"):
                    with self.subTest(chart=chart, market=market, source=source):
                        document = self.bars_of(sim, symbol, "--market", market, "--chart", chart,
                                                "--interval", "1h", "--source", source)
                        truth = self.prices_of_truth(sim, market=market, symbol=symbol, price=chart)
                        self.assertEqual(self.prices(document), truth)
                        self.assertEqual(len(truth), 72)

    def test_fundings_are_the_truth_from_archive_and_rest(self):
        sim = self.exchange()
        for market, symbol in (("um", "BTCUSDT"), ("cm", "BTCUSD_PERP")):
            query = urllib.parse.urlencode({"market": market, "symbol": symbol, "from": DAYS[0],
                                            "to": DAYS[1]})
            truth = [[row[0] - row[0] % HOUR_US, float(row[1])]
                     for row in json.loads(sim.control("fundings?" + query))]
            self.assertEqual(len(truth), 9)
            for source in ("bulk", "rest"):
                with self.subTest(market=market, source=source):
                    document = self.bars_of(sim, symbol, "--market", market, "--chart", "funding",
                                            "--source", source)
                    self.assertEqual([[bar["open_time"], bar["close"]] for bar in document["bars"]],
                                     truth)
                    self.assertEqual(document["missing"], [])
            watch = Watch(sim)
            kept = self.bars_of(sim, symbol, "--market", market, "--chart", "funding")
            self.assertEqual(kept["sources"]["CACHE"], 9)
            self.assertEqual(watch.data(), [])
