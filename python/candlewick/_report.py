"""What was found out, as a dict that a notebook shows as a table."""
from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Report(dict["str", "Any"]):
    """A dict, and in a notebook a table."""

    def _repr_html_(self) -> str:
        from ._html import report_table

        return report_table(self)
