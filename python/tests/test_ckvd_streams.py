"""Streams of ckvd: updates, settings, states, doubles, gaps, and what fills them."""
import asyncio
import dataclasses
import datetime as dt
import importlib
import itertools
import time
from types import SimpleNamespace

import pandas
import pytest

import ckvd
from ckvd import CryptoKlineVisionData, DataProvider, Interval, MarketType
from ckvd.core.streaming import (DedupEngine, KlineStream, KlineUpdate, StreamConfig, StreamState,
                                 StreamStateMachine, TransitionNotAllowed, detect_gap)
from ckvd.core.streaming.states import TRANSITIONS

UTC = dt.timezone.utc
BASE = 1705276800000  # 2024-01-15
HOUR_MS = 3_600_000
EPOCH = dt.datetime(1970, 1, 1, tzinfo=UTC)


def at(hour):
    return EPOCH + dt.timedelta(milliseconds=BASE + hour * HOUR_MS)


def candle(hour, closed=True, symbol="BTCUSDT", close=1.0):
    """As candlewick's streams have it."""
    return SimpleNamespace(symbol=symbol, interval="1h", open_time=at(hour), open=1.0, high=2.0,
                           low=0.5, close=close, volume=0.0, source="STREAM", closed=closed,
                           close_time=at(hour + 1) - dt.timedelta(microseconds=1))


def frame_of(hours):
    return pandas.DataFrame({"open": 1.0, "high": 2.0, "low": 0.5, "close": 1.5, "volume": 3.0},
                            index=pandas.DatetimeIndex([at(hour) for hour in hours],
                                                       name="open_time"))


def stream_of(candles, fetch=None, **settings):
    """A stream whose candles are these; afterwards its source stays silent."""
    async def source(symbol, interval):
        for one in candles:
            if one.symbol == symbol:
                yield one
        await asyncio.Event().wait()

    return KlineStream(StreamConfig(**settings), source=source, fetch=fetch)


def read(stream, count, *symbols):
    """The first so many updates, or all that come within a moment."""
    async def run():
        got = []
        async with stream:
            for symbol in symbols or ("BTCUSDT",):
                await stream.subscribe(symbol, "1h")
            try:
                while len(got) < count:
                    got.append(await asyncio.wait_for(stream.__anext__(), 0.3))
            except asyncio.TimeoutError:
                pass
        return got

    return asyncio.run(run())


async def until(condition):
    """Lets others work until it is so; what never comes is an error."""
    async def look():
        while not condition():
            await asyncio.sleep(0.001)
    await asyncio.wait_for(look(), 60)


def hours_of(updates):
    return [(update.open_time_ms - BASE) // HOUR_MS for update in updates]


# Updates.

EVENT = {"e": "kline", "E": BASE, "s": "BTCUSDT", "k": {
    "t": BASE, "T": BASE + HOUR_MS - 1, "s": "BTCUSDT", "i": "1h", "o": "1.5", "c": "2.5",
    "h": "3.5", "l": "0.5", "v": "10", "x": True}}


@pytest.mark.parametrize("message", [EVENT, {"stream": "btcusdt@kline_1h", "data": EVENT}])
def test_an_update_of_the_exchange(message):
    update = KlineUpdate.from_binance_ws(message)
    assert (update.open, update.high, update.low, update.close, update.volume) == (
        1.5, 3.5, 0.5, 2.5, 10.0)
    assert update.open_time == at(0) and update.open_time_ms == BASE and update.is_closed
    assert update.dedup_key() == ("BTCUSDT", "1h", at(0)) and update.data_source == "STREAMING"
    with pytest.raises(dataclasses.FrozenInstanceError):
        update.close = 1.0


@pytest.mark.parametrize("message", [{}, {"k": {}}, {"k": {**EVENT["k"], "o": "x"}}, {"k": None}])
def test_what_is_no_update(message):
    with pytest.raises(ckvd.StreamMessageParseError) as caught:
        KlineUpdate.from_binance_ws(message)
    assert caught.value.details["raw"] == message


def test_an_update_of_a_row():
    row = frame_of([0]).iloc[0]
    update = KlineUpdate.from_historical_row(row, "BTCUSDT", "1h")
    assert update.open_time == update.close_time == at(0) and update.is_closed
    same = KlineUpdate.from_historical_row({"open_time": BASE, **row.to_dict()}, "BTCUSDT", "1h")
    assert same == update
    with pytest.raises(ckvd.StreamMessageParseError, match="open_time"):
        KlineUpdate.from_historical_row({"open": 1.0}, "BTCUSDT", "1h")


# Settings.

def test_settings_are_frozen_and_checked():
    config = StreamConfig(MarketType.SPOT)
    assert (config.max_reconnect_attempts, config.reconnect_delay_max, config.queue_maxsize) == (
        5, 60.0, 1000)
    with pytest.raises(dataclasses.FrozenInstanceError):
        config.queue_maxsize = 1


@pytest.mark.parametrize("settings", [
    {"max_reconnect_attempts": -1}, {"queue_maxsize": 0}, {"compression": "deflate"},
    {"log_level": "shout"}, {"reconnect_delay_base": 0}, {"ping_timeout": -1.0},
    {"reconnect_delay_max": 0.5}, {"reconciliation_cooldown_seconds": -1},
    {"reconciliation_max_gap_intervals": 0}, {"market_type": MarketType.OPTIONS},
    {"queue_maxsize": "many"}, {"provider": DataProvider.TRADESTATION}])
def test_settings_that_cannot_be(settings):
    with pytest.raises(ValueError):
        StreamConfig(**settings)


# States.

@pytest.mark.parametrize("event, state", list(itertools.product(TRANSITIONS, StreamState)))
def test_each_event_in_each_state(event, state):
    machine = StreamStateMachine()
    machine.state = state
    if state in TRANSITIONS[event]:
        assert machine.send(event) is machine.state is TRANSITIONS[event][state]
    else:
        with pytest.raises(TransitionNotAllowed, match=event):
            machine.send(event)
        assert machine.state is state


def test_attempts_are_counted_until_it_is_active():
    machine = StreamStateMachine()
    for event in ("connect", "handshake_fail", "wait", "retry", "handshake_fail", "wait", "retry"):
        machine.send(event)
    assert machine.reconnect_count == 2
    for event in ("handshake_ok", "subscribe", "subscribed"):
        machine.send(event)
    assert machine.reconnect_count == 0 and machine.is_connected
    assert machine.send("close") is StreamState.CLOSED
    with pytest.raises(TransitionNotAllowed):
        machine.send("close")


# Doubles and gaps.

def test_the_oldest_is_forgotten_first():
    engine = DedupEngine(3)
    for number in range(4):
        assert engine.check_and_insert("BTCUSDT", "1h", number) is False
    assert not engine.contains("BTCUSDT", "1h", 0) and len(engine) == 3
    assert engine.check_and_insert("BTCUSDT", "1h", 3) is True
    engine.clear()
    assert len(engine) == 0
    with pytest.raises(ValueError):
        DedupEngine(0)


def test_a_hundred_thousand_keys_stay_within_bounds():
    engine = DedupEngine(1440)
    begun = time.process_time()
    for number in range(100_000):
        engine.check_and_insert("BTCUSDT", "1h", number)
    assert len(engine) == 1440 and time.process_time() - begun < 2


@pytest.mark.parametrize("hours, has, end", [(1, False, 1), (4, True, 4), (2000, True, 1440),
                                             (-2, False, -2), (0, False, 0)])
def test_gaps(hours, has, end):
    assert detect_gap(BASE, BASE + hours * HOUR_MS, HOUR_MS, 1440) == (has, BASE + end * HOUR_MS)


# Streams.

def test_15_and_closed_candles_alone_unless_asked():
    mixed = [candle(0, False), candle(0), candle(1, False), candle(1)]
    assert hours_of(read(stream_of(mixed), 9)) == [0, 1]
    assert hours_of(read(stream_of(mixed, confirmed_only=False), 9)) == [0, 0, 1, 1]


def test_each_candle_comes_once():
    stream = stream_of([candle(hour) for hour in range(5) for _ in range(2)])
    assert hours_of(read(stream, 99)) == list(range(5))
    assert stream.reconciliation_stats["total_deduped"] == 5
    assert stream.last_confirmed_open_time("BTCUSDT", "1h") == at(4)


def test_a_gap_is_filled_in_order_before_what_follows():
    asked = []

    def fetch(symbol, interval, start, end):
        asked.append((symbol, interval, start, end))
        return frame_of(range(9, 16))  # one that was there, and one too many

    hours = [*range(10), *range(15, 20)]
    stream = stream_of([candle(hour) for hour in hours], fetch, reconciliation_enabled=True)
    assert hours_of(read(stream, 20)) == list(range(20))
    assert asked == [("BTCUSDT", Interval.HOUR_1, at(10), at(15))]
    assert stream.reconciliation_stats == {"total_requests": 1, "successful": 1, "failed": 0,
                                           "total_backfilled": 5, "total_deduped": 0}


@pytest.mark.parametrize("cooldown, hours", [(30.0, [0, 1, 2, 3, 4, 7]), (0, list(range(8)))])
def test_a_cooldown_holds_the_second_gap_back(cooldown, hours):
    def fetch(symbol, interval, start, end):
        return frame_of(range(8))

    stream = stream_of([candle(hour) for hour in (0, 1, 4, 7)], fetch, reconciliation_enabled=True,
                       reconciliation_cooldown_seconds=cooldown)
    assert hours_of(read(stream, 99)) == hours


def test_a_failed_fetch_does_not_end_the_stream():
    def fetch(symbol, interval, start, end):
        raise ckvd.DataSourceError("dark")

    stream = stream_of([candle(hour) for hour in (0, 1, 4, 5)], fetch, reconciliation_enabled=True)
    assert hours_of(read(stream, 99)) == [0, 1, 4, 5]
    assert stream.reconciliation_stats["failed"] == 1


def test_nan_and_no_volume_pass():
    got = read(stream_of([candle(0, close=float("nan")), candle(1)]), 9)
    assert got[0].close != got[0].close and got[1].volume == 0


def test_15_a_full_queue_drops_the_newest_and_counts():
    async def run():
        stream = stream_of([candle(hour) for hour in range(20)], queue_maxsize=5)
        async with stream:
            await stream.subscribe("BTCUSDT", "1h")
            await until(lambda: stream.dropped_count == 15)  # the reader is away
            assert stream.queue_size == 5
            return [(await stream.__anext__()) for _ in range(5)]

    assert hours_of(asyncio.run(run())) == [0, 1, 2, 3, 4]


def test_12_a_second_subscription_and_each_symbol_by_itself():
    stream = stream_of([candle(0), candle(1, symbol="ETHUSDT"), candle(2, symbol="SOLUSDT")])
    got = read(stream, 3, "BTCUSDT", "ETHUSDT", "SOLUSDT", "BTCUSDT")
    assert sorted(update.symbol for update in got) == ["BTCUSDT", "ETHUSDT", "SOLUSDT"]
    assert stream.last_confirmed_open_time("ETHUSDT", "1h") == at(1)


def test_13_a_source_that_ends_is_opened_again():
    opened = []

    async def source(symbol, interval):
        opened.append(symbol)
        yield candle(len(opened))
        if len(opened) == 2:
            raise ConnectionResetError

    stream = KlineStream(StreamConfig(reconnect_delay_base=0.001), source=source)
    assert stream.is_connected is False
    assert hours_of(read(stream, 4)) == [1, 2, 3, 4] and len(opened) >= 4
    assert stream.state is StreamState.CLOSED


def test_too_many_failures_in_a_row_are_an_error():
    async def source(symbol, interval):
        raise ConnectionRefusedError
        yield

    stream = KlineStream(StreamConfig(max_reconnect_attempts=2, reconnect_delay_base=0.001),
                         source=source)
    with pytest.raises(ckvd.StreamReconnectExhaustedError) as caught:
        read(stream, 1)
    assert caught.value.details == {"attempts": 2, "max_attempts": 2}


def test_unsubscribing_and_the_end():
    async def run():
        stream = stream_of([candle(0)])
        async with stream:
            await stream.subscribe("BTCUSDT", Interval.HOUR_1)
            await stream.__anext__()
            await stream.unsubscribe("BTCUSDT", "1h")
            asyncio.get_running_loop().call_later(
                0.02, lambda: asyncio.ensure_future(stream.close()))
            return [update async for update in stream]

    assert asyncio.run(asyncio.wait_for(run(), 5)) == []


@pytest.mark.parametrize("symbol, interval", [("../x", "1h"), ("BTCUSDT", "7m"),
                                              ("BTCUSD_PERP", "1h")])
def test_what_cannot_be_subscribed_to(symbol, interval):
    with pytest.raises(ckvd.StreamSubscriptionError):
        asyncio.run(stream_of([]).subscribe(symbol, interval))


# The manager's.

class Live:
    """A client of candlewick with streams."""

    def __init__(self, candles):
        self.candles, self.asked = candles, []

    def stream(self, symbols, *, market, interval, updates=False, since=None):
        self.asked.append((symbols, market, interval, updates))
        yield from self.candles

    async def astream(self, symbols, *, market, interval, updates=False, since=None):
        self.asked.append((symbols, market, interval, updates))
        for one in self.candles:
            yield one
        await asyncio.Event().wait()

    def close(self):
        pass


@pytest.fixture
def live(monkeypatch):
    client = Live([candle(0, False), candle(0), candle(0), candle(1)])
    monkeypatch.setattr("ckvd._fetching._opened", lambda folder, **_: client)
    return client


def test_11_the_iterator_yields(live):
    with CryptoKlineVisionData.create(DataProvider.BINANCE, MarketType.FUTURES_USDT) as manager:
        assert hours_of(manager.stream_data_sync("btcusdt", "1h")) == [0, 1]
        assert live.asked == [(["BTCUSDT"], "futures_usdt", "1h", False)]
        assert hours_of(manager.stream_data_sync("BTCUSDT", Interval.HOUR_1,
                                                 confirmed_only=False)) == [0, 0, 1]
        with pytest.raises(ckvd.StreamSubscriptionError):  # before the first is asked for
            manager.stream_data_sync("BTC/USDT", "1h")


def test_14_the_manager_s_stream_asks_for_the_right_thing(live):
    with CryptoKlineVisionData.create(DataProvider.BINANCE) as manager:
        assert hours_of(read(manager.create_stream(), 2)) == [0, 1]
    assert live.asked == [(["BTCUSDT"], "spot", "1h", False)]


def test_14_reconciliation_fetches_by_the_manager(settings, monkeypatch):
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    with CryptoKlineVisionData.create(DataProvider.BINANCE) as manager:
        stream = manager.create_stream(reconciliation_enabled=True)
        stream._source = stream_of([candle(0), candle(5)])._source
        assert hours_of(read(stream, 6)) == list(range(6))
    assert stream.reconciliation_stats["total_backfilled"] == 4


def test_16_streams_are_importable_by_their_old_places():
    for module, name in (("ckvd.core.streaming", "KlineUpdate"),
                         ("ckvd.core.streaming.kline_update", "KlineUpdate"),
                         ("ckvd.core.streaming.kline_stream", "KlineStream"),
                         ("ckvd.core.streaming.stream_config", "StreamConfig"),
                         ("ckvd.utils.for_core.streaming_exceptions", "StreamingError"),
                         ("ckvd", "KlineStream"), ("data_source_manager", "StreamConfig")):
        assert hasattr(importlib.import_module(module), name)


def test_without_streams_in_candlewick_it_says_so(monkeypatch):
    monkeypatch.setattr("ckvd._fetching._opened", lambda folder, **_: SimpleNamespace(close=print))
    manager = CryptoKlineVisionData.create(DataProvider.BINANCE)
    with pytest.raises(ImportError, match="wick stream"):
        manager.stream_data_sync("BTCUSDT", "1h")
    with pytest.raises(ImportError, match="wick stream"):
        asyncio.run(manager.create_stream().subscribe("BTCUSDT", "1h"))
    with pytest.raises(ckvd.StreamSubscriptionError, match="BINANCE"):
        CryptoKlineVisionData.create(DataProvider.OKX).stream_data_sync("BTC-USDT", "1h")
