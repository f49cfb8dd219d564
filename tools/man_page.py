#!/usr/bin/env python3
"""The manual page, from what the program says of itself, so that the two cannot differ.

    tools/man_page.py build/wick > wick.1
"""
import json
import re
import subprocess
import sys

ENVIRONMENT_HEAD = """Every setting can be given in the environment, in the configuration file, or, for logging,
as an option. \\fBwick config show\\fR lists them all with their values and where those come from."""
EXIT = [("0", "done; for bars: every wanted instant is settled and there are bars"),
        ("1", "the operation failed; for bars: nothing was obtained"),
        ("2", "wrong usage"),
        ("3", "some of what was wanted could not be had now"),
        ("4", "no data: settled, and there is no bar at all")]


def said(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def roff(text):
    return re.sub(r"^([.'])", r"\\&\1", text.replace("\\", "\\e").replace("-", "\\-"), flags=re.M)


class Help:
    """One help text, taken apart into its headed blocks."""

    def __init__(self, wick, words):
        self.words = words
        lines = said(wick, *words, "--help").splitlines()
        self.about = lines[0]
        self.usage = next(line[len("Usage: "):] for line in lines if line.startswith("Usage: "))
        self.blocks = {}
        self.closing = []
        block = None
        for line in lines[lines.index("Usage: " + self.usage) + 1:]:
            if re.match(r"(Options|Positionals|Subcommands|Examples?):$", line):
                block = self.blocks.setdefault(line.rstrip(":s"), [])
            elif block is not None and line.startswith("  "):
                block.append(line)
            elif line.strip():
                block = None
                self.closing.append(line)

    def entries(self, name):
        """Names and what they mean; a meaning may go on over several lines."""
        entries = []
        for line in self.blocks.get(name, []):
            match = re.match(r"  (\S.*?)(?:\s{2,}(.*))?$", line)
            if match and not line.startswith("   "):
                entries.append([match[1], match[2] or ""])
            elif entries:
                entries[-1][1] += " " + line.strip()
        return entries

    def commands(self):
        return [name for name, _ in self.entries("Subcommand")]


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


def all_commands(wick, words=()):
    help_text = Help(wick, words)
    if words and not help_text.commands():
        yield help_text
    for name in help_text.commands():
        yield from all_commands(wick, (*words, name))


def settings(wick):
    for name, setting in json.loads(said(wick, "config", "show", "--json")).items():
        yield setting["variable"], f"{setting['about']}; in the configuration file {name}"


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
