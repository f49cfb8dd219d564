"""Names of the cache by their old place."""
from .key_manager import CacheKeyManager

__all__ = ["CacheKeyManager"]
