"""What the predecessor did wrong, by its number in the list of its faults: here it is right."""
import datetime as dt
import os
import pathlib

import polars
import pytest

import ckvd
from ckvd import ChartType, DataSource, Interval, MarketType

from candlewick import _program
from ckvd_world import UTC, make, manager, sources, world  # noqa: F401  some are fixtures
from exchange import Exchange

CLOSE = 4  # in a row of truth
TWO_DAYS = ("2024-03-04", "2024-03-06")


def asked(exchange, since, kind):
    return [line for line in exchange.log(since) if line["kind"] == kind]


def closes(exchange, symbol, interval, begin, end, market="spot"):
    return [float(row[CLOSE]) for row in exchange.truth(market, symbol, interval, begin, end)]


def test_1_symbol_and_interval_are_the_ones_asked_for(manager, exchange):
    for symbol, interval in (("ETHUSDT", "1m"), ("SOLUSDT", "15m"), ("BTCUSDT", "1h")):
        frame = manager.get_data(symbol, "2024-03-04", "2024-03-05", interval)
        assert sources(frame) == {"VISION": len(frame)}
        assert list(frame["close"]) == closes(exchange, symbol, interval, "2024-03-04",
                                              "2024-03-05")


@pytest.mark.parametrize("source", [DataSource.CACHE, DataSource.REST, DataSource.VISION])
@pytest.mark.parametrize("reindex", [True, False])
def test_2_one_source_alone_gives_sound_rows(manager, exchange, source, reindex):
    manager.get_data("BTCUSDT", *TWO_DAYS, "1h")
    end = "2024-03-06" if reindex else "2024-03-05T23:00"
    frame = manager.get_data("BTCUSDT", "2024-03-04", end, "1h", enforce_source=source,
                             auto_reindex=reindex)
    assert frame.index[0] == dt.datetime(2024, 3, 4, tzinfo=UTC)
    assert list(frame["close"]) == closes(exchange, "BTCUSDT", "1h", *TWO_DAYS)
    assert sources(frame) == {source.name: 48}


@pytest.mark.parametrize("interval", ["1m", "1h"])
def test_3_a_candle_that_is_still_open_is_neither_given_nor_kept(monkeypatch, interval):
    with Exchange(os.environ.get("WICK_TEST_PROGRAM") or _program.program()) as today:
        for name, value in today.env.items():
            monkeypatch.setenv(name, value)
        now = dt.datetime.now(UTC)
        with make() as manager:
            for reindex in (True, False):
                frame = manager.get_data("BTCUSDT", now - dt.timedelta(hours=3),
                                         now + dt.timedelta(minutes=1), interval,
                                         auto_reindex=reindex)
                assert frame["close_time"].max() < dt.datetime.now(UTC) and len(frame) > 1
            kept = list(pathlib.Path(os.environ["WICK_CACHE_DIR"]).rglob(f"{now:%Y-%m-%d}.arrow"))
            assert kept == []


def test_4_what_rest_adds_takes_nothing_away(manager, exchange):
    exchange.scenario({"name": "hole", "rules": [
        {"when": {"kind": "zip"}, "then": {"drop_rows": [10, 14]}}]})
    truth = closes(exchange, "BTCUSDT", "1h", "2024-03-04", "2024-03-05")
    for expected in ({"VISION": 20, "REST": 4}, {"CACHE": 24}):
        frame = manager.get_data("BTCUSDT", "2024-03-04", "2024-03-05", "1h")
        assert sources(frame) == expected and list(frame["close"]) == truth
    manager.get_data("ETHUSDT", "2024-03-04 05:00", "2024-03-04 09:00", "1h",
                     enforce_source="REST")
    whole = manager.get_data("ETHUSDT", "2024-03-04", "2024-03-05", "1h")
    assert list(whole["close"]) == closes(exchange, "ETHUSDT", "1h", "2024-03-04", "2024-03-05")


def test_5_days_of_several_origins_are_read_together(manager, exchange):
    exchange.scenario({"name": "one day", "rules": [
        {"when": {"kind": "zip", "period": "2024-03-05"}, "then": {"answer": "NoSuchKey"}}]})
    first = manager.get_data("BTCUSDT", *TWO_DAYS, "1h")
    assert sources(first) == {"VISION": 24, "REST": 24}
    for in_polars in (False, True):
        again = manager.get_data("BTCUSDT", *TWO_DAYS, "1h", return_polars=in_polars)
        assert set(again["_data_source"]) == {"CACHE"}
        assert list(again["close"]) == list(first["close"])


def test_6_a_file_that_fails_its_checksum_is_not_used(manager, exchange):
    exchange.scenario({"name": "bad", "rules": [
        {"when": {"kind": "checksum"}, "then": {"wrong_checksum": True}}]})
    frame = manager.get_data("BTCUSDT", "2024-03-04", "2024-03-05", "1h")
    assert sources(frame) == {"REST": 24}
    assert list(frame["close"]) == closes(exchange, "BTCUSDT", "1h", "2024-03-04", "2024-03-05")


def test_7_the_cache_alone_touches_no_network(manager, exchange):
    manager.get_data("BTCUSDT", "2024-03-04", "2024-03-05", "1h")
    before = exchange.last_request()
    frame = manager.get_data("BTCUSDT", *TWO_DAYS, "1h", enforce_source=DataSource.CACHE)
    assert len(frame) == 48 and frame["close"].notna().sum() == 24
    assert frame.attrs["_fcp_partial"] is True and "_rate_limited" not in frame.attrs
    with pytest.raises(ckvd.DataSourceError, match="not in the cache"):
        manager.get_data("ETHUSDT", *TWO_DAYS, "1h", enforce_source=DataSource.CACHE)
    assert exchange.last_request() == before


def test_8_failures_keep_their_kind(manager, exchange):
    with pytest.raises(ckvd.InvalidSymbolError):
        manager.get_data("NOSUCHUSDT", *TWO_DAYS, "1h")
    with pytest.raises(ckvd.UnsupportedIntervalError, match="1m, 3m"):
        make(MarketType.FUTURES_USDT).get_data("BTCUSDT", *TWO_DAYS, Interval.SECOND_1)
    exchange.scenario({"name": "dark", "rules": [
        {"when": {"kind": ["zip", "klines"]}, "then": {"status": 500}}]})
    with pytest.raises(ckvd.DataSourceError) as caught:
        manager.get_data("BTCUSDT", *TWO_DAYS, "1h")
    assert isinstance(caught.value, RuntimeError) and caught.value.partial is None
    assert {tier["tier"] for tier in caught.value.details["tiers"]} >= {"VISION", "REST"}


def test_8_what_came_before_a_failure_is_offered_and_not_padded(manager, exchange):
    exchange.scenario({"name": "half", "rules": [
        {"when": {"kind": "zip", "period": "2024-03-05"}, "then": {"answer": "NoSuchKey"}},
        {"when": {"host": "spot", "kind": "klines"}, "then": {"status": 502}}]})
    with pytest.raises(ckvd.DataSourceError, match="partial") as caught:
        manager.get_data("BTCUSDT", *TWO_DAYS, "1h")
    assert caught.value.details["rows"] == 24
    assert caught.value.partial["close"].notna().sum() == 24


def test_8_an_invalid_symbol_is_not_tried_again(manager, exchange):
    exchange.scenario({"name": "no", "rules": [
        {"when": {"kind": "klines"}, "then": {"error": -1121}},
        {"when": {"kind": "zip"}, "then": {"answer": "NoSuchKey"}}]})
    before = exchange.last_request()
    with pytest.raises(ckvd.InvalidSymbolError):
        manager.get_data("BTCUSDT", *TWO_DAYS, "1h", enforce_source="REST")
    assert len(asked(exchange, before, "klines")) <= 2  # the listing, and the candles


@pytest.mark.parametrize("reindex", [True, False])
def test_9_polars_is_the_same_answer(manager, reindex):
    question = ("LUNAUSDT", "2022-05-12 05:30", "2022-06-01", "1h", None, True, "AUTO", reindex)
    manager.get_data(*question)  # from now on the cache has it
    frame, same = manager.get_data(*question), manager.get_data(*question, return_polars=True)
    assert same["open_time"].to_list() == [time.to_pydatetime() for time in frame.index]
    assert same.columns[1:] == list(frame.columns)
    for name in frame.columns:
        values = [None if missing else value for value, missing in zip(frame[name],
                                                                       frame[name].isna())]
        assert same[name].to_list() == values
    assert set(same["_data_source"].drop_nulls()) <= {"CACHE", "REST"}
    assert same.schema["open_time"] == polars.Datetime("us", "UTC")


def test_10_fundings_of_another_range_or_symbol_are_not_mixed_up(exchange):
    with make(MarketType.FUTURES_USDT) as manager:
        def fundings(symbol, begin, end):
            return manager.get_data(symbol, begin, end, chart_type=ChartType.FUNDING_RATE)

        assert len(fundings("BTCUSDT", "2024-03-01", "2024-03-02")) == 4
        assert len(fundings("BTCUSDT", "2024-01-01", "2024-03-02")) == 61 * 3 + 1
        one = fundings("1000SHIBUSDT", "2024-03-01", "2024-03-02")
        other = fundings("1000PEPEUSDT", "2024-03-01", "2024-03-02")
    assert set(one["symbol"]) == {"1000SHIBUSDT"} and set(other["symbol"]) == {"1000PEPEUSDT"}


def test_17_a_range_that_ends_at_midnight_asks_for_no_day_more(manager, exchange):
    before = exchange.last_request()
    frame = manager.get_data("BTCUSDT", *TWO_DAYS, "1h")
    names = [line["target"][-14:-4] for line in asked(exchange, before, "zip")]
    assert sorted(names) == ["2024-03-04", "2024-03-05"] and len(frame) == 48


@pytest.mark.parametrize("interval, rows", [("1h", [0, 1]), ("1m", [0, 1]), ("1d", [0, 1])])
def test_17b_one_candle_missing_at_midnight_is_fetched(manager, exchange, interval, rows):
    exchange.scenario({"name": "midnight", "rules": [
        {"when": {"kind": "zip", "period": "2024-03-05"}, "then": {"drop_rows": rows}}]})
    frame = manager.get_data("BTCUSDT", "2024-03-04", "2024-03-07", interval)
    assert frame["close"].notna().all()
    assert frame.loc["2024-03-05 00:00:00+00:00", "_data_source"] == "REST"
    assert list(frame["close"]) == closes(exchange, "BTCUSDT", interval, "2024-03-04",
                                          "2024-03-07")


@pytest.mark.parametrize("interval, begin, end, first, rows", [
    (Interval.WEEK_1, "2024-01-03", "2024-03-06", "2024-01-01", 9),
    (Interval.MONTH_1, "2023-12-20", "2024-05-03", "2023-12-01", 5),
    (Interval.DAY_3, "2024-01-03", "2024-03-06", "2024-01-03", 21)])
def test_18_weeks_months_and_three_days_have_their_own_grid(manager, exchange, interval, begin,
                                                           end, first, rows):
    before = exchange.last_request()
    frame = manager.get_data("BTCUSDT", begin, end, interval)
    assert f"{frame.index[0]:%Y-%m-%d}" == first and len(frame) == rows
    assert frame["close"].notna().all()
    assert list(frame["close"]) == closes(exchange, "BTCUSDT", interval.value, first, end)[:rows]
    assert len(asked(exchange, before, "zip")) <= 6
    if interval is Interval.WEEK_1:
        assert {time.weekday() for time in frame.index} == {0}
    if interval is Interval.MONTH_1:
        assert {time.day for time in frame.index} == {1}


@pytest.mark.parametrize("interval", ["1h", "1w", "1M"])
def test_an_included_end_is_so_cold_and_warm(manager, interval):
    ends = {"1h": ("2024-03-04", "2024-03-05", 25), "1w": ("2024-01-01", "2024-01-15", 3),
            "1M": ("2024-01-01", "2024-03-01", 3)}
    begin, end, rows = ends[interval]
    for _ in range(2):
        frame = manager.get_data("BTCUSDT", begin, end, interval, auto_reindex=False)
        assert len(frame) == rows and frame.index[-1] == dt.datetime.fromisoformat(end).replace(
            tzinfo=UTC)
