#!/usr/bin/env python3
"""clang-tidy over sources, each only once until something that it sees changes.

    tools/tidy.py BUILD SOURCE...

BUILD has the compile_commands.json, and keeps what was found good in BUILD/tidy. Most of the time
goes to headers, so those neighbours are looked at together that are compiled together; see
together.py. What such a group sees are the texts of its sources, those of the headers of the house
below them, the settings and the command.
"""
import concurrent.futures
import hashlib
import itertools
import json
import pathlib
import re
import subprocess
import sys

import together

TIDY = "clang-tidy-14"
AT_ONCE = 2
OURS = r"--header-filter=src/.*\.[ch]pp$"  # to clang a source that is included is a header
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.M)
ROOT = pathlib.Path(__file__).resolve().parent.parent
SRC = ROOT / "src"


def seen_by(group):
    """The sources and every header of the house that they include, by whatever way."""
    seen, open_ends = set(), list(group)
    while open_ends:
        file = open_ends.pop()
        if file in seen or not file.exists():  # what is made by the build is no part of the house
            continue
        seen.add(file)
        open_ends += [SRC / name for name in INCLUDE.findall(file.read_text())]
    return sorted(seen)


def key_of(group, commands, settings):
    digest = hashlib.sha256(settings + "\0".join(commands[file] for file in group).encode())
    for file in seen_by(group):
        digest.update(b"\0" + file.relative_to(ROOT).as_posix().encode() + b"\0")
        digest.update(file.read_bytes())
    return digest.hexdigest()


def room_of(path):
    return path.parts[:2]


def groups_of(sources):
    """Neighbours of one room that do not notice each other, as paths."""
    for _, room in itertools.groupby(sorted(file.relative_to(ROOT) for file in sources), room_of):
        for run in together.neighbourhoods(room):
            for group in together.groups_of([together.Source(ROOT, path) for path in run]):
                yield [ROOT / source.path for source in group]


def said_of(marks, group, command, key):
    """What clang-tidy has to say; a mark is left where that is nothing."""
    good = marks / key
    if good.exists():
        return ""
    whole = marks / f"{key}.cpp"
    whole.write_text("".join(f'#include "{file}"  // NOLINT: a source\n' for file in group))
    flags = command.replace(str(group[0]), str(whole)).split()[1:]
    done = subprocess.run([TIDY, "--quiet", OURS, str(whole), "--", *flags], cwd=marks.parent,
                          text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    whole.unlink()
    if done.returncode or done.stdout.strip():
        return done.stdout + done.stderr
    good.touch()
    return ""


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    sources = [pathlib.Path(name).resolve() for name in sys.argv[2:]]
    entries = json.loads((build / "compile_commands.json").read_text())
    commands = {pathlib.Path(entry["file"]): entry["command"] for entry in entries}
    version = subprocess.run([TIDY, "--version"], stdout=subprocess.PIPE, check=True).stdout
    settings = version + (ROOT / ".clang-tidy").read_bytes()
    marks = build / "tidy"
    marks.mkdir(exist_ok=True)
    found = False
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        said = [pool.submit(said_of, marks, group, commands[group[0]],
                            key_of(group, commands, settings)) for group in groups_of(sources)]
        for each in said:
            if each.result():
                print(each.result(), flush=True)
                found = True
    sys.exit(found)


main()
