#!/usr/bin/env python3
"""Many mixed requests, good and bad, from several threads against one `wick sim`.

    tests/system/soak.py WICK [--requests 10000] [--threads 8] [--seed 1]

The build should have sanitizers. Fails when the simulator dies, does not end well, or a sanitizer
spoke; says how much memory it took.
"""
import argparse
import collections
import http.client
import json
import pathlib
import random
import sys
import threading

from exchange import Exchange
from rough_socket import RoughSocket, frame, upgrade

SCENARIOS = ("calm", "flaky-network", "untidy-rows", "stream-storm", "rate-limit-429", "ban-418",
             "header-drift", "geo-451", "checksum-mismatch", "{\"name\":", "no-such", "")
PATHS = {"spot": "/api/v3/", "um": "/fapi/v1/", "cm": "/dapi/v1/"}
SYMBOLS = {"spot": "BTCUSDT", "um": "ETHUSDT", "cm": "BTCUSD_PERP"}
ODD = ("", "0", "-1", "1e9", "99999999999999999999", "%00", "%zz", "\u00e4", "1001", "x" * 3000)
SANITIZERS = ("Sanitizer", "runtime error:")
KILOBYTES_MAX = 1536 * 1024


class CarelessConnection(http.client.HTTPConnection):
    """Sends bytes beyond ASCII in a path as they are."""

    def _encode_request(self, request):
        return request.encode("utf-8", "replace")


class Visitor(threading.Thread):
    """One client; what it does follows from its seed alone."""

    def __init__(self, exchange, seed, count):
        super().__init__(name=f"visitor {seed}")
        self.exchange, self.count = exchange, count
        self.dice = random.Random(seed)
        self.seen = collections.Counter()
        self.held = []  # connections left half-open
        self.lines = {}
        self.fault = None
        self.kinds = [(self.klines, 40), (self.archive, 25), (self.listing, 4), (self.info, 3),
                      (self.garbage, 10), (self.control, 4), (self.stream, 8), (self.rough, 6)]

    def run(self):
        try:
            kinds, weights = zip(*self.kinds)
            for kind in self.dice.choices(kinds, weights, k=self.count):
                self.seen[kind.__name__] += 1
                kind()
        except Exception as fault:  # noqa: BLE001: told by the main thread
            self.fault = fault
        finally:
            for line in [*self.held, *self.lines.values()]:
                line.close() if hasattr(line, "request") else line.leave()

    def fetch(self, host, path, method="GET", body=None):
        """Over a kept connection, as clients do; a cut or reset answer is nothing special."""
        if host not in self.lines:
            self.lines[host] = CarelessConnection("127.0.0.1", self.exchange.port(host),
                                                  timeout=30)
        try:
            self.lines[host].putrequest(method, path, skip_accept_encoding=True)
            self.lines[host].putheader("Content-Length", str(len(body or b"")))
            self.lines[host].endheaders(body)
            answer = self.lines[host].getresponse()
            answer.read()
            self.seen[f"{answer.status // 100}xx"] += 1
        except TimeoutError:
            raise
        except (OSError, http.client.HTTPException):
            self.seen["broken off"] += 1
            self.lines.pop(host).close()

    def klines(self):
        host = self.dice.choice(list(PATHS))
        parameters = {"symbol": SYMBOLS[host], "interval": self.dice.choice(("1m", "5m", "1h")),
                      "limit": str(min(self.dice.choices(range(1, 1501), k=4)))}  # few ask for many
        if self.dice.random() < 0.6:
            parameters["startTime"] = str(1706745600000 + self.dice.randrange(10**9))
        if self.dice.random() < 0.3:
            parameters["endTime"] = str(1706745600000 + self.dice.randrange(10**10))
        if self.dice.random() < 0.3:
            parameters[self.dice.choice([*parameters, "odd"])] = self.dice.choice(ODD)
        query = "&".join(f"{name}={value}" for name, value in parameters.items())
        self.fetch(host, PATHS[host] + "klines?" + query.replace(" ", "+"))

    def archive(self):
        host = self.dice.choice(list(PATHS))
        place = "spot" if host == "spot" else "futures/" + host
        symbol, interval = SYMBOLS[host], self.dice.choice(("1m", "1h", "1d"))
        period = f"2024-0{self.dice.randint(1, 9)}-{self.dice.randint(1, 31):02}"
        path = f"/data/{place}/daily/klines/{symbol}/{interval}/{symbol}-{interval}-{period}.zip"
        self.fetch("archive", path + self.dice.choice(("", "", ".CHECKSUM", ".zip")),
                   self.dice.choice(("GET", "GET", "HEAD")))

    def listing(self):
        prefix = self.dice.choice(("data/spot/daily/klines/BTCUSDT/1d/", "data/", "no/such/"))
        self.fetch("archive", f"/data.binance.vision?prefix={prefix}"
                   f"&max-keys={self.dice.choice((1, 10, 1000, 'x'))}"
                   f"&{self.dice.choice(('delimiter=/', 'list-type=2', 'marker=' + prefix))}")

    def info(self):
        host = self.dice.choice(list(PATHS))
        self.fetch(host, PATHS[host] + self.dice.choice(("exchangeInfo", "time", "ping")))

    def garbage(self):
        letters = "/%.?&=-_~:@abcXYZ019\u00e9"
        path = "/" + "".join(self.dice.choices(letters, k=self.dice.randint(0, 200)))
        self.fetch(self.dice.choice(("archive", "spot", "um", "cm")), path,
                   self.dice.choice(("GET", "HEAD", "POST", "DELETE", "BREW")), b"x" * 10)

    def control(self):
        chosen = self.dice.random()
        if chosen < 0.3:
            self.fetch("spot", "/_sim/scenario", "POST", self.dice.choice(SCENARIOS).encode())
        elif chosen < 0.7:  # limits and bans would hide everything behind them
            self.fetch("spot", "/_sim/reset", "POST", b"")
        else:
            self.fetch("um", self.dice.choice((
                "/_sim/state", "/_sim/scenarios", "/_sim/log?since=9990", "/_sim/nowhere",
                "/_sim/truth?market=um&symbol=BTCUSDT&interval=1m&from=2024-02-01&to=2024-02-02",
                "/_sim/truth?market=um&symbol=&interval=1m&from=x")))

    def stream(self):
        line = RoughSocket(self.exchange.port(self.dice.choice(("spot", "um", "cm"))))
        line.say(upgrade(self.dice.choice(("/ws", "/ws/btcusdt@kline_1s", "/market/ws", "/nowhere",
                                           "/stream?streams=btcusdt@aggTrade/x@y"))))
        if b" 101 " in line.hear_head():
            for _ in range(self.dice.randint(0, 4)):
                line.say(self.message())
            line.hear()
        line.say(frame(b"\x03\xe8", opcode=8))
        self.dice.choice((line.leave, line.abort))()

    def message(self):
        control = {"method": self.dice.choice(("SUBSCRIBE", "UNSUBSCRIBE", "LIST_SUBSCRIPTIONS",
                                               "SET_PROPERTY", "DANCE")),
                   "params": self.dice.choice((["btcusdt@kline_1m"], ["combined", True], [], 7)),
                   "id": self.dice.choice((1, "a", None, -5, 1.5))}
        return self.dice.choice((
            frame(json.dumps(control).encode()), frame(json.dumps(control).encode()),
            frame(b"{nonsense"), frame(self.dice.randbytes(300), opcode=2),
            frame(b"ping", opcode=9), frame(b"unmasked", masked=False),
            frame(b"short", claimed=1 << 40), self.dice.randbytes(40)))

    def rough(self):
        line = RoughSocket(self.exchange.port(self.dice.choice(("archive", "spot"))))
        part = b"GET /api/v3/time HTTP/1.1\r\nHost: x\r\n\r\n"
        line.say(self.dice.choice((part, part[:self.dice.randrange(len(part))],
                                   self.dice.randbytes(200), part * 20)))
        if self.dice.random() < 0.3 and len(self.held) < 20:
            self.held.append(line)
        else:
            self.dice.choice((line.leave, line.abort))()


def resident(pid):
    """Memory of a process that is in RAM, in KiB."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0])


def visit(exchange, seed, threads, requests):
    visitors = [Visitor(exchange, seed * 1000 + i, requests // threads) for i in range(threads)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    for visitor in visitors:
        if visitor.fault:
            raise AssertionError(f"{visitor.name}: {visitor.fault!r}") from visitor.fault
    return sum((visitor.seen for visitor in visitors), collections.Counter())


def soak(wick, requests=10_000, threads=8, seed=1):
    """What was seen; AssertionError when the simulator did not take it well."""
    with Exchange(wick, "--seed", seed) as exchange:
        visit(exchange, seed + 1, threads, requests // 20)  # warm
        before = resident(exchange.process.pid)
        seen = visit(exchange, seed, threads, requests)
        exchange.state()  # still talks sense
        after = resident(exchange.process.pid)
        code = exchange.stop(seconds=20)
        problems = [word for word in SANITIZERS if word in exchange.errors]
        if code != 0 or problems:
            raise AssertionError(f"exit code {code}\n{exchange.errors[-8000:]}")
    if after > KILOBYTES_MAX:
        raise AssertionError(f"{after} KiB of memory, {before} at first")
    return {"rss_before_kib": before, "rss_after_kib": after, "exit": code, **seen}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("wick", type=pathlib.Path)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(json.dumps(soak(given.wick.resolve(), given.requests, given.threads, given.seed)))


if __name__ == "__main__":
    sys.exit(main())
