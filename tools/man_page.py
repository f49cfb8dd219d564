#!/usr/bin/env python3
"""The manual page, from what the program says of itself, so that the two cannot differ.

    tools/man_page.py build/wick > wick.1
"""
import re
import sys

from help_text import EXIT, Help, all_commands, said, settings

ENVIRONMENT_HEAD = """Every setting can be given in the environment, in the configuration file, or, for logging,
as an option. \\fBwick config show\\fR lists them all with their values and where those come from."""


def roff(text):
    return re.sub(r"^([.'])", r"\\&\1", text.replace("\\", "\\e").replace("-", "\\-"), flags=re.M)


def definitions(entries):
    for name, meaning in entries:
        yield f".TP\n\\fB{roff(name)}\\fR\n{roff(meaning.strip())}"


def command_section(help_text):
    yield f".SS {roff(' '.join(help_text.words))}\n{roff(help_text.about)}.\n.PP\n" \
          f"\\fB{roff(help_text.usage)}\\fR"
    entries = help_text.entries("Positional") + help_text.entries("Option")
    yield from definitions(entry for entry in entries if entry[0] != "-h,--help")
    for line in help_text.closing:
        yield ".PP\n" + roff(line)
    examples = help_text.blocks.get("Example")
    if examples:
        yield ".PP\n.nf\n" + "\n".join(roff(line) for line in examples) + "\n.fi"


def page(wick):
    version = said(wick, "--version").split()[-1]
    top = Help(wick, ())
    yield f'.TH WICK 1 "" "Candlewick {version}" "User Commands"'
    yield ".SH NAME\nwick \\- " + roff(top.about.split(": ", 1)[-1].rstrip("."))
    yield ".SH SYNOPSIS\n\\fBwick\\fR [\\fIOPTIONS\\fR] \\fICOMMAND\\fR ..."
    yield ".SH OPTIONS"
    yield from definitions(top.entries("Option"))
    yield ".SH COMMANDS"
    for help_text in all_commands(wick):
        yield from command_section(help_text)
    yield ".SH ENVIRONMENT\n" + ENVIRONMENT_HEAD
    yield from definitions(settings(wick))
    yield ".SH EXIT STATUS"
    yield from definitions(EXIT)


def main():
    print("\n".join(page(sys.argv[1])))


if __name__ == "__main__":
    main()
