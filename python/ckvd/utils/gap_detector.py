"""The gap detector by its old place."""
from .._gaps import Gap, detect_gaps

__all__ = ["Gap", "detect_gaps"]
