#!/usr/bin/env python3
"""Checks that a program keeps the protocol of bridges (docs/bridge.md).

Usage: bridge_check.py [--symbols A,B] [--no-symbol X] [--interval 1m] [--seconds 20] COMMAND...
Speaks to it as wick does and prints what it keeps, breaks, and what could not be tried.
Exit codes: 0 kept, 1 broken, 2 wrong usage.
"""
import argparse
import json
import math
import queue
import subprocess
import sys
import threading
import time

HELLO_MAX = 30
PONG_MAX = 10
END_MAX = 5
LINE_MAX = 1 << 20
INTERVALS = {"1s": 1, "1m": 60, "3m": 180, "5m": 300, "15m": 900, "30m": 1800, "1h": 3600,
             "2h": 7200, "4h": 14400, "6h": 21600, "8h": 28800, "12h": 43200, "1d": 86400,
             "3d": 259200, "1w": 604800, "1M": 31 * 86400}
STATES = ("open", "closed", "down")
CODES = ("not_ready", "no_data", "no_symbol", "unsupported", "session", "refused", "failed")
PAGES_MAX = 50


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def is_time(value):
    return is_number(value) and 0 < value < 7258118400000


class Broken(Exception):
    """What cannot go on."""


class Bridge:
    """The program, and all that it said."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.lines = queue.Queue()
        self.faults = []
        self.symbols = None   # of the last subscription
        self.given_up = {}    # symbols of earlier ones, and until when they may still tick
        self.met = False
        self.state = "down"
        self.kept = 0
        self.asked = 0
        self.ticks = {}
        self.refused = []
        self.loud = 0
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put(None)

    def blame(self, what):
        if what not in self.faults:
            self.faults.append(what)

    def send(self, **message):
        self.send_text(json.dumps(message))

    def send_text(self, text):
        try:
            self.process.stdin.write(text.encode() + b"\n")
            self.process.stdin.flush()
        except OSError:
            raise Broken("it ended, or closed its input")

    def subscribe(self, symbols):
        now = time.monotonic()
        for symbol in self.symbols or []:
            if symbol not in symbols:
                self.given_up[symbol] = now + 5
        self.symbols = list(symbols)
        self.asked += 1
        self.send(type="subscribe", id=self.asked, symbols=self.symbols)

    def until(self, wanted, seconds):
        """The first message for which `wanted` holds, or None. Everything is judged on the way."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                line = self.lines.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                return None
            if line is None:
                raise Broken("it ended by itself, with code %s" % self.process.wait())
            message = self.judge(line)
            if message is not None and wanted(message):
                return message
        return None

    def judge(self, line):
        if len(line) > LINE_MAX:
            self.blame("a line of %d bytes" % len(line))
        try:
            message = json.loads(line.decode())
        except ValueError:
            self.blame("a line that is no JSON: %r" % line[:80])
            return None
        if not isinstance(message, dict) or not isinstance(message.get("type"), str):
            self.blame("a message without a type: %r" % line[:80])
            return None
        kind = message["type"]
        if not self.met and kind not in ("hello", "error", "log"):
            self.blame("\"%s\" before hello" % kind)
        check = getattr(self, "judge_" + kind, None)
        if check:
            check(message)
        return message

    def judge_hello(self, message):
        if self.met:
            self.blame("a second hello")
        self.met = True
        if message.get("protocol") != 1:
            self.blame("protocol %r in hello; it is 1" % message.get("protocol"))
        history = message.get("history", [])
        if not isinstance(history, list) or any(one not in INTERVALS for one in history):
            self.blame("history in hello is no list of intervals: %r" % (history,))

    def judge_state(self, message):
        if message.get("state") not in STATES:
            self.blame("a state %r" % message.get("state"))
            return
        if "since_ms" in message and not is_time(message["since_ms"]):
            self.blame("since_ms is no time: %r" % message["since_ms"])
        self.state = message["state"]

    def judge_subscribed(self, message):
        if message.get("id") not in range(1, self.asked + 1):
            self.blame("subscribed with an id that nobody gave: %r" % message.get("id"))
        else:
            self.kept = max(self.kept, message["id"])

    def judge_refused(self, message):
        self.refused.append(message.get("symbol"))
        if message.get("symbol") not in (self.symbols or []):
            self.blame("%r refused, which nobody asked for" % message.get("symbol"))

    def judge_tick(self, message):
        symbol = message.get("symbol")
        if not is_number(message.get("bid")) or not is_number(message.get("ask")):
            self.blame("a tick whose bid or ask is no number: %r" % message)
        if "size" in message and not (is_number(message["size"]) and message["size"] >= 0):
            self.blame("a tick whose size is no amount: %r" % message)
        if message.get("time_ms") is not None and not is_time(message["time_ms"]):
            self.blame("a tick whose time_ms is no time: %r" % message)
        if symbol not in (self.symbols or []):
            if time.monotonic() > self.given_up.get(symbol, 0):
                self.blame("a tick of %r, which is not subscribed to" % symbol)
            return
        if symbol in self.refused:
            self.blame("a tick of %r, which was refused" % symbol)
        self.ticks[symbol] = self.ticks.get(symbol, 0) + 1

    def judge_instruments(self, message):
        offered = message.get("instruments")
        if not isinstance(offered, list) or any(
                not isinstance(one, dict) or not isinstance(one.get("name"), str) or not one["name"]
                for one in offered):
            self.blame("instruments is no list of objects with a name")

    def judge_error(self, message):
        if message.get("code") not in CODES:
            self.blame("an error with the code %r" % message.get("code"))

    def judge_page(self, message):
        rows = message.get("bars")
        if not isinstance(rows, list) or any(
                not isinstance(row, list) or len(row) != 10 or not all(map(is_number, row))
                for row in rows):
            self.blame("a page whose bars are no rows of ten numbers")
            return
        times = [row[0] for row in rows]
        if any(a >= b for a, b in zip(times, times[1:])):
            self.blame("a page whose bars do not ascend")

    def judge_log(self, message):
        if not isinstance(message.get("text"), str):
            self.blame("a log without a text")

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()


class Check:
    def __init__(self, options):
        self.options = options
        self.broken = 0

    def say(self, verdict, what):
        self.broken += verdict == "BROKEN"
        print("%-7s %s" % (verdict, what), flush=True)

    def expect(self, so, kept, broken):
        self.say("kept" if so else "BROKEN", kept if so else broken)
        return bool(so)

    def run(self):
        bridge = None
        try:
            bridge = Bridge(self.options.command)
            self.talk(bridge)
            self.end(bridge)
        except OSError as error:
            self.say("BROKEN", "it cannot be started: %s" % error)
        except Broken as broken:
            self.say("BROKEN", str(broken))
        finally:
            if bridge is not None:
                bridge.kill()
                for fault in bridge.faults:
                    self.say("BROKEN", "it said " + fault)
        return 1 if self.broken else 0

    def talk(self, bridge):
        bridge.send(type="hello", protocol=1)
        hello = bridge.until(lambda m: m["type"] in ("hello", "error"), HELLO_MAX)
        if hello is not None and hello["type"] == "error":
            raise Broken("it cannot work here: %s" % hello.get("text"))
        if not self.expect(hello, "it says hello", "no hello for %d s" % HELLO_MAX):
            raise Broken("nothing else was tried")
        self.pings(bridge)
        self.subscription(bridge)
        self.state(bridge)
        ticking = self.ticks(bridge)
        self.change(bridge, ticking)
        self.garbage(bridge)
        self.history(bridge, hello.get("history", []))
        self.pings(bridge)

    def pings(self, bridge):
        bridge.send(type="ping", id=77)
        pong = bridge.until(lambda m: m["type"] == "pong" and m.get("id") == 77, PONG_MAX)
        self.expect(pong, "it answers a ping", "no pong for %d s" % PONG_MAX)

    def subscription(self, bridge):
        options = self.options
        bridge.subscribe(options.symbols + [options.no_symbol])
        done = bridge.until(lambda m: m["type"] == "subscribed" and m.get("id") == bridge.asked,
                            options.seconds)
        self.expect(done, "it subscribes", "no \"subscribed\" for %g s" % options.seconds)
        self.expect(bridge.refused == [options.no_symbol],
                    "it refuses what is not there and nothing else",
                    "refused were %r and not just %r" % (bridge.refused, options.no_symbol))

    def state(self, bridge):
        if bridge.state == "down":
            bridge.until(lambda m: bridge.state != "down", self.options.seconds)
        self.expect(bridge.state != "down", "it is connected: " + bridge.state,
                    "not connected after %g s" % self.options.seconds)

    def ticks(self, bridge):
        wanted = set(self.options.symbols)
        if bridge.state == "open":
            bridge.until(lambda m: wanted <= set(bridge.ticks), self.options.seconds)
        if wanted <= set(bridge.ticks):
            self.say("kept", "it tells ticks of every symbol")
            return True
        self.say("skipped", "ticks: none of %s" % ", ".join(sorted(wanted - set(bridge.ticks))))
        return False

    def change(self, bridge, ticking):
        stays = self.options.symbols[-1]
        bridge.subscribe([stays])
        done = bridge.until(lambda m: m["type"] == "subscribed" and m.get("id") == bridge.asked,
                            self.options.seconds)
        self.expect(done, "it changes the subscription", "a changed subscription is not confirmed")
        self.expect(bridge.state != "down", "a change is no loss", "it went down for a change")
        if not ticking:
            return
        bridge.until(lambda m: False, 0.2)
        before = bridge.ticks.get(stays, 0)
        bridge.until(lambda m: bridge.ticks.get(stays, 0) > before, self.options.seconds)
        self.expect(bridge.ticks.get(stays, 0) > before, "what stays goes on ticking",
                    "%s ticks no more after a change" % stays)

    def garbage(self, bridge):
        for text in ("", "nonsense", "[]", "{\"type\":\"from the future\"}", "{\"type\":7}", "null"):
            bridge.send_text(text)
        self.say("kept", "it was sent garbage")

    def ask(self, bridge, symbol, interval, begin, end):
        self.question = getattr(self, "question", 0) + 1
        bridge.send(type="history", id=self.question, symbol=symbol, interval=interval,
                    from_ms=begin, to_ms=end)
        answer = bridge.until(lambda m: m["type"] in ("page", "error")
                              and m.get("id") == self.question, 60)
        if answer is None:
            raise Broken("a question about history is not answered for 60 s")
        return answer

    def history(self, bridge, intervals):
        interval = self.options.interval
        if interval not in intervals:
            self.say("skipped", "history: it has none of %s" % interval)
            return
        symbol = self.options.symbols[0]
        answer = self.ask(bridge, self.options.no_symbol, interval, 1700000000000, 1700003600000)
        self.expect(answer.get("code") == "no_symbol", "history of what is not there is an error",
                    "history of %s is %r" % (self.options.no_symbol, answer.get("code", "a page")))
        length = INTERVALS[interval] * 1000
        end = int(time.time() * 1000) // length * length
        begin = end - 1500 * length
        self.pages(bridge, symbol, begin, end)

    def pages(self, bridge, symbol, begin, end):
        bars = pages = 0
        while begin < end and pages < PAGES_MAX:
            answer = self.ask(bridge, symbol, self.options.interval, begin, end)
            if answer["type"] == "error":
                if answer.get("code") != "no_data":
                    self.say("skipped", "history: %s %s" % (answer.get("code"), answer.get("text")))
                    return
                break
            settled = answer.get("from_ms", begin)
            times = [row[0] for row in answer["bars"]]
            if not begin <= settled < end:
                raise Broken("a page from %r is no part of [%d, %d)" % (settled, begin, end))
            if times and not (settled <= times[0] and times[-1] < end):
                raise Broken("a page with bars outside of [%d, %d)" % (settled, end))
            bars, pages, end = bars + len(times), pages + 1, settled
        self.expect(pages < PAGES_MAX, "history ends: %d bars on %d pages" % (bars, pages),
                    "more than %d pages of history for 1500 bars" % PAGES_MAX)

    def end(self, bridge):
        bridge.process.stdin.close()
        try:
            bridge.process.wait(END_MAX)
            self.say("kept", "it ends when its input does")
        except subprocess.TimeoutExpired:
            self.say("BROKEN", "it goes on %d s after the end of its input" % END_MAX)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--symbols", default="EUR/USD,XAU/USD", help="some that the venue has")
    parser.add_argument("--no-symbol", default="NO/PE", help="one that it has not")
    parser.add_argument("--interval", default="1m", choices=sorted(INTERVALS))
    parser.add_argument("--seconds", type=float, default=20, help="to wait for the venue")
    parser.add_argument("command", nargs=argparse.REMAINDER, metavar="COMMAND...")
    options = parser.parse_args()
    options.symbols = options.symbols.split(",")
    if not options.command:
        parser.error("which bridge? bridge_check.py python3 bridges/forexconnect")
    sys.exit(Check(options).run())


if __name__ == "__main__":
    main()
