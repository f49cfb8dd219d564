"""The lower names of the old API."""
import datetime as dt
import pathlib

import pandas
import pytest

import ckvd
from ckvd import DataProvider, Interval, MarketType
from ckvd.core.providers.binance.binance_funding_rate_client import BinanceFundingRateClient
from ckvd.core.providers.binance.vision_path_mapper import VisionPathMapper
from ckvd.utils.api_boundary_validator import ApiBoundaryValidator
from ckvd.utils.arrow_cache_reader import ArrowCacheReader
from ckvd.utils.cache import CacheKeyManager
from ckvd.utils.internal import PolarsDataPipeline

from ckvd_world import asked, make, world  # noqa: F401

UTC = dt.timezone.utc
DAY = dt.datetime(2024, 3, 4, tzinfo=UTC)


def test_fundings_by_their_client(exchange):
    with BinanceFundingRateClient("BTCUSDT") as client:
        frame = client.fetch("ETHUSDT", "8h", "2024-03-01", "2024-03-02")
        assert list(frame["symbol"]) == ["ETHUSDT"] * 4 and set(frame["interval"]) == {"8h"}
        assert set(client.fetch(start_time="2024-03-01", end_time="2024-03-02")["symbol"]) == {
            "BTCUSDT"}
    with BinanceFundingRateClient("BTCUSDT", market_type=MarketType.SPOT) as spot, \
            pytest.raises(ValueError, match="FUTURES_USDT"):
        spot.fetch(start_time="2024-03-01", end_time="2024-03-02")


@pytest.mark.parametrize("market, symbol, folder", [
    (MarketType.SPOT, "BTCUSDT", "spot"), (MarketType.FUTURES_USDT, "BTCUSDT_250627", "futures/um"),
    (MarketType.FUTURES_COIN, "BTCUSD_PERP", "futures/cm")])
def test_addresses_of_the_archive_and_paths(market, symbol, folder):
    mapper = VisionPathMapper("/cache")
    parts = mapper.create_components_from_params(symbol, Interval.HOUR_1, DAY, market)
    tail = f"data/{folder}/daily/klines/{symbol}/1h/{symbol}-1h-2024-03-04"
    url, path = f"https://data.binance.vision/{tail}.zip", pathlib.Path(f"/cache/{tail}.arrow")
    assert (mapper.get_remote_url(parts), mapper.get_local_path(parts)) == (url, path)
    assert mapper.map_remote_to_local(url) == path and mapper.map_local_to_remote(path) == url


@pytest.mark.parametrize("text", ["", "https://data.binance.vision/x.zip", "/cache/../etc/passwd",
                                  "https://elsewhere/data/spot/daily/klines/A/1h/"
                                  "A-1h-2024-03-04.zip"])
def test_what_is_no_file_of_the_archive(text):
    with pytest.raises(ValueError, match="no day's file"):
        VisionPathMapper("/cache").map_remote_to_local(text)


def test_keys_of_days():
    assert CacheKeyManager.get_cache_key("btcusdt", "1h", DAY) == "BTCUSDT_1h_2024-03-04"
    assert CacheKeyManager.get_cache_path("/c", "BTCUSDT", "1h", DAY) == pathlib.Path(
        "/c/binance/spot/klines/daily/BTCUSDT/1h/20240304.arrow")
    assert CacheKeyManager.get_cache_key("A", "1M", DAY) != CacheKeyManager.get_cache_key(
        "A", "1m", DAY)
    for wrong in ({"exchange": "../etc"}, {"symbol": "../etc"}, {"market_type": ""}):
        with pytest.raises(ValueError):
            CacheKeyManager.get_cache_path("/c", **{"symbol": "A", "interval": "1h", "date": DAY,
                                                    **wrong})


def test_the_ends_that_the_api_has(exchange):
    start, end = DAY + dt.timedelta(minutes=10), DAY + dt.timedelta(hours=5, minutes=30)
    with ApiBoundaryValidator() as validator:
        first, last = validator.align_time_boundaries(start, end, "1h")
        assert (first.hour, last.hour) == (1, 5)
        told = validator.get_api_boundaries(start, end, "1h")
        assert told == {"api_start_time": first, "api_end_time": last, "record_count": 5}
        with make() as manager:
            frame = manager.get_data("BTCUSDT", start, end, "1h", auto_reindex=False)
        assert validator.does_data_range_match_api_response(frame, start, end, "1h")
        assert not validator.does_data_range_match_api_response(frame[1:], start, end, "1h")
        assert validator.is_valid_time_range(start, end, "1h")
        gone = ("2022-05-20", "2022-05-21", "1h", "LUNAUSDT")
        assert not validator.is_valid_time_range(*gone)
        assert validator.get_api_boundaries(*gone)["record_count"] == 0
        with pytest.raises(ckvd.InvalidSymbolError):
            validator.is_valid_time_range(start, end, "1h", "NOSUCHUSDT")


def test_what_the_cache_has(exchange):
    with make() as manager:
        whole = manager.get_data("BTCUSDT", "2024-03-04", "2024-03-06", "1h")
    before = exchange.last_request()
    reader = ArrowCacheReader()
    question = ("BTCUSDT", "1h", "2024-03-04", "2024-03-06")
    told = reader.check_availability(*question)
    assert told == {"available_dates": ["2024-03-04", "2024-03-05"],
                    "missing_dates": ["2024-03-06"], "available": False}
    frame = reader.read_symbol_data(*question)
    assert list(frame["close"]) == list(whole["close"]) and set(frame["_data_source"]) == {"CACHE"}
    path = reader.get_file_path("BTCUSDT", "1h", "2024-03-05")
    assert path.name == "2024-03-05.arrow" and path.exists()
    assert reader.get_file_path("BTCUSDT", "1h", "2024-03-06") is None
    with pytest.raises(ckvd.DataSourceError, match="no day of ETHUSDT"):
        reader.read_symbol_data("ETHUSDT", *question[1:])
    assert asked(exchange, before) == []


def test_frames_of_polars_and_pandas_are_made_one(exchange):
    with make() as manager:
        cached = manager.get_data("BTCUSDT", "2024-03-04", "2024-03-05", "1h",
                                  include_source_info=False)
        later = manager.get_data("BTCUSDT", "2024-03-04 12:00", "2024-03-05 12:00", "1h",
                                 return_polars=True, include_source_info=False)
    pipeline = PolarsDataPipeline()
    assert pipeline.is_empty()
    whole = pipeline.add_pandas(cached, "CACHE").add_source(later.lazy(), "REST").collect_pandas()
    assert dict(whole["_data_source"].value_counts()) == {"REST": 24, "CACHE": 12}
    assert list(whole.index) == list(pandas.date_range(DAY, periods=36, freq="h"))
    assert pipeline.collect_polars()["close"].to_list() == list(whole["close"])
    with pytest.raises(ValueError, match="write one of"):
        pipeline.add_pandas(cached, "MIXED")


def test_a_provider_of_another_kind_is_refused():
    for wrong in ("binance", 3, None):
        with pytest.raises(ValueError):
            ckvd.CKVDConfig(MarketType.SPOT, wrong)
    assert ckvd.CKVDConfig(MarketType.SPOT, DataProvider.BINANCE).provider is DataProvider.BINANCE
