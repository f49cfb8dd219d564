"""OKX, which has no archive."""
from .okx_rest_client import OKXRestClient

__all__ = ["OKXRestClient"]
