"""Nothing that is handed in aborts or hangs the process."""
import inspect

import candlewick as cw

TEXT = """
import datetime as dt, decimal, itertools, math, sys
import candlewick as cw
ALLOWED = (cw.CandlewickError, TypeError, ValueError, OverflowError, IndexError, KeyError,
           UnicodeError, AttributeError, RecursionError, BufferError)
class Bad:
    def __index__(self): raise ValueError("index")
    def __str__(self): raise ValueError("str")
    def __fspath__(self): raise ValueError("path")
THINGS = [None, True, 0, -1, 2**63, -2**70, 10**30, 1.5, math.nan, math.inf, "", "x" * 100000,
          "\\0", "BTC\\0USDT", "\\ud800", "BTCUSDT\\n", "../../etc/passwd", "%s%n", b"BTCUSDT", [], {},
          (), object(), Bad(), Bad, int, dt.datetime.min, dt.datetime.max, dt.timedelta.max,
          dt.timedelta.min, dt.date.min, dt.datetime.max.replace(tzinfo=dt.timezone(
              dt.timedelta(hours=-23))), decimal.Decimal("NaN"), lambda *a: 1, "now", "7d", "1h"]
def attempt(call, *args, **options):
    try:
        return call(*args, **options)
    except ALLOWED:
        return None
client = cw.Client()
day = dict(interval="1h", start="2024-03-04", end="2024-03-05", source="cache")
good = client.get("BTCUSDT", "1h", "2024-03-04", "2024-03-05")
count = 0
for name in ("symbol", "interval", "start", "end", "last", "bars", "market", "provider", "chart",
             "source", "include_open", "wait", "partial", "progress"):
    for thing in THINGS:
        count += 1
        attempt(client.get, **{"symbol": "BTCUSDT", **day, name: thing})
for thing in THINGS:
    attempt(client.get_many, thing, **day)
    attempt(client.get_many, [thing, "BTCUSDT"], **day)
    attempt(client.why, thing, "2024-03-04", "1h")
    attempt(client.why, "BTCUSDT", thing, "1h")
    attempt(client.why, "BTCUSDT", "2024-03-04", thing)
    attempt(lambda: good[thing])
    attempt(lambda: good[thing:thing])
    attempt(good.column, thing)
    attempt(good.__arrow_c_stream__, thing)
    attempt(good.batches()[0].address, thing)
    attempt(cw.Client, environment=thing)
    attempt(cw.Client, environment={"WICK_CACHE_DIR": thing})
    attempt(cw.Client, environment={thing: "x"} if not isinstance(thing, (list, dict)) else {})
    attempt(cw.Client, cache_dir=thing)
    attempt(cw.Bars, thing)
    attempt(cw.Batch, good._core, thing)
    attempt(good._core.copy_column, "close", thing)
    attempt(good._core.copy_column, "close", bytearray(24 * 8 - 1))
    attempt(good._core.copy_column, "close", bytes(24 * 8))
    attempt(good._core.copy_column, thing, bytearray(24 * 8))
    attempt(good._core.slice, thing, thing)
    attempt(good._core.row, thing)
    attempt(good._core.array, thing)
    attempt(client._core.get, thing, thing, thing)
    attempt(client._core.get_many, thing, thing, thing)
    attempt(client._core.why, thing, thing)
    attempt(cw.RateLimitError, thing, thing)
for first, second in itertools.product(THINGS, repeat=2):
    attempt(client.get, "BTCUSDT", "1h", first, second, source="cache")
for maker in (lambda: type(good._core)(), lambda: type(client._core)(),
              lambda: type(good._core).__new__(type(good._core)).row(0),
              lambda: len(type(good._core).__new__(type(good._core))),
              lambda: type(client._core).__new__(type(client._core)).settings(),
              lambda: client._core.get(cw._core.Request.__new__(cw._core.Request), None, print),
              lambda: client._core.get_many(
                  [cw._core.Request.__new__(cw._core.Request)], None, print)):
    attempt(maker)
assert len(client.get("BTCUSDT", **day)) == 24
print("survived", count)
"""


def test_nothing_aborts_or_hangs(script):
    done = script(TEXT, seconds=120)
    assert done.returncode == 0 and done.stdout.startswith("survived"), (
        done.stdout[-500:] + done.stderr[-3000:])


def test_all_of_the_api_is_attacked():
    methods = {name for name, value in vars(cw.Client).items()
               if inspect.isfunction(value) and not name.startswith("_")}
    elsewhere = {"warm", "diagnose", "health", "stats",  # see test_program.py
                 "stream", "astream",  # see test_stream.py
                 "calendar"}  # see test_calendar.py
    assert methods - elsewhere - {"close"} == {"get", "get_many", "why"}
    assert all(f"client.{name}" in TEXT for name in methods - elsewhere - {"close"})
