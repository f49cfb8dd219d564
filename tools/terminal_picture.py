#!/usr/bin/env python3
"""Draws what a terminal showed as an SVG. Usage: some-command | tools/terminal_picture.py > picture.svg

Lines that begin with '$ ' are what was typed. Columns that say where a bar came from are tinted.
"""
import html
import re
import sys

CHARACTER, LINE, MARGIN = 8.4, 19, 18
TINTS = {"BULK": "#7dcfff", "REST": "#e0af68", "missing": "#f7768e"}


def spans(line):
    if line.startswith("$ "):
        yield "#9ece6a", line
        return
    for part in re.split(r"\b(BULK|REST|missing)\b", line):
        yield TINTS.get(part, "#c0caf5"), part


def main():
    lines = [line.rstrip() for line in sys.stdin.read().splitlines()]
    width = max(map(len, lines)) * CHARACTER + 2 * MARGIN
    height = len(lines) * LINE + 2 * MARGIN
    print(f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height}" '
          f'viewBox="0 0 {width:.0f} {height}" role="img" aria-label="A terminal session with wick">')
    print('<rect width="100%" height="100%" rx="8" fill="#1a1b26"/>')
    print('<g font-family="ui-monospace,Menlo,Consolas,DejaVu Sans Mono,monospace" font-size="14">')
    for number, line in enumerate(lines):
        y = MARGIN + LINE * number + 14
        body = "".join(f'<tspan fill="{tint}">{html.escape(text)}</tspan>'
                       for tint, text in spans(line) if text)
        print(f'<text x="{MARGIN}" y="{y}" xml:space="preserve" '
              f'textLength="{len(line) * CHARACTER:.1f}">{body}</text>' if line else "")
    print("</g></svg>")


main()
