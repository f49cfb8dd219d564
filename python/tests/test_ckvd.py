"""The surface of ckvd: names, arguments, enums, exceptions, frames, settings."""
import datetime as dt
import importlib
import inspect
import json
import logging
import pickle
import subprocess
import sys

import pandas
import polars
import pytest

import ckvd
import data_source_manager
from ckvd import (ChartType, CKVDConfig, CryptoKlineVisionData, DataProvider, DataSource, Interval,
                  MarketType)

UTC = dt.timezone.utc
COLUMNS = ["open", "high", "low", "close", "volume", "close_time", "quote_asset_volume", "count",
           "taker_buy_volume", "taker_buy_quote_volume"]
DAY = (dt.datetime(2024, 3, 4), dt.datetime(2024, 3, 5))


@pytest.fixture(autouse=True)
def world(settings, monkeypatch):
    for name, value in settings.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def manager():
    with CryptoKlineVisionData.create(DataProvider.BINANCE, MarketType.SPOT) as manager:
        yield manager


@pytest.mark.parametrize("module, name", [
    ("ckvd.core.sync.crypto_kline_vision_data", "CryptoKlineVisionData"),
    ("ckvd.core.sync.crypto_kline_vision_data", "DataSource"),
    ("ckvd.core.sync.ckvd_lib", "fetch_market_data"),
    ("ckvd.core.providers.binance.cache_manager", "UnifiedCacheManager"),
    ("ckvd.core.providers.binance.vision_data_client", "VisionDataClient"),
    ("ckvd.core.providers.binance.rest_data_client", "RestDataClient"),
    ("ckvd.core.providers.okx", "OKXRestClient"), ("ckvd.core.streaming", "KlineStream"),
    ("ckvd.__probe__", "discover_api"), ("ckvd.utils.market_constraints", "Interval"),
    ("ckvd.utils.for_core.rest_exceptions", "RateLimitError"),
    ("ckvd.utils.for_core.vision_exceptions", "DataNotAvailableError"),
    ("data_source_manager.core.sync.data_source_manager", "DataSourceManager"),
    ("data_source_manager.core.sync.dsm_lib", "fetch_market_data"),
    ("data_source_manager.utils.market_constraints", "MarketType")])
def test_old_imports_work(module, name):
    assert hasattr(importlib.import_module(module), name)


def test_everything_public_is_there_and_explained():
    for name in ckvd.__all__:
        thing = getattr(ckvd, name)
        assert name == "__version__" or inspect.getdoc(thing), name
        assert getattr(data_source_manager, name) is thing
    assert issubclass(data_source_manager.DataSourceManager, CryptoKlineVisionData)
    assert data_source_manager.DataSourceConfig is CKVDConfig


def test_submodules_are_there_without_being_imported():
    for text in ("ckvd.__probe__.discover_api()", "ckvd.core.__name__", "ckvd.utils.__name__"):
        subprocess.run([sys.executable, "-c", f"import ckvd; {text}"], check=True)


def test_importing_brings_no_frames_along():
    for package in ("ckvd", "data_source_manager"):
        text = (f"import sys, {package}\n"
                "print(*{'pandas', 'polars', 'numpy', 'asyncio', 'pyarrow'} & set(sys.modules))")
        done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True,
                              check=True)
        assert done.stdout.split() == []


def test_signatures_are_the_documented_ones():
    def names(function):
        return [name for name in inspect.signature(function).parameters if name != "self"]

    assert names(CryptoKlineVisionData.get_data) == [
        "symbol", "start_time", "end_time", "interval", "chart_type", "include_source_info",
        "enforce_source", "auto_reindex", "return_polars"]
    assert names(CryptoKlineVisionData.__init__) == [
        "provider", "market_type", "chart_type", "use_cache", "cache_dir", "retry_count",
        "log_level", "suppress_http_debug", "quiet_mode"]
    assert names(ckvd.fetch_market_data) == [
        "provider", "market_type", "chart_type", "symbol", "interval", "start_time", "end_time",
        "days", "use_cache", "enforce_source", "max_retries", "return_polars"]
    assert names(CryptoKlineVisionData.create_stream) == [
        "confirmed_only", "queue_maxsize", "max_reconnect_attempts", "reconciliation_enabled"]


def test_the_pandas_frame(manager):
    frame = manager.get_data("BTCUSDT", *DAY, Interval.HOUR_1)
    assert list(frame.columns) == [*COLUMNS, "_data_source"] and len(frame) == 24
    assert frame.index.name == "open_time" and str(frame.index.dtype) == "datetime64[ns, UTC]"
    assert str(frame["close_time"].dtype) == "datetime64[ns, UTC]"
    assert frame["count"].dtype == "int64"
    assert {str(frame[name].dtype) for name in COLUMNS} == {"float64", "int64",
                                                            "datetime64[ns, UTC]"}
    assert set(frame["_data_source"]) == {"VISION"} and frame.attrs == {}
    bare = manager.get_data("BTCUSDT", *DAY, Interval.HOUR_1, include_source_info=False)
    assert list(bare.columns) == COLUMNS
    pandas.testing.assert_frame_equal(bare, frame[COLUMNS], check_freq=False)


def test_the_polars_frame_has_the_same_rows(manager):
    frame = manager.get_data("BTCUSDT", *DAY, Interval.HOUR_1, return_polars=True)
    assert isinstance(frame, polars.DataFrame)
    assert frame.columns == ["open_time", *COLUMNS, "_data_source"]
    assert frame.schema["open_time"] == polars.Datetime("us", "UTC")
    again = manager.get_data("BTCUSDT", *DAY, Interval.HOUR_1)
    for name in COLUMNS:
        assert frame[name].to_list() == again[name].to_list()


def test_words_do_as_well_as_members(manager):
    frame = manager.get_data("btcusdt", "2024-03-04", "2024-03-05", "1h", enforce_source="rest")
    assert set(frame["_data_source"]) == {"REST"} and len(frame) == 24


def test_fetch_market_data(settings):
    frame, seconds, rows = ckvd.fetch_market_data(
        DataProvider.BINANCE, MarketType.SPOT, ChartType.KLINES, "BTCUSDT", Interval.HOUR_1,
        end_time=dt.datetime(2024, 3, 5, 0, 30), days=2)
    assert rows == len(frame) == 48 and seconds > 0
    assert frame.index[0] == pandas.Timestamp("2024-03-03", tz="UTC")
    with pytest.raises(ckvd.UnsupportedIntervalError, match="use one of 1m"):
        ckvd.fetch_market_data(DataProvider.BINANCE, MarketType.FUTURES_USDT, ChartType.KLINES,
                               "BTCUSDT", Interval.SECOND_1)


def test_fundings(settings):
    with CryptoKlineVisionData.create(DataProvider.BINANCE, MarketType.FUTURES_USDT) as manager:
        question = ("BTCUSDT", "2024-03-01", "2024-03-02")
        frame = manager.get_data(*question, chart_type=ChartType.FUNDING_RATE)
        same = manager.get_data(*question, chart_type=ChartType.FUNDING_RATE, return_polars=True)
    assert list(frame.columns) == ["symbol", "funding_time", "funding_rate", "interval"]
    assert [time.hour for time in frame["funding_time"]] == [0, 8, 16, 0]  # the end is included
    assert set(frame["interval"]) == {"8h"} and str(frame["funding_rate"].dtype) == "float64"
    assert isinstance(frame.index, pandas.RangeIndex)
    assert same["funding_rate"].to_list() == frame["funding_rate"].to_list()
    assert same["funding_time"].to_list() == [time.to_pydatetime()
                                              for time in frame["funding_time"]]


def test_fundings_of_spot_are_a_value_error(manager):
    with pytest.raises(ValueError, match="FUTURES_USDT"):
        manager.get_data("BTCUSDT", *DAY, chart_type=ChartType.FUNDING_RATE)


@pytest.mark.parametrize("market, symbol", [(MarketType.SPOT, "BTC-USDT"),
                                            (MarketType.FUTURES_USDT, "BTC-USDT-SWAP")])
def test_okx(market, symbol, exchange):
    with CryptoKlineVisionData.create(DataProvider.OKX, market) as manager:
        frame = manager.get_data(symbol, *DAY, Interval.HOUR_1, ChartType.OKX_CANDLES)
        truth = exchange.truth("spot" if market is MarketType.SPOT else "um", "BTCUSDT", "1h",
                               "2024-03-04", "2024-03-05")
        assert len(frame) == len(truth) == 24 and set(frame["_data_source"]) == {"REST"}
        assert list(frame["close"]) == [float(row[4]) for row in truth]
        assert set(manager.get_data(symbol, *DAY, "1h")["_data_source"]) == {"CACHE"}
        with pytest.raises(ValueError, match="BTC-USDT"):
            manager.get_data("BTCUSDT", *DAY, Interval.HOUR_1)
        with pytest.raises(ckvd.UnsupportedIntervalError, match="1m, 3m"):
            manager.get_data(symbol, *DAY, Interval.HOUR_8)


def test_enums():
    assert Interval.from_string("1M") is Interval.MONTH_1
    assert Interval.from_string("1m") is Interval.MINUTE_1
    assert [one.to_seconds() for one in (Interval.SECOND_1, Interval.HOUR_4, Interval.DAY_3,
                                         Interval.WEEK_1, Interval.MONTH_1)] == [
        1, 14400, 259200, 604800, 2592000]
    assert len(Interval) == 16
    assert DataProvider.from_string("Binance") is DataProvider.BINANCE
    assert MarketType.from_string("um") is MarketType.FUTURES_USDT
    assert ChartType.from_string("funding_rate") is ChartType.FUNDING_RATE
    assert DataSource.from_string("BULK") is DataSource.VISION
    for words in (DataProvider, MarketType, ChartType, DataSource, Interval):
        with pytest.raises(ValueError, match="write one of"):
            words.from_string("moon")


def test_creating():
    for wrong in (None, DataProvider.TRADESTATION):
        with pytest.raises(ValueError, match="BINANCE.*OKX"):
            CryptoKlineVisionData.create(wrong)
    assert CryptoKlineVisionData.create(DataProvider.BINANCE).market_type is MarketType.SPOT
    with pytest.raises(ValueError, match="options"):
        CryptoKlineVisionData.create(DataProvider.BINANCE, MarketType.OPTIONS)
    with pytest.raises(TypeError, match="retry_cuont"):
        CryptoKlineVisionData.create(DataProvider.BINANCE, retry_cuont=1)
    assert CKVDConfig.create(DataProvider.BINANCE, MarketType.SPOT).retry_count == 5
    for wrong in ({"log_level": "shout"}, {"retry_count": -1}, {"http_timeout": 0},
                  {"fcp_priority": [DataSource.REST, DataSource.CACHE]}, {"market_type": "spot"}):
        with pytest.raises(ValueError):
            CKVDConfig(**{"market_type": MarketType.SPOT, "provider": DataProvider.BINANCE,
                          **wrong})


def test_tiers_can_be_left_out(exchange):
    with CryptoKlineVisionData.create(DataProvider.BINANCE, vision_enabled=False) as manager:
        assert set(manager.get_data("BTCUSDT", *DAY, "1h")["_data_source"]) == {"REST"}
        assert set(manager.get_data("BTCUSDT", *DAY, "1h")["_data_source"]) == {"CACHE"}


def test_a_closed_manager_opens_itself_again(manager):
    manager.close()
    assert len(manager.get_data("BTCUSDT", *DAY, "1h")) == 24


def test_exceptions_are_what_old_handlers_wait_for():
    assert issubclass(ckvd.DataSourceError, RuntimeError)
    assert issubclass(ckvd.InvalidSymbolError, (ckvd.DataSourceError, ValueError))
    assert issubclass(ckvd.InvalidSymbolError, ValueError)
    assert issubclass(ckvd.RateLimitError, ckvd.DataSourceError)
    assert issubclass(ckvd.RateLimitError, ckvd.RestAPIError)
    assert issubclass(ckvd.UnsupportedIntervalError, ValueError)
    assert not issubclass(ckvd.StreamingError, (ValueError, RuntimeError))
    assert ckvd.HTTPError(502).status_code == 502 and ckvd.APIError(-1121).code == -1121
    error = ckvd.RateLimitError(retry_after=37, details={"a": 1})
    assert error.message == str(error) == (
        "RateLimitError: rate limited by the REST API (retry after 37 s)")
    assert ckvd.NetworkError().details == {}
    for one in (error, ckvd.DataNotAvailableError("A", "SPOT", *DAY), ckvd.StreamTimeoutError("x")):
        copy = pickle.loads(pickle.dumps(one))
        assert type(copy) is type(one) and copy.details == one.details and str(copy) == str(one)
        assert copy.__dict__.get("retry_after") == one.__dict__.get("retry_after")


def test_each_exception_can_be_made_with_nothing_but_details():
    for name in ckvd.__all__:
        thing = getattr(ckvd, name)
        if isinstance(thing, type) and issubclass(thing, Exception) and name not in (
                "HTTPError", "APIError", "DataNotAvailableError"):
            error = thing(details={"a": 1})
            assert error.details == {"a": 1} and error.message.startswith(name + ": ")


def test_the_api_tells_of_itself():
    told = json.loads(json.dumps(ckvd.discover_api()))
    assert set(told) == {"metadata", "classes", "functions", "enums", "exceptions"}
    assert "get_data" in told["classes"]["CryptoKlineVisionData"]["methods"]
    assert "fetch_market_data" in told["functions"] and told["enums"]["Interval"]["HOUR_1"] == "1h"
    assert "DataSourceError" in told["exceptions"]["RateLimitError"]["bases"]
    able = json.loads(json.dumps(ckvd.get_capabilities()))
    assert "1s" in able["BINANCE"]["SPOT"]["intervals"]
    assert "8h" not in able["OKX"]["SPOT"]["intervals"]


@pytest.mark.parametrize("name", ["CKVD_CACHE_DIR", "DSM_CACHE_DIR"])
def test_the_cache_folder_by_its_old_names(name, tmp_path, monkeypatch):
    folder = tmp_path / "old name" / "é"
    monkeypatch.setenv(name, str(folder))
    with CryptoKlineVisionData.create(DataProvider.BINANCE) as manager:
        assert manager.cache_dir == str(folder)
        assert len(manager.get_data("BTCUSDT", *DAY, "1h")) == 24
    assert list(folder.rglob("2024-03-04.arrow"))
    given = CryptoKlineVisionData.create(DataProvider.BINANCE, cache_dir=tmp_path / "given")
    assert given.cache_dir == str(tmp_path / "given")


def test_the_log(monkeypatch, tmp_path):
    hosts = logging.getLogger().handlers[:]
    monkeypatch.setenv("CKVD_LOG_LEVEL", "info")
    monkeypatch.setenv("CKVD_LOG_FILE", str(tmp_path / "logs" / "ckvd.log"))
    manager = CryptoKlineVisionData.create(DataProvider.BINANCE)
    logger = logging.getLogger("ckvd")
    assert logger.level == logging.INFO
    logger.info("hello")
    assert "hello" in (tmp_path / "logs" / "ckvd.log").read_text()
    manager.reconfigure_logging(quiet_mode=True)
    assert logger.level == logging.ERROR
    assert logging.getLogger().handlers == hosts  # nobody else's are touched
    for one in (logger, logging.getLogger("candlewick")):
        for handler in [h for h in one.handlers if str(h.get_name()).startswith("ckvd ")]:
            one.removeHandler(handler)
            handler.close()


def test_clients_of_one_tier(tmp_path):
    from ckvd.core.providers import get_provider_clients, get_supported_providers
    from ckvd.core.providers.binance.cache_manager import UnifiedCacheManager
    from ckvd.core.providers.binance.rest_data_client import RestDataClient
    from ckvd.core.providers.binance.vision_data_client import VisionDataClient

    ends = (dt.datetime(2024, 3, 4), dt.datetime(2024, 3, 4, 23))
    with VisionDataClient("BTCUSDT", "1h") as vision:
        assert set(vision.fetch(*ends)["_data_source"]) == {"VISION"}
        found = vision.fetch_multiple(["ETHUSDT", "NOSUCHUSDT"], *ends)
        assert list(found) == ["ETHUSDT"] and len(found["ETHUSDT"]) == 24
        with pytest.raises(RuntimeError, match="NOSUCHUSDT"):
            vision.fetch_multiple(["NOSUCHUSDT"], *ends)
    with RestDataClient() as rest:
        parts = rest.fetch_klines_parallel("BTCUSDT", "1h", [ends, (DAY[1], DAY[1])][:1] * 2)
        assert [len(part) for part in parts] == [24, 24]
    cache = UnifiedCacheManager()
    assert len(cache.load_from_cache("BTCUSDT", "1h", DAY[0])) == 24
    assert cache.load_from_cache("BTCUSDT", "1h", "2024-02-01") is None
    assert cache.get_cache_path("BTCUSDT", "1h", DAY[0]).is_file()
    with pytest.raises(ValueError, match="wick cache import"):
        cache.save_to_cache(None)
    assert get_supported_providers() == [DataProvider.BINANCE, DataProvider.OKX]
    assert get_provider_clients(DataProvider.OKX)["vision"] is None
