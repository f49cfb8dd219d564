"""Enums and rules of markets by their old place."""
from .._enums import ChartType, DataProvider, Interval, MarketType
from .._symbols import (get_market_symbol_format, supported_intervals,
                        validate_symbol_for_market_type)

__all__ = ["ChartType", "DataProvider", "Interval", "MarketType", "get_market_symbol_format",
           "supported_intervals", "validate_symbol_for_market_type"]
