"""Behaviours of the predecessor's own tests, each by its number there, on a simulated exchange."""
import concurrent.futures
import datetime as dt

import pandas
import pytest

import ckvd
from ckvd import CryptoKlineVisionData, DataProvider, DataSource, Interval, MarketType

from ckvd_world import (asked, day_files, make, manager, now, sources, today,  # noqa: F401
                        utc, world)

UTC = dt.timezone.utc
HOUR = dt.timedelta(hours=1)
CLOSE = 4  # in a row of truth


# Alignment and ranges.

def test_1_both_ends_are_aligned_down_and_the_end_is_excluded(manager):
    frame = manager.get_data("BTCUSDT", "2024-03-04 14:30", "2024-03-04 16:45", "1h")
    assert list(frame.index) == [utc(2024, 3, 4, 14), utc(2024, 3, 4, 15)]
    assert CryptoKlineVisionData.calculate_time_range(
        "2024-03-04 14:30:00", "2024-03-04 16:45:00", interval=Interval.HOUR_1) == (
        dt.datetime(2024, 3, 4, 14, tzinfo=UTC), dt.datetime(2024, 3, 4, 16, tzinfo=UTC))
    long = manager.get_data("BTCUSDT", "2024-03-04 05:30", "2024-03-06 10:10", "1h")
    assert len(long) == 53 and long.index[-1] == utc(2024, 3, 6, 9)


def test_2_less_than_an_interval_is_one_row(manager):
    frame = manager.get_data("BTCUSDT", "2024-03-04 00:10", "2024-03-04 00:20", "1h")
    assert list(frame.index) == [utc(2024, 3, 4)]


@pytest.mark.parametrize("end", ["2024-03-04", "2024-03-03"])
def test_3_an_end_that_is_not_after_the_start_is_a_value_error(manager, exchange, end):
    before = exchange.last_request()
    with pytest.raises(ValueError, match="later") as caught:
        manager.get_data("BTCUSDT", "2024-03-04", end, "1h")
    assert isinstance(caught.value, RuntimeError)  # as old handlers expect
    with pytest.raises(ValueError):
        CryptoKlineVisionData.calculate_time_range("2024-03-04", end)
    assert exchange.last_request() == before


def test_4_and_5_naive_times_are_utc_and_others_are_converted(manager):
    naive = manager.get_data("BTCUSDT", dt.datetime(2024, 3, 4, 5), dt.datetime(2024, 3, 4, 8),
                             "1h")
    zone = dt.timezone(dt.timedelta(hours=-5))
    other = manager.get_data("BTCUSDT", dt.datetime(2024, 3, 4, 0, tzinfo=zone),
                             dt.datetime(2024, 3, 4, 3, tzinfo=zone), "1h")
    assert list(naive.index) == list(other.index) and naive.index[0] == utc(2024, 3, 4, 5)


@pytest.mark.parametrize("text, hour", [("2023-01-01", 0), ("2023-01-01 10:00:00", 10),
                                        ("2023-01-01T10:00:00+00:00", 10),
                                        ("2023-01-01T10:00:00Z", 10)])
def test_6_times_as_text(text, hour):
    start, end = CryptoKlineVisionData.calculate_time_range(text, days=1)
    assert start == dt.datetime(2023, 1, 1, hour, tzinfo=UTC) and end - start == 24 * HOUR
    with pytest.raises(ValueError, match="write"):
        CryptoKlineVisionData.calculate_time_range("gestern")


def test_7_without_times_it_is_three_days(now):
    start, end = CryptoKlineVisionData.calculate_time_range(interval=Interval.HOUR_1)
    assert end - start == 72 * HOUR and end <= dt.datetime.now(UTC)
    for days in (0, -1, 1.5, True):
        with pytest.raises(ValueError, match="days"):
            CryptoKlineVisionData.calculate_time_range(days=days)
    with make() as manager:
        assert len(manager.get_data("BTCUSDT", interval="1h")) == 72


def test_date_chunks():
    pieces = ckvd.date_chunks("2024-01-01", dt.datetime(2024, 1, 17, 5))
    assert [(end - start).days for start, end in pieces] == [7, 7, 2]
    assert pieces[0][0] == dt.datetime(2024, 1, 1, tzinfo=UTC)
    assert all(one[1] == other[0] for one, other in zip(pieces, pieces[1:]))
    assert pieces[-1][1] == dt.datetime(2024, 1, 17, 5, tzinfo=UTC)
    with pytest.raises(ValueError, match="above 0"):
        ckvd.date_chunks("2024-01-01", "2024-01-02", 0)


# What is missing.

def spaced(*hours):
    times = pandas.DatetimeIndex([utc(2024, 3, 4) + hour * HOUR for hour in hours])
    return pandas.DataFrame({"close": 1.0}, index=times.rename("open_time"))


def test_8_and_9_nothing_and_everything_have_no_gaps():
    for hours in ((), (0,), range(30)):
        gaps, facts = ckvd.detect_gaps(spaced(*hours), Interval.HOUR_1)
        assert gaps == [] and facts["total_gaps"] == 0 and facts["total_records"] == len(hours)


def test_10_a_hole_in_the_middle(manager, exchange):
    gaps, facts = ckvd.detect_gaps(spaced(0, 1, 2, 6, 7), "1h")
    assert [(gap.start_time, gap.end_time, gap.missing_points) for gap in gaps] == [
        (utc(2024, 3, 4, 2), utc(2024, 3, 4, 6), 3)]
    assert gaps[0].duration == 3 * HOUR and not gaps[0].crosses_day_boundary
    assert facts["non_boundary_gaps"] == 1 and facts["timespan_hours"] == 7


def test_12_a_candle_missing_at_midnight_is_found():
    hours = [hour for hour in range(48) if hour != 24]
    gaps, facts = ckvd.detect_gaps(spaced(*hours), "1h")
    assert [gap.missing_points for gap in gaps] == [1] and gaps[0].crosses_day_boundary
    assert facts["day_boundary_gaps"] == 1
    assert len(ckvd.detect_gaps(spaced(*hours), "1h", day_boundary_threshold=None)[0]) == 1
    assert ckvd.detect_gaps(spaced(*hours), "1h", day_boundary_threshold=2.0)[0] == []


def test_12_a_candle_missing_at_midnight_is_fetched(manager, exchange):
    exchange.scenario({"name": "no first hour", "rules": [
        {"when": {"kind": "zip", "period": "2024-03-05"}, "then": {"drop_rows": [0, 1]}}]})
    frame = manager.get_data("BTCUSDT", "2024-03-04", "2024-03-06", "1h")
    assert frame["close"].notna().all() and frame.loc[utc(2024, 3, 5), "_data_source"] == "REST"


def test_13_other_units_of_time_give_the_same_gaps():
    frame = spaced(0, 1, 3)
    for unit in ("ms", "us", "ns"):
        frame.index = frame.index.as_unit(unit)
        assert ckvd.detect_gaps(frame, "1h")[0][0].start_time == utc(2024, 3, 4, 1)
    with pytest.raises(ValueError, match="name the one with times"):
        ckvd.detect_gaps(frame.reset_index(drop=True), "1h")


def test_gaps_of_a_grid_and_of_polars(manager):
    question = ("LUNAUSDT", "2022-05-12", "2022-06-01", "1h")
    for in_polars in (False, True):
        frame = manager.get_data(*question, return_polars=in_polars)
        gaps, facts = ckvd.detect_gaps(frame, "1h")
        assert len(frame) == 480 and facts["total_records"] + gaps[0].missing_points == 480
        assert gaps[0].end_time == dt.datetime(2022, 5, 31, 6, tzinfo=UTC)


# Sources and their order.

def test_14_and_17_pieces_of_several_sources_fit_together(manager, exchange):
    manager.get_data("BTCUSDT", "2024-03-04", "2024-03-05", "1h")
    exchange.scenario({"name": "one day", "rules": [
        {"when": {"kind": "zip", "period": "2024-03-06"}, "then": {"answer": "NoSuchKey"}}]})
    frame = manager.get_data("BTCUSDT", "2024-03-04", "2024-03-07", "1h")
    assert sources(frame) == {"CACHE": 24, "VISION": 24, "REST": 24}
    assert frame.index.is_monotonic_increasing and not frame.index.has_duplicates
    truth = exchange.truth("spot", "BTCUSDT", "1h", "2024-03-04", "2024-03-07")
    assert list(frame["close"]) == [float(row[CLOSE]) for row in truth]


def test_18_a_long_gap_is_kept(manager):
    frame = manager.get_data("LUNAUSDT", "2022-05-12", "2022-06-01", "1h")
    assert frame["close"].isna().sum() > 100 and frame["close_time"].isna().sum() > 100
    assert frame["count"].dtype == "float64" and frame["_data_source"].isna().sum() > 100
    bare = manager.get_data("LUNAUSDT", "2022-05-12", "2022-06-01", "1h", auto_reindex=False)
    assert bare["close"].notna().all() and len(bare) == frame["close"].notna().sum() + 1


def test_21_the_second_time_all_is_from_the_cache(manager, exchange):
    first = manager.get_data("BTCUSDT", "2024-03-04", "2024-03-06", "1h")
    before = exchange.last_request()
    second = manager.get_data("BTCUSDT", "2024-03-04", "2024-03-06", "1h")
    assert sources(second) == {"CACHE": 48} and exchange.last_request() == before
    pandas.testing.assert_frame_equal(first.drop(columns="_data_source"),
                                      second.drop(columns="_data_source"))


def test_22_and_27_only_missing_days_are_fetched(manager, exchange):
    for day in (1, 3, 5):
        manager.get_data("BTCUSDT", f"2024-03-0{day}", f"2024-03-0{day + 1}", "1h")
    before = exchange.last_request()
    frame = manager.get_data("BTCUSDT", "2024-03-01", "2024-03-06", "1h")
    assert sources(frame) == {"CACHE": 72, "VISION": 48}
    zips = [line["target"] for line in asked(exchange, before, "zip")]
    assert sorted(name[-14:-4] for name in zips) == ["2024-03-02", "2024-03-04"]
    assert len(asked(exchange, before)) == 4  # two files, and their checksums


def test_23_days_up_to_now_come_from_several_sources(now):
    with make() as manager:
        frame = manager.get_data("BTCUSDT", now - dt.timedelta(days=5), now, "1h")
    assert len(sources(frame)) >= 2 and frame["close"].notna().mean() > 0.9
    assert frame.index.is_monotonic_increasing and not frame.index.has_duplicates


def test_24_the_last_hour_is_from_rest_and_new(now):
    with make() as manager:
        frame = manager.get_data("BTCUSDT", now - HOUR, now)
    assert sources(frame).get("REST", 0) > 0.8 * len(frame)
    assert now - frame.index[-1] < dt.timedelta(minutes=5)


def test_25_long_ago_is_from_the_archive(manager):
    frame = manager.get_data("BTCUSDT", "2024-03-01", "2024-03-15", "1h")
    assert sources(frame) == {"VISION": 14 * 24}


def test_26_the_future_has_no_rows(now):
    with make() as manager:
        frame = manager.get_data("BTCUSDT", now - 3 * HOUR, now + 5 * HOUR, "15m")
        assert frame["close"].notna().all() and frame["close_time"].max() < dt.datetime.now(UTC)
        with pytest.raises(RuntimeError, match="no data"):
            manager.get_data("BTCUSDT", now + 5 * HOUR, now + 9 * HOUR, "1h")


def test_28_without_the_cache_nothing_is_read_or_written(exchange):
    with make() as filling:
        filling.get_data("BTCUSDT", "2024-03-04", "2024-03-05", "1h")
    files = day_files()
    with make(use_cache=False) as manager:
        for _ in range(2):
            frame = manager.get_data("BTCUSDT", "2024-03-04", "2024-03-06", "1h")
            assert sources(frame) == {"VISION": 48}
    assert day_files() == files


@pytest.mark.parametrize("name", ["CKVD_ENABLE_CACHE", "DSM_ENABLE_CACHE"])
@pytest.mark.parametrize("value, wanted, is_on", [
    ("false", True, False), ("0", True, False), ("No", True, False), ("true", True, True),
    ("", True, True), ("true", False, False)])
def test_29_the_environment_can_turn_the_cache_off(monkeypatch, name, value, wanted, is_on):
    monkeypatch.setenv(name, value)
    assert make(use_cache=wanted).use_cache is is_on


def test_30_the_cache_alone_cannot_be_with_the_cache_off():
    with make(use_cache=False) as manager, pytest.raises(ValueError) as caught:
        manager.get_data("BTCUSDT", "2024-03-04", "2024-03-05", "1h", None, True, DataSource.CACHE)
    assert isinstance(caught.value, RuntimeError) and "use_cache" in str(caught.value)
    with make() as manager, pytest.raises(ValueError, match="create_stream"):
        manager.get_data("BTCUSDT", "2024-03-04", "2024-03-05", enforce_source="STREAMING")


@pytest.mark.parametrize("source, label", [(DataSource.REST, "REST"), (DataSource.AUTO, "VISION"),
                                           (DataSource.VISION, "VISION")])
def test_31_one_source_with_the_cache_off(source, label):
    with make(use_cache=False) as manager:
        frame = manager.get_data("BTCUSDT", "2024-03-04", "2024-03-05", "1h", enforce_source=source)
    assert sources(frame) == {label: 24}


# What breaks.

@pytest.mark.parametrize("harm", [lambda data: b"", lambda data: data[:100],
                                  lambda data: data[:2000] + b"x" + data[2001:]])
def test_32_a_broken_file_is_fetched_again_alone(manager, exchange, harm):
    first = manager.get_data("BTCUSDT", "2024-03-04", "2024-03-07", "1h")
    manager.close()
    file = next(path for path in day_files() if path.name == "2024-03-05.arrow")
    file.write_bytes(harm(file.read_bytes()))
    before = exchange.last_request()
    again = manager.get_data("BTCUSDT", "2024-03-04", "2024-03-07", "1h")
    assert list(again["close"]) == list(first["close"])
    assert sources(again) == {"CACHE": 48, "VISION": 24}
    assert len(asked(exchange, before, "zip")) == 1


def test_33_a_file_without_a_checksum_is_taken(manager, exchange):
    exchange.scenario({"name": "none", "rules": [
        {"when": {"kind": "checksum"}, "then": {"answer": "NoSuchKey"}}]})
    assert sources(manager.get_data("BTCUSDT", "2024-03-04", "2024-03-05", "1h")) == {"VISION": 24}


@pytest.mark.parametrize("then", [{"header": True}, {"header": False}, {"unit": "us"},
                                  {"unit": "ms"}])
def test_34_files_in_every_shape(exchange, then):
    exchange.scenario({"name": "shape", "rules": [{"when": {"kind": "zip"}, "then": then}]})
    for market in (MarketType.SPOT, MarketType.FUTURES_USDT):
        with make(market) as manager:
            frame = manager.get_data("BTCUSDT", "2024-03-04", "2024-03-05", "1h")
        assert frame.index[0] == utc(2024, 3, 4) and sources(frame) == {"VISION": 24}


def test_34_the_turn_of_2024_to_2025(now):
    with make() as manager:
        frame = manager.get_data("BTCUSDT", "2024-12-31", "2025-01-02", "1h")
    assert len(frame) == 48 and frame["close"].notna().all()
    assert frame.index[24] == utc(2025, 1, 1) and sources(frame) == {"VISION": 48}


def test_35_and_36_candles_are_sound(manager):
    frame = manager.get_data("BTCUSDT", "2024-03-04", "2024-03-05")
    assert (frame["high"] >= frame[["open", "close", "low"]].max(axis=1)).all()
    assert (frame["low"] <= frame[["open", "close"]].min(axis=1)).all()
    assert (frame["volume"] >= 0).all() and (frame["open"] > 0).all()
    length = dt.timedelta(minutes=1) - dt.timedelta(microseconds=1)
    assert (frame["close_time"] - frame.index == length).all()


def limited(after, answer="throttle429"):
    return {"name": "limit", "rules": [{"when": {"host": "spot", "kind": "klines", "skip": after},
                                        "then": {"answer": answer, "retry_after": 37}}]}


def test_38_rows_before_a_rate_limit_come_with_a_flag(manager, exchange):
    exchange.scenario(limited(2))
    frame = manager.get_data("ETHUSDT", "2024-03-01", "2024-03-04", enforce_source="REST")
    had = frame["close"].notna().sum()
    assert 1000 <= had < len(frame) == 4320
    assert frame.attrs["_rate_limited"] is True and frame.attrs["_fcp_partial"] is True


@pytest.mark.parametrize("answer", ["throttle429", "ban418"])
def test_38_a_rate_limit_before_any_row_is_raised(manager, exchange, answer):
    exchange.scenario(limited(0, answer))
    before = exchange.last_request()
    with pytest.raises(ckvd.RateLimitError) as caught:
        manager.get_data("BTCUSDT", "2024-03-04", "2024-03-05", "1h", enforce_source="REST")
    assert 30 <= caught.value.retry_after <= 37 and isinstance(caught.value, RuntimeError)
    assert caught.value.details["symbol"] == "BTCUSDT"
    assert len(asked(exchange, before, "klines")) <= 1  # not again


def test_40_no_such_symbol_is_asked_once(manager, exchange):
    before = exchange.last_request()
    with pytest.raises(ckvd.InvalidSymbolError, match="NOSUCHUSDT"):
        manager.get_data("NOSUCHUSDT", "2024-03-04", "2024-03-05", "1h")
    assert len(asked(exchange, before, "klines")) <= 1


def test_41_pages_lose_and_double_nothing(manager, exchange):
    frame = manager.get_data("ETHUSDT", "2024-01-01", "2024-01-03", enforce_source="REST")
    truth = exchange.truth("spot", "ETHUSDT", "1m", "2024-01-01", "2024-01-03")
    assert len(frame) == 2880 and list(frame["close"]) == [float(row[CLOSE]) for row in truth]


def test_42_nothing_is_there_before_the_listing(exchange):
    with make(MarketType.FUTURES_USDT) as manager:
        before = exchange.last_request()
        with pytest.raises(ckvd.DataNotAvailableError) as caught:
            manager.get_data("BTCUSDT", "2019-12-30", "2020-01-03", "1d")
        assert asked(exchange, before) == []
        assert caught.value.details["earliest_available"].startswith("2019-12-31")
        assert caught.value.symbol == "BTCUSDT" and "since 2019-12-31" in str(caught.value)
        frame = manager.get_data("BTCUSDT", "2019-12-31", "2020-01-03", "1d")
        assert len(frame) == 3


def test_threads_share_a_manager(manager, exchange):
    def fetch(_):
        return manager.get_data("BTCUSDT", "2024-03-04", "2024-03-06", "1h")

    before = exchange.last_request()
    with concurrent.futures.ThreadPoolExecutor(10) as pool:
        frames = list(pool.map(fetch, range(10)))
    assert all(list(frame["close"]) == list(frames[0]["close"]) for frame in frames)
    assert len(asked(exchange, before, "zip")) == 2  # two days, once each
