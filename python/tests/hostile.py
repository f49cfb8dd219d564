"""Calls everything public with arbitrary values; a program of its own, see test_hostile_values.py.

    hostile.py PART EXAMPLES

Whatever is handed in, a call returns, or raises what is documented, with a message.
"""
import datetime as dt
import decimal
import inspect
import sys
import traceback

import numpy
import pandas
import polars
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some

import candlewick as cw
import ckvd
from ckvd.core.providers.binance.cache_manager import UnifiedCacheManager
from ckvd.core.providers.binance.rest_data_client import RestDataClient
from ckvd.core.providers.binance.vision_data_client import VisionDataClient
from ckvd.utils.for_core import ckvd_time_range_utils as ranges

CALL_SECONDS = 20
UTC = dt.timezone.utc
DOCUMENTED = (cw.CandlewickError, ckvd.DataSourceError, ckvd.StreamingError, TypeError, ValueError,
              IndexError, KeyError)  # the last two for what is not in it


class Wild:
    """Its own methods fail."""

    def __index__(self):
        raise ValueError("an index that fails")

    __str__ = __fspath__ = __iter__ = __float__ = __len__ = __index__


WORDS = ["BTCUSDT", "btcusdt", "1h", "1m", "1M", "7m", "spot", "um", "cm", "futures_usdt",
         "binance", "okx", "auto", "cache", "rest", "bulk", "klines", "funding", "mark", "now",
         "7d", "-1d", "2024-03-04", "2024-03-05T05:30", "0001-01-01", "9999-12-31",
         "../../etc/passwd", "B\0", "%s%n", "\ud800", "BTCUSDT\n", "é" * 40, "x" * 10_000, ""]
TIMES = some.one_of(some.datetimes(timezones=some.sampled_from([None, UTC])), some.dates(),
                    some.timedeltas(), some.sampled_from([dt.datetime.min, dt.datetime.max,
                                                          pandas.Timestamp("2024-03-04"),
                                                          pandas.NaT, numpy.datetime64("NaT"),
                                                          numpy.datetime64("2024-03-04")]))
NUMBERS = some.one_of(some.integers(), some.integers(-2, 3), some.floats(), some.complex_numbers(),
                      some.booleans(), some.decimals(), some.sampled_from([2**63, -2**63 - 1]))
MEMBERS = some.sampled_from([*ckvd.Interval, *ckvd.MarketType, *ckvd.ChartType, *ckvd.DataSource,
                             *ckvd.DataProvider])
FRAMES = some.sampled_from([pandas.DataFrame(), pandas.DataFrame({"open_time": [1, "x"]}),
                            pandas.DataFrame({"close": [1.0]}), polars.DataFrame(),
                            polars.DataFrame({"open_time": [None, 3], "close": [1, 2]}),
                            numpy.zeros(3), numpy.array(["a"], dtype=object)])
ODD = some.sampled_from([None, object(), Wild(), Wild, int, print, ..., decimal.Decimal("NaN"),
                         b"x", bytearray(3), memoryview(b"abc"), range(3), NotImplemented])
LEAVES = some.one_of(some.sampled_from(WORDS), some.text(max_size=40), TIMES, NUMBERS, MEMBERS, ODD,
                     FRAMES, some.binary(max_size=20))
ANYTHING = some.one_of(LEAVES, some.lists(LEAVES, max_size=3), some.tuples(LEAVES, LEAVES),
                       some.dictionaries(some.sampled_from(WORDS), LEAVES, max_size=3))

# What a sound call looks like: some of it is kept, so that the rest gets further than the door.
SOUND = {"symbol": "BTCUSDT", "symbols": ["BTCUSDT"], "interval": "1h", "start": "2024-03-04",
         "end": "2024-03-05", "start_time": "2024-03-04", "end_time": "2024-03-05",
         "time": "2024-03-04", "market": "spot", "provider": ckvd.DataProvider.BINANCE,
         "market_type": ckvd.MarketType.SPOT, "chart_type": ckvd.ChartType.KLINES,
         "source": "cache", "enforce_source": "CACHE", "text": "1h", "days": 1,
         "date": "2024-03-04"}


def client_calls(client, bars):
    options = ("last", "bars", "market", "provider", "chart", "source", "include_open", "wait")
    own = {"provider": "binance"}
    yield "get", client.get, ("symbol", "interval", "start", "end", "partial", "progress",
                              *options), own
    yield "get_many", client.get_many, ("symbols", "interval", "start", "end", "partial",
                                        "return_exceptions", *options), own
    yield "why", client.why, ("symbol", "time", "interval", "market", "provider", "chart"), own
    yield "Client", cw.Client, ("cache_dir", "state_dir", "environment"), {}
    yield "bars[]", bars.__getitem__, ("key",), {}
    yield "column", bars.column, ("name", "into"), {"name": "close"}
    yield "to_pandas", bars.to_pandas, ("arrow",), {}
    yield "address", bars.batches()[0].address, ("column",), {}
    yield "stream", lambda **words: client.stream(**words).close(), \
        ("symbols", "market", "interval", "updates", "since", "keep", "holes"), \
        {"symbols": "../no"}
    yield "RateLimitError", cw.RateLimitError, ("message", "details"), {}


def old_calls(manager):
    yield "get_data", manager.get_data, None, {}
    yield "calculate_time_range", manager.calculate_time_range, None, {}
    yield "create", ckvd.CryptoKlineVisionData.create, \
        ("provider", "market_type", *ckvd.CKVDConfig.__dataclass_fields__), {}
    yield "manager", ckvd.CryptoKlineVisionData, None, {}
    yield "CKVDConfig", ckvd.CKVDConfig, None, {}
    yield "create_stream", manager.create_stream, None, {}
    yield "reconfigure_logging", manager.reconfigure_logging, None, {}
    yield "fetch_market_data", ckvd.fetch_market_data, None, {}
    for name in ("date_chunks", "detect_gaps", "detect_gap", "get_market_symbol_format",
                 "validate_symbol_for_market_type", "StreamConfig", "KlineUpdate"):
        yield name, getattr(ckvd, name), None, {}
    for words in (ckvd.Interval, ckvd.MarketType, ckvd.ChartType, ckvd.DataSource,
                  ckvd.DataProvider):
        yield words.__name__, words.from_string, ("text",), {}
    yield "from_binance_ws", ckvd.KlineUpdate.from_binance_ws, None, {}
    yield "from_historical_row", ckvd.KlineUpdate.from_historical_row, None, {}
    for name in ranges.__all__:
        yield name, getattr(ranges, name), None, {}


def lower_calls():
    cache, rest, vision = UnifiedCacheManager(), RestDataClient(), VisionDataClient()
    yield "get_cache_path", cache.get_cache_path, None, {}
    yield "load_from_cache", cache.load_from_cache, None, {}
    for name, client in (("rest", rest), ("vision", vision)):
        yield name, client.fetch, None, {"symbol": "../no"}
    yield "fetch_klines_parallel", rest.fetch_klines_parallel, None, {"symbol": "../no"}
    yield "fetch_multiple", vision.fetch_multiple, None, {"symbols": ["../no"]}


class Watch:
    """Ends the program with all stacks, where one call takes too long."""

    def __enter__(self):
        import faulthandler
        faulthandler.dump_traceback_later(CALL_SECONDS, exit=True)

    def __exit__(self, *_):
        import faulthandler
        faulthandler.cancel_dump_traceback_later()


FAULTS = {}  # by call and kind, the first of each


def attempt(name, call, words):
    """Whether it held to what is documented."""
    try:
        with Watch():
            call(**words)
    except DOCUMENTED as error:
        text = str(error)
        if not text.strip() or "std::" in text or "bad_alloc" in text:
            FAULTS.setdefault((name, text),
                              f"{name}({words!r:.300}): {type(error).__name__}: {text}")
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        FAULTS.setdefault((name, type(error), where.lineno), f"{name}({words!r:.300}): "
                          f"{type(error).__name__}: {error!s:.200}, {where.filename}:"
                          f"{where.lineno}")


def tried(name, call, parameters, fixed, examples):
    if parameters is None:
        parameters = [one.name for one in inspect.signature(call).parameters.values()
                      if one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD)]
    usual = {**SOUND, **fixed}

    @settings(max_examples=examples, derandomize=True, deadline=None, database=None,
              phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(some.data())
    def arbitrary(data):
        """One or two wild arguments among sound ones, or nothing but wild ones."""
        wild = data.draw(some.sets(some.sampled_from(list(parameters)), min_size=1, max_size=2)) \
            if data.draw(some.integers(0, 5)) else set(parameters)
        words = {each: usual[each] for each in parameters if each in usual and each not in wild}
        attempt(name, call, {**words, **{each: data.draw(ANYTHING) for each in sorted(wild)}})

    arbitrary()


def main():
    part, examples = sys.argv[1], int(sys.argv[2])
    client = cw.Client()
    bars = client.get("BTCUSDT", "1h", "2024-03-04", "2024-03-05")
    with ckvd.CryptoKlineVisionData.create(ckvd.DataProvider.BINANCE) as manager:
        calls = {"client": lambda: client_calls(client, bars), "old": lambda: old_calls(manager),
                 "lower": lower_calls}[part]()
        count = 0
        for name, call, parameters, fixed in calls:
            tried(name, call, parameters, fixed, examples)
            count += 1
        assert len(manager.get_data("BTCUSDT", "2024-03-04", "2024-03-05", "1h")) == 24
    assert len(client.get("BTCUSDT", "1h", "2024-03-04", "2024-03-05", source="cache")) == 24
    if FAULTS:
        sys.exit("\n".join(FAULTS.values()))
    print("survived", count)


main()
