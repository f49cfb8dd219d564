"""Binance: the archive, the API, and the cache of both."""
