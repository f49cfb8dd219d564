"""Where the archive has a day's file, and where the predecessor kept it."""
from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...._enums import ChartType, Interval, MarketType
from ...._errors import InvalidRequestError, NetworkError
from ...._symbols import safe_symbol
from ...._times import Moment, utc

__all__ = ["FSSpecVisionHandler", "PathComponents", "VisionPathMapper"]

TIMEOUT = 30.0
BASE_URL = "https://data.binance.vision"
MARKETS = {"spot": MarketType.SPOT, "futures/um": MarketType.FUTURES_USDT,
           "futures/cm": MarketType.FUTURES_COIN}
FILE = re.compile(r"data/(?P<market>spot|futures/um|futures/cm)/daily/klines/(?P<symbol>[^/]+)/"
                  r"(?P<interval>[^/]+)/(?P=symbol)-(?P=interval)-(?P<date>\d{4}-\d{2}-\d{2})"
                  r"\.(?P<ending>zip|arrow)")


@dataclass(frozen=True)
class PathComponents:
    """What makes up a path."""

    market_type: MarketType
    symbol: str
    interval: Interval
    date: str

    def path(self, ending: str) -> str:
        """Below the root of either side."""
        word = self.interval.value
        return (f"data/{self.market_type.vision_api_path}/daily/klines/{self.symbol}/{word}/"
                f"{self.symbol}-{word}-{self.date}.{ending}")


class VisionPathMapper:
    """Turns addresses of the archive into paths of the predecessor's cache, and back.

    candlewick's own cache is laid out otherwise; `wick cache import` reads the predecessor's.
    """

    def __init__(self, base_cache_dir: str | os.PathLike[str] = "cache") -> None:
        self.base_cache_dir = Path(base_cache_dir)
        self.base_url = BASE_URL

    @staticmethod
    def create_components_from_params(symbol: str, interval: Interval | str, date: Moment,
                                      market_type: MarketType,
                                      chart_type: ChartType = ChartType.KLINES) -> PathComponents:
        """Checked, with the date as the archive writes it."""
        if chart_type is not ChartType.KLINES:
            raise InvalidRequestError("only klines have daily files; use ChartType.KLINES")
        length = Interval.from_string(interval)
        if length in (Interval.DAY_3, Interval.WEEK_1, Interval.MONTH_1):
            raise InvalidRequestError(f"{length.value} has monthly files alone")
        if not isinstance(market_type, MarketType):
            raise InvalidRequestError(f"market_type is {market_type!r}; give a member of "
                                      "MarketType, as in MarketType.SPOT")
        return PathComponents(market_type, safe_symbol(symbol), length,
                              f"{utc('date', date):%Y-%m-%d}")

    def get_remote_url(self, components: PathComponents) -> str:
        """Of the zip; its checksum has .CHECKSUM behind it."""
        return f"{self.base_url}/{components.path('zip')}"

    def get_local_path(self, components: PathComponents) -> Path:
        """Of the predecessor's file."""
        return self.base_cache_dir / components.path("arrow")

    def map_remote_to_local(self, remote_url: str) -> Path:
        """The file that holds what the address gives."""
        return self.get_local_path(_parsed(remote_url, self.base_url))

    def map_local_to_remote(self, local_path: str | os.PathLike[str]) -> str:
        """The address of what the file holds."""
        return self.get_remote_url(_parsed(os.fspath(local_path), str(self.base_cache_dir)))


def _parsed(text: str, root: str) -> PathComponents:
    """What a path below a root is made of."""
    inside = text.removeprefix(root).lstrip("/") if isinstance(text, str) else ""
    found = FILE.fullmatch(inside)
    if found is None:
        raise InvalidRequestError(f"{text!r} is no day's file of klines below {root}")
    return VisionPathMapper.create_components_from_params(
        found["symbol"], found["interval"], found["date"], MARKETS[found["market"]])


class FSSpecVisionHandler:
    """Files of the archive and of the predecessor's cache. Candles themselves come by
    VisionDataClient, which checks what it downloads."""

    def __init__(self, base_cache_dir: str | os.PathLike[str] = "cache") -> None:
        self.path_mapper = VisionPathMapper(base_cache_dir)
        self.base_cache_dir = self.path_mapper.base_cache_dir

    def get_fs_and_path(self, url_or_path: str | os.PathLike[str]) -> tuple[Any, str]:
        """The filesystem of the package fsspec that has it, and its path there."""
        from importlib import import_module

        try:
            fsspec = import_module("fsspec.core")
        except ImportError:
            raise ImportError("this needs the package fsspec; install fsspec") from None
        found: tuple[Any, str] = fsspec.url_to_fs(os.fspath(url_or_path))
        return found

    def exists(self, url_or_path: str | os.PathLike[str]) -> bool:
        """Whether it is there. A server that does not answer is a NetworkError, not a no."""
        text = os.fspath(url_or_path)
        if not text.startswith(("http://", "https://")):
            return Path(text).exists()
        return _answers(text.replace(BASE_URL, _archive(), 1))

    def get_remote_url(self, components: PathComponents) -> str:
        """Of the zip; its checksum has .CHECKSUM behind it."""
        return self.path_mapper.get_remote_url(components)

    def get_local_path(self, components: PathComponents) -> Path:
        """Of the predecessor's file."""
        return self.path_mapper.get_local_path(components)

    def get_local_path_for_data(self, symbol: str, interval: Interval | str, date: Moment,
                                market_type: MarketType,
                                chart_type: ChartType = ChartType.KLINES) -> Path:
        """Of the predecessor's file of a day."""
        return self.get_local_path(self.path_mapper.create_components_from_params(
            symbol, interval, date, market_type, chart_type))


def _archive() -> str:
    """Where candlewick's settings say that it is."""
    import candlewick as cw

    with cw.Client() as client:
        return client.settings["WICK_BINANCE_ARCHIVE_URL"].partition(",")[0].rstrip("/")


def _answers(address: str) -> bool:
    """Whether a server has it."""
    from urllib.error import HTTPError, URLError
    from urllib.request import Request, urlopen

    try:
        with urlopen(Request(address, method="HEAD"), timeout=TIMEOUT):
            return True
    except HTTPError as error:
        if error.code in (403, 404):
            return False
        raise NetworkError(f"{address}: HTTP {error.code}") from error
    except (URLError, OSError) as error:
        raise NetworkError(f"{address}: {error}") from error
