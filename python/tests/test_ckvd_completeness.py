"""How whole frames are, times of candles, endpoints, metrics: the predecessor's smaller names."""
import datetime as dt
import importlib
import inspect
import logging
import pathlib

import pandas
import pytest

import ckvd
from ckvd import CryptoKlineVisionData, DataProvider, Interval, MarketType
from ckvd.core.providers.binance.vision_path_mapper import FSSpecVisionHandler
from ckvd.utils.dataframe_utils import verify_data_completeness
from ckvd.utils.for_core.ckvd_utilities import (check_window_data_completeness,
                                                get_data_source_info, safely_reindex)
from ckvd.utils.for_core.rest_metrics import (RestMetricsTracker, metrics_tracker,
                                              track_api_call)
from ckvd.utils.market.capabilities import MARKET_CAPABILITIES, get_market_capabilities
from ckvd.utils.time_utils import (TimezoneDebugError, estimate_record_count,
                                   filter_dataframe_by_time, get_bar_close_time, is_bar_complete)

from ckvd_world import asked, make, now, today, world  # noqa: F401
from test_section7 import DAY, HOUR, hours, rows

ENDS = ("2024-03-04", "2024-03-06")


@pytest.mark.parametrize("module, name", [
    ("ckvd.core.providers.binance.vision_path_mapper", "FSSpecVisionHandler"),
    ("ckvd.utils.time.timestamp_debug", "TimezoneDebugError"),
    ("ckvd.utils.time.filtering", "filter_dataframe_by_time"),
    ("ckvd.utils.time.bars", "is_bar_complete"), ("ckvd.utils.time.bars", "get_bar_close_time"),
    ("ckvd.utils.time.intervals", "estimate_record_count"),
    ("ckvd.utils.for_core.ckvd_utilities", "verify_data_completeness"),
    ("ckvd.utils.for_core.ckvd_utilities", "safely_reindex_dataframe"),
    ("ckvd.utils.for_core.rest_metrics", "metrics_tracker"),
    ("ckvd.utils.market.capabilities", "MARKET_CAPABILITIES"),
    ("ckvd.utils.market", "MarketCapabilities")])
def test_the_names_are_where_they_were(module, name):
    thing = getattr(importlib.import_module(module), name)
    assert inspect.getdoc(thing)


@pytest.mark.parametrize("at, missing", [
    (range(48), []), ((), [(0, 48)]), ([*range(5), *range(8, 48)], [(5, 8)]),
    (range(3, 40), [(0, 3), (40, 48)])])
def test_what_a_frame_lacks_of_a_range(at, missing):
    frame = rows(at)
    assert verify_data_completeness(frame, *ENDS, "1h") == (not missing, hours(*missing))


def test_ends_between_candles_lack_nothing():
    frame = rows(range(1, 5))
    late = dt.timedelta(minutes=10)
    assert verify_data_completeness(frame, DAY + late, DAY + 4 * HOUR + late, "1h") == (True, [])
    assert verify_data_completeness(frame, DAY + late, DAY + 2 * late, "1h") == (True, [])
    with pytest.raises(ValueError, match="not before"):
        verify_data_completeness(frame, DAY, DAY - late, "1h")


def test_a_window_has_enough_rows_or_not():
    frame = rows(range(20))
    assert check_window_data_completeness(frame, 24) == (True, 100.0)  # 20 of 19.2
    assert check_window_data_completeness(frame, 24, 90.0) == (False, 100.0)
    half = safely_reindex(frame, DAY, DAY + 40 * HOUR, "1h")
    assert check_window_data_completeness(half, 24) == (True, 50.0)
    assert check_window_data_completeness(frame[:0], 24) == (False, 0.0)
    for wrong in ((frame, 0), (frame, 24, 101)):
        with pytest.raises(ValueError):
            check_window_data_completeness(*wrong)


def test_windows_and_sources_of_both_kinds_of_frames(exchange):
    with make() as manager:
        manager.get_data("BTCUSDT", "2024-03-04", "2024-03-05", "1h")
        for in_polars in (False, True):
            frame = manager.get_data("BTCUSDT", "2024-03-04", "2024-03-06", "1h",
                                     return_polars=in_polars, enforce_source="CACHE")
            assert get_data_source_info(frame) == {"sources": ["CACHE"],
                                                   "source_counts": {"CACHE": 24}}
            assert check_window_data_completeness(frame, 30) == (True, 50.0)
            assert check_window_data_completeness(frame, 31) == (False, 50.0)


def test_sources_of_frames_that_name_none():
    assert get_data_source_info(rows(())) == {"sources": [], "source_counts": {}}
    assert get_data_source_info(rows(range(3)))["source_counts"] == {"UNKNOWN": 3}
    both = pandas.concat([rows(range(3), "VISION"), rows(range(3, 5), "REST")])
    assert get_data_source_info(both) == {"sources": ["VISION", "REST"],
                                          "source_counts": {"VISION": 3, "REST": 2}}


@pytest.mark.parametrize("fill, value", [(None, None), ("ffill", 100.0), ("bfill", 300.0)])
def test_a_frame_made_whole(fill, value):
    frame = pandas.concat([rows([0, 1]), rows([4], value=300.0)])
    whole = safely_reindex(frame.reset_index() if fill else frame, DAY, DAY + 5 * HOUR, "1h", fill)
    assert list(whole.index) == [DAY + hour * HOUR for hour in range(5)]
    assert whole.index.name == "open_time"
    assert list(whole["close"].iloc[[0, 1, 4]]) == [100, 100, 300]
    between = whole["close"].iloc[2:4]
    assert between.isna().all() if fill is None else (between == value).all()
    with pytest.raises(ValueError, match="ffill"):
        safely_reindex(frame, DAY, DAY + HOUR, "1h", "middle")


def test_months_made_whole_are_those_of_the_calendar():
    whole = safely_reindex(rows(()), "2024-01-15", "2024-04-02", "1M")
    assert [time.strftime("%m-%d") for time in whole.index] == ["02-01", "03-01", "04-01"]


@pytest.mark.parametrize("start, end, interval, count", [
    ("2024-03-04", "2024-03-05", "1h", 24), ("2024-03-04 00:10", "2024-03-04 00:20", "1h", 0),
    ("2024-03-04 00:10", "2024-03-04 02:10", "1h", 2), ("2024-01-01", "2025-01-01", "1M", 12),
    ("2024-01-01", "2024-02-01", "1w", 5), ("2190-01-01", "2190-02-01", "1h", 0)])
def test_how_many_candles_a_range_has(start, end, interval, count):
    assert estimate_record_count(start, end, interval) == count


def test_what_a_range_has_so_far_is_what_there_is(now):
    with make() as manager:
        frame = manager.get_data("BTCUSDT", now - 5 * HOUR, now, "15m", auto_reindex=False)
    count = estimate_record_count(now - 5 * HOUR, now + 5 * HOUR, "15m")
    assert abs(len(frame) - count) <= 1  # a quarter may have passed meanwhile


def test_when_candles_close():
    assert get_bar_close_time(DAY, "1h") == DAY + HOUR - dt.timedelta(microseconds=1)
    assert get_bar_close_time("2024-02-01", Interval.MONTH_1) == dt.datetime(
        2024, 2, 29, 23, 59, 59, 999999, dt.timezone.utc)
    for minutes, over in ((59, False), (60, True), (61, True)):
        assert is_bar_complete(DAY, "1h", DAY + dt.timedelta(minutes=minutes)) is over
    assert is_bar_complete(DAY, "1h") and not is_bar_complete("2190-01-01", "1h")


def test_rows_by_time_include_both_ends():
    frame = rows(range(10))
    chosen = filter_dataframe_by_time(frame, DAY + 2 * HOUR, DAY + 4 * HOUR)
    assert list(chosen.index) == [DAY + hour * HOUR for hour in (2, 3, 4)]
    column = frame.reset_index()
    same = filter_dataframe_by_time(column, DAY + 2 * HOUR, DAY + 4 * HOUR, copy=True)
    assert list(same["open_time"]) == list(chosen.index) and list(same.index) == [0, 1, 2]
    same.loc[0, "close"] = 7.0
    assert column["close"].max() == 100.0
    assert len(filter_dataframe_by_time(frame, "2020-01-01", "2020-01-02")) == 0
    other = dt.timezone(dt.timedelta(hours=2))
    assert len(filter_dataframe_by_time(frame, DAY.astimezone(other), DAY)) == 1
    with pytest.raises(ValueError, match="name the one"):
        filter_dataframe_by_time(frame, DAY, DAY, "when")


def test_the_exception_of_time_filters():
    error = TimezoneDebugError("odd", {"rows": 0})
    assert error.details == error.context == {"rows": 0} and "odd" in error.message
    assert not isinstance(error, (RuntimeError, ValueError))


def test_a_threshold_across_midnight_has_the_documented_default():
    assert inspect.signature(ckvd.detect_gaps).parameters["day_boundary_threshold"].default == 1.5


# The API: metrics, endpoints.

@pytest.fixture
def counted():
    metrics_tracker.reset()
    yield metrics_tracker
    metrics_tracker.reset()


def test_there_is_one_tracker(counted):
    assert RestMetricsTracker() is metrics_tracker

    @track_api_call("/x", {"a": 1})
    def fails():
        raise ckvd.HTTPError(429)

    with pytest.raises(ckvd.HTTPError):
        fails()
    told = counted.get_metrics()
    assert (told["total_calls"], told["failed_calls"], told["rate_limited_calls"]) == (1, 1, 1)
    assert told["errors_by_type"] == {"HTTPError": 1} and told["calls_by_endpoint"] == {"/x": 1}
    assert told["rate_limit_frequency_per_hour"] == 1 and told["success_rate"] == 0.0


def test_questions_to_the_api_are_counted(counted, exchange, caplog):
    with make(retry_count=1) as manager:
        manager.get_data("BTCUSDT", *ENDS, "1h")  # of the archive
        assert counted.get_metrics()["total_calls"] == 0
        manager.get_data("BTCUSDT", *ENDS, "1h", enforce_source="REST")
        exchange.scenario({"name": "busy", "rules": [
            {"when": {"host": "spot", "kind": "klines"}, "then": {"answer": "busy503"}}]})
        with pytest.raises(ckvd.HTTPError):
            manager.get_data("BTCUSDT", *ENDS, "1h", enforce_source="REST")
        exchange.scenario({"name": "limit", "rules": [
            {"when": {"host": "spot", "kind": "klines"}, "then": {"answer": "throttle429"}}]})
        with pytest.raises(ckvd.RateLimitError):
            manager.get_data("BTCUSDT", *ENDS, "1h", enforce_source="REST")
    told = counted.get_metrics()
    assert (told["total_calls"], told["successful_calls"], told["rate_limited_calls"]) == (3, 1, 1)
    assert told["errors_by_type"] == {"unavailable": 1, "throttled": 1}
    assert told["avg_response_time_ms"] > 0
    with caplog.at_level(logging.INFO, "ckvd"):
        counted.log_metrics()
    assert "total_calls: 3" in caplog.text


def test_what_markets_have():
    assert set(MARKET_CAPABILITIES) == set(MarketType)
    spot = get_market_capabilities(MarketType.SPOT)
    assert spot.api_base_url == spot.primary_endpoint == "https://api.binance.com"
    assert Interval.SECOND_1 in spot.supported_intervals and spot.max_limit == 1000
    for market in (MarketType.FUTURES_USDT, MarketType.FUTURES_COIN):
        other = MARKET_CAPABILITIES[market]
        assert Interval.SECOND_1 not in other.supported_intervals and other.max_limit == 1500
        assert ckvd.validate_symbol_for_market_type(other.default_symbol, market)
    with pytest.raises(ValueError):
        get_market_capabilities("spot")


@pytest.mark.parametrize("path", ["", "/api/v3/klines"])
def test_another_endpoint_is_asked(exchange, monkeypatch, path):
    elsewhere = exchange.url("spot") + path
    monkeypatch.setenv("WICK_BINANCE_SPOT_URL", "http://127.0.0.1:9")
    with make(retry_count=1) as manager, pytest.raises(ckvd.NetworkError):
        manager.get_data("ETHUSDT", *ENDS, "1h", enforce_source="REST")
    monkeypatch.setattr(MARKET_CAPABILITIES[MarketType.SPOT], "primary_endpoint", elsewhere)
    with make() as manager:
        assert len(manager.get_data("ETHUSDT", *ENDS, "1h", enforce_source="REST")) == 48


# Files and folders.

def test_whether_a_file_is_there(exchange, tmp_path, monkeypatch):
    handler = FSSpecVisionHandler(tmp_path)
    parts = handler.path_mapper.create_components_from_params("BTCUSDT", "1h", "2024-03-04",
                                                              MarketType.SPOT)
    path = handler.get_local_path_for_data("BTCUSDT", "1h", "2024-03-04", MarketType.SPOT)
    assert path == handler.get_local_path(parts) and not handler.exists(path)
    path.parent.mkdir(parents=True)
    path.touch()
    assert handler.exists(path) and handler.exists(str(path))
    assert handler.exists(handler.get_remote_url(parts))
    assert not handler.exists(handler.get_remote_url(parts).replace("2024-03-04", "2034-03-04"))
    exchange.scenario({"name": "dark", "rules": [
        {"when": {"host": "archive"}, "then": {"answer": "busy503"}}]})
    with pytest.raises(ckvd.NetworkError):
        handler.exists(handler.get_remote_url(parts))
    monkeypatch.setitem(__import__("sys").modules, "fsspec", None)
    with pytest.raises(ImportError, match="install fsspec"):
        handler.get_fs_and_path("x")


def test_folders_of_the_environment(monkeypatch, tmp_path):
    (tmp_path / "config").mkdir()
    (tmp_path / "config/config.json").write_text('{"archive": {"delay_hours": 31}}')
    monkeypatch.setenv("CKVD_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CKVD_CONFIG_DIR", str(tmp_path / "config"))
    with CryptoKlineVisionData.create(DataProvider.BINANCE) as manager:
        settings = manager._source.client().settings
    assert settings["WICK_STATE_DIR"] == str(tmp_path / "data")
    assert settings["WICK_ARCHIVE_DELAY_HOURS"] == "31"
    monkeypatch.setenv("CKVD_CONFIG_DIR", str(tmp_path / "nowhere"))
    with CryptoKlineVisionData.create(DataProvider.BINANCE) as manager:
        assert manager._source.client().settings["WICK_ARCHIVE_DELAY_HOURS"] == "48"


@pytest.mark.parametrize("file, path", [(None, "logs/ckvd.log"), ("mine.txt", "logs/mine.txt")])
def test_the_folder_of_the_log(monkeypatch, tmp_path, file, path):
    monkeypatch.setenv("DSM_LOG_DIR", str(tmp_path / "logs"))
    if file is not None:
        monkeypatch.setenv("CKVD_LOG_FILE", file)
    try:
        with make():
            logging.getLogger("ckvd").warning("hello")
        assert "hello" in pathlib.Path(tmp_path / path).read_text()
    finally:
        for one in (logging.getLogger("ckvd"), logging.getLogger("candlewick")):
            for handler in [h for h in one.handlers if str(h.get_name()).startswith("ckvd ")]:
                one.removeHandler(handler)
                handler.close()
