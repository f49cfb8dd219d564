#!/usr/bin/env python3
"""docs/cli.md, from what the program says of itself; a system test keeps the two equal.

    tools/cli_docs.py build/wick > docs/cli.md
"""
import sys

from help_text import EXIT, Help, all_commands, settings

INTRODUCTION = """# The command line

Made from `--help` of every command by `tools/cli_docs.py`; `make docs` writes it anew."""


def cell(text):
    return text.strip().replace("|", "\\|")


def table(head, rows):
    yield f"| {head} | |\n|---|---|"
    for name, meaning in rows:
        yield f"| `{cell(name)}` | {cell(meaning)} |"
    yield ""


def paragraphs(lines):
    text = "\n".join(line.strip() for line in lines)
    return [text, ""] if text else []


def command(help_text):
    yield f"## wick {' '.join(help_text.words)}\n\n{help_text.about}.\n\n    {help_text.usage}\n"
    options = [entry for entry in help_text.entries("Option") if entry[0] != "-h,--help"]
    entries = help_text.entries("Positional") + options
    if entries:
        yield from table("option", entries)
    yield from paragraphs(help_text.closing)
    examples = help_text.blocks.get("Example", [])
    if examples:
        yield "```text\n" + "\n".join(line.strip() for line in examples) + "\n```\n"


def page(wick):
    commands = list(all_commands(wick))
    yield INTRODUCTION + "\n"
    yield from table("command", [(" ".join(known.words), known.about) for known in commands])
    yield "Options of all commands:\n"
    yield from table("option", Help(wick, ()).entries("Option"))
    yield "Exit codes:\n"
    yield from table("code", EXIT)
    for known in commands:
        yield from command(known)
    yield "## Environment\n"
    yield from table("variable", settings(wick))


def main():
    print("\n".join(page(sys.argv[1])).rstrip())


if __name__ == "__main__":
    main()
