"""Fetches symbols of three markets at the same time, with a manager for each."""
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

from ckvd import CryptoKlineVisionData, DataProvider, Interval, MarketType

end = datetime.now(timezone.utc) - timedelta(days=3)
start = end - timedelta(days=14)
WANTED = [(MarketType.SPOT, "BTCUSDT"), (MarketType.FUTURES_USDT, "ETHUSDT"),
          (MarketType.FUTURES_COIN, "BTCUSD_PERP")]


def fetch(market, symbol):
    with CryptoKlineVisionData.create(DataProvider.BINANCE, market) as manager:
        return manager.get_data(symbol, start, end, Interval.HOUR_1)


with ThreadPoolExecutor(max_workers=3) as pool:
    frames = list(pool.map(lambda wanted: fetch(*wanted), WANTED))
for (market, symbol), frame in zip(WANTED, frames):
    print(market.name, symbol, len(frame), f"{frame['close'].iloc[-1]:.2f}")
