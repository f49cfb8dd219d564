#!/usr/bin/env python3
"""What others need for the same work, in Python's own library.

    peers.py FIGURE.PART SECONDS [inputs=FOLDER] [url=URL] [months=N] [begin=YEAR-MONTH]
    peers.py serve FOLDER     an HTTP/1.1 server of that folder; prints its port

A measurement prints one line of JSON, as wick_bench does.
"""
import array
import csv
import datetime
import http.client
import http.server
import io
import json
import operator
import pathlib
import statistics
import sys
import time
import urllib.parse
import urllib.request
import zipfile
import zoneinfo

YEAR = 2023
# In the order of the checksum: whole numbers at 0, 6 and 8.
WHOLE = (0, 6, 8)
COLUMNS = 11


def checksum(columns):
    """See checksum.hpp."""
    total = 0
    for index, values in enumerate(columns):
        bits = array.array("Q", array.array("q" if index in WHOLE else "d", values).tobytes())
        total += (index + 1) * sum(map(operator.mul, bits, range(1, len(bits) + 1)))
    return f"{total % 2**64:016x}"


def convert(rows):
    """Columns of numbers from rows of text or of JSON values."""
    columns = list(zip(*rows))[:COLUMNS]
    return [list(map(int if index in WHOLE else float, column))
            for index, column in enumerate(columns)]


def in_micros(columns):
    if columns[0][0] < 10**15:
        columns[0] = [value * 1000 for value in columns[0]]
        columns[6] = [(value + 1) * 1000 - 1 for value in columns[6]]
    return columns


def facts_of(columns):
    columns = in_micros(columns)
    return {"rows": len(columns[0]), "checksum": checksum(columns)}


def joined(parts):
    parts = [in_micros(columns) for columns in parts]
    return [sum(columns, []) for columns in zip(*parts)]


def unzip(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(archive.namelist()[0])


def read_columns(data):
    return convert(csv.reader(io.TextIOWrapper(io.BytesIO(unzip(data)))))


def month_names(months, begin=f"{YEAR}-01"):
    year, month = map(int, begin.split("-"))
    for index in range(month - 1, month - 1 + months):
        yield f"BTCUSDT-1m-{year + index // 12}-{index % 12 + 1:02}.zip"


def zips(options, names):
    return [(pathlib.Path(options["inputs"]) / name).read_bytes() for name in names]


# Each figure: a function to time, and one that tells about what it returned.
def zip_read(names):
    def make(options):
        files = zips(options, names)
        return (lambda: [unzip(data) for data in files]), \
            lambda texts: {"rows": sum(text.count(b"\n") for text in texts)}
    return make


def zip_parse(names):
    def make(options):
        files = zips(options, names)
        return (lambda: [read_columns(data) for data in files]), \
            lambda parts: facts_of(joined(parts))
    return make


def rest_page(options):
    page = (pathlib.Path(options["inputs"]) / "page.json").read_bytes()
    return (lambda: json.loads(page)), lambda rows: facts_of(convert(rows))


def stream_frame(options):
    frames = (pathlib.Path(options["inputs"]) / "frames.jsonl").read_bytes().splitlines()

    def rows(events):
        for event in events:
            k = event["data"]["k"]
            yield [k[name] for name in "tohlcvTqnVQ"]
    return (lambda: [json.loads(frame) for frame in frames]), \
        lambda events: facts_of(convert(rows(events)))


def rest_call(options):
    url = urllib.parse.urlsplit(options["url"])
    connection = http.client.HTTPConnection(url.netloc)
    begin = int(datetime.datetime(YEAR, 1, 1, tzinfo=datetime.timezone.utc).timestamp() * 1000)
    path = (f"/api/v3/klines?symbol=BTCUSDT&interval=1m&startTime={begin}"
            f"&endTime={begin + 1000 * 60_000 - 1}&limit=1000")

    def call():
        connection.request("GET", path)
        return json.loads(connection.getresponse().read())
    return call, lambda rows: facts_of(convert(rows))


def cold(options):
    names = list(month_names(int(options["months"]), options["begin"]))
    folder = options["url"] + "/data/spot/monthly/klines/BTCUSDT/1m/"

    def fetch():
        parts = []
        for name in names:
            with urllib.request.urlopen(folder + name) as response:
                parts.append(read_columns(response.read()))
        return parts
    return fetch, lambda parts: facts_of(joined(parts))


def output(options):
    columns = joined([read_columns(data) for data in zips(options, month_names(1))])
    rows = list(zip(*columns))
    utc = datetime.timezone.utc

    def iso(micros):
        text = datetime.datetime.fromtimestamp(micros / 1e6, utc).isoformat()
        return text.replace("+00:00", "Z")

    def write():
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerows((iso(row[0]), *row[1:6], iso(row[6]), *row[7:], "BULK") for row in rows)
        return text
    return write, lambda _: facts_of(columns)


def ticks_to_bars(_):
    """The middle of each tick into minutes by symbol, of what live_figures.cpp makes."""
    ticks, state, time_ = [], 1, 1709596800_000_000
    for _ in range(2_000_000):
        time_ += 1200
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        symbol = (state >> 33) % 500
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        bid = 100 + (state >> 33) % 1000 / 128
        ticks.append((symbol, time_, bid, bid + 0.25))

    def bars():
        done, forming = [], {}
        for symbol, at, bid, ask in ticks:
            minute, price = at // 60_000_000, (bid + ask) / 2
            bar = forming.get(symbol)
            if bar is None or bar[0] != minute:
                if bar is not None:
                    done.append(bar)
                forming[symbol] = [minute, price, price, price, price, 1]
                continue
            bar[2] = max(bar[2], price)
            bar[3] = min(bar[3], price)
            bar[4] = price
            bar[5] += 1
        return done

    def facts(done):
        total = sum(minute + int(high * 256) * 3 + int(low * 256) * 5 + ticks_in * 7
                    for minute, _, high, low, _, ticks_in in done)
        return {"rows": len(ticks), "checksum": f"{total:016x}"}
    return bars, facts


def facts_of_quotes(quotes):
    """See tick_decoding_figures.cpp."""
    total = sum(millis + int(bid * 1000 + 0.5) * 3 + int(ask * 1000 + 0.5) * 5
                for millis, bid, ask in quotes)
    return {"rows": len(quotes), "checksum": f"{total:016x}"}


def fix_quote(options):
    """Frame, checksum and fields of each message, its two sides and their time."""
    messages = (pathlib.Path(options["inputs"]) / "quotes.fix").read_bytes().splitlines()

    def quote(message):
        body, trailer = message[:-7], message[-7:]
        assert int(trailer[3:6]) == sum(body) % 256
        prices, side = {}, None
        for field in body.split(b"\x01"):
            tag, _, value = field.partition(b"=")
            if tag == b"269":
                side = value
            elif tag == b"270":
                prices[side] = float(value)
            elif tag == b"272":
                date = value
            elif tag == b"273":
                clock = value
        at = datetime.datetime(int(date[:4]), int(date[4:6]), int(date[6:]), int(clock[:2]),
                               int(clock[3:5]), int(clock[6:8]), tzinfo=datetime.timezone.utc)
        return int(at.timestamp() * 1000), prices[b"0"], prices[b"1"]
    return (lambda: [quote(message) for message in messages]), facts_of_quotes


def gateway_tick(options):
    lines = (pathlib.Path(options["inputs"]) / "ticks.jsonl").read_bytes().splitlines()
    return (lambda: [json.loads(line)["tick"][1:4] for line in lines]), facts_of_quotes


def calendar_open(_):
    """fxcm-default by the wall clock of New York, of the instants of calendar_figures.cpp."""
    new_york, begin, state = zoneinfo.ZoneInfo("America/New_York"), 946684800, 1
    instants = []
    for _ in range(200_000):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        instants.append(begin + (state >> 33) % (13_880 * 1440) * 60)

    def is_open(instant):
        wall = datetime.datetime.fromtimestamp(instant, new_york)
        day, minute = wall.weekday(), wall.hour * 60 + wall.minute
        if day in (4, 5, 6):
            return day == 4 and minute < 1015 or day == 6 and minute >= 1080
        return minute < 1020 or minute >= 1080

    def ask():
        return sum(index for index, instant in enumerate(instants) if is_open(instant))

    def facts(total):
        return {"rows": len(instants), "checksum": f"{total:016x}"}
    return ask, facts


FIGURES = {
    "zip-day.read": zip_read([f"BTCUSDT-1m-{YEAR}-01-01.zip"]),
    "zip-day.parse": zip_parse([f"BTCUSDT-1m-{YEAR}-01-01.zip"]),
    "zip-month.read": zip_read(list(month_names(1))),
    "zip-month.parse": zip_parse(list(month_names(1))),
    "zip-year.parse": zip_parse(list(month_names(12))),
    "rest-page.loads": rest_page,
    "stream-frame.loads": stream_frame,
    "ticks-to-bars.plain": ticks_to_bars,
    "fix-quote.plain": fix_quote,
    "gateway-tick.json": gateway_tick,
    "calendar-open.zoneinfo": calendar_open,
    "rest-call.http": rest_call,
    "cold.urllib": cold,
    "output.csv": output,
}


def repeat(work, seconds):
    times = []
    start = time.perf_counter()
    while not times or time.perf_counter() - start < seconds:
        begin = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - begin)
    return times, result


def measure(make, seconds, options):
    work, facts = make(options)
    times, result = repeat(work, seconds / 3)
    if sum(times) < 1:  # what takes longer needs no warming up
        times, result = repeat(work, seconds)
    return {"seconds": statistics.median(times), "least": min(times), "calls": len(times),
            **facts(result)}


def report(figures):
    """The one that the command line names, as one line of JSON."""
    options = dict(word.split("=", 1) for word in sys.argv[3:])
    print(json.dumps(measure(figures[sys.argv[1]], float(sys.argv[2]), options)))


class Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or every other answer would wait for 40 ms

    def log_message(self, *_):
        pass


def serve(folder):
    def handler(*arguments):
        return Handler(*arguments, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        print(server.server_address[1], flush=True)
        server.serve_forever()


def main():
    if sys.argv[1] == "serve":
        serve(sys.argv[2])
    else:
        report(FIGURES)


if __name__ == "__main__":
    main()
