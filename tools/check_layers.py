#!/usr/bin/env python3
"""The house rules that no compiler checks. Usage: check_layers.py SRC   (exit 1 if any is broken)"""
import pathlib
import re
import sys

LINES_MAX = 400  # a file that needs more is two files
COLUMNS_MAX = 100
SHELLS = {"cli"}  # may name vendors in headers
ONE_SOURCE = {"CLI": "cli/command_line.cpp"}  # its templates take nine seconds wherever they are met
IMPURE = ("io/", "cli/", "sim/server/")  # may touch clock, environment, sleep
WORLD = re.compile(r"\b(system_clock|steady_clock)::now|this_thread::sleep|\bgetenv\(|\bs?rand\(\)"
                   r"|\brandom_device\b")
BANNED = re.compile(r"\b(utils?|helpers?|common|misc|manager|stuff)\b")  # names that say nothing
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]', re.M)
NAMESPACE = re.compile(r"^namespace (wick[\w:]*) \{$", re.M)
UNNAMED = re.compile(r"^namespace \{$", re.M)
CATCH_ALL = re.compile(r"catch\s*\(\s*\.\.\.\s*\)")
# C's own headers are nobody's vendor.
STANDARD = {"signal.h"}


def read_plan(path):
    plan = {}
    for line in path.read_text().splitlines():
        if not re.match(r"[a-z]", line):
            continue
        room, rest = line.split("#")[0].split(":")
        rooms, vendors = (part.split() for part in rest.split("|"))
        if late := [r for r in rooms if r not in plan]:
            sys.exit(f"{path}: {room.strip()} stands on {late}, which comes later; no cycles")
        plan[room.strip()] = set(rooms), set(vendors)
    return plan


def include_faults(name, includes, plan):
    room, header, test = name.split("/")[0], name.endswith(".hpp"), "_test." in name
    rooms, vendors = plan[room]
    for quote, target in includes:
        top = target.split("/")[0]
        if quote == '"' and top == "fake" and test:  # the ports, behaving: for the tests of any room
            continue
        if quote == '"' and top != room and top not in rooms:
            yield f"{name}: {room} may not include {target}; allowed: {sorted(rooms)}"
        if quote == "<" and re.search(r"[/.]", target) and target not in STANDARD:
            if test:  # tests may look at anything, to judge it independently
                continue
            if top not in vendors:
                yield f"{name}: vendor <{target}> is not allowed in {room}"
            elif name != ONE_SOURCE.get(top, name):
                yield f"{name}: <{target}> is compiled in {ONE_SOURCE[top]} alone"
            elif header and room not in SHELLS and not inside_only(name):
                yield f"{name}: vendor <{target}> in a header; hide it in the .cpp"


def space_faults(name, found, spaces):
    """What is private to a test, in a space that no other test has: they are compiled together."""
    stem = pathlib.PurePosixPath(name).stem
    own = [space for space in found if space.endswith(stem)]
    if not own:
        yield f"{name}: the namespace of a test ends in its own name, as in ...::{stem}"
    elif (other := spaces.setdefault(own[0], name)) != name:
        yield f"{name}: {other} has the namespace {own[0]}; put the folder before the name"


def inside_only(name):
    """Headers that say so in their first lines, and that no other room includes."""
    return name in INSIDE


INSIDE = set()


def faults(src, plan):
    files = sorted(src.glob("**/*.[hc]pp"))
    texts = {file.relative_to(src).as_posix(): file.read_text() for file in files}
    for name, text in texts.items():
        head = " ".join(line.lstrip("/ ") for line in text.splitlines()[:8])
        if "For the sources of this room alone." in head:
            INSIDE.add(name)
    graph, spaces = {}, {}
    for name, text in texts.items():
        room, test = name.split("/")[0], "_test." in name
        if room not in plan:
            yield f"{name}: room '{room}' is not in LAYERS"
            continue
        includes = INCLUDE.findall(text)
        graph[name] = [target for quote, target in includes if quote == '"']
        yield from include_faults(name, includes, plan)
        own = name[:-len("cpp")] + "hpp"
        if name.endswith(".cpp") and own in texts and includes[:1] != [('"', own)]:
            yield f"{name}: its own header comes first, which proves that it compiles alone"
        for target in graph[name]:
            if target in INSIDE and target.split("/")[0] != room:
                yield f"{name}: {target} is for its own room alone"
        if test and UNNAMED.search(text):
            yield from space_faults(name, NAMESPACE.findall(text), spaces)
        if BANNED.search(name.replace("_", " ")):
            yield f"{name}: the name does not say what is inside"
        if not test and text.count("\n") > LINES_MAX:
            yield f"{name}: more than {LINES_MAX} lines"
        for number, line in enumerate(text.splitlines(), 1):
            if len(line) > COLUMNS_MAX:
                yield f"{name}:{number}: more than {COLUMNS_MAX} columns"
        if not test and not name.startswith(IMPURE) and (hit := WORLD.search(text)):
            yield f"{name}: {hit.group()} here; take a Now or a port instead"
        if not test and CATCH_ALL.search(text):
            yield f"{name}: catch (...) hides what went wrong"
        if name.endswith(".hpp") and not text.startswith("// "):
            yield f"{name}: a header begins with what it is"
        if re.search(r"\b(TODO|FIXME|XXX|HACK)\b", text):
            yield f"{name}: unfinished work belongs to the tracker, not to the source"
    yield from cycles(graph)


def cycles(graph):
    state = {}

    def visit(file, path):
        state[file] = "open"
        for target in graph.get(file, ()):
            if state.get(target) == "open":
                yield "cycle: " + " -> ".join([*path, file, target])
            elif target not in state:
                yield from visit(target, [*path, file])
        state[file] = "done"

    for file in graph:
        if file not in state:
            yield from visit(file, [])


def main():
    src = pathlib.Path(sys.argv[1])
    found = list(faults(src, read_plan(src / "LAYERS")))
    print(*found, sep="\n", end="\n" if found else "")
    sys.exit(bool(found))


main()
