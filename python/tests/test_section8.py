"""Weaknesses of the predecessor that were found by reading, each by its number there."""
import concurrent.futures
import datetime as dt
import os
import subprocess
import sys
import time

import pytest

import ckvd
from ckvd import CryptoKlineVisionData, DataProvider, DataSource, MarketType

from ckvd_world import asked, day_files, make, sources, world  # noqa: F401

UTC = dt.timezone.utc
DAYS = ("2024-03-04", "2024-03-07")


def spot_klines(then, **when):
    return {"name": "rest", "rules": [
        {"when": {"host": "spot", "kind": "klines", **when}, "then": then}]}


FILL = """
from ckvd import CryptoKlineVisionData, DataProvider
with CryptoKlineVisionData.create(DataProvider.BINANCE) as manager:
    print(len(manager.get_data("BTCUSDT", "2024-03-04", "2024-03-07", "1m")))
"""


def test_20_processes_that_write_one_cache_leave_whole_files(exchange):
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: subprocess.run([sys.executable, "-c", FILL], timeout=60,
                                                      capture_output=True, text=True), range(4)))
    assert [one.stdout for one in done] == ["4320\n"] * 4, done[0].stderr
    before = exchange.last_request()
    with make() as manager:
        assert sources(manager.get_data("BTCUSDT", *DAYS)) == {"CACHE": 4320}
    assert exchange.last_request() == before and len(day_files()) == 3
    left = [name for _, _, names in os.walk(os.environ["WICK_CACHE_DIR"]) for name in names
            if "tmp" in name]
    assert left == []


def test_20_a_killed_writer_leaves_nothing_that_is_torn(exchange):
    exchange.scenario({"name": "slow", "rules": [
        {"when": {"kind": "zip"}, "then": {"bytes_per_second": 60_000}}]})
    before = exchange.last_request()
    process = subprocess.Popen([sys.executable, "-c", FILL], stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not asked(exchange, before, "zip") and time.monotonic() < deadline:
        time.sleep(0.01)
    assert process.poll() is None  # files are under way, and take a second
    process.kill()
    process.wait()
    exchange.scenario("calm")
    with make() as manager:
        frame = manager.get_data("BTCUSDT", *DAYS)
    truth = exchange.truth("spot", "BTCUSDT", "1m", *DAYS)
    assert list(frame["close"]) == [float(row[4]) for row in truth]


@pytest.mark.parametrize("settings_of, labels", [
    ({"fcp_priority": [DataSource.REST]}, {"REST"}), ({"vision_enabled": False}, {"REST"}),
    ({"fcp_priority": [DataSource.CACHE, DataSource.VISION]}, {"VISION"}), ({}, {"VISION"})])
def test_21_tiers_are_those_of_the_settings(settings_of, labels):
    with make(**settings_of) as manager:
        frame = manager.get_data("BTCUSDT", *DAYS, "1h")
    assert set(frame["_data_source"]) == labels


def test_22_after_a_rate_limit_nobody_asks_for_as_long_as_it_said(exchange):
    exchange.scenario(spot_klines({"answer": "throttle429", "retry_after": 37}))
    before = exchange.last_request()
    for _ in range(3):  # each manager is new, as each process would be
        with make() as manager, pytest.raises(ckvd.RateLimitError) as caught:
            manager.get_data("ETHUSDT", *DAYS, "1h", enforce_source="REST")
        assert 30 <= caught.value.retry_after <= 37
    assert len(asked(exchange, before, "klines")) <= 1


def test_22_weights_are_kept_within_the_budget(exchange):
    exchange.scenario({"name": "narrow", "rules": [], "limits": {"spot": [
        {"type": "REQUEST_WEIGHT", "interval": "SECOND", "num": 2, "limit": 30}]}})
    before = exchange.last_request()
    with make() as manager:
        frame = manager.get_data("SOLUSDT", "2024-03-01", "2024-03-21", enforce_source="REST")
    assert len(frame) == 28_800 and frame["close"].notna().all() and frame.attrs == {}
    answers = [line["status"] for line in exchange.log(before) if line["host"] == "spot"]
    assert len(answers) >= 29 and set(answers) == {200}


def test_22_a_host_that_is_dark_has_another(exchange, monkeypatch):
    monkeypatch.setenv("WICK_BINANCE_SPOT_URL", f"http://127.0.0.1:9,{exchange.url('spot')}")
    with make(retry_count=1) as manager:
        frame = manager.get_data("XRPUSDT", *DAYS, "1h", enforce_source="REST")
    assert sources(frame) == {"REST": 72}


def test_23_listings_are_known_wherever_the_program_runs(exchange, tmp_path):
    text = """
from ckvd import CryptoKlineVisionData, DataNotAvailableError, DataProvider, MarketType
with CryptoKlineVisionData.create(DataProvider.BINANCE, MarketType.FUTURES_USDT) as manager:
    try:
        manager.get_data("BTCUSDT", "2019-12-30", "2020-01-03", "1d")
    except DataNotAvailableError as error:
        print(error.earliest_available.date())
"""
    done = subprocess.run([sys.executable, "-c", text], cwd=tmp_path, capture_output=True,
                          text=True, timeout=60)
    assert done.stdout == "2019-12-31\n", done.stderr


def test_26_an_answer_that_takes_four_seconds_is_waited_for(exchange):
    exchange.scenario(spot_klines({"delay_ms": 4000}))
    before = exchange.last_request()
    with make(retry_count=1) as manager:
        frame = manager.get_data("ADAUSDT", *DAYS, "1h", enforce_source="REST")
    assert sources(frame) == {"REST": 72} and len(asked(exchange, before, "klines")) == 1


@pytest.mark.parametrize("source", ["VISION", "REST"])
def test_27_volumes_of_coin_m_are_the_same_from_every_source(exchange, source):
    with make(MarketType.FUTURES_COIN) as manager:
        frame = manager.get_data("BTCUSD_PERP", *DAYS, "1h", enforce_source=source)
    truth = exchange.truth("cm", "BTCUSD_PERP", "1h", *DAYS)
    for name, column in (("volume", 5), ("quote_asset_volume", 6), ("taker_buy_volume", 8),
                         ("taker_buy_quote_volume", 9)):
        assert list(frame[name]) == [float(row[column]) for row in truth]
    worth = frame["quote_asset_volume"] * frame["close"]  # in coins, whatever its name says
    assert (worth / frame["volume"]).between(99, 101).all()  # a contract is 100 USD


@pytest.mark.parametrize("body", ["\x00\x01\x02\x1b[2J\x7f", "ÿþ\ufffd\u202e" * 2_000,
                                  "line\r\nline\n" * 1000])
def test_28_words_of_a_server_that_are_none_are_told_in_one_short_line(exchange, body):
    exchange.scenario(spot_klines({"status": 502, "body": body}))
    begun = time.process_time()
    with make(retry_count=1) as manager, pytest.raises(ckvd.HTTPError) as caught:
        manager.get_data("LTCUSDT", *DAYS, "1h", enforce_source="REST")
    text = str(caught.value)
    assert text.isascii() and text.isprintable() and len(text) < 500
    assert caught.value.status_code == 502 and time.process_time() - begun < 2


@pytest.mark.parametrize("source", ["VISION", "REST"])
def test_29_prices_are_the_nearest_floats_of_their_text(exchange, source):
    with CryptoKlineVisionData.create(DataProvider.BINANCE) as manager:
        frame = manager.get_data("DOTUSDT", *DAYS, "1m", enforce_source=source)
    truth = exchange.truth("spot", "DOTUSDT", "1m", *DAYS)
    for name, column in (("open", 1), ("high", 2), ("low", 3), ("close", 4), ("volume", 5),
                         ("quote_asset_volume", 6)):
        assert [repr(value) for value in frame[name]] == [repr(float(row[column]))
                                                          for row in truth]
