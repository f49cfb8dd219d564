"""The packages that are compared: how each is loaded, pointed at the simulator, and asked.

What ships with fixed addresses is turned to the simulator from here, while it runs.
"""
import dataclasses
import datetime as dt
import importlib
import os
import pathlib
import urllib.parse

PAGE = 1000
SYMBOL = "BTCUSDT"
COLUMNS = ("open_time", "open", "high", "low", "close", "volume", "close_time",
           "quote_asset_volume", "count", "taker_buy_volume", "taker_buy_quote_volume")


@dataclasses.dataclass(frozen=True)
class Question:
    interval: str
    length: int  # days
    start: dt.datetime
    kind: str = "pandas"  # or polars

    @property
    def end(self):
        return self.start + dt.timedelta(days=self.length)

    def days(self):
        for day in range(self.length):
            yield dataclasses.replace(self, length=1, start=self.start + dt.timedelta(days=day))


class Ours:
    """ckvd, the old API over candlewick."""

    def load(self):
        self.ckvd = importlib.import_module("ckvd")

    def open(self, cache):
        self.manager = self.ckvd.CryptoKlineVisionData.create(
            self.ckvd.DataProvider.BINANCE, self.ckvd.MarketType.SPOT,
            cache_dir=pathlib.Path(cache), log_level="CRITICAL")

    def ask(self, question):
        return self.manager.get_data(SYMBOL, question.start, question.end,
                                     self.ckvd.Interval(question.interval),
                                     return_polars=question.kind == "polars")


class Bare:
    """candlewick itself: only candles that exist, and no column of labels."""

    def load(self):
        self.candlewick = importlib.import_module("candlewick")

    def open(self, cache):
        self.client = self.candlewick.Client(cache_dir=cache)

    def ask(self, question):
        bars = self.client.get(SYMBOL, question.interval, question.start, question.end)
        return bars.to_polars() if question.kind == "polars" else bars.to_pandas()


class Shipped(Ours):
    """The predecessor as it is, but for the addresses."""

    def load(self):
        httpx = importlib.import_module("httpx")
        hosts = {"data.binance.vision": os.environ["WICK_BINANCE_ARCHIVE_URL"],
                 "api.binance.com": os.environ["WICK_BINANCE_SPOT_URL"]}
        send = httpx.HTTPTransport.handle_request

        def to_simulator(transport, request):
            to = httpx.URL(hosts[request.url.host])
            request.url = request.url.copy_with(scheme=to.scheme, host=to.host, port=to.port)
            request.headers["Host"] = to.netloc.decode()
            return send(transport, request)

        httpx.HTTPTransport.handle_request = to_simulator
        super().load()


class Predecessor(Shipped):
    """With two faults taken out: its archive client read BTCUSDT 1h whatever was asked, and its
    times were off by the unit."""

    def load(self):
        super().load()
        client = importlib.import_module(
            "ckvd.core.providers.binance.vision_data_client").VisionDataClient
        fetch = client.fetch

        def fetch_what_was_asked(self, symbol, interval, *rest, **named):
            length = ckvd.Interval(getattr(interval, "value", interval))
            self._symbol, self._interval_str, self.interval_obj = symbol, length.value, length
            return fetch(self, symbol, interval, *rest, **named)

        ckvd = self.ckvd
        client.fetch = fetch_what_was_asked
        ranges = importlib.import_module("ckvd.utils.for_core.ckvd_time_range_utils")
        ranges.standardize_timestamp_precision = lambda frame: frame


def frame_of(rows, names):
    """What users of an exchange's client do with rows."""
    pandas = importlib.import_module("pandas")
    frame = pandas.DataFrame([row[:len(names)] for row in rows], columns=names)
    frame["open_time"] = pandas.to_datetime(frame["open_time"], unit="ms", utc=True)
    texts = [name for name in names if name not in ("open_time", "close_time", "count")]
    return frame.set_index("open_time").astype({name: "float64" for name in texts})


class Ccxt:
    """ccxt, page by page, with its pauses off. It has no cache."""

    def load(self):
        self.ccxt = importlib.import_module("ccxt")

    def open(self, _):
        self.exchange = self.ccxt.binance({"enableRateLimit": False, "options": {
            "fetchMarkets": {"types": ["spot"]}, "fetchCurrencies": False}})
        base = os.environ["WICK_BINANCE_SPOT_URL"]
        self.exchange.urls["api"]["public"] = base + "/api/v3"
        self.exchange.load_markets()

    def ask(self, question):
        begin, end = (int(time.timestamp() * 1000) for time in (question.start, question.end))
        rows = []
        while begin < end:
            page = self.exchange.fetch_ohlcv("BTC/USDT", question.interval, since=begin, limit=PAGE,
                                             params={"endTime": end - 1})
            if not page:
                break
            rows += page
            begin = page[-1][0] + 1
        return frame_of(rows, COLUMNS[:6])


class PythonBinance:
    """python-binance, with its pauses off. It has no cache."""

    def load(self):
        self.client_module = importlib.import_module("binance.client")

    def open(self, _):
        class Nobody:
            """Sleeps for nobody."""
            time = importlib.import_module("time").time

            @staticmethod
            def sleep(_):
                """Not at all."""

        self.client_module.time = Nobody
        self.client = self.client_module.Client(ping=False)
        url = urllib.parse.urlsplit(os.environ["WICK_BINANCE_SPOT_URL"])
        self.client.API_URL = f"{url.scheme}://{url.netloc}/api"

    def ask(self, question):
        begin, end = (int(time.timestamp() * 1000) for time in (question.start, question.end))
        rows = self.client.get_historical_klines(SYMBOL, question.interval, begin, end - 1)
        return frame_of(rows, COLUMNS)


BY_NAME = {"ours": Ours, "bare": Bare, "predecessor": Predecessor, "shipped": Shipped,
           "ccxt": Ccxt, "python-binance": PythonBinance}
