"""What the program says of itself, taken apart: for its manual page and its reference."""
import json
import re
import subprocess

EXIT = [("0", "done; for bars: every wanted instant is settled and there are bars"),
        ("1", "the operation failed; for bars: nothing was obtained"),
        ("2", "wrong usage"),
        ("3", "some of what was wanted could not be had now"),
        ("4", "no data: settled, and there is no bar at all")]


def said(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


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


def all_commands(wick, words=()):
    help_text = Help(wick, words)
    if words and not help_text.commands():
        yield help_text
    for name in help_text.commands():
        yield from all_commands(wick, (*words, name))


def settings(wick):
    for name, setting in json.loads(said(wick, "config", "show", "--json")).items():
        yield setting["variable"], f"{setting['about']}; in the configuration file {name}"
