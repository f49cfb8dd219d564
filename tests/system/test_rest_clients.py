"""Clients from the npm registry; only the base address differs from production."""
import node_clients
from system_test import SystemTest

SYMBOLS = {"spot": "BTCUSDT", "um": "ETHUSDT", "cm": "BTCUSD_PERP"}
SINCE_MS = 1706745600000  # 2024-02-01
HOUR_MS = 3_600_000


class RestClients(SystemTest):
    @classmethod
    def setUpClass(cls):
        node_clients.install()

    def setUp(self):
        super().setUp()
        self.sim = self.exchange()

    def truth(self, market, hours, after=0):
        begin = SINCE_MS + after * HOUR_MS
        return self.sim.truth(market, SYMBOLS[market], "1h", begin * 1000,
                              (begin + hours * HOUR_MS) * 1000)

    def test_ccxt_reads_candles_of_three_markets(self):
        found = node_clients.run("ccxt_klines.mjs", self.sim.env, interval="1h", since=SINCE_MS,
                                 limit=50)
        for market, symbol in SYMBOLS.items():
            with self.subTest(market=market):
                said = found[market]
                volume = 6 if market == "cm" else 5  # ccxt counts inverse contracts in coins
                self.assertEqual(said["since"],
                                 [[row[0] // 1000, *map(float, row[1:5]), float(row[volume])]
                                  for row in self.truth(market, 50)])
                self.assertEqual(len(said["latest"]), 5)
                self.assertEqual(said["market"]["id"], symbol)
                self.assertTrue(said["market"]["active"])
                self.assertEqual(said["market"]["inverse"], market == "cm")
                self.assertGreater(said["markets"], 5)
                self.assertEqual(said["unknown"], "BadSymbol")
                self.assertLess(abs(said["time"] - said["latest"][-1][0]), HOUR_MS)

    def test_ccxt_reads_candles_of_okx(self):
        swaps = {"BTC/USDT": ("spot", "BTCUSDT", 5), "ETH/USDT:USDT": ("um", "ETHUSDT", 5),
                 "BTC/USD:BTC": ("cm", "BTCUSD_PERP", 6)}  # inverse contracts in coins
        said = node_clients.run("ccxt_okx.mjs", self.sim.env, symbols=list(swaps),
                                gone="MATIC/USDT", interval="1h", since=SINCE_MS, limit=50)
        for symbol, (market, name, volume) in swaps.items():
            with self.subTest(symbol=symbol):
                truth = self.sim.truth(market, name, "1h", SINCE_MS * 1000,
                                       (SINCE_MS + 50 * HOUR_MS) * 1000)
                self.assertEqual(said["rows"][symbol],
                                 [[row[0] // 1000, *map(float, row[1:5]), float(row[volume])]
                                  for row in truth])
        self.assertEqual(said["sizes"], [None, 0.1, 100])
        self.assertFalse(said["active"])
        self.assertEqual(said["errors"], ["BadSymbol", "BadRequest"])
        self.assertGreater(said["time"], SINCE_MS)

    def test_binance_reads_candles_of_three_markets(self):
        found = node_clients.run("binance_klines.mjs", self.sim.env, interval="1h",
                                 startTime=SINCE_MS, endTime=SINCE_MS + 30 * HOUR_MS - 1,
                                 limit=50)
        for market in SYMBOLS:
            with self.subTest(market=market):
                said = found[market]
                # COIN-M: a start alone means the last rows of the 200 days from there.
                after = 200 * 24 - 50 + 1 if market == "cm" else 0
                self.check_rows(said["since"], self.truth(market, 50, after))
                self.check_rows(said["between"], self.truth(market, 30))
                self.assertGreater(said["symbols"], 5)
                self.assertIn("REQUEST_WEIGHT", said["limits"])
                self.assertEqual(said["unknown"], -1121)

    def check_rows(self, rows, truth):
        """A row of the API: times in ms, figures as text."""
        self.assertEqual(len(rows), len(truth))
        for row, true in zip(rows, truth):
            self.assertEqual((row[0], row[6]), (true[0] // 1000, true[0] // 1000 + HOUR_MS - 1))
            self.assertEqual([*map(float, row[1:6]), float(row[7]), row[8],
                              float(row[9]), float(row[10])],
                             [*map(float, true[1:7]), true[7], float(true[8]), float(true[9])])
            self.assertIsInstance(row[1], str)
