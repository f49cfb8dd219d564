"""Fills the cache with a year of hours of three symbols, one after the other."""
from datetime import datetime, timedelta, timezone

from ckvd import CryptoKlineVisionData, DataProvider, Interval, MarketType

end = datetime.now(timezone.utc)
start = end - timedelta(days=365)

manager = CryptoKlineVisionData.create(DataProvider.BINANCE, MarketType.FUTURES_USDT)
for symbol in ("BTCUSDT", "ETHUSDT", "SOLUSDT"):
    frame = manager.get_data(symbol, start, end, Interval.HOUR_1)
    print(symbol, len(frame), dict(frame["_data_source"].value_counts()))
manager.close()
