"""The one-shot function by its old place."""
from ckvd import fetch_market_data

__all__ = ["fetch_market_data"]
