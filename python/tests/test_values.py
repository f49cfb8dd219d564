"""What comes is what happened: bar by bar the simulator's own truth."""
import datetime as dt

import pytest

import candlewick as cw

UTC = dt.timezone.utc
DAY = ("2024-03-04", "2024-03-06")


def micros(time):
    return (time - dt.datetime(1970, 1, 1, tzinfo=UTC)) // dt.timedelta(microseconds=1)


def rows(bars):
    return [(micros(bar.open_time), bar.open, bar.high, bar.low, bar.close, bar.volume,
             bar.quote_asset_volume, bar.count, bar.taker_buy_volume, bar.taker_buy_quote_volume)
            for bar in bars]


def truth(exchange, market, symbol, interval, begin, end):
    return [(row[0], *map(float, row[1:7]), row[7], *map(float, row[8:10]))
            for row in exchange.truth(market, symbol, interval, begin, end)]


@pytest.mark.parametrize("time", [
    dt.datetime(1, 1, 1, tzinfo=UTC), dt.datetime(1969, 12, 31, 23, 59, 59, 999_999, UTC),
    dt.datetime(2024, 3, 4, 5, 6, 7, 8, UTC), dt.datetime(9999, 12, 31, 23, 59, 59, 999_999, UTC),
    dt.datetime(2024, 3, 4, 5, tzinfo=dt.timezone(dt.timedelta(hours=-9, microseconds=1)))])
def test_an_instant_is_exact_to_the_microsecond(time):
    from candlewick._times import instant, moment

    assert instant("start", time) == micros(time)
    assert moment(instant("start", time)) == time


@pytest.mark.parametrize("market, short, symbol, interval", [
    ("spot", "spot", "BTCUSDT", "1m"), ("spot", "spot", "ETHUSDT", "1h"),
    ("futures_usdt", "um", "BTCUSDT", "5m"), ("futures_coin", "cm", "BTCUSD_PERP", "1h")])
@pytest.mark.parametrize("source", ["auto", "bulk", "rest"])
def test_bars_are_the_truth(client, exchange, market, short, symbol, interval, source):
    bars = client.get(symbol, interval, *DAY, market=market, source=source)
    assert rows(bars) == truth(exchange, short, symbol, interval, *DAY)
    assert bars.complete and bars.symbol == symbol and bars.market == market
    assert sum(bars.sources.values()) == len(bars)
    again = client.get(symbol, interval, *DAY, market=market)
    assert rows(again) == rows(bars)
    assert again.sources == {"CACHE": len(bars)} and again.requests == 0


def test_times_may_be_written_in_many_ways(client, exchange):
    tz = dt.timezone(dt.timedelta(hours=2))
    first = client.get("BTCUSDT", "1h", "2024-03-04T10:00", "2024-03-04T12:00")
    for start, end in [(dt.datetime(2024, 3, 4, 10), dt.datetime(2024, 3, 4, 12)),
                       (dt.datetime(2024, 3, 4, 12, tzinfo=tz), dt.datetime(2024, 3, 4, 12)),
                       ("2024-03-04T10:20Z", "2024-03-04 12:59:59.999999")]:
        assert rows(client.get("btcusdt", "1h", start, end)) == rows(first)
    assert len(client.get("BTCUSDT", "1h", dt.date(2024, 3, 4), dt.date(2024, 3, 5))) == 24
    assert len(client.get("BTCUSDT", "1h", end="2024-03-04", last="12h")) == 12
    assert len(client.get("BTCUSDT", "1h", end="2024-03-04", last=dt.timedelta(hours=3))) == 3
    assert len(client.get("BTCUSDT", "1h", end="2024-03-04", bars=7)) == 7
    assert len(client.get("BTCUSDT", "1h", end="2024-03-04")) == 500
    numpy = pytest.importorskip("numpy")
    third = client.get("BTCUSDT", "1h", numpy.datetime64("2024-03-04T10:00"),
                       numpy.datetime64("2024-03-04T12:00:00.000000000"))
    assert rows(third) == rows(first)


def test_a_part_of_an_interval_is_the_bar_that_holds_it(client):
    bars = client.get("BTCUSDT", "1h", "2024-03-04T00:10", "2024-03-04T00:20")
    assert [bar.open_time.isoformat() for bar in bars] == ["2024-03-04T00:00:00+00:00"]
    assert bars[0].close_time.isoformat() == "2024-03-04T00:59:59.999999+00:00"


def test_what_has_not_happened_is_no_bar(client):
    future = client.get("BTCUSDT", "1h", dt.datetime(2199, 1, 1), dt.datetime(2199, 1, 2))
    assert len(future) == 0 and future.complete and future.sources == {} and future.requests == 0
    assert len(future.to_polars()) == 0 and len(future.to_pandas()) == 0


def test_several_symbols_come_at_once(client, exchange):
    symbols = ["BTCUSDT", "ETHUSDT", "BTCUSDT"]
    answers = client.get_many(symbols, "1h", *DAY)
    assert list(answers) == ["BTCUSDT", "ETHUSDT"]
    for symbol, bars in answers.items():
        assert rows(bars) == truth(exchange, "spot", symbol, "1h", *DAY)


def test_holes_are_named(client, exchange):
    exchange.scenario({"name": "gap", "rules": [
        {"when": {"kind": "zip", "symbol": "ETHUSDT"}, "then": {"drop_rows": [5, 8]}},
        {"when": {"kind": "klines", "symbol": "ETHUSDT"}, "then": {"drop_rows": [0.0, 1.0]}}]})
    bars = client.get("ETHUSDT", "1h", "2024-03-04", "2024-03-05")
    assert bars.complete and len(bars) < 24
    assert bars.missing and all(hole.settled and hole.evidence for hole in bars.missing)
    hours = sum((hole.end - hole.start) // dt.timedelta(hours=1) for hole in bars.missing)
    assert hours + len(bars) == 24


def test_rows_and_slices(client):
    bars = client.get("BTCUSDT", "1m", *DAY)
    assert len(bars) == 2880 and len(list(bars)) == 2880
    assert isinstance(bars[0], cw.Bar) and bars[-1] == bars[2879]
    for begin, end in [(0, 10), (1435, 1445), (-5, None), (2000, 1000), (None, None)]:
        assert rows(bars[begin:end]) == rows(bars)[begin:end]
    assert rows(bars[100:2000][50:60]) == rows(bars)[150:160]
    for wrong in (2880, -2881):
        with pytest.raises(IndexError):
            bars[wrong]
    with pytest.raises(ValueError):
        bars[::2]
    assert "BTCUSDT 1m: 2880 bars" in repr(bars)


def test_why_tells_where_a_bar_came_from(client):
    bars = client.get("BTCUSDT", "1m", *DAY)
    known = client.why("BTCUSDT", "2024-03-05T10:31:30", "1m")
    row = bars[1440 + 631]
    assert known["cached"] and known["open_time"] == row.open_time
    assert known["served"]["close"] == row.close and known["rule"] == "only_value"
    assert known["served"]["object"].endswith("BTCUSDT-1m-2024-03-05.zip")
    assert known["served"]["checksum"].startswith("sha256:")
    assert not client.why("BTCUSDT", "2024-05-05", "1m")["cached"]


def test_progress_is_told_and_may_give_up(client, exchange):
    exchange.scenario({"name": "slow", "rules": [{"then": {"delay_ms": 400}}]})
    told = []
    bars = client.get("BTCUSDT", "1m", *DAY, progress=lambda *at: told.append(at))
    assert len(bars) == 2880 and told and all(wanted in (0, 2880) for _, wanted, _ in told)

    def enough(settled, wanted, waits_for):
        raise LookupError("enough")
    with pytest.raises(LookupError, match="enough"):
        client.get("ETHUSDT", "1m", *DAY, progress=enough)
    assert len(client.get("BTCUSDT", "1m", *DAY)) == 2880
