"""Streams of ckvd over connections that misbehave: every candle comes all the same, once."""
import asyncio
import concurrent.futures
import urllib.parse

import pytest

import candlewick as cw
import toxics
from ckvd import MarketType
from ckvd.core.streaming import KlineStream, StreamConfig

from ckvd_world import today  # noqa: F401

CANDLES = 8  # at least
PATIENCE = 60  # seconds
BREAKING = (toxics.reset_peer, toxics.down, toxics.limit_data)


async def followed(client, has_seen_enough):
    """So many candles of one second, as the stream has them."""
    def source(symbol, interval):
        return client.astream([symbol], market="spot", interval=interval.value, keep=False)

    stream = KlineStream(StreamConfig(MarketType.SPOT, reconciliation_enabled=False),
                         source=source)
    got = []
    async with stream:
        await stream.subscribe("BTCUSDT", "1s")
        async for update in stream:
            got.append(update)
            if len(got) >= CANDLES and has_seen_enough():
                return got


def outcome(today, folder, toxic):
    """What came through it, and how many connections that took."""
    parts = urllib.parse.urlsplit(today.url("spot_ws"))
    proxy = toxics.Proxy(parts.port, toxic)
    address = parts._replace(netloc=f"127.0.0.1:{proxy.address}").geturl()
    settings = {**today.env, "WICK_BINANCE_SPOT_WS_URL": address, "NO_PROXY": "*",
                "WICK_CACHE_DIR": str(folder / "cache"), "WICK_STATE_DIR": str(folder / "state")}
    try:
        with cw.Client(environment=settings) as client:
            def connected_anew():  # until then REST may bring what is missing
                return toxic not in BREAKING or proxy.connections > 1

            got = asyncio.run(asyncio.wait_for(followed(client, connected_anew), PATIENCE))
            return got, proxy.connections
    except asyncio.TimeoutError:
        return [], proxy.connections
    finally:
        proxy.close()


@pytest.fixture(scope="module")
def outcomes(today, tmp_path_factory):
    """Of all toxics, at the same time."""
    with concurrent.futures.ThreadPoolExecutor(len(toxics.TOXICS)) as pool:
        under_way = {toxic: pool.submit(outcome, today, tmp_path_factory.mktemp("toxic"), toxic)
                     for toxic in toxics.TOXICS}
        return {toxic: one.result() for toxic, one in under_way.items()}


@pytest.mark.parametrize("toxic", toxics.TOXICS, ids=lambda toxic: toxic.__name__)
def test_candles_come_through(today, outcomes, toxic):
    got, connections = outcomes[toxic]
    assert len(got) >= CANDLES and all(update.is_closed for update in got)
    times = [update.open_time_ms for update in got]
    assert times == [times[0] + 1000 * number for number in range(len(got))]
    truth = today.truth("spot", "BTCUSDT", "1s", times[0] * 1000, (times[-1] + 1000) * 1000)
    assert [(one.open, one.high, one.low, one.close, one.volume) for one in got] == [
        tuple(float(value) for value in row[1:6]) for row in truth]
    assert (connections > 1) is (toxic in BREAKING)
