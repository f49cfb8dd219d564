"""Between wick and the vendor's session: who is on which thread, and what follows what.

The main thread reads what wick says and answers pings; one worker talks to the vendor, whose calls
take their time; rows of the table of offers come on the vendor's own threads.
"""
import os
import queue
import threading
import time

import rules
import speech

HOSTS = "https://www.fxcorporate.com/Hosts.jsp"
FAREWELL_MAX = 1.5  # seconds; then we go without


class Bridge:
    def __init__(self, vendor, voice, environment):
        self._vendor = vendor
        self._voice = voice
        self._account = (environment["FXCM_USERNAME"], environment["FXCM_PASSWORD"],
                         environment.get("FXCM_HOST_URL") or HOSTS,
                         environment.get("FXCM_CONNECTION") or "Demo")
        self._opening = environment.get("FXCM_CANDLE_OPEN") or "previous_close"
        self._tasks = queue.Queue()
        self._lock = threading.RLock()  # of all below
        self._session = None
        self._offers = {}       # by name: the row seen last
        self._subscribed = set()
        self._volumes = {}
        self._connected = False
        self._told = None       # the state that wick knows
        self._last_good = None  # milliseconds
        self._code = 0

    def run(self, stream):
        self._voice.say("hello", protocol=1, name="forexconnect", history=list(rules.TIMEFRAMES))
        self._tasks.put(self._log_in)
        worker = threading.Thread(target=self._work, daemon=True)
        worker.start()
        reader = threading.Thread(target=self._read, args=(stream,), daemon=True)
        reader.start()
        worker.join()
        return self._code

    def _read(self, stream):
        for message in speech.heard(stream):
            kind = message["type"]
            if kind == "ping":
                self._voice.say("pong", id=message.get("id"))
            elif kind == "subscribe":
                self._tasks.put(lambda m=message: self._subscribe(m))
            elif kind == "history":
                self._tasks.put(lambda m=message: self._history(m))
        self._tasks.put(None)
        time.sleep(FAREWELL_MAX)
        os._exit(0)  # a call that hangs must not keep us

    def _work(self):
        for task in iter(self._tasks.get, None):
            if not task():
                return
        if self._session is not None:
            self._session.logout()

    def _shown(self, error):
        return rules.text_of(error, self._account[:2])

    def _log_in(self):
        try:
            self._session = self._vendor.ForexConnect()
            self._session.login(*self._account, session_status_callback=self._status_changed)
            offers = self._session.get_table(self._vendor.ForexConnect.OFFERS)
            with self._lock:
                self._offers = {row.instrument: row for row in offers}
                self._connected = True
            self._vendor.Common.subscribe_table_updates(
                offers, on_change_callback=self._row_changed, on_add_callback=self._row_changed)
        except Exception as error:  # the vendor's are of no common class
            self._voice.say("error", code=rules.code_of(error), text=self._shown(error))
            self._code = 1
            return False
        self._voice.say("instruments", instruments=[self._instrument(row)
                                                    for row in list(self._offers.values())])
        with self._lock:
            self._tell_state("logged on")
        return True

    @staticmethod
    def _instrument(row):
        return {"name": row.instrument, "digits": int(row.digits), "point": float(row.point_size),
                "tradable": row.subscription_status == "T"}

    def _subscribe(self, message):
        wanted = message.get("symbols", [])
        with self._lock:
            for symbol in wanted:
                row = self._offers.get(symbol)
                if row is None:
                    self._voice.say("refused", symbol=symbol, text="FXCM has no such instrument")
                elif row.subscription_status == "D":
                    self._voice.say("refused", symbol=symbol, text=(
                        "switched off for this account; switch it on in the Trading Station"))
                else:
                    self._subscribed.add(symbol)
            self._subscribed &= set(wanted)
            self._voice.say("subscribed", id=message.get("id"))
            self._tell_state("subscribed")
        return True

    def _history(self, message):
        symbol, begin, end = message["symbol"], message["from_ms"], message["to_ms"]
        answer = {"id": message.get("id")}
        timeframe = rules.TIMEFRAMES.get(message["interval"])
        if timeframe is None:
            self._voice.say("error", code="unsupported", text="no such interval", **answer)
        elif symbol not in self._offers:
            self._voice.say("error", code="no_symbol", text="no such instrument", **answer)
        else:
            self._fetch(symbol, timeframe, (begin, end), answer)
        return True

    def _fetch(self, symbol, timeframe, span, answer):
        try:
            rows = self._session.get_history(
                symbol, timeframe, rules.time_of(span[0]), rules.time_of(span[1]), -1,
                self._candle_open())
            bars, depth = rules.page_of(rows, *span)
        except Exception as error:  # the vendor's are of no common class
            self._voice.say("error", code=rules.code_of(error), text=self._shown(error), **answer)
            return
        if bars:
            self._voice.say("page", from_ms=depth, bars=bars, **answer)
        else:
            self._voice.say("error", code="no_data", text="no bars", **answer)

    def _candle_open(self):
        modes = self._vendor.fxcorepy.O2GCandleOpenPriceMode
        return modes.FIRST_TICK if self._opening == "first_tick" else modes.PREVIOUS_CLOSE

    def _row_changed(self, _listener, _row_id, row):
        now = int(time.time() * 1000)
        with self._lock:
            symbol = row.instrument
            self._offers[symbol] = row
            if symbol not in self._subscribed or not self._connected:
                return
            self._tell_state("the venue says so")
            at = rules.millis_of(row.time)
            size = self._volumes.setdefault(symbol, rules.MinuteVolume()).take(at, row.volume)
            self._last_good = now
            self._voice.say("tick", symbol=symbol, bid=float(row.bid), ask=float(row.ask),
                            time_ms=at, size=size)

    def _status_changed(self, _session, status):
        name = str(status).split(".")[-1].upper()
        with self._lock:
            if self._told is None:
                return  # the login itself tells how it goes
            if name == "CONNECTED":
                self._connected = True
                self._tell_state("connected again")
            elif name in ("RECONNECTING", "DISCONNECTED", "SESSION_LOST"):
                self._connected = False
                self._tell_state(name.lower().replace("_", " "))
                if name != "RECONNECTING":  # a new process is the surest new session
                    self._voice.say("error", code="session", text="the session has ended: " + name)

    def _tell_state(self, why):
        names = self._subscribed or self._offers
        closed = bool(names) and all(
            getattr(self._offers[name], "trading_status", "O") == "C" for name in names)
        state = "down" if not self._connected else "closed" if closed else "open"
        if state == self._told:
            return
        self._told = state
        since = {"since_ms": self._last_good} if state == "down" and self._last_good else {}
        self._voice.say("state", state=state, text=why, **since)
