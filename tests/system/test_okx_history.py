"""OKX candles read by a plain client: paged backwards, and held against Binance's rows."""
import datetime
import json
import urllib.parse
from decimal import Decimal

from system_test import SystemTest

NOW = "2024-06-01T00:00"
NOW_MS = 1717200000000
MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS
HISTORY = "/api/v5/market/history-candles"
CANDLES = "/api/v5/market/candles"


class OkxHistory(SystemTest):
    sim_options = ("--now", NOW)

    def setUp(self):
        super().setUp()
        self.sim = self.exchange()

    def okx(self, path, **query):
        status, body = self.sim.get("okx", path + "?" + urllib.parse.urlencode(query))
        return status, json.loads(body)

    def page(self, path, **query):
        status, answer = self.okx(path, **query)
        self.assertEqual((status, answer["code"], answer["msg"]), (200, "0", ""), answer)
        return answer["data"]

    def paged(self, begin, end, **query):
        """All rows that open in [begin, end), from the newest to the oldest."""
        rows, after = [], end
        while after > begin:
            page = self.page(HISTORY, after=after, before=begin - 1, limit=300, **query)
            if not page:
                break
            self.assertLessEqual(len(page), 300)
            self.assertLess(int(page[0][0]), after)
            rows += page
            after = int(page[-1][0])
        return rows

    def binance(self, host, path, begin, end, **query):
        rows = []
        while begin < end:
            target = path + "?" + urllib.parse.urlencode(
                {"startTime": begin, "endTime": end - 1, "limit": 1000, **query})
            status, body = self.sim.get(host, target)
            self.assertEqual(status, 200, body)
            page = json.loads(body)
            rows += page
            if len(page) < 1000:
                break
            begin = page[-1][0] + 1
        return rows

    def assert_same(self, rows, binance, volumes):
        """`volumes` says which of Binance's figures OKX's three volumes are, and times what."""
        self.assertGreater(len(rows), 0)
        wanted = [[row[0], *map(Decimal, row[1:5]),
                   *(Decimal(row[column]) * factor for column, factor in volumes)]
                  for row in binance]
        self.assertEqual([[int(row[0]), *map(Decimal, row[1:8])] for row in reversed(rows)], wanted)
        self.assertEqual({row[8] for row in rows}, {"1"})
        self.assertEqual({len(row) for row in rows}, {9})
        self.assertTrue(all(isinstance(cell, str) for row in rows for cell in row))

    def test_two_days_of_minutes_are_those_of_spot(self):
        begin, end = NOW_MS - 40 * DAY_MS, NOW_MS - 38 * DAY_MS
        rows = self.paged(begin, end, instId="BTC-USDT", bar="1m")
        self.assert_same(rows, self.binance("spot", "/api/v3/klines", begin, end,
                                            symbol="BTCUSDT", interval="1m"),
                         [(5, 1), (7, 1), (7, 1)])
        log = [line for line in self.sim.log() if line["host"] == "okx"]
        self.assertGreaterEqual(len(log), 10)
        self.assertEqual({(line["kind"], line["symbol"], line["interval"], line["data"])
                          for line in log}, {("klines", "BTC-USDT", "1m", True)})

    def test_hours_of_swaps_are_those_of_futures(self):
        begin, end = NOW_MS - 30 * DAY_MS, NOW_MS - 10 * DAY_MS
        linear = self.paged(begin, end, instId="ETH-USDT-SWAP", bar="1H")
        self.assert_same(linear, self.binance("um", "/fapi/v1/klines", begin, end,
                                              symbol="ETHUSDT", interval="1h"),
                         [(5, 10), (5, 1), (7, 1)])  # a contract is 0.1 ETH
        inverse = self.paged(begin, end, instId="BTC-USD-SWAP", bar="1H")
        self.assert_same(inverse, self.binance("cm", "/dapi/v1/klines", begin, end,
                                               symbol="BTCUSD_PERP", interval="1h"),
                         [(5, 1), (7, 1), (5, 100)])  # a contract is 100 dollars

    def test_a_day_is_the_venues_own_unless_it_says_utc(self):
        def hours(row):
            at = datetime.datetime.fromtimestamp(int(row[0]) / 1000, datetime.timezone.utc)
            return at.hour
        own = self.page(HISTORY, instId="BTC-USDT", bar="1D", limit=5)
        utc = self.page(HISTORY, instId="BTC-USDT", bar="1Dutc", limit=5)
        self.assertEqual({hours(row) for row in own}, {16})
        self.assertEqual({hours(row) for row in utc}, {0})
        status, body = self.sim.get("spot", "/api/v3/klines?symbol=BTCUSDT&interval=1d"
                                            f"&timeZone=8&limit=5&endTime={own[0][0]}")
        self.assertEqual(status, 200)
        self.assert_same(own, json.loads(body), [(5, 1), (7, 1), (7, 1)])

    def test_the_newest_rows_come_first_and_the_running_one_is_not_confirmed(self):
        rows = self.page(CANDLES, instId="BTC-USDT", limit=3)
        times = [int(row[0]) for row in rows]
        self.assertEqual([times[0] - at for at in times], [0, MINUTE_MS, 2 * MINUTE_MS])
        self.assertEqual([row[8] for row in rows], ["0", "1", "1"])
        newer = self.page(CANDLES, instId="BTC-USDT", before=times[0] - 100 * MINUTE_MS, limit=2)
        self.assertGreaterEqual(int(newer[0][0]), times[0])  # from the newest, not from `before`

    def test_more_than_the_limit_is_refused_in_okx_words(self):
        answers = [self.okx(HISTORY, instId="BTC-USDT", limit=1) for _ in range(45)]
        refused = [answer for answer in answers if answer[0] == 429]
        self.assertGreaterEqual(len(refused), 5)
        self.assertEqual(refused[0][1], {"msg": "Too Many Requests", "code": "50011"})

    def test_faults_reach_okx_alone(self):
        self.sim.scenario({"name": "x", "rules": [
            {"name": "half", "when": {"host": "okx", "kind": "klines"},
             "then": {"drop_rows": [0.5, 1.0]}}]})
        self.assertEqual(len(self.page(HISTORY, instId="BTC-USDT", limit=100)), 50)
        self.assertEqual(self.sim.log()[-1]["fault"], "half")
        status, body = self.sim.get("spot", "/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=100")
        self.assertEqual((status, len(json.loads(body))), (200, 100))
