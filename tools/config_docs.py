#!/usr/bin/env python3
"""The table of docs/configuration.md, from what the program says of its settings; a system test
keeps the two equal.

    tools/config_docs.py build/wick
"""
import json
import pathlib
import subprocess
import sys
import tempfile

PAGE = pathlib.Path(__file__).resolve().parent.parent / "docs/configuration.md"
HEAD = "| variable | key | default | bounds | meaning |\n|---|---|---|---|---|\n"
# What is read before there are settings.
FIRST = [
    ("WICK_ENV_FILE", ".env", "the dispatcher; a file that is named must be there"),
    ("AI_ONE_ENV_FILE", "", "the profile, beside the dispatcher"),
    ("WICK_RUNTIME_SETTINGS", "config/runtime_settings.json", "the runtime settings"),
    ("WICK_CONFIG", "~/.config/candlewick/config.json", "the program's own settings"),
]


def code(text):
    return f"`{text}`" if text else ""


def row(*cells):
    return "| " + " | ".join(cells) + " |\n"


def told(wick, *arguments):
    """In an empty folder, with an empty environment."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([pathlib.Path(wick).resolve(), "config", "show", "--json", *arguments],
                              cwd=folder, env={"HOME": "~"}, check=True, capture_output=True)
    return json.loads(done.stdout)


def default(setting):
    text = setting["default"]
    return "as " + code(text[1:]) if text.startswith("=") else code(text)


def bounds(setting):
    if "choices" in setting:
        return ", ".join(code(word) for word in setting["choices"].split())
    if "least" not in setting:
        return ""
    least, most = setting["least"], setting["most"]
    return f"at least {least}" if most >= 1e9 else f"{least} to {most}"


def table(wick):
    rows = [row(code(name), "", code(usual), "", about) for name, usual, about in FIRST]
    live = told(wick, "--live")["settings"].values()
    for setting in live:
        key = code(setting["key"])
        if "alias" in setting:
            key += " or " + code(setting["alias"])
        rows.append(row(code(setting["variable"]), key, default(setting), bounds(setting),
                        setting["about"]))
    known = {setting["variable"] for setting in live}
    for key, setting in told(wick).items():
        if setting["variable"] not in known:
            rows.append(row(code(setting["variable"]), code(key) + " (config.json)",
                            code(setting["value"]), "", setting["about"]))
    return HEAD + "".join(rows)


def page(wick):
    """The page with the table as it should be."""
    text = PAGE.read_text()
    begin = text.index("| variable |")
    end = text.find("\n\n", begin)
    return text[:begin] + table(wick) + (text[end + 1:] if end >= 0 else "")


def main():
    PAGE.write_text(page(sys.argv[1]))


if __name__ == "__main__":
    main()
