"""Gaps of ckvd's streams: many of them, and none to speak of."""
import asyncio
import datetime as dt
import time

from ckvd.core.streaming import KlineStream, StreamConfig

from test_ckvd_streams import at, candle, frame_of, hours_of, read, stream_of


def test_ten_thousand_candles_with_nineteen_gaps_take_less_than_two_seconds():
    gaps = [500 * number for number in range(1, 20)]  # each of three candles
    hours = [hour for hour in range(10_057) if hour // 3 * 3 not in [gap // 3 * 3 for gap in gaps]]
    asked = []

    def fetch(symbol, interval, start, end):
        asked.append((start, end))
        return frame_of(range((start - at(0)) // dt.timedelta(hours=1),
                              (end - at(0)) // dt.timedelta(hours=1)))

    stream = stream_of([candle(hour) for hour in hours], fetch, reconciliation_enabled=True,
                       reconciliation_cooldown_seconds=0, queue_maxsize=20_000)

    async def run():
        async with stream:
            await stream.subscribe("BTCUSDT", "1h")
            return [await stream.__anext__() for _ in range(10_057)]

    begun = time.process_time()
    got = asyncio.run(run())
    spent = time.process_time() - begun
    assert len(hours) == 10_000 and len(asked) == 19
    assert hours_of(got) == list(range(10_057)) and spent < 2
    assert stream.reconciliation_stats["total_backfilled"] == 57


def test_a_disconnect_before_the_first_candle_asks_nobody():
    opened = []

    async def source(symbol, interval):
        opened.append(1)
        if len(opened) == 1:
            raise ConnectionResetError
        yield candle(7)
        await asyncio.Event().wait()

    def fetch(*_):
        raise AssertionError("nobody is to be asked")

    stream = KlineStream(StreamConfig(reconnect_delay_base=0.001, reconciliation_enabled=True),
                         source=source, fetch=fetch)
    assert hours_of(read(stream, 2)) == [7] and len(opened) == 2
    assert stream.reconciliation_stats["total_requests"] == 0
