"""Streams of ckvd over a real connection: the market's own candles, one after the other."""
import json
import os
import subprocess
import sys

import pytest

from candlewick import _program

from exchange import Exchange  # of the system tests; conftest.py knows where they are

BLOCKING = """
import json
from ckvd import CryptoKlineVisionData, DataProvider, Interval, MarketType
manager = CryptoKlineVisionData.create(DataProvider.BINANCE, MarketType.SPOT)
for number, update in enumerate(manager.stream_data_sync("BTCUSDT", Interval.SECOND_1), 1):
    assert update.is_closed and update.symbol == "BTCUSDT"
    print(json.dumps([update.open_time_ms, update.open, update.close, update.volume]), flush=True)
    if number == 4:
        break
"""
ASYNC = """
import asyncio, json
from ckvd import CryptoKlineVisionData, DataProvider, Interval, MarketType

async def main():
    manager = CryptoKlineVisionData.create(DataProvider.BINANCE, MarketType.SPOT)
    async with manager.create_stream() as stream:
        await stream.subscribe("BTCUSDT", Interval.SECOND_1)
        number = 0
        async for update in stream:
            print(json.dumps([update.open_time_ms, update.open, update.close, update.volume]))
            number += 1
            if number == 4:
                return

asyncio.run(asyncio.wait_for(main(), 40))
"""


@pytest.mark.parametrize("program", [BLOCKING, ASYNC])
def test_candles_are_the_markets_own(tmp_path, program):
    wick = os.environ.get("WICK_TEST_PROGRAM") or _program.program()
    with Exchange(wick) as market:  # by our own clock
        environment = {**os.environ, **market.env, "WICK_CACHE_DIR": str(tmp_path / "cache"),
                       "WICK_STATE_DIR": str(tmp_path / "state"), "NO_PROXY": "*"}
        done = subprocess.run([sys.executable, "-c", program], env=environment, timeout=60,
                              capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        rows = [json.loads(line) for line in done.stdout.splitlines()]
        times = [row[0] for row in rows]
        assert times == [times[0] + 1000 * number for number in range(4)]
        truth = market.truth("spot", "BTCUSDT", "1s", times[0] * 1000, (times[-1] + 1000) * 1000)
        assert rows == [[row[0] // 1000, float(row[1]), float(row[4]), float(row[5])]
                        for row in truth]
