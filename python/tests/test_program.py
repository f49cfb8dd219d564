"""What the program does for the package."""
import pytest

import candlewick as cw

DAY = ("2024-03-04", "2024-03-05")


def test_warm_fills_the_cache(client, exchange):
    lines = []
    report = client.warm(["BTCUSDT", "ETHUSDT"], "1h", days=3, progress=lines.append)
    assert [series["symbol"] for series in report["series"]] == ["BTCUSDT", "ETHUSDT"]
    assert lines


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
