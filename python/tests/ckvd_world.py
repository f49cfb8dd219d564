"""What tests of the old API share: managers on a simulated exchange, and what they look at."""
import datetime as dt
import os
import pathlib

import pandas
import pytest

from ckvd import CryptoKlineVisionData, DataProvider, MarketType

from candlewick import _program
from exchange import Exchange

UTC = dt.timezone.utc


@pytest.fixture(autouse=True)
def world(settings, monkeypatch):
    for name, value in settings.items():
        monkeypatch.setenv(name, value)


def make(market=MarketType.SPOT, **settings):
    return CryptoKlineVisionData.create(DataProvider.BINANCE, market, **settings)


@pytest.fixture
def manager():
    with make() as manager:
        yield manager


@pytest.fixture(scope="module")
def today():
    """An exchange whose clock is ours."""
    program = os.environ.get("WICK_TEST_PROGRAM") or _program.program()
    with Exchange(program) as exchange:
        yield exchange


@pytest.fixture
def now(today, monkeypatch):
    for name, value in today.env.items():
        monkeypatch.setenv(name, value)
    return dt.datetime.now(UTC)


def asked(exchange, since, kind=None):
    """Requests for data; the one that asks for the first candle of all is about the listing."""
    return [line for line in exchange.log(since) if line["data"] and kind in (None, line["kind"])
            and not line["target"].endswith("&limit=1") and "&limit=1&" not in line["target"]]


def sources(frame):
    return dict(frame["_data_source"].value_counts())


def day_files():
    return sorted(pathlib.Path(os.environ["WICK_CACHE_DIR"]).rglob("daily/*/*/*.arrow"))


def utc(*parts):
    return pandas.Timestamp(dt.datetime(*parts, tzinfo=UTC))
