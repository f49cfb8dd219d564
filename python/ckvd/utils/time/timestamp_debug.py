"""An exception that old handlers may name."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..._errors import _Told

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["TimezoneDebugError"]


class TimezoneDebugError(_Told):
    """A time filter met times that cannot be compared. Nothing here raises it: a filter that no
    row passes gives a frame without rows, and times of any zone are converted."""

    def __init__(self, message: str, context: Mapping[str, Any] | None = None) -> None:
        super().__init__(message, context)
        self.context = self.details
