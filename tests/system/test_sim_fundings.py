"""Fundings and reckoned prices: what the archive holds is what REST says."""
import csv
import io
import json
import zipfile

from system_test import SystemTest

NOW = "2024-06-01T00:00"
APRIL, MAY = 1711929600000, 1714521600000  # of 2024
SYMBOLS = {"um": ("/fapi/v1", "BTCUSDT", "BTCUSDT"), "cm": ("/dapi/v1", "BTCUSD_PERP", "BTCUSD")}
KINDS = {"markPriceKlines": "symbol", "indexPriceKlines": "pair", "premiumIndexKlines": "symbol"}


class FundingsAndReckonedPrices(SystemTest):
    sim_options = ("--now", NOW)

    def setUp(self):
        super().setUp()
        self.sim = self.exchange()

    def rest(self, host, path):
        status, body = self.sim.get(host, path)
        self.assertEqual(status, 200, body)
        return json.loads(body)

    def lines(self, folder, name):
        """Of the one file in the archive's zip."""
        status, packed = self.sim.get("archive", f"/data/futures/{folder}/{name}.zip")
        self.assertEqual(status, 200)
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            self.assertEqual(archive.namelist(), [name + ".csv"])
            return archive.read(name + ".csv").decode().splitlines()

    def test_the_fundings_of_a_month(self):
        for host, (root, symbol, _) in SYMBOLS.items():
            with self.subTest(host=host):
                rows = self.rest(host, f"{root}/fundingRate?symbol={symbol}&startTime={APRIL}"
                                       f"&endTime={MAY - 1}&limit=1000")
                self.assertEqual(len(rows), 90)
                self.assertEqual({row["symbol"] for row in rows}, {symbol})
                said = [f"{row['fundingTime']},8,{row['fundingRate']}" for row in rows]
                self.assertEqual(self.lines(f"{host}/monthly/fundingRate/{symbol}",
                                            f"{symbol}-fundingRate-2024-04"),
                                 ["calc_time,funding_interval_hours,last_funding_rate", *said])
        self.assertEqual(self.sim.log()[0]["kind"], "funding")

    def test_a_month_of_reckoned_prices(self):
        for host, (root, symbol, pair) in SYMBOLS.items():
            for kind, parameter in KINDS.items():
                with self.subTest(host=host, kind=kind):
                    label = symbol if parameter == "symbol" else pair
                    rows = self.rest(host, f"{root}/{kind}?{parameter}={label}&interval=4h"
                                           f"&startTime={APRIL}&endTime={MAY - 1}&limit=1000")
                    self.assertGreater(len(rows), 170)
                    lines = self.lines(f"{host}/monthly/{kind}/{label}/4h", f"{label}-4h-2024-04")
                    self.assertEqual(list(csv.reader(lines[1:])),
                                     [[str(cell) for cell in row] for row in rows])
