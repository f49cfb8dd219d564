"""What markets have."""
from ..._enums import ChartType, DataProvider, Interval, MarketType
from ..._symbols import get_market_symbol_format, validate_symbol_for_market_type
from .capabilities import MARKET_CAPABILITIES, MarketCapabilities, get_market_capabilities

__all__ = ["ChartType", "DataProvider", "Interval", "MARKET_CAPABILITIES", "MarketCapabilities",
           "MarketType", "get_market_capabilities", "get_market_symbol_format",
           "validate_symbol_for_market_type"]
