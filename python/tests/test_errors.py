"""What goes wrong is an exception of its own, with details for programs."""
import logging
import pickle

import pytest

import candlewick as cw

DAY = ("2024-03-04", "2024-03-05")


@pytest.mark.parametrize("symbol", ["", "../BTC", "BTC/USDT", "BTCUSDT\n", "A" * 31, "B\0", "%2e"])
def test_what_is_no_symbol_is_refused_before_anything_is_asked(client, exchange, symbol):
    before = exchange.last_request()
    with pytest.raises(cw.InvalidSymbolError) as caught:
        client.get(symbol, "1h", *DAY)
    assert isinstance(caught.value, ValueError) and isinstance(caught.value, cw.CandlewickError)
    assert caught.value.details["kind"] == "symbol"
    assert exchange.last_request() == before


def test_a_symbol_that_nobody_has(client):
    with pytest.raises(cw.InvalidSymbolError, match="NOSUCHUSDT"):
        client.get("NOSUCHUSDT", "1h", *DAY)


def test_a_symbol_of_another_market_comes_with_a_suggestion(client):
    with pytest.raises(cw.InvalidSymbolError, match="BTCUSD_PERP"):
        client.get("BTCUSDT", "1h", *DAY, market="futures_coin")


def test_before_the_listing_there_is_nothing(client):
    with pytest.raises(cw.InvalidSymbolError, match="listed since 2017"):
        client.get("BTCUSDT", "1h", "2015-01-01", "2015-02-01")


@pytest.mark.parametrize("options", [
    {"interval": "7m"}, {"market": "moon"}, {"provider": "x"}, {"chart": "x"}, {"source": "x"},
    {"interval": "1s", "market": "um"}, {"start": "yesterday"}, {"last": "soon"},
    {"start": "2024-03-05", "end": "2024-03-04"}, {"bars": 0}, {"bars": -1}, {"last": "1h", "bars": 2},
    {"start": "1800-01-01"}, {"end": "2300-01-01"}, {"last": "-1h"}])
def test_a_wrong_question_is_a_value_error(client, exchange, options):
    before = exchange.last_request()
    with pytest.raises(cw.InvalidRequestError) as caught:
        client.get("BTCUSDT", **{"interval": "1h", **options})
    assert isinstance(caught.value, ValueError) and str(caught.value)
    assert exchange.last_request() == before


@pytest.mark.parametrize("options", [{"start": 5}, {"end": object()}, {"last": 3}, {"bars": "x"},
                                     {"bars": 1.5}, {"market": None}, {"interval": b"1h"}])
def test_a_wrong_type_is_a_type_error(client, options):
    with pytest.raises(TypeError):
        client.get("BTCUSDT", **{"interval": "1h", **options})


def test_a_rate_limit_says_when_to_come_back(client, exchange):
    exchange.scenario({"name": "limit", "rules": [
        {"when": {"host": "spot", "kind": "klines"},
         "then": {"answer": "throttle429", "retry_after": 37}}]})
    with pytest.raises(cw.RateLimitError) as caught:
        client.get("BTCUSDT", "1h", *DAY, source="rest")
    assert isinstance(caught.value, cw.DataSourceError)
    assert 30 <= caught.value.retry_after <= 37
    assert caught.value.details["tiers"][-1]["tier"] == "REST"


def test_rows_that_came_before_a_failure_are_offered(client, exchange):
    exchange.scenario({"name": "half", "rules": [
        {"when": {"kind": "zip", "period": "2024-03-05"}, "then": {"answer": "NoSuchKey"}},
        {"when": {"host": "spot", "kind": "klines"}, "then": {"status": 502}}]})
    question = ("BTCUSDT", "1h", "2024-03-04", "2024-03-06")
    with pytest.raises(cw.DataSourceError) as caught:
        client.get(*question)
    bars = caught.value.bars
    assert len(bars) == 24 and not bars.complete
    assert caught.value.details["rows"] == 24 and caught.value.details["missing"]
    partial = client.get(*question, partial=True)
    assert len(partial) == 24 and [hole.settled for hole in partial.missing] == [False]
    assert partial.failures


def test_when_everything_fails_each_tier_is_named(client, exchange):
    exchange.scenario({"name": "dark", "rules": [
        {"when": {"kind": ["zip", "klines"]}, "then": {"status": 500}}]})
    with pytest.raises(cw.DataSourceError, match="REST") as caught:
        client.get("BTCUSDT", "1h", *DAY)
    assert {tier["tier"] for tier in caught.value.details["tiers"]} >= {"BULK", "REST"}


def test_a_cache_that_lacks_it_says_so(client, exchange):
    before = exchange.last_request()
    with pytest.raises(cw.UnsupportedError, match="not in the cache"):
        client.get("BTCUSDT", "1h", *DAY, source="cache")
    assert exchange.last_request() == before


def test_one_of_several_may_fail(client):
    answers = client.get_many(["BTCUSDT", "NOSUCHUSDT"], "1h", *DAY, return_exceptions=True)
    assert len(answers["BTCUSDT"]) == 24
    assert isinstance(answers["NOSUCHUSDT"], cw.InvalidSymbolError)
    with pytest.raises(cw.InvalidSymbolError):
        client.get_many(["BTCUSDT", "NOSUCHUSDT"], "1h", *DAY)
    with pytest.raises(TypeError):
        client.get_many("BTCUSDT")
    assert client.get_many([]) == {}


def test_settings_that_cannot_be_are_refused(settings):
    with pytest.raises(cw.InvalidRequestError, match="WICK_LOG_LEVEL|log"):
        cw.Client(environment={**settings, "WICK_LOG_LEVEL": "shout"})


def test_a_closed_client_says_so(client):
    client.close()
    with pytest.raises(cw.CandlewickError, match="closed"):
        client.get("BTCUSDT")


def test_exceptions_survive_pickling():
    error = cw.RateLimitError("later", {"retry_after": 5.0})
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is cw.RateLimitError and copy.retry_after == 5.0 and str(copy) == "later"


def test_the_log_is_pythons(settings, caplog):
    with caplog.at_level(logging.DEBUG, logger="candlewick"):
        cw.Client(environment=settings).get("BTCUSDT", "1h", *DAY)
    lines = [record.getMessage() for record in caplog.records if record.name == "candlewick"]
    assert any("BTCUSDT-1h-2024-03-04.zip" in line for line in lines)


@pytest.mark.parametrize("patience", [{"attempts": 0}, {"attempts": 101}, {"timeout": 0},
                                      {"timeout": float("nan")}, {"timeout": 1e9}])
def test_a_patience_that_cannot_be(settings, patience):
    with pytest.raises(cw.InvalidRequestError, match="attempts|timeout"):
        cw.Client(environment=settings, **patience)
    for wrong in ({"attempts": 1.5}, {"attempts": True}, {"timeout": "long"}):
        with pytest.raises(TypeError):
            cw.Client(environment=settings, **wrong)


def test_attempts_are_counted_for_the_archive_too(settings, exchange):
    exchange.scenario({"name": "busy", "rules": [
        {"when": {"kind": "zip"}, "then": {"answer": "busy503"}}]})
    before = exchange.last_request()
    with cw.Client(environment=settings, attempts=2) as client, \
            pytest.raises(cw.DataSourceError):
        client.get("BTCUSDT", "1h", *DAY, source="bulk")
    assert len([line for line in exchange.log(before) if line["kind"] == "zip"]) == 2
