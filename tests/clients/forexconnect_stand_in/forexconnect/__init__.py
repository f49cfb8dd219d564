"""Stands in for the vendor's package forexconnect: the same surface, as far as our bridge uses it.

Nothing here is the vendor's. STAND_IN in the environment says how it misbehaves, words apart by
commas: closed, bad_password, not_ready, no_data, broken, lost, silent_logout.
"""
import datetime
import os
import threading
import time

MINUTE = datetime.timedelta(minutes=1)
PAGE_MAX = 300  # what most servers give, whatever is asked for
MOODS = os.environ.get("STAND_IN", "").split(",")


class fxcorepy:  # a module there
    class O2GCandleOpenPriceMode:
        FIRST_TICK = "first tick"
        PREVIOUS_CLOSE = "previous close"

    class AO2GSessionStatus:
        class O2GSessionStatus:
            CONNECTED = "O2GSessionStatus.CONNECTED"
            CONNECTING = "O2GSessionStatus.CONNECTING"
            RECONNECTING = "O2GSessionStatus.RECONNECTING"
            SESSION_LOST = "O2GSessionStatus.SESSION_LOST"


STATUS = fxcorepy.AO2GSessionStatus.O2GSessionStatus


class Date64:
    """As much of numpy.datetime64 as is looked at."""

    def __init__(self, time):
        self._time = time

    def astype(self, kind):
        if kind == "datetime64[ms]":
            return self
        assert kind == "int64"
        return (self._time - datetime.datetime(1970, 1, 1)) // datetime.timedelta(milliseconds=1)


class Row:
    def __init__(self, instrument, bid, digits, status="T"):
        self.instrument = instrument
        self.bid = bid
        self.ask = bid + 2 * 10 ** -digits
        self.digits = digits
        self.point_size = 10 ** -digits
        self.subscription_status = status
        self.trading_status = "C" if "closed" in MOODS else "O"
        self.time = datetime.datetime.utcnow()
        self.volume = 1


class Table(list):
    def __init__(self, rows):
        super().__init__(rows)
        self.on_change = None

    def walk(self, lost):
        for step in range(1000000):
            time.sleep(0.02)
            if "lost" in MOODS and step == 20:
                lost()
                return
            row = self[step % len(self)]
            now = datetime.datetime.utcnow()
            row.volume = row.volume + 3 if now.minute == row.time.minute else 1
            row.time = now
            row.bid += row.point_size * (1 if step % 2 else -1)
            row.ask += row.point_size * (1 if step % 2 else -1)
            if self.on_change and "closed" not in MOODS:
                self.on_change(None, str(step), row)


class Common:
    @staticmethod
    def subscribe_table_updates(table, on_change_callback=None, on_add_callback=None,
                                on_delete_callback=None, on_status_change_callback=None):
        table.on_change = on_change_callback


def bar(minute):
    """A tuple by names, as of a numpy record array."""
    n = int(minute.timestamp() // 60) % 100
    sides = {"Bid": 1 + n / 1000, "Ask": 1.0002 + n / 1000}
    row = {"Date": Date64(minute), "Volume": n + 1}
    for side, price in sides.items():
        row.update({side + "Open": price, side + "High": price + 0.003, side + "Low": price - 0.002,
                    side + "Close": price + 0.001})
    return row


class ForexConnect:
    OFFERS = "offers"

    def __init__(self):
        self._offers = None
        self._status = None

    def login(self, user_id, user_password, url="http://www.fxcorporate.com/Hosts.jsp",
              connection="Demo", session_id=None, pin=None, session_status_callback=None):
        self._status = session_status_callback or (lambda session, status: None)
        self._status(self, STATUS.CONNECTING)
        time.sleep(0.1)
        if "bad_password" in MOODS:
            raise RuntimeError("Login failed for %s with %s: incorrect user name or password"
                               % (user_id, user_password))
        self._offers = Table([Row("EUR/USD", 1.085, 5), Row("XAU/USD", 2000.0, 2),
                              Row("USDOLLAR", 12000.0, 0, status="D")])
        self._status(self, STATUS.CONNECTED)
        threading.Thread(target=self._offers.walk, args=(self._lose,), daemon=True).start()

    def _lose(self):
        self._status(self, STATUS.RECONNECTING)
        time.sleep(0.1)
        self._status(self, STATUS.SESSION_LOST)

    def get_table(self, name):
        assert name == self.OFFERS
        return self._offers

    def get_history(self, instrument, timeframe, date_from=None, date_to=None, quotes_count=-1,
                    candle_open_price_mode=fxcorepy.O2GCandleOpenPriceMode.PREVIOUS_CLOSE):
        if "not_ready" in MOODS:
            raise RuntimeError("PriceHistoryCommunicator is not ready")
        if "no_data" in MOODS:
            raise RuntimeError("unsupported scope\nNo data found for symbolID=1")
        if "broken" in MOODS:
            raise RuntimeError("QuotesManager error: HTTP request failed")
        assert timeframe == "m1" and candle_open_price_mode in ("first tick", "previous close")
        minute = date_to.replace(second=0, microsecond=0)
        rows = []
        while minute >= date_from and len(rows) < PAGE_MAX:
            rows.append(bar(minute))  # the one at date_to too
            minute -= MINUTE
        return rows[::-1]

    def logout(self):
        if "silent_logout" in MOODS:
            time.sleep(3600)
