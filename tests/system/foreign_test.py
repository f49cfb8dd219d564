"""A cache of crypto-kline-vision-data as its description has it, for tests that take it over."""
import json

import bars
import python_clients
from history_test import HistoryTest

HOUR = 3_600_000_000
DAY = 24 * HOUR
VISION = "data/spot/daily/klines/{symbol}/{interval}/{symbol}-{interval}-{date}.arrow"
LAYOUTS = {  # name: (path, market), as in docs/store.md
    "get_data": (VISION, "spot"),
    "get_data-default": ("data/" + VISION, "spot"),
    "get_data-um": (VISION.replace("spot", "futures/um"), "um"),
    "cache-path": ("binance/spot/klines/daily/{symbol}/{interval}/{date}.arrow", "spot"),
    "key-manager": ("binance/spot/klines/daily/{symbol}/{lower}/{compact}.arrow", "spot"),
    "arrow-cache": ("cache/BINANCE/KLINES/spot/{symbol}/{interval}/{date}.arrow", "spot"),
    "documented": ("binance/futures_usdt/{symbol}/{interval}/{date}.arrow", "um"),
    "skill-older": ("binance/futures_usdt/klines/daily/{symbol}/{interval}/{date}.arrow", "um"),
    "skill-newer": ("data/binance/futures_usdt/daily/klines/{symbol}/{interval}/{date}.arrow",
                    "um")}


class Foreign(HistoryTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        python_clients.install()
        cls.writer = python_clients.asked(cls, "foreign_files.py")

    def setUp(self):
        super().setUp()
        self.old = self.folder / "old"
        self.plan = []

    def rows(self, date, step=HOUR, count=None, first=0, price=100.0, seed=1):
        """Made-up bars that any float holds."""
        begin = bars.micros(date)
        count = DAY // step if count is None else count
        return [[begin + (first + i) * step, price + i, price + i + 2 + seed, price + i - 1,
                 price + i + 1, 10.0 + i + seed, 1000.5 + i, 5 + i, 4.0 + i, 400.25 + i]
                for i in range(count)]

    def add(self, path, variant, rows, step=HOUR, modified="later"):
        at = bars.micros("2024-06-01") // 1_000_000 if modified == "later" else modified
        self.plan.append({"path": str(self.old / path), "variant": variant, "rows": rows,
                          "interval_us": step, "modified": at})
        return rows

    def path(self, layout, symbol="BTCUSDT", interval="1h", date="2024-03-05"):
        return LAYOUTS[layout][0].format(symbol=symbol, interval=interval, date=date,
                                         lower=interval.lower(), compact=date.replace("-", ""))

    def build(self):
        plan = self.folder / "plan.json"
        plan.write_text(json.dumps(self.plan))
        self.writer.ask(str(plan))

    def wick_says(self, *command, code=0, **more):
        finished = self.run_program(self.wick, *command, **more)
        self.assertEqual(finished.code, code, finished)
        return finished

    def taken(self, *options, code=0):
        self.build()
        return self.again(*options, code=code)

    def again(self, *options, code=0):
        return json.loads(
            self.wick_says("cache", "import", str(self.old), "--json", *options, code=code).out)

    def cached(self, market="spot", symbol="BTCUSDT", interval="1h", span=("2024-03-05",) * 2,
               **more):
        end = bars.iso_of(bars.micros(span[1]) + DAY)
        finished = self.run_program(
            self.wick, "get", symbol, "--market", market, "--interval", interval, "--from",
            span[0], "--to", end, "--source", "cache", "--format", "csv", "--time", "us", **more)
        self.assertIn(finished.code, (0, 1, 3, 4), finished)
        return finished.out

    def assert_cached(self, rows, **which):
        text = self.cached(**which)
        given = bars.of_csv(text)
        self.assertEqual([list(bar) for bar in given], [list(row) for row in rows])
        step = rows[1][0] - rows[0][0] if len(rows) > 1 else None
        closes = [int(line.split(",")[6]) for line in text.splitlines()[1:]]
        if step:
            self.assertEqual(closes, [row[0] + step - 1 for row in rows])
