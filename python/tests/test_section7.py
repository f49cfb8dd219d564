"""Behaviours of the predecessor's own tests that need no history of their own, by number."""
import datetime as dt
import itertools
import logging
import random

import pandas
import pytest

import ckvd
from ckvd import CryptoKlineVisionData, DataProvider, DataSource, Interval, MarketType
from ckvd.core.providers.binance.rest_data_client import RestDataClient
from ckvd.utils.for_core.ckvd_time_range_utils import (identify_missing_segments,
                                                       merge_adjacent_ranges, merge_dataframes,
                                                       standardize_columns)

from ckvd_world import asked, make, manager, now, sources, today, world  # noqa: F401

UTC = dt.timezone.utc
DAY = dt.datetime(2024, 3, 4, tzinfo=UTC)
HOUR = dt.timedelta(hours=1)


def hours(*pairs):
    return [(DAY + begin * HOUR, DAY + end * HOUR) for begin, end in pairs]


def rows(at, source=None, value=100.0, unit="ns", **changes):
    index = pandas.DatetimeIndex([DAY + hour * HOUR for hour in at], name="open_time").as_unit(unit)
    frame = pandas.DataFrame({
        "open": value, "high": value + 1, "low": value - 1, "close": value, "volume": 1.0,
        "close_time": index + (HOUR - dt.timedelta(microseconds=1)), "quote_asset_volume": 2.0,
        "count": 3, "taker_buy_volume": 0.5, "taker_buy_quote_volume": 1.0}, index=index)
    if source:
        frame["_data_source"] = source
    return frame.assign(**changes)


@pytest.mark.parametrize("given, merged", [
    ([(0, 6), (6, 12)], [(0, 12)]), ([(0, 8), (4, 12)], [(0, 12)]),
    ([(0, 4), (12, 16)], [(0, 4), (12, 16)]), ([(12, 18), (0, 6), (6, 12)], [(0, 18)]),
    ([(0, 10), (2, 3)], [(0, 10)]), ([], [])])
def test_11_ranges_that_touch_are_one(given, merged):
    assert merge_adjacent_ranges(hours(*given), Interval.HOUR_1) == hours(*merged)


def test_11_merged_ranges_hold_what_was_in_them_and_lie_apart():
    for seed in range(200):
        dice = random.Random(seed)
        given = [(begin, begin + dice.randint(1, 6)) for begin in
                 (dice.randint(0, 60) for _ in range(dice.randint(1, 12)))]
        found = merge_adjacent_ranges(hours(*given), "1h")
        assert all(any(one <= start and end <= other for one, other in found)
                   for start, end in hours(*given))
        assert all(other[0] - one[1] > 2 * HOUR for one, other in itertools.pairwise(found))
    with pytest.raises(ValueError, match="not before"):
        merge_adjacent_ranges(hours((4, 4)), "1h")


@pytest.mark.parametrize("at, missing", [
    ((), [(0, 48)]), (range(48), []), ([*range(5), *range(8, 48)], [(5, 8)]),
    (range(3, 40), [(0, 3), (40, 48)]), ([hour for hour in range(48) if hour != 24], [(24, 25)])])
def test_8_to_12_what_a_frame_lacks_of_a_range(at, missing):
    frame = rows(at)
    assert identify_missing_segments(frame, DAY, DAY + 48 * HOUR, "1h") == hours(*missing)


@pytest.mark.parametrize("unit", ["ms", "us", "ns"])
def test_13_units_of_time_move_no_range(unit):
    found = identify_missing_segments(rows([0, 1, 4], unit=unit), DAY, DAY + 6 * HOUR, "1h")
    assert found == hours((2, 4), (5, 6))


def test_14_rest_goes_before_the_cache():
    for frames in itertools.permutations([rows(range(6), "CACHE"), rows(range(3, 9), "REST", 300)]):
        whole = merge_dataframes(frames)
        assert len(whole) == 9 and sources(whole) == {"CACHE": 3, "REST": 6}
        assert list(whole["open"]) == [100] * 3 + [300] * 6


def test_15_of_three_sources_rest_counts_alone():
    three = [rows(range(6), "VISION", 100), rows(range(6), "CACHE", 200),
             rows(range(6), "REST", 300)]
    for frames in itertools.permutations(three):
        whole = merge_dataframes(frames)
        assert sources(whole) == {"REST": 6} and set(whole["open"]) == {300}
    assert sources(merge_dataframes(three[:2])) == {"CACHE": 6}


def test_16_interleaved_rows_come_in_order():
    whole = merge_dataframes([rows([0, 2, 4], "CACHE"), rows([1, 3, 5], "REST")])
    assert list(whole.index) == [DAY + hour * HOUR for hour in range(6)]
    assert list(whole["_data_source"]) == ["CACHE", "REST"] * 3


def test_17_pieces_of_three_sources_are_contiguous():
    whole = merge_dataframes([rows(range(3), "CACHE"), rows([5, 6, 7], "REST"),
                              rows([3, 4], "VISION")])
    assert len(whole) == 8 and identify_missing_segments(whole, DAY, DAY + 8 * HOUR, "1h") == []


def test_18_a_gap_of_a_hundred_hours_stays_one():
    whole = merge_dataframes([rows(range(3), "CACHE"), rows(range(103, 106), "REST")])
    assert len(whole) == 6 and whole["close"].notna().all()
    assert [gap.missing_points for gap in ckvd.detect_gaps(whole, "1h")[0]] == [100]


def test_19_rows_without_a_label_are_unknown_and_give_way():
    whole = merge_dataframes([rows(range(4)), rows(range(2, 6), "VISION", 200)])
    assert list(whole["_data_source"]) == ["UNKNOWN"] * 2 + ["VISION"] * 4
    assert list(whole["open"]) == [100] * 2 + [200] * 4


def test_20_columns_in_any_order_with_aliases_and_strangers():
    odd = rows(range(3), "REST").rename(columns={"quote_asset_volume": "quote_volume",
                                                 "count": "numberOfTrades"})
    odd = odd[reversed(odd.columns)].assign(ignore=0, original_timestamp=1).reset_index()
    whole = merge_dataframes([rows(range(3, 5), "CACHE"), odd])
    assert list(whole.columns) == list(rows([0], "REST").columns)
    assert list(whole["quote_asset_volume"]) == [2.0] * 5 and list(whole["count"]) == [3] * 5
    with pytest.raises(ValueError, match="open_time"):
        standardize_columns(odd.drop(columns="open_time"))


def test_20_types_and_units_of_several_files_fit_together():
    whole = merge_dataframes([rows([0], "VISION", unit="ms", volume=5),
                              rows([1], "REST", unit="us"),
                              rows([2], "CACHE", unit="ns", count=3.0)])
    assert str(whole.index.dtype) == str(whole["close_time"].dtype) == "datetime64[ns, UTC]"
    assert whole["volume"].dtype == "float64" and list(whole["volume"]) == [5, 1, 1]
    assert whole["count"].dtype == "int64"
    assert list(whole.index) == [DAY + hour * HOUR for hour in range(3)]


@pytest.mark.parametrize("name", ["with space", "quote'd \"folder\"", "ünï-çødé 缓存", "a#b%20c&d;e",
                                  "{brace}[0]*?", "new\nline", "-dash", "deep/er/and/deeper"])
def test_32_any_path_will_do_and_is_made(exchange, tmp_path, name):
    question = ("BTCUSDT", "2024-03-04", "2024-03-05", "1h")
    with make(cache_dir=tmp_path / name) as one:
        first = one.get_data(*question)
    assert sources(first) == {"VISION": 24} and any((tmp_path / name).rglob("*.arrow"))
    before = exchange.last_request()
    with make(cache_dir=str(tmp_path / name)) as other:
        assert sources(other.get_data(*question)) == {"CACHE": 24}
    assert exchange.last_request() == before


@pytest.mark.parametrize("interval, start, end, first, count", [
    ("1s", 1742793800000, 1742793810000, 1742793800000, 11),
    ("1s", 1742793800123, 1742793810000, 1742793801000, 10),
    ("1s", 1742793800000, 1742793810456, 1742793800000, 11),
    ("1s", 1742793800999, 1742793810001, 1742793801000, 10),
    ("1m", 1742793760000, 1742794060000, 1742793780000, 5),
    ("1m", 1742793780123, 1742794060000, 1742793840000, 4),
    ("4h", 1680587431159, 1680615789452, 1680595200000, 2),
    ("4h", 1680595199999, 1680609600001, 1680595200000, 2),
    ("1d", 1680495327421, 1680724856789, 1680566400000, 2)])
def test_37_both_ends_are_included_and_nothing_beyond(now, interval, start, end, first, count):
    ends = [dt.datetime.fromtimestamp(time // 1000, UTC) + dt.timedelta(milliseconds=time % 1000)
            for time in (start, end)]
    with RestDataClient() as client:
        frame = client.fetch("BTCUSDT", interval, *ends)
    length = Interval.from_string(interval).to_seconds()
    begin = dt.datetime.fromtimestamp(first // 1000, UTC)
    assert list(frame.index) == [begin + dt.timedelta(seconds=length * row) for row in range(count)]
    assert set(frame["_data_source"]) == {"REST"}


def rest_does(**then):
    return {"name": "rest", "rules": [{"when": {"host": "spot", "kind": "klines"}, "then": then}]}


def waits(exchange, since):
    """Seconds between requests for candles."""
    times = [dt.datetime.fromisoformat(line["t"].replace("Z", "+00:00"))
             for line in asked(exchange, since, "klines")]
    return [(later - earlier).total_seconds() for earlier, later in itertools.pairwise(times)]


@pytest.mark.parametrize("then, kind, status", [
    ({"answer": "busy503"}, ckvd.HTTPError, 503), ({"status": 500}, ckvd.HTTPError, 500),
    ({"reset": True}, ckvd.NetworkError, None),
    ({"truncate_at": 0.5}, ckvd.NetworkError, None),
    ({"malformed_json": True}, ckvd.JSONDecodeError, None)])
def test_39_three_attempts_and_the_original_kind(manager, exchange, then, kind, status):
    exchange.scenario(rest_does(**then))
    before = exchange.last_request()
    with make(retry_count=3) as patient, pytest.raises(kind) as caught:
        patient.get_data("BTCUSDT", "2024-03-04", "2024-03-05", "1h", enforce_source="REST")
    assert type(caught.value) is kind and getattr(caught.value, "status_code", None) == status
    assert isinstance(caught.value, RuntimeError) and caught.value.details["symbol"] == "BTCUSDT"
    between = [wait for wait in waits(exchange, before) if wait > 0.05]  # the transport's own apart
    assert len(between) == 2 and all(wait < 120 for wait in between)


def test_39_silence_keeps_its_kind(exchange):
    exchange.scenario(rest_does(silent=True))
    with make(retry_count=1, http_timeout=1.0) as hasty, pytest.raises(ckvd.RestTimeoutError):
        hasty.get_data("BTCUSDT", "2024-03-04", "2024-03-05", "1h", enforce_source="REST")


def test_39_what_passes_is_no_failure(manager, exchange):
    exchange.scenario({"name": "twice", "rules": [
        {"when": {"host": "spot", "kind": "klines", "first": 2}, "then": {"answer": "busy503"}}]})
    frame = manager.get_data("BTCUSDT", "2024-03-04", "2024-03-05", "1h", enforce_source="REST")
    assert sources(frame) == {"REST": 24}


def test_42_spot_before_its_futures_is_a_warning(exchange, caplog):
    with caplog.at_level(logging.WARNING, "ckvd"), make() as spot:
        spot.get_data("BTCUSDT", "2020-01-01", "2020-01-02", "1h")
        assert "COUNTERPART" not in caplog.text
        spot.get_data("BTCUSDT", "2019-12-30", "2020-01-02", "1h")
        assert "FUTURES COUNTERPART WARNING: BTCUSDT" in caplog.text
        assert "2019-12-31" in caplog.text
        caplog.clear()
        with make(MarketType.FUTURES_USDT) as futures:
            with pytest.raises(ckvd.DataNotAvailableError) as caught:
                futures.get_data("1000SHIBUSDT", "2020-01-01", "2020-01-02", "1h")
        since = caught.value.earliest_available
        with pytest.raises(ckvd.DataSourceError):
            spot.get_data("1000SHIBUSDT", since - dt.timedelta(days=3), since, "1h")
        assert f"begin on {since:%Y-%m-%d}" in caplog.text


@pytest.mark.parametrize("interval, days, at_least, megabytes", [
    ("1h", 365, 8700, 50), ("1m", 90, 125_000, 150), ("1m", 7, 10_000, 25), ("1h", 30, 700, 20)])
def test_45_large_ranges_have_their_rows_in_little_memory(manager, interval, days, at_least,
                                                          megabytes):
    import tracemalloc

    question = ("BTCUSDT", DAY - dt.timedelta(days=days), DAY, interval)
    manager.get_data(*question)
    tracemalloc.start()
    try:
        frame = manager.get_data(*question)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(frame) >= at_least and frame["close"].notna().mean() > 0.99
    assert peak < megabytes * 2**20 and peak / len(frame) < 1024


def test_45_ten_answers_leave_nothing_behind(manager):
    import gc
    import tracemalloc

    question = ("BTCUSDT", DAY - dt.timedelta(days=7), DAY)
    manager.get_data(*question)
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        for _ in range(10):
            manager.get_data(*question)
        gc.collect()
        assert tracemalloc.get_traced_memory()[0] - before < 2**20
    finally:
        tracemalloc.stop()


def test_46_ten_symbols_at_once_on_one_manager_are_not_mixed_up(manager, exchange):
    import concurrent.futures

    symbols = ["BTCUSDT", "ETHUSDT", "BNBUSDT", "SOLUSDT", "XRPUSDT", "ADAUSDT", "LTCUSDT",
               "DOTUSDT", "LINKUSDT", "ETCUSDT"]
    ends = ("2024-03-04", "2024-03-06")
    with concurrent.futures.ThreadPoolExecutor(10) as pool:
        frames = list(pool.map(lambda symbol: manager.get_data(symbol, *ends, "1h"), symbols))
        again = list(pool.map(lambda symbol: manager.get_data(symbol, *ends, "1h"), symbols))
    for symbol, frame, same in zip(symbols, frames, again):
        truth = exchange.truth("spot", symbol, "1h", *ends)
        assert list(frame["close"]) == [float(row[4]) for row in truth] == list(same["close"])
        assert sources(same) == {"CACHE": 48}


def test_46_managers_of_their_own_fill_one_cache(exchange):
    import concurrent.futures

    def ask(_):
        with make() as one:
            return one.get_data("ETHUSDT", "2024-03-04", "2024-03-07", "1h")

    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        frames = list(pool.map(ask, range(6)))
    assert all(list(frame["close"]) == list(frames[0]["close"]) for frame in frames)
    assert len([line for line in exchange.log(0) if line["kind"] == "zip"
                and "/ETHUSDT-1h-2024-03-0" in line["target"]]) == 3


def test_46_one_market_follows_the_other(exchange):
    frames = {}
    for market, symbol in ((MarketType.SPOT, "BTCUSDT"), (MarketType.FUTURES_USDT, "BTCUSDT"),
                           (MarketType.FUTURES_COIN, "BTCUSD_PERP")):
        with CryptoKlineVisionData.create(DataProvider.BINANCE, market) as one:
            frames[market] = one.get_data(symbol, "2024-01-01", "2024-01-08", "1h",
                                          enforce_source=DataSource.AUTO)
    spot, usdt, coin = (frame["close"] for frame in frames.values())
    assert len(spot) == len(usdt) == len(coin) == 168
    assert spot.corr(usdt) > 0.99 and usdt.corr(coin) > 0.98
    apart = (spot / usdt - 1).abs()
    assert apart.mean() < 0.02 and apart.max() < 0.05
