"""Which names are symbols, and which of them a market has."""
import pytest

import ckvd
from ckvd import CryptoKlineVisionData, DataProvider, MarketType


@pytest.fixture(autouse=True)
def world(settings, monkeypatch):
    for name, value in settings.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize("symbol", ["../BTC", "BTC/USDT", "BTC\\USDT", "B\x00", "", "A" * 31,
                                    "BTC USDT", "BTCUSDT\n", "BTC\nUSDT", "%2e%2e", None, 5])
def test_43_what_is_no_symbol(exchange, symbol):
    manager = CryptoKlineVisionData.create(DataProvider.BINANCE)
    before = exchange.last_request()
    with pytest.raises(ckvd.InvalidSymbolError):
        manager.get_data(symbol, "2024-03-04", "2024-03-05", "1h")
    assert exchange.last_request() == before


@pytest.mark.parametrize("symbol, market, provider", [
    ("BTCUSD_PERP", MarketType.FUTURES_COIN, DataProvider.BINANCE),
    ("BTCUSD_240329", MarketType.FUTURES_COIN, DataProvider.BINANCE),
    ("1000SHIBUSD_PERP", MarketType.FUTURES_COIN, DataProvider.BINANCE),
    ("BTC-USDT", MarketType.SPOT, DataProvider.OKX),
    ("BTC-USD-SWAP", MarketType.FUTURES_COIN, DataProvider.OKX),
    ("BTC-240315-50000-C", MarketType.OPTIONS, DataProvider.BINANCE),
    ("T", MarketType.SPOT, DataProvider.BINANCE),
    ("btcusdt", MarketType.SPOT, DataProvider.BINANCE)])
def test_43_what_is_a_symbol(symbol, market, provider):
    assert ckvd.validate_symbol_for_market_type(symbol, market, provider) is True


@pytest.mark.parametrize("symbol, market, provider, better", [
    ("BTCUSDT", MarketType.FUTURES_COIN, DataProvider.BINANCE, "BTCUSD_PERP"),
    ("1000SHIBUSD", MarketType.FUTURES_COIN, DataProvider.BINANCE, "1000SHIBUSD_PERP"),
    ("BTCUSD_PERP", MarketType.SPOT, DataProvider.BINANCE, "BTCUSDT"),
    ("BTCUSDT", MarketType.OPTIONS, DataProvider.BINANCE, "BTC-240315-50000-C"),
    ("BTCUSDT", MarketType.SPOT, DataProvider.OKX, "BTC-USDT"),
    ("BTC-USDT", MarketType.FUTURES_USDT, DataProvider.OKX, "BTC-USDT-SWAP")])
def test_44_a_symbol_of_another_market_comes_with_a_suggestion(symbol, market, provider, better):
    with pytest.raises(ValueError, match=f"did you mean {better}[?]"):
        ckvd.validate_symbol_for_market_type(symbol, market, provider)
    if market is not MarketType.OPTIONS:
        assert ckvd.get_market_symbol_format(symbol, market, provider) == better or \
            market is MarketType.SPOT and provider is DataProvider.BINANCE
        with CryptoKlineVisionData.create(provider, market) as manager, \
                pytest.raises(ckvd.InvalidSymbolError, match=better):
            manager.get_data(symbol, "2024-03-04", "2024-03-05", "1h")
