"""The simulated broker over real sockets, judged by a reader of our own: what its ticks and quotes
say, its history and its archive say too."""
import asyncio
import collections
import csv
import datetime
import gzip
import io
import json
import socket
import ssl
import subprocess
import time
import urllib.parse
import zlib

import websockets

from system_test import SystemTest

SECONDS_MAX = 50
UTC = datetime.timezone.utc
TUESDAY = ("--now", "2024-03-05T12:00:30", "--speed", "20")
LATER = ("--now", "2024-06-01T00:00")
NAMES = ["EUR/USD", "XAU/USD", "NZD/CHF"]


def millis(*parts):
    return int(datetime.datetime(*parts, tzinfo=UTC).timestamp() * 1000)


class Bar:
    """A candle made by hand: of bids and of asks, and of how many."""

    def __init__(self):
        self.sides, self.volume = None, 0

    def add(self, bid, ask):
        if self.sides is None:
            self.sides = [[bid] * 4, [ask] * 4]
        for side, price in zip(self.sides, (bid, ask)):
            side[1], side[2], side[3] = max(side[1], price), min(side[2], price), price
        self.volume += 1

    def row(self):
        return [*self.sides[0], *self.sides[1], self.volume]


def rebuild(ticks, minutes=1):
    """Candles of (name, time, bid, ask), by name and opening time."""
    bars = collections.defaultdict(Bar)
    for name, at, bid, ask in ticks:
        bars[name, at // (minutes * 60_000) * minutes * 60_000].add(bid, ask)
    return bars


def fix_messages(data):
    """Whole messages at the front of `data`, each with its checksum verified by hand."""
    messages = []
    while True:
        end = data.find(b"\x0110=")
        if end < 0 or len(data) < end + 8:
            return messages, data
        text, data = data[:end + 8], data[end + 8:]
        assert text.startswith(b"8=FIX.4.4\x019="), text
        assert text.endswith(b"\x01"), text
        assert int(text[-4:-1]) == sum(text[:end + 1]) % 256, text
        body = text[text.index(b"\x0135=") + 1:end + 1]
        assert int(text.split(b"\x01")[1][2:]) == len(body), text
        messages.append([tuple(field.split("=", 1)) for field in body.decode().split("\x01")[:-1]])


class FixClient:
    """The plainest client there is. `sub` is left out where it is empty."""

    def __init__(self, port, context=None):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        if context:
            self.socket = context.wrap_socket(self.socket, server_hostname="localhost")
        self.number, self.rest, self.messages = 0, b"", []

    def say(self, kind, *fields, sub="TEST"):
        self.number += 1
        head = [(35, kind), (34, self.number), (49, "me"), (52, "20240305-12:00:00"), (56, "FXCM")]
        if sub:
            head.append((57, sub))
        body = "".join(f"{tag}={value}\x01" for tag, value in [*head, *fields])
        text = f"8=FIX.4.4\x019={len(body)}\x01{body}"
        self.socket.sendall(f"{text}10={sum(text.encode()) % 256:03}\x01".encode())

    def log_on(self, user="demo", password="demo"):
        self.say("A", (98, 0), (108, 3600), (141, "Y"), (553, user), (554, password))

    def hear(self, seconds):
        """All that comes in that time."""
        deadline, heard = time.monotonic() + seconds, []
        while (left := deadline - time.monotonic()) > 0:
            self.socket.settimeout(left)
            try:
                block = self.socket.recv(65536)
            except (TimeoutError, ssl.SSLWantReadError):
                break
            if not block:
                break
            fresh, self.rest = fix_messages(self.rest + block)
            heard += fresh
        self.messages += heard
        return heard

    def hear_until(self, kind, seconds=10):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for message in self.hear(0.2):
                if dict(message)["35"] == kind:
                    return message
        raise AssertionError(f"no {kind} came")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()


def subscription(*names, entries=(0, 1)):
    return [(262, "r1"), (263, 1), (264, 0), (265, 0), (146, len(names)),
            *((55, name) for name in names), (267, len(entries)), *((269, e) for e in entries)]


class Broker(SystemTest):
    def broker(self, *options):
        self.sim = self.exchange(*options)
        return self.sim

    def fetch(self, variable, path):
        """Status and body, by curl, which nobody here has written."""
        done = subprocess.run(["curl", "-s", "-w", "\n%{http_code}", self.sim.env[variable] + path],
                              capture_output=True, timeout=30, check=True)
        body, _, status = done.stdout.rpartition(b"\n")
        return int(status), body

    def candles(self, name, frame, begin, end):
        query = urllib.parse.urlencode({"instrument": name, "timeframe": frame, "from": begin,
                                        "to": end})
        status, body = self.fetch("WICK_GATEWAY_URL", "/v1/candles?" + query)
        self.assertEqual(status, 200, body)
        return json.loads(body)

    def fix(self):
        return FixClient(urllib.parse.urlsplit(self.sim.env["WICK_FXCM_FIX_URL"]).port)

    def hear_ticks(self, names, seconds):
        """Ticks of the gateway, after what it tells at first of each."""
        async def listen():
            url = self.sim.env["WICK_GATEWAY_URL"].replace("http", "ws") + "/v1/ticks"
            heard, end = [], time.monotonic() + seconds
            async with websockets.connect(url) as line:
                await line.send(json.dumps({"subscribe": names}))
                while time.monotonic() < end:
                    heard.append(json.loads(await asyncio.wait_for(line.recv(), 10)))
            return heard
        return asyncio.run(asyncio.wait_for(listen(), SECONDS_MAX))

    def assert_bars_are(self, bars, first, last):
        """Whole minutes of rebuilt bars against the history; at least some of them."""
        for name in NAMES:
            told = {row[0]: row[1:] for row in self.candles(name, "m1", first, last)["bars"]}
            built = {at: bar.row() for (of, at), bar in bars.items()
                     if of == name and first <= at < last}
            self.assertEqual(built, told, name)
        self.assertGreater(len(built), 0)


class Gateway(Broker):
    def test_ticks_make_the_candles_of_history(self):
        self.broker(*TUESDAY)
        heard = self.hear_ticks(NAMES, 12)
        self.assertEqual(heard[0], {"subscribed": NAMES, "refused": []})
        self.assertEqual(heard[1]["session"], "open")
        ticks = [message["tick"] for message in heard if "tick" in message][len(NAMES):]
        first = (ticks[0][1] // 60_000 + 1) * 60_000
        last = ticks[-1][1] // 60_000 * 60_000
        self.assertGreaterEqual(last - first, 120_000)
        bars = rebuild(tick[:4] for tick in ticks)
        self.assert_bars_are(bars, first, last)
        counts = collections.Counter()
        for name, at, _, _, number in ticks:
            if at >= first:
                counts[name, at // 60_000] += 1
                self.assertEqual(number, counts[name, at // 60_000])

    def test_longer_candles_are_made_of_minutes(self):
        self.broker(*LATER)
        begin, end = millis(2024, 3, 5, 12), millis(2024, 3, 5, 16)
        minutes = self.candles("EUR/USD", "m1", begin, end)["bars"]
        for frame, length in (("m5", 5), ("m15", 15), ("m30", 30), ("H1", 60)):
            sums = {}
            for at, *row in minutes:
                open_time = at // (length * 60_000) * length * 60_000
                if open_time not in sums:
                    sums[open_time] = row
                    continue
                total = sums[open_time]
                for side in (0, 4):
                    total[side + 1] = max(total[side + 1], row[side + 1])
                    total[side + 2] = min(total[side + 2], row[side + 2])
                    total[side + 3] = row[side + 3]
                total[8] += row[8]
            told = {row[0]: row[1:] for row in self.candles("EUR/USD", frame, begin, end)["bars"]}
            self.assertEqual(sums, told, frame)

    def test_paging_backwards_finds_every_bar_once(self):
        self.broker(*LATER)
        begin, end = millis(2024, 3, 8, 12), millis(2024, 3, 11, 3)
        pages, seen = 0, []
        while True:
            page = self.candles("EUR/USD", "m1", begin, end)
            times = [row[0] for row in page["bars"]]
            self.assertEqual(times, sorted(times))
            self.assertLessEqual(len(times), 300)
            seen, pages = times + seen, pages + 1
            if not page["more"]:
                break
            end = times[0]
        self.assertEqual(len(seen), len(set(seen)))
        self.assertGreater(pages, 3)
        friday, sunday = millis(2024, 3, 8, 22), millis(2024, 3, 10, 21)
        self.assertFalse([at for at in seen if friday <= at < sunday])
        self.assertTrue([at for at in seen if at >= sunday])

    def test_the_same_seed_is_the_same_market(self):
        first = self.broker(*LATER, "--seed", "9")
        bars = self.candles("GBP/JPY", "H4", millis(2024, 1, 2), millis(2024, 1, 20))["bars"]
        self.broker(*LATER, "--seed", "9")
        again = self.candles("GBP/JPY", "H4", millis(2024, 1, 2), millis(2024, 1, 20))["bars"]
        self.assertNotEqual(first, self.sim)
        self.assertEqual(bars, again)
        self.assertGreater(len(bars), 70)

    def test_history_that_is_not_ready(self):
        self.broker(*LATER, "--scenario", "history-not-ready")
        path = "/v1/candles?instrument=EUR%2FUSD&timeframe=m1&from=1709640000000&to=1709643600000"
        status, body = self.fetch("WICK_GATEWAY_URL", path)
        self.assertEqual((status, json.loads(body)["error"]), (503, "not_ready"))
        self.sim.scenario("calm")
        self.assertEqual(self.fetch("WICK_GATEWAY_URL", path)[0], 200)


class Candles(Broker):
    def rows(self, path):
        status, body = self.fetch("WICK_FXCM_ARCHIVE_URL", path)
        self.assertEqual(status, 200, path)
        text = gzip.decompress(body).decode("ascii")
        return list(csv.DictReader(io.StringIO(text)))

    def test_the_archive_has_the_candles_of_history(self):
        self.broker(*LATER)
        rows = self.rows("/m1/EURUSD/2024/10.csv.gz")
        begin, end = millis(2024, 3, 5, 9), millis(2024, 3, 5, 13)
        told = self.candles("EUR/USD", "m1", begin, end)["bars"]
        filed = []
        for row in rows:
            at = datetime.datetime.strptime(row["DateTime"], "%m/%d/%Y %H:%M:%S.%f")
            at = int(at.replace(tzinfo=UTC).timestamp() * 1000)
            if begin <= at < end:
                filed.append([at, *(float(row[side + price]) for side in ("Bid", "Ask")
                                    for price in ("Open", "High", "Low", "Close"))])
        self.assertEqual(filed, [row[:9] for row in told])
        self.assertGreater(len(filed), 230)

    def test_weeks_count_as_the_vendor_counts_them(self):
        self.broker("--now", "2026-11-01T00:00")
        for path, first in (("/H1/EURUSD/2024/10.csv.gz", "03/03/2024 22:00:00.000"),
                            ("/H1/EURUSD/2026/9.csv.gz", "03/01/2026 22:00:00.000")):
            self.assertEqual(self.rows(path)[0]["DateTime"], first)
        for path in ("/m1/EURUSD/2024/35.csv.gz", "/m1/EURUSD/2026/18.csv.gz",
                     "/m1/XAUUSD/2024/10.csv.gz", "/m1/EURUSD/2026/43.csv.gz"):
            self.assertEqual(self.fetch("WICK_FXCM_ARCHIVE_URL", path)[0], 404, path)

    def test_crossed_quotes_are_as_rare_as_they_are(self):
        self.broker(*LATER)
        crossed = rows = 0
        for week in (9, 10, 11, 12):
            for row in self.rows(f"/m1/EURUSD/2024/{week}.csv.gz"):
                rows += 1
                crossed += any(float(row["Bid" + p]) > float(row["Ask" + p]) for p in
                               ("Open", "High", "Low", "Close"))
        self.assertGreater(crossed / rows, 0.0015)
        self.assertLess(crossed / rows, 0.0045)

    def test_a_damaged_archive(self):
        self.broker(*LATER, "--scenario", "candle-archive-holes")
        outcomes = collections.Counter()
        for pair in ("EURUSD", "USDJPY", "GBPUSD", "AUDNZD"):
            for week in range(3, 18):
                status, body = self.fetch("WICK_FXCM_ARCHIVE_URL", f"/H1/{pair}/2024/{week}.csv.gz")
                if status == 404:
                    outcomes["missing"] += 1
                    continue
                try:
                    text = gzip.decompress(body)
                except (OSError, EOFError, ValueError, zlib.error):
                    outcomes["damaged"] += 1
                    continue
                outcomes["wide" if text.startswith(b"\xff\xfe") else "whole"] += 1
        for outcome in ("missing", "damaged", "wide", "whole"):
            self.assertGreater(outcomes[outcome], 0, outcomes)


class Fix(Broker):
    def test_quotes_make_the_candles_of_history(self):
        self.broker(*TUESDAY)
        with self.fix() as client:
            client.log_on()
            client.hear_until("A")
            client.say("V", *subscription(*NAMES))
            client.hear(12)
            quotes = []
            for message in client.messages:
                fields = dict(message)
                if fields["35"] != "W":
                    continue
                prices = [value for tag, value in message if tag == "270"]
                at = datetime.datetime.strptime(fields["272"] + fields["273"], "%Y%m%d%H:%M:%S.000")
                quotes.append((fields["55"], int(at.replace(tzinfo=UTC).timestamp() * 1000),
                               float(prices[0]), float(prices[1])))
            quotes = quotes[len(NAMES):]
            first = (quotes[0][1] // 60_000 + 1) * 60_000
            last = quotes[-1][1] // 60_000 * 60_000
            self.assertGreaterEqual(last - first, 120_000)
            self.assert_bars_are(rebuild(quotes), first, last)
            numbers = [int(dict(message)["34"]) for message in client.messages]
            self.assertEqual(numbers, list(range(1, len(numbers) + 1)))

    def test_a_session_from_logon_to_logout(self):
        self.broker(*TUESDAY)
        with self.fix() as client:
            client.log_on(password="wrong")
            self.assertIn("Invalid login", dict(client.hear_until("5"))["58"])
        with self.fix() as client:
            client.say("A", (98, 0), (108, 30), (141, "Y"), (553, "demo"), (554, "demo"), sub="")
            self.assertEqual(client.hear(1), [])
        with self.fix() as client:
            client.log_on()
            client.hear_until("A")
            client.say("g", (335, "s1"), (263, 1))
            status = client.hear_until("h")
            self.assertEqual(dict(status)["340"], "2")
            names = [value for tag, value in status if tag == "55"]
            self.assertGreaterEqual(len(names), 28)
            client.say("V", *subscription("NO/PE"))
            self.assertEqual(dict(client.hear_until("Y"))["281"], "0")
            client.say("2", (7, 1), (16, 0))
            self.assertEqual(dict(client.hear_until("4"))["123"], "Y")
            client.say("5")
            client.hear_until("5")

    def test_over_tls(self):
        self.broker(*TUESDAY, "--tls")
        url = urllib.parse.urlsplit(self.sim.env["WICK_FXCM_FIX_URL"])
        context = ssl.create_default_context(cafile=self.sim.env["WICK_CA_FILE"])
        with FixClient(url.port, context) as client:
            client.log_on()
            client.hear_until("A")

    def test_a_connection_that_breaks(self):
        self.broker(*TUESDAY, "--scenario", "broker-drops")
        with self.fix() as client:
            client.log_on()
            with self.assertRaises(ConnectionResetError):
                client.hear(10)
