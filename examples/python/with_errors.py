"""Waits when a server says so, and tells apart what else can go wrong."""
import sys
import time
from datetime import datetime, timedelta, timezone

from ckvd import (CryptoKlineVisionData, DataProvider, DataSourceError, Interval,
                  InvalidSymbolError, MarketType, RateLimitError)

end = datetime.now(timezone.utc)
start = end - timedelta(hours=6)
ATTEMPTS = 3


def fetch(manager, symbol):
    for _ in range(ATTEMPTS):
        try:
            return manager.get_data(symbol, start, end, Interval.MINUTE_1)
        except RateLimitError as error:
            print(f"{symbol}: waiting {error.retry_after:g} s")
            time.sleep(error.retry_after)
        except InvalidSymbolError as error:
            print(f"{symbol}: {error.details['symbol']} is not there")
            return None
        except DataSourceError as error:
            print(f"{symbol}: {[tier['tier'] for tier in error.details['tiers']]} failed")
            return error.partial
    sys.exit(f"{symbol}: {ATTEMPTS} attempts were not enough")


with CryptoKlineVisionData.create(DataProvider.BINANCE, MarketType.SPOT) as manager:
    for name in sys.argv[1:] or ["BTCUSDT", "NOSUCHUSDT"]:
        frame = fetch(manager, name)
        print(name, 0 if frame is None else len(frame))
