"""Every setting of ckvd does what it says."""
import asyncio
import collections
import datetime as dt
import time

import pytest

import ckvd
from ckvd import CKVDConfig, DataProvider, Interval, MarketType
from ckvd.core.providers.binance.rest_data_client import RestDataClient
from ckvd.core.streaming import KlineStream, StreamConfig, kline_stream

from ckvd_world import asked, make, world  # noqa: F401
from test_ckvd_streams import at, candle, frame_of, hours_of, until

DAY = ("2024-03-04", "2024-03-05")


def rest_does(**then):
    return {"name": "rest", "rules": [{"when": {"host": "spot", "kind": "klines"}, "then": then}]}


@pytest.mark.parametrize("given, times", [({}, 3), ({"retry_count": 1}, 1),
                                             ({"retry_count": 2}, 2), ({"retry_count": 0}, 1)])
def test_21_retry_count_is_how_often_a_host_is_asked(exchange, given, times):
    exchange.scenario(rest_does(answer="busy503"))
    before = exchange.last_request()
    with RestDataClient(**given) as client, pytest.raises(ckvd.DataSourceError):
        client.fetch("BTCUSDT", "1h", *DAY)
    assert len(asked(exchange, before, "klines")) == times


def test_21_the_default_of_a_config_is_five():
    assert CKVDConfig(MarketType.SPOT, DataProvider.BINANCE).patience == {"attempts": 5,
                                                                          "timeout": 30.0}
    most = CKVDConfig(MarketType.SPOT, DataProvider.BINANCE, retry_count=10**9,
                      http_timeout=float("inf"))
    assert most.patience == {"attempts": 100, "timeout": 86400.0}


def test_21_max_retries_is_how_often_a_host_is_asked(exchange):
    exchange.scenario({"name": "all", "rules": [
        {"when": {"kind": ["klines", "zip"]}, "then": {"answer": "busy503"}}]})
    before = exchange.last_request()
    with pytest.raises(ckvd.DataSourceError):
        ckvd.fetch_market_data(DataProvider.BINANCE, MarketType.SPOT, ckvd.ChartType.KLINES,
                               "BTCUSDT", "1h", *DAY, max_retries=2)
    # The handful of candles that would prove a file is a question of its own.
    times = collections.Counter(line["target"] for line in asked(exchange, before, "klines"))
    assert max(times.values()) == 2


@pytest.mark.parametrize("use_cache", [True, False])
def test_21_http_timeout_ends_silence(exchange, use_cache):
    exchange.scenario(rest_does(silent=True))
    begun = time.monotonic()
    with make(http_timeout=1.0, retry_count=1, use_cache=use_cache) as manager, \
            pytest.raises(ckvd.DataSourceError):
        manager.get_data("BTCUSDT", *DAY, "1h", enforce_source="REST")
    assert time.monotonic() - begun < 10  # 15 seconds and more by default


# Silence of a stream.

def quiet(candles, fetch, monkeypatch, **settings):
    """A stream that has these candles and says nothing more, at half past eight."""
    async def source(symbol, interval):
        for one in candles:
            yield one
        await asyncio.Event().wait()

    monkeypatch.setattr(kline_stream, "utc_now", lambda: at(8) + dt.timedelta(minutes=30))
    return KlineStream(StreamConfig(**{"reconciliation_enabled": True,
                                       "reconciliation_watermark_factor": 0.2 / 3600, **settings}),
                       source=source, fetch=fetch)


def updates_of(stream, seconds=1.0):
    async def run():
        got = []
        async with stream:
            await stream.subscribe("BTCUSDT", "1h")
            try:
                while True:
                    got.append(await asyncio.wait_for(stream.__anext__(), seconds))
            except asyncio.TimeoutError:
                return got

    return hours_of(asyncio.run(run()))


def test_15_after_silence_what_has_closed_is_fetched(monkeypatch):
    asked_for = []

    def fetch(*question):
        asked_for.append(question)
        return frame_of(range(1, 9))  # the candle under way, too

    stream = quiet([candle(0)], fetch, monkeypatch)
    assert updates_of(stream) == list(range(8))
    assert asked_for == [("BTCUSDT", Interval.HOUR_1, at(1), at(8))]
    assert stream.reconciliation_stats["total_backfilled"] == 7
    assert stream.last_confirmed_open_time("BTCUSDT", "1h") == at(7)


def test_15_the_factor_says_how_long_silence_may_be(monkeypatch):
    for factor, hours in ((3600.0, [0]), (0.2 / 3600, list(range(8)))):
        stream = quiet([candle(0)], lambda *_: frame_of(range(1, 8)), monkeypatch,
                       reconciliation_watermark_factor=factor)
        assert updates_of(stream, 0.6) == hours


@pytest.mark.parametrize("candles, given", [
    ([], {}), ([candle(0, False)], {"confirmed_only": False}), ([candle(7)], {}),
    ([candle(0)], {"reconciliation_enabled": False})])
def test_15_silence_after_nothing_or_with_nothing_missing_asks_nobody(monkeypatch, candles,
                                                                      given):
    def fetch(*_):
        raise AssertionError("nobody is to be asked")

    stream = quiet(candles, fetch, monkeypatch, **given)
    updates_of(stream, 0.6)
    assert stream.reconciliation_stats["total_requests"] == 0


def test_15_a_failed_look_is_made_again(monkeypatch, caplog):
    looks = []

    def fetch(*_):
        looks.append(1)
        if len(looks) < 3:
            raise ckvd.DataSourceError("dark")
        return frame_of(range(1, 8))

    stream = quiet([candle(0)], fetch, monkeypatch)
    with caplog.at_level("ERROR", "ckvd"):
        assert updates_of(stream) == list(range(8))
    assert stream.reconciliation_stats["failed"] == 2 and "dark" in caplog.text


@pytest.mark.parametrize("level, told", [("WARNING", True), ("ERROR", False)])
def test_the_level_of_a_stream_is_that_of_its_words(caplog, level, told):
    async def run():
        async def source(symbol, interval):
            for hour in range(3):
                yield candle(hour)
            await asyncio.Event().wait()

        stream = KlineStream(StreamConfig(queue_maxsize=1, log_level=level), source=source)
        async with stream:
            await stream.subscribe("BTCUSDT", "1h")
            await until(lambda: stream.dropped_count == 2)

    with caplog.at_level("WARNING", "ckvd"):
        asyncio.run(run())
    assert ("the reader is slow" in caplog.text) is told
