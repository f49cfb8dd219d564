#!/usr/bin/env python3
"""What clang and clang-tidy say of sources, asked only once until something that they see changes.

    tools/clang_checks.py alone BUILD [SOURCE...]   clang: does each compile by itself, without a warning
    tools/clang_checks.py tidy BUILD [SOURCE...]    clang-tidy: is it written well

Without a SOURCE it is all that BUILD compiles. BUILD has the compile_commands.json, and keeps what was
found good in BUILD/alone and BUILD/tidy. What a source sees are its own text, those of the headers of
the house below it, the settings and the command. Most of clang-tidy's time goes to headers, so it is
shown those neighbours together that could be compiled together; see together.py.
"""
import concurrent.futures
import hashlib
import itertools
import json
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

import together

AT_ONCE = 2
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^">]+)[">]', re.M)
OUTPUT = re.compile(r" -MD -MT \S+ -MF \S+ -o \S+ -c ")
ROOT = pathlib.Path(__file__).resolve().parent.parent


def seen_by(group):
    """The sources and every header of the house that they include, by whatever way."""
    seen, open_ends = set(), list(group)
    while open_ends:
        file = open_ends.pop()
        if file not in seen and file.exists():  # what is made by the build is no part of the house
            seen.add(file)
            open_ends += [folder / name for name in INCLUDE.findall(file.read_text())
                          for folder in (ROOT / "src", ROOT, ROOT / "include", file.parent)]
    return sorted(seen)


class Alone:
    """Each source by itself, parsed with all warnings. No code is made."""
    settings = b""

    @staticmethod
    def groups_of(sources):
        return [[source] for source in sources]

    @staticmethod
    def command(group, compile_, _):
        return shlex.split(OUTPUT.sub(" -fsyntax-only -c ", compile_))


class Tidy:
    """Neighbours of a room that do not notice each other."""
    settings = (ROOT / ".clang-tidy").read_bytes()

    @staticmethod
    def groups_of(sources):
        paths = sorted(source.relative_to(ROOT) for source in sources)
        for _, room in itertools.groupby(paths, lambda path: path.parts[:2]):
            for run in together.neighbourhoods(room):
                for group in together.groups_of([together.Source(ROOT, path) for path in run]):
                    yield [ROOT / source.path for source in group]

    @staticmethod
    def command(group, compile_, whole):
        """To clang a source that is included is a header, so its words are asked for."""
        whole.write_text("".join(f'#include "{file}"  // NOLINT: a source\n' for file in group))
        flags = OUTPUT.sub(" -c ", compile_).replace(str(group[0]), str(whole))
        return ["clang-tidy-14", "--quiet", r"--header-filter=src/.*\.[ch]pp$", str(whole), "--",
                *shlex.split(flags)[1:]]


def key_of(group, *settings):
    digest = hashlib.sha256(b"\0".join(settings))
    for file in seen_by(group):
        digest.update(b"\0" + file.relative_to(ROOT).as_posix().encode() + b"\0")
        digest.update(file.read_bytes())
    return digest.hexdigest()


def said_of(check, version, marks, group, compile_):
    """What is said of them; a mark is left where that is nothing."""
    good = marks / key_of(group, version, check.settings, compile_.encode())
    if good.exists():
        return ""
    with tempfile.TemporaryDirectory(dir=marks) as folder:
        command = check.command(group, compile_, pathlib.Path(folder, "together.cpp"))
        done = subprocess.run(command, cwd=marks.parent, text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, check=False)
    if done.returncode or done.stdout.strip():
        return done.stdout + done.stderr
    good.touch()
    return ""


def main():
    check = {"alone": Alone, "tidy": Tidy}[sys.argv[1]]
    build = pathlib.Path(sys.argv[2]).resolve()
    entries = json.loads((build / "compile_commands.json").read_text())
    compile_ = {pathlib.Path(entry["file"]): entry["command"] for entry in entries}
    wanted = {pathlib.Path(name).resolve() for name in sys.argv[3:]} or set(compile_)
    if missing := sorted(wanted - compile_.keys()):
        sys.exit(f"{missing[0]} is not compiled in {build}")
    version = subprocess.run(["clang-14", "--version"], stdout=subprocess.PIPE, check=True).stdout
    marks = build / sys.argv[1]
    marks.mkdir(exist_ok=True)
    found = False
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        for said in [pool.submit(said_of, check, version, marks, group, compile_[group[0]])
                     for group in check.groups_of(sorted(wanted))]:
            if said.result():
                print(said.result(), flush=True)
                found = True
    sys.exit(found)


main()
