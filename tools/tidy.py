#!/usr/bin/env python3
"""clang-tidy over sources, each only once until something that it sees changes.

    tools/tidy.py BUILD SOURCE...

BUILD has the compile_commands.json, and keeps what was found good in BUILD/tidy. What a source
sees are its own text, those of the headers of the house below it, the settings and the command.
"""
import concurrent.futures
import hashlib
import json
import pathlib
import re
import subprocess
import sys

TIDY = "clang-tidy-14"
AT_ONCE = 2
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.M)
ROOT = pathlib.Path(__file__).resolve().parent.parent
SRC = ROOT / "src"


def seen_by(source):
    """The source and every header of the house that it includes, by whatever way."""
    seen, open_ends = set(), [source]
    while open_ends:
        file = open_ends.pop()
        if file in seen or not file.exists():  # what is made by the build is no part of the house
            continue
        seen.add(file)
        open_ends += [SRC / name for name in INCLUDE.findall(file.read_text())]
    return sorted(seen)


def key_of(source, command, settings):
    digest = hashlib.sha256(settings + command.encode())
    for file in seen_by(source):
        digest.update(b"\0" + file.relative_to(ROOT).as_posix().encode() + b"\0")
        digest.update(file.read_bytes())
    return digest.hexdigest()


def check(build, source, good):
    """What clang-tidy has to say; a mark is left where that is nothing."""
    if good.exists():
        return ""
    done = subprocess.run([TIDY, "-p", str(build), "--quiet", str(source)], cwd=ROOT, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode or done.stdout.strip():
        return done.stdout + done.stderr
    good.touch()
    return ""


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    sources = [pathlib.Path(name).resolve() for name in sys.argv[2:]]
    entries = json.loads((build / "compile_commands.json").read_text())
    commands = {entry["file"]: entry["command"] for entry in entries}
    version = subprocess.run([TIDY, "--version"], stdout=subprocess.PIPE, check=True).stdout
    settings = version + (ROOT / ".clang-tidy").read_bytes()
    marks = build / "tidy"
    marks.mkdir(exist_ok=True)
    found = False
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        for said in pool.map(lambda source: check(
                build, source, marks / key_of(source, commands.get(str(source), ""), settings)),
                sources):
            if said:
                print(said, flush=True)
                found = True
    sys.exit(found)


main()
