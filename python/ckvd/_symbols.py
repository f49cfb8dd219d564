"""Names of symbols: which are safe, and which a market has."""
from __future__ import annotations

import re

from ._enums import ChartType, DataProvider, Interval, MarketType
from ._errors import InvalidRequestError, InvalidSymbolError, UnsupportedIntervalError

SAFE = re.compile(r"[A-Z0-9_-]{1,30}")
DATED = re.compile(r".+_\d{6}")
OPTION = re.compile(r"[A-Z0-9]+-\d{6}-\d+(\.\d+)?-[CP]")
NOT_OKX = (Interval.SECOND_1, Interval.HOUR_8, Interval.DAY_3)
WORDS = {MarketType.SPOT: "spot", MarketType.FUTURES_USDT: "futures_usdt",
         MarketType.FUTURES: "futures_usdt", MarketType.FUTURES_COIN: "futures_coin"}


def safe_symbol(symbol: object) -> str:
    """In upper case; refuses what could be more than a name in a path or an address."""
    name = symbol.upper() if isinstance(symbol, str) else ""
    if SAFE.fullmatch(name) is None:
        raise InvalidSymbolError(f"{symbol!r} is no symbol; write 1 to 30 letters, digits, _ and "
                                 "-, as in BTCUSDT", details={"symbol": str(symbol)})
    return name


def market_word(market: MarketType) -> str:
    """The market by its name in candlewick."""
    if not isinstance(market, MarketType):
        raise InvalidRequestError(f"market_type is {market!r}; give a member of MarketType, as in "
                                  "MarketType.SPOT")
    if market not in WORDS:
        raise InvalidRequestError("there is no data of options; use MarketType.SPOT, FUTURES_USDT "
                                  "or FUTURES_COIN", details={"market_type": market.name})
    return WORDS[market]


def provider_word(provider: DataProvider) -> str:
    """The provider by its name in candlewick."""
    if not isinstance(provider, DataProvider):
        raise InvalidRequestError(f"provider is {provider!r}; give a member of DataProvider, as in "
                                  "DataProvider.BINANCE")
    if provider not in (DataProvider.BINANCE, DataProvider.OKX):
        raise InvalidRequestError(f"provider {provider.name} is not supported; use BINANCE or OKX",
                                  details={"provider": provider.name})
    word: str = provider.value
    return word


def supported_intervals(market: MarketType, provider: DataProvider = DataProvider.BINANCE
                        ) -> list[Interval]:
    """The intervals that a market has."""
    if provider is DataProvider.OKX:
        return [one for one in Interval if one not in NOT_OKX]
    return [one for one in Interval if one is not Interval.SECOND_1 or market is MarketType.SPOT]


def check_interval(interval: Interval, market: MarketType, provider: DataProvider) -> None:
    """Refuses an interval that the market does not have."""
    known = supported_intervals(market, provider)
    if interval not in known:
        words = ", ".join(one.value for one in known)
        raise UnsupportedIntervalError(
            f"{provider.name} {market.name} has no {interval.value}; use one of {words}",
            details={"interval": interval.value, "market_type": market.name,
                     "supported": [one.value for one in known]})


def get_market_symbol_format(symbol: str, market_type: MarketType,
                             provider: DataProvider = DataProvider.BINANCE,
                             chart_type: ChartType | None = None) -> str:
    """A symbol as the market spells it: BTCUSDT is BTCUSD_PERP on COIN-M, BTC-USDT on OKX."""
    name = safe_symbol(symbol)
    if provider is DataProvider.OKX or chart_type in (ChartType.OKX_CANDLES,
                                                      ChartType.OKX_HISTORY_CANDLES):
        return _okx_symbol(name, market_type)
    if market_type is MarketType.FUTURES_COIN and not name.endswith("_PERP") \
            and DATED.fullmatch(name) is None:
        return (name[:-1] if name.endswith("USDT") else name) + "_PERP"
    return name


def _okx_symbol(name: str, market: MarketType) -> str:
    pair = name.removesuffix("-SWAP")
    if "-" not in pair:
        quote = next((end for end in ("USDT", "USDC", "BTC", "ETH", "USD") if pair.endswith(end)
                      and len(pair) > len(end)), None)
        if quote is None:
            raise InvalidSymbolError(f"{name} is no symbol of OKX; write it as in BTC-USDT",
                                     details={"symbol": name})
        pair = f"{pair.removesuffix(quote)}-{quote}"
    if market is MarketType.FUTURES_COIN:
        pair = pair.removesuffix("T")
    return f"{pair}-SWAP" if market.is_futures else pair


def validate_symbol_for_market_type(symbol: str, market_type: MarketType,
                                    provider: DataProvider = DataProvider.BINANCE) -> bool:
    """True, or an InvalidSymbolError (a ValueError) that says what to write instead."""
    name = safe_symbol(symbol)
    better = _better(name, market_type, provider)
    if better is not None:
        raise InvalidSymbolError(
            f"{name} is no symbol of {provider.name} {market_type.name}; did you mean {better}?",
            details={"symbol": name, "market_type": market_type.name, "suggestion": better})
    return True


def _better(name: str, market: MarketType, provider: DataProvider) -> str | None:
    """What was probably meant; None where the name has the right shape."""
    if provider is DataProvider.OKX:
        right = _okx_symbol(name, market)
        return None if name == right else right
    if market is MarketType.OPTIONS:
        return None if OPTION.fullmatch(name) else "BTC-240315-50000-C"
    perpetual = name.endswith("_PERP")
    if market is MarketType.FUTURES_COIN:
        right = get_market_symbol_format(name, market)
        return None if right == name else right
    if perpetual:
        return name.removesuffix("_PERP").removesuffix("USD") + "USDT"
    return None
