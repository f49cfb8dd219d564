"""What the program does for the package."""
import datetime as dt
import pathlib
import time

import pytest

import candlewick as cw

DAY = ("2024-03-04", "2024-03-05")


def test_warm_fills_the_cache(client, exchange):
    lines = []
    report = client.warm(["BTCUSDT", "ETHUSDT"], "1h", days=3, progress=lines.append)
    assert [series["symbol"] for series in report["series"]] == ["BTCUSDT", "ETHUSDT"]
    assert lines


def zips(exchange, since):
    return [line["target"].rsplit("/", 1)[1] for line in exchange.log(since)
            if line["kind"] == "zip" and line["method"] == "GET"]


@pytest.mark.parametrize("start, end", [
    ("2024-03-04", "2024-03-06"), (dt.date(2024, 3, 4), dt.datetime(2024, 3, 6)),
    (dt.datetime(2024, 3, 4, 2, tzinfo=dt.timezone(dt.timedelta(hours=2))), "2024-03-06")])
def test_warm_takes_a_range_and_several_intervals(client, exchange, start, end):
    before = exchange.last_request()
    report = client.warm("BTCUSDT", ["1h", "4h"], start=start, end=end)
    assert [series["interval"] for series in report["series"]] == ["1h", "4h"]
    assert sorted(zips(exchange, before)) == [f"BTCUSDT-{interval}-2024-03-0{day}.zip"
                                              for interval in ("1h", "4h") for day in (4, 5)]
    for interval in ("1h", "4h"):
        assert client.get("BTCUSDT", interval, "2024-03-04", "2024-03-06", source="cache").complete
    client.warm("BTCUSDT", "1h,4h", start=start, end=end)
    assert len(zips(exchange, before)) == 4


def test_warm_takes_other_charts(client, exchange):
    question = {"start": "2024-03-04", "end": "2024-03-06"}
    client.warm("BTCUSDT", "1h", market="um", chart="mark", provider="binance", jobs=1, **question)
    bars = client.get("BTCUSDT", "1h", *question.values(), market="um", chart="mark",
                      source="cache")
    assert bars.complete and len(bars) == 48
    for wrong in ({"provider": "moon"}, {"chart": "x"}, {"jobs": 0}, {"start": "x"},
                  {"start": "2024-03-06", "end": "2024-03-04"}, {"interval": ["1h", "7m"]}):
        with pytest.raises(cw.InvalidRequestError):
            client.warm("BTCUSDT", **{"interval": "1h", **wrong})
    for wrong in ({"jobs": 1.5}, {"interval": [1]}, {"chart": None}, {"start": object()}):
        with pytest.raises(TypeError):
            client.warm("BTCUSDT", **wrong)


def test_warm_need_not_wait(client, exchange):
    exchange.scenario({"name": "limit", "rules": [
        {"when": {"kind": ["zip", "klines"]}, "then": {"answer": "throttle429",
                                                       "retry_after": 600}}]})
    begun = time.monotonic()
    report = client.warm("BTCUSDT", "1h", start="2024-03-04", end="2024-03-06", wait=False)
    assert report["left"] and time.monotonic() - begun < 60


def test_health_reads_every_byte_where_it_is_asked(client, settings):
    client.get("BTCUSDT", "1h", *DAY)
    file = next(pathlib.Path(settings["WICK_CACHE_DIR"]).rglob("2024-03-04.arrow"))
    data = file.read_bytes()
    file.write_bytes(data[:2000] + b"x" + data[2001:])
    assert client.health()["checked"] == "metadata" and not client.health()["findings"]
    for options in ({"deep": True}, {"verbose": True}, {"deep": True, "symbol": "BTCUSDT"}):
        report = client.health(**options)
        assert report["checked"] == "every_byte"
        assert [finding["kind"] for finding in report["findings"]] == ["damaged"], options


def test_stats_knows_what_get_did(client):
    client.get("BTCUSDT", "1h", *DAY)
    client.get("BTCUSDT", "1h", *DAY)
    report = client.stats("BTCUSDT")
    assert "api" in str(report)
    with pytest.raises(cw.InvalidRequestError):
        client.stats(since="yesterday")


def test_health_sees_the_cache(client):
    client.get("BTCUSDT", "1h", *DAY)
    assert "BTCUSDT" in str(client.health("BTCUSDT"))


def test_diagnose_walks_the_tiers(client):
    report = client.diagnose("BTCUSDT", "spot", "1h")
    assert {"CACHE", "BULK", "REST"} <= set(str(report).replace("'", " ").upper().split())
    with pytest.raises(cw.CandlewickError):
        client.diagnose("../x")


@pytest.mark.parametrize("word", ["--help", "-x", "", "\0", "\ud800", "a b"])
def test_words_are_no_options(client, word):
    for ask in (client.diagnose, client.warm):
        with pytest.raises((cw.CandlewickError, ValueError)):
            ask(word)
    for look in (client.health, client.stats):  # nothing is kept or noted of such a symbol
        try:
            report = look(word)
        except (cw.CandlewickError, ValueError):
            continue
        assert not report.get("series") and not report.get("requests")
