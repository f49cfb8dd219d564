"""The one-shot function by its old place."""
from ..._manager import fetch_market_data

__all__ = ["fetch_market_data"]
