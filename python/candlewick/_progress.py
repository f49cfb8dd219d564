"""How far along it is, told to whoever looks: in a notebook as a bar, on a terminal as a line.

What is quick is not talked about: nothing is shown in the first half second.
"""
from __future__ import annotations

import sys
from time import monotonic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO, Any, Protocol

    class Screen(Protocol):
        def show(self, text: str, share: float | None) -> None: ...
        def end(self, text: str) -> None: ...

QUIET = 0.5  # seconds
BETWEEN = 0.2
BLOCKS = 20


class Meter:
    """Called with bars settled, bars wanted, and what is waited for; tells a screen."""

    def __init__(self, screen: Screen, title: str) -> None:
        self._screen = screen
        self._title = title
        self._begun = monotonic()
        self._shown = 0.0
        self._last = (0, 0)

    def __call__(self, settled: int, wanted: int, waits_for: str) -> None:
        now = monotonic()
        self._last = (settled, wanted)
        if now - self._begun < QUIET or now - self._shown < BETWEEN:
            return
        self._shown = now
        share = settled / wanted if wanted else None
        self._screen.show(self._text(now, waits_for), share)

    def _text(self, now: float, waits_for: str) -> str:
        settled, wanted = self._last
        text = f"{self._title}  {settled} of {wanted} bars" if wanted else self._title
        spent = now - self._begun
        if 0 < settled < wanted:
            text += f", {duration_text(spent * (wanted - settled) / settled)} left"
        return f"{text}, waits for {waits_for}" if waits_for else text

    def end(self, good: bool) -> None:
        """The last word, where there was any."""
        if self._shown:
            settled, wanted = self._last
            count = f"{wanted if good else settled} of {wanted} bars" if wanted else "done"
            spent = duration_text(monotonic() - self._begun)
            less = "" if good else ", not all of it"
            self._screen.end(f"{self._title}  {count}{less} after {spent}")


class LineMeter:
    """Called with the lines of a program that tells how far it is; tells a screen."""

    def __init__(self, screen: Screen, title: str, series: int) -> None:
        self._screen = screen
        self._title = title
        self._series = series
        self._finished = 0
        self._share = 0.0
        self._begun = monotonic()
        self._screen.show(title, None)

    def __call__(self, line: str) -> None:
        if ": " in line:  # one of them is finished
            self._finished += not line.startswith(" ")
            self._share = max(self._share, self._finished / self._series)
        share = percent_of(line)
        if share is not None and (self._series == 1 or line.startswith("all, ")):
            self._share = share
        text = " ".join(line.split())
        self._screen.show(f"{self._title}  {text}", min(self._share, 1.0))

    def end(self, good: bool) -> None:
        """The last word."""
        spent = duration_text(monotonic() - self._begun)
        self._screen.end(f"{self._title}  {'done' if good else 'not all of it'} after {spent}")


class Terminal:
    """One line, drawn again and again."""

    def __init__(self, out: IO[str]) -> None:
        self._out = out

    def show(self, text: str, share: float | None) -> None:
        if share is not None:
            full = int(share * BLOCKS)
            text = f"[{'#' * full}{'.' * (BLOCKS - full)}] {int(share * 100):3} %  {text}"
        self._write(text, "")

    def end(self, text: str) -> None:
        self._write(text, "\n")

    def _write(self, text: str, after: str) -> None:
        try:
            self._out.write(f"\r{text[:columns(self._out) - 1]}\x1b[K{after}")
            self._out.flush()
        except (OSError, ValueError):  # nobody looks any more, and nothing else is lost
            pass


class Notebook:
    """A bar in the cell's output."""

    def __init__(self) -> None:
        self._handle: Any = None

    def show(self, text: str, share: float | None) -> None:
        from html import escape

        value = "" if share is None else f' value="{share:.4f}"'
        percent = "" if share is None else f"{int(share * 100)} %  "
        self._update(percent + text, f"<progress{value} max=\"1\" style=\"width:20em\"></progress> "
                     f"{escape(percent + text)}")

    def end(self, text: str) -> None:
        from html import escape

        self._update(text, f"<span>{escape(text)}</span>")

    def _update(self, plain: str, html: str) -> None:
        from IPython import display

        content = {"text/plain": plain, "text/html": html}
        if self._handle is None:
            show: Any = display.display  # which has no types
            self._handle = show(content, raw=True, display_id=True)
        else:
            self._handle.update(content, raw=True)


def screen(wanted: bool | None) -> Screen | None:
    """Where a person looks. Unasked it is told to those alone who are typing."""
    if wanted is False:
        return None
    if in_kernel():
        return Notebook()
    if not wanted and "ps1" not in vars(sys):  # hasattr would make an exception of a "no"
        return None
    at_terminal = sys.stderr is not None and sys.stderr.isatty()
    return Terminal(sys.stderr) if at_terminal else None


def in_kernel() -> bool:
    """Whether a notebook's kernel runs us."""
    ipython = sys.modules.get("IPython")
    return ipython is not None and getattr(ipython.get_ipython(), "kernel", None) is not None


def columns(out: IO[str]) -> int:
    from os import get_terminal_size

    try:
        return get_terminal_size(out.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def percent_of(line: str) -> float | None:
    """The share in a line as "BTCUSDT 1m   45 %  ..."."""
    before, sign, _ = line.partition(" %")
    number = before.rsplit(" ", 1)[-1]
    return int(number) / 100 if sign and number.isdecimal() else None


def duration_text(seconds: float) -> str:
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(int(seconds), 60)
    if minutes == 0:
        return f"{rest} s"
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
