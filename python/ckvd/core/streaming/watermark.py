"""How long each series has been silent, and how long it may be."""
from __future__ import annotations

import time

from ..._enums import Interval

Key = tuple[str, str]


class Watermark:
    """A series is due when nothing came for its interval times `factor`."""

    def __init__(self, factor: float) -> None:
        self._factor = factor
        self._due_at: dict[Key, float] = {}

    def heard(self, key: Key) -> None:
        """Something came; the series is given as long again."""
        length = Interval.from_string(key[1]).to_seconds()
        self._due_at[key] = time.monotonic() + length * self._factor

    def forget(self, key: Key) -> None:
        """The series may be silent from now on."""
        self._due_at.pop(key, None)

    def wait(self) -> float | None:
        """Seconds until one is due; None where there is none."""
        if not self._due_at:
            return None
        return max(0.0, min(self._due_at.values()) - time.monotonic())

    def due(self) -> list[Key]:
        """Those that have been silent for too long."""
        now = time.monotonic()
        return [key for key, due_at in self._due_at.items() if due_at <= now]
