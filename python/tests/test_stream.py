"""Live candles: the market's own, each once, whoever waits and however the waiting ends."""
import asyncio
import datetime as dt
import gc
import itertools
import os
import signal
import subprocess
import sys
import threading
import time

import pytest

import candlewick as cw
from candlewick import _program

from bars import of_truth  # of the system tests; conftest.py knows where they are
from exchange import Exchange

SECOND = dt.timedelta(seconds=1)


@pytest.fixture(scope="module")
def market():
    """An exchange by our own clock."""
    program = os.environ.get("WICK_TEST_PROGRAM") or _program.program()
    with Exchange(program) as exchange:
        yield exchange


@pytest.fixture
def settings(market, tmp_path):
    yield {**market.env, "WICK_CACHE_DIR": str(tmp_path / "cache"),
           "WICK_STATE_DIR": str(tmp_path / "state"), "XDG_CONFIG_HOME": str(tmp_path),
           "NO_PROXY": "*"}
    market.scenario("calm")


def micros(moment):
    return (moment - dt.datetime(1970, 1, 1, tzinfo=dt.timezone.utc)) // dt.timedelta(microseconds=1)


def values(candle):
    return (micros(candle.open_time), candle.open, candle.high, candle.low, candle.close,
            candle.volume, candle.quote_asset_volume, candle.count, candle.taker_buy_volume,
            candle.taker_buy_quote_volume)


def assert_true(market, candles, symbol, interval="1s", step=SECOND):
    """Each once, without a gap, and the simulator's own. How many there are."""
    mine = [candle for candle in candles if candle.symbol == symbol and not candle.revision]
    times = [candle.open_time for candle in mine]
    assert times == [times[0] + step * i for i in range(len(times))]
    truth = market.truth("spot", symbol, interval, micros(times[0]), micros(times[-1] + step))
    assert [values(candle) for candle in mine] == [tuple(row) for row in of_truth(truth)]
    for candle in mine:
        assert candle.interval == interval and candle.closed and not candle.hole
        assert candle.close_time == candle.open_time + step - dt.timedelta(microseconds=1)
    return len(mine)


def test_candles_are_the_markets_own_and_are_kept(client, market):
    with client.stream(["btcusdt", "ETHUSDT"], interval="1s") as stream:
        assert stream.symbols == ["BTCUSDT", "ETHUSDT"] and stream.interval == "1s"
        candles = list(itertools.islice(stream, 8))
    assert assert_true(market, candles, "BTCUSDT") + assert_true(market, candles, "ETHUSDT") == 8
    assert {candle.source for candle in candles} <= {"STREAM", "REST"}
    first = next(candle for candle in candles if candle.symbol == "BTCUSDT")
    kept = client.get("BTCUSDT", "1s", first.open_time, first.open_time + SECOND, source="cache")
    assert [bar.close for bar in kept] == [first.close]
    assert kept.sources == {"STREAM": 1} or kept.sources == {"REST": 1}


def test_the_past_joins_the_present_without_a_seam(client, market):
    candles = []
    with client.stream("BTCUSDT", interval="1s", since="60s") as stream:
        for candle in stream:  # a frame that is late on a busy machine is asked for instead
            candles.append(candle)
            if len(candles) >= 64 and candle.source == "STREAM":
                break
    assert assert_true(market, candles, "BTCUSDT") == len(candles)
    assert candles[0].source == "REST" and candles[-1].source == "STREAM"


def test_what_is_not_to_be_kept_is_not(client):
    with client.stream("BTCUSDT", interval="1s", keep=False) as stream:
        candle, *_ = [next(stream) for _ in range(4)]  # so that it is over by any clock
    with pytest.raises(cw.UnsupportedError):
        client.get("BTCUSDT", "1s", candle.open_time, candle.open_time + SECOND, source="cache")


def test_updates_lead_to_the_candle(client):
    with client.stream("BTCUSDT", interval="1m", updates=True) as stream:
        candle = next(stream)
        assert not candle.closed and candle.source == "STREAM" and candle.open > 0


def test_waiting_for_some_time_only(client):
    with client.stream("BTCUSDT", interval="1d") as stream:
        begun = time.monotonic()
        assert stream.next(timeout=0.3) is None and stream.next(timeout=0) is None
        assert 0.3 <= time.monotonic() - begun < 2
        for wrong in ("1", float("nan"), True):
            with pytest.raises(TypeError):
                stream.next(timeout=wrong)


def test_what_cannot_be_is_refused_at_once(client):
    for options, error in [({"symbols": "../x"}, cw.InvalidSymbolError),
                           ({"symbols": []}, cw.InvalidRequestError),
                           ({"symbols": "BTCUSDT", "market": "moon"}, cw.InvalidRequestError),
                           ({"symbols": "BTCUSDT", "interval": "7m"}, cw.InvalidRequestError),
                           ({"symbols": "BTCUSDT", "since": "2199-01-01"}, cw.InvalidRequestError),
                           ({"symbols": 5}, TypeError), ({"symbols": [5]}, TypeError),
                           ({"symbols": "BTCUSDT", "market": None}, TypeError)]:
        for way in (client.stream, client.astream):
            with pytest.raises(error):
                way(**options)
    client.close()
    with pytest.raises(cw.CandlewickError, match="closed"):
        client.stream("BTCUSDT")


def test_a_symbol_that_nobody_has(client):
    with client.stream(["NOSUCHUSDT", "BTCUSDT"], interval="1s") as some, \
            client.stream("NOSUCHUSDT", interval="1s") as none:
        with pytest.raises(cw.InvalidSymbolError, match="NOSUCHUSDT"):
            next(none)
        while not some.refused:
            assert next(some).symbol == "BTCUSDT"
        assert list(some.refused) == ["NOSUCHUSDT"]
        assert isinstance(some.refused["NOSUCHUSDT"], cw.InvalidSymbolError)
        assert next(some).symbol == "BTCUSDT"


def test_closing_while_another_waits(client):
    stream = client.stream("BTCUSDT", interval="1d")
    heard = []
    waiting = threading.Thread(target=lambda: heard.extend(stream))
    waiting.start()
    time.sleep(0.3)
    begun = time.monotonic()
    stream.close()
    waiting.join(5)
    assert not waiting.is_alive() and time.monotonic() - begun < 2 and heard == []
    assert stream.closed and list(stream) == []
    with pytest.raises(cw.CancelledError):
        stream.next()
    stream.close()


def test_threads_share_a_stream(client, market):
    candles = []
    with client.stream("BTCUSDT", interval="1s", since="200s") as stream:
        readers = [threading.Thread(target=lambda: candles.extend(itertools.islice(stream, 50)))
                   for _ in range(4)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join(30)
    assert len(candles) == 200
    assert assert_true(market, sorted(candles, key=lambda one: one.open_time), "BTCUSDT") == 200


def test_two_streams_at_once(client, market):
    with client.stream("BTCUSDT", interval="1s") as one, \
            client.stream("ETHUSDT", interval="1s") as two:
        pairs = [(next(one), next(two)) for _ in range(3)]
    assert assert_true(market, [first for first, _ in pairs], "BTCUSDT") == 3
    assert assert_true(market, [second for _, second in pairs], "ETHUSDT") == 3


def threads():
    return len(os.listdir("/proc/self/task"))


def test_dropping_a_stream_ends_its_threads(client):
    before = threads()
    stream = client.stream("BTCUSDT", interval="1s")
    next(stream)
    during = threads()
    del stream
    gc.collect()
    assert threads() < during
    assert threads() <= before  # those of an earlier one may have ended meanwhile


def test_async_candles(client, market):
    async def first(symbol, count):
        candles = []
        async with client.astream(symbol, interval="1s", since="5s") as stream:
            async for candle in stream:
                candles.append(candle)
                if len(candles) == count:
                    break
        assert stream.closed
        return candles

    async def both():
        return await asyncio.gather(first("BTCUSDT", 8), first("ETHUSDT", 8))

    one, two = asyncio.run(both())
    assert assert_true(market, one, "BTCUSDT") == assert_true(market, two, "ETHUSDT") == 8


def test_async_tasks_share_a_stream_and_the_loop_rests(client):
    async def read():
        async with client.astream("BTCUSDT", interval="1s") as stream:
            spent = time.process_time()
            candles = await asyncio.gather(*(anext_of(stream) for _ in range(3)))
            assert time.process_time() - spent < 1
            while await stream.next(timeout=0.01):  # soon there is nothing, and it is no end
                pass
            assert not stream.closed
            return candles

    async def anext_of(stream):
        return await stream.__anext__()

    candles = asyncio.run(read())
    assert len({candle.open_time for candle in candles}) == 3


def test_cancelling_closes_at_once(client):
    async def run():
        stream = client.astream("BTCUSDT", interval="1d")

        async def listen():
            async for _ in stream:
                pass
        task = asyncio.create_task(listen())
        await asyncio.sleep(0.3)
        begun = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert time.monotonic() - begun < 0.5 and stream.closed
        assert [candle async for candle in stream] == []
        await stream.aclose()

    asyncio.run(run())


def test_closing_wakes_async_readers(client):
    async def run():
        stream = client.astream("BTCUSDT", interval="1d")
        reading = asyncio.create_task(collect(stream))
        await asyncio.sleep(0.2)
        await stream.aclose()
        return await asyncio.wait_for(reading, 2)

    async def collect(stream):
        return [candle async for candle in stream]

    assert asyncio.run(run()) == []


def test_ctrl_c_is_heard_at_once(settings):
    text = """
import candlewick as cw
stream = cw.stream("BTCUSDT", interval="1d")
print("listening", flush=True)
try:
    next(stream)
except KeyboardInterrupt:
    print("heard", stream.closed, flush=True)
"""
    with subprocess.Popen([sys.executable, "-c", text], env={**os.environ, **settings},
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "listening\n"
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        begun = time.monotonic()
        assert process.stdout.readline() == "heard True\n", process.stderr.read()
        heard = time.monotonic() - begun
        process.wait(20)
    assert heard < 2.0 and process.returncode == 0


def test_a_forked_child_is_told(script):
    done = script("""
import candlewick as cw, asyncio, os, sys
stream = cw.stream("BTCUSDT", interval="1s")
next(stream)
child = os.fork()
if child == 0:
    try:
        next(stream)
    except cw.InvalidRequestError as error:
        assert "process" in str(error)
        stream.close()
        with cw.stream("BTCUSDT", interval="1s") as own:
            next(own)
        sys.exit(0)
    os._exit(3)
assert os.waitpid(child, 0)[1] == 0
next(stream)
print("good")
""")
    assert done.stdout == "good\n", done.stderr


def test_leaving_with_open_streams(script):
    """One waits in a daemon thread, one is at rest: no crash, no hang."""
    done = script("""
import candlewick as cw, threading, time
idle = cw.stream("BTCUSDT", interval="1s")
next(idle)
busy = cw.stream("ETHUSDT", interval="1d")
threading.Thread(target=lambda: list(busy), daemon=True).start()
time.sleep(0.3)
print("leaving")
""", seconds=30)
    assert done.stdout == "leaving\n" and done.returncode == 0, done.stderr


def test_memory_does_not_grow(script):
    done = script("""
import candlewick as cw, gc
def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096
client = cw.Client()
def listen():
    with client.stream("BTCUSDT", interval="1s", since="900s") as stream:
        for _ in range(800): next(stream)
for _ in range(5): listen()
gc.collect()
before = resident()
for _ in range(15): listen()
gc.collect()
print(resident() - before)
""", seconds=120)
    assert int(done.stdout) < 4_000_000, done.stdout + done.stderr


HOSTILE = """
import datetime as dt, math
import candlewick as cw
ALLOWED = (cw.CandlewickError, TypeError, ValueError, OverflowError, AttributeError, StopIteration)
class Bad:
    def __index__(self): raise ValueError("index")
    def __bool__(self): raise ValueError("bool")
THINGS = [None, True, 0, -1, 2**63, -2**70, 1.5, math.nan, math.inf, "", "x" * 100000, "\\0",
          "BTC\\0USDT", "\\ud800", "../../etc/passwd", b"BTCUSDT", [], {}, (), object(), Bad(), Bad,
          dt.datetime.min, dt.datetime.max, dt.timedelta.max, "now", "7d"]
def attempt(call, *args, **options):
    try:
        return call(*args, **options)
    except ALLOWED:
        return None
client = cw.Client()
count = 0
for name in ("symbols", "market", "interval", "updates", "since", "keep", "holes"):
    for thing in THINGS:
        for way in (client.stream, client.astream):
            count += 1
            stream = attempt(way, **{"symbols": ["BTCUSDT"], "interval": "1d", name: thing})
            if stream is not None:
                repr(stream)
for thing in THINGS:
    attempt(client.stream, [thing, "BTCUSDT"])
    attempt(cw.Stream, thing, thing, holes=thing)
    attempt(client._core.stream, thing)
    attempt(cw._core.StreamRequest, thing, thing, thing)
with client.stream("BTCUSDT", interval="1d", since="2199-01-01" if False else None) as stream:
    for thing in THINGS:
        if thing is not None:
            attempt(stream.next, thing if not isinstance(thing, (int, float)) or thing < 1 else 0)
        attempt(stream._core.next, 0, thing)
        attempt(stream._core.next, thing, print) if not isinstance(thing, int) else None
for maker in (lambda: type(stream._core)(),
              lambda: type(stream._core).__new__(type(stream._core)).next(0, print),
              lambda: type(stream._core).__new__(type(stream._core)).close(),
              lambda: client._core.stream(cw._core.StreamRequest.__new__(cw._core.StreamRequest))):
    attempt(maker)
print("survived", count)
"""


def test_nothing_aborts_or_hangs(script):
    done = script(HOSTILE, seconds=120)
    assert done.returncode == 0 and done.stdout.startswith("survived"), (
        done.stdout[-500:] + done.stderr[-3000:])
