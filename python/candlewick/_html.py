"""Bars and reports as a notebook shows them."""
from __future__ import annotations

import datetime as dt
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ._bars import Bars
    from ._rows import Bar, Hole

SHOWN = ("open_time", "open", "high", "low", "close", "volume")
EDGE = 5  # rows at either end
HOLES_MAX = 8
ROWS_MAX = 20
LEFT = ' style="text-align:left"'


def bars_table(bars: Bars) -> str:
    """The first and the last of them, under what they are; holes by name."""
    told = repr(bars)[1:-1].removeprefix("Bars ")
    body = "".join(row(cells(bar)) for bar in bars[:EDGE])
    left = len(bars) - 2 * EDGE
    if left > 0:
        body += f'<tr><td colspan="{len(SHOWN)}"{LEFT}>… {left} more …</td></tr>'
    body += "".join(row(cells(bar)) for bar in bars[max(EDGE, len(bars) - EDGE):])
    table = f"<table><thead>{row(SHOWN, 'th')}</thead><tbody>{body}</tbody></table>"
    return (f"<div><p><b>{escape(told)}</b></p>{table if len(bars) else ''}"
            f"{holes(bars.missing)}</div>")


def cells(bar: Bar) -> list[str]:
    return [time_text(bar.open_time), *(f"{value:.10g}" for value in bar[1:6])]


def holes(missing: Sequence[Hole]) -> str:
    if not missing:
        return ""
    lines = [f"{time_text(hole.start)} to {time_text(hole.end)}: {hole.cause}, {hole.evidence}"
             for hole in missing[:HOLES_MAX]]
    if len(missing) > HOLES_MAX:
        lines.append(f"{len(missing) - HOLES_MAX} more")
    listed = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<p>Without a bar:</p><ul>{listed}</ul>"


def report_table(report: Mapping[str, Any]) -> str:
    """Names and values; a list of dicts is a table of its own."""
    body = "".join(f"<tr><th{LEFT}>{escape(str(name))}</th><td{LEFT}>{shown(value)}</td></tr>"
                   for name, value in report.items())
    return f"<table><tbody>{body}</tbody></table>"


def shown(value: Any) -> str:
    if isinstance(value, dict):
        return report_table(value) if value else "none"
    if isinstance(value, (list, tuple)):
        return listed(value)
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.datetime):
        return time_text(value)
    return escape(f"{value:.10g}" if isinstance(value, float) else str(value))


def listed(values: Sequence[Any]) -> str:
    if not values:
        return "none"
    if not all(isinstance(value, dict) for value in values):
        return ", ".join(shown(value) for value in values)
    names = list(dict.fromkeys(name for value in values for name in value))
    body = "".join(f"<tr>{''.join(f'<td{LEFT}>{shown(value.get(name))}</td>' for name in names)}"
                   "</tr>" for value in values[:ROWS_MAX])
    more = f"<p>{len(values) - ROWS_MAX} more</p>" if len(values) > ROWS_MAX else ""
    return f"<table><thead>{row(names, 'th')}</thead><tbody>{body}</tbody></table>{more}"


def row(texts: Iterable[object], cell: str = "td") -> str:
    return f"<tr>{''.join(f'<{cell}>{escape(str(text))}</{cell}>' for text in texts)}</tr>"


def time_text(time: dt.datetime) -> str:
    """No longer than it need be: 2024-03-01 05:30."""
    text = time.replace(tzinfo=None).isoformat(" ")
    return text.removesuffix(":00")
