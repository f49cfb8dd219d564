"""Fetches two months in pieces of a week, with a pause after each."""
import time
from datetime import datetime, timedelta, timezone

import pandas

from ckvd import CryptoKlineVisionData, DataProvider, Interval, MarketType, date_chunks

end = datetime.now(timezone.utc).replace(hour=0, minute=0, second=0, microsecond=0)
start = end - timedelta(days=60)
PAUSE = 0.05

pieces = []
with CryptoKlineVisionData.create(DataProvider.BINANCE, MarketType.SPOT) as manager:
    for begin, until in date_chunks(start, end, chunk_days=7):
        pieces.append(manager.get_data("BTCUSDT", begin, until, Interval.MINUTE_15))
        time.sleep(PAUSE)
frame = pandas.concat(pieces)
print(len(pieces), len(frame), frame.index.is_monotonic_increasing, frame.index.has_duplicates)
