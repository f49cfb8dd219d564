"""How many candles a range has."""
from ..._completeness import estimate_record_count

__all__ = ["estimate_record_count"]
