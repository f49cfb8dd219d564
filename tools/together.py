#!/usr/bin/env python3
"""Decides which sources are compiled together, and writes a source for each such group.

    tools/together.py ROOT FOLDER NAME < SOURCES     sources one a line; what is to be compiled comes out

Reading headers is most of a compilation, and sources read the same ones. So neighbours are compiled
as one, unless one could notice the other: private names (those of unnamed namespaces) that the other
has as well or might mean otherwise, macros, names of a whole namespace. A group ends where a source's
name says so and not after a fixed count, so that a new source changes its own group alone.
"""
import functools
import pathlib
import re
import sys
import zlib

LINES_MAX = 2400  # of a group
ENDS_ONE_IN = 48  # sources
RUN_MIN = 12  # sources, or names that end a run early would leave some alone
INCLUDE = re.compile(r'^#include ["<]([^">]+)[">]', re.M)
NAMESPACE = re.compile(r"^namespace (\w\S*) \{$", re.M)
WORD = re.compile(r"[A-Za-z_]\w*")
BARE = re.compile(r"(?<![\w.:>])([A-Za-z_]\w*)")  # neither a member nor of a named namespace
# What stands after a type is declared and not looked up. The formatter leaves no space before the &
# of a type, and one before that of an expression.
AFTER_TYPE = re.compile(r"(?:(\b[A-Za-z_]\w*)|(?<=\S)(?<![&*>])[&*>]+) $")
NO_TYPE = frozenset("""and case catch class co_await co_return co_yield const consteval constexpr constinit
    delete else enum explicit extern friend goto if in inline mutable namespace new not operator or private
    protected public requires return sizeof static struct template throw typename union using virtual
    volatile""".split())
BORROWED = re.compile(r"^using ((?:\w+::)+(\w+));$", re.M)
TYPE = re.compile(r"(?:template <.*> )?(?:struct|class|enum class|enum|union|using|concept) (\w+)")
COMMENT_OR_TEXT = re.compile(r'//.*|"(?:\\.|[^"\\\n])*"')
ATTRIBUTES = re.compile(r"^(?:\[\[.*?\]\] )+")
AFTER_NAME = re.compile(r"[(={;\[]")
# A name to come, or of something else. Names that a using brings are not private; see BORROWED.
NO_NAME = re.compile(r"namespace |using namespace |using \w+::|template <.*>$")
# What is said to one source alone is not said to its neighbours.
ALONE = re.compile(r"^#\s*(?:define|undef)\b|\bWICK_(?:VERSION|BUILD)\b"
                   r"|^using namespace (?!\S*literals;)", re.M)


def declared(text):
    """What is declared, and what of it in unnamed namespaces. By the formatter such names begin a line."""
    names, private, inside = set(), set(), False
    for line in text.splitlines():
        if line == "namespace {":
            inside = True
        elif line == "}  // namespace":
            inside = False
        elif (line := ATTRIBUTES.sub("", line))[:1].isalpha() and not NO_NAME.match(line):
            type_, words = TYPE.match(line), WORD.findall(AFTER_NAME.split(line, maxsplit=1)[0])
            name = type_[1] if type_ else words[-1]
            names.add(name)
            if inside:
                private.add(name)
    return names, private


def looked_up(text):
    """Bare words that are not just being declared."""
    found = set()
    for word in BARE.finditer(text):
        type_ = AFTER_TYPE.search(text, max(0, word.start() - 80), word.start())
        if not type_ or type_[1] in NO_TYPE:
            found.add(word[1])
    return found


class Text:
    """What a source or a header says."""
    def __init__(self, path):
        self.all = path.read_text()
        # A test's is of its own; see STYLE.md.
        self.namespaces = {name + "::" for name in NAMESPACE.findall(self.all)}
        names, self.private = declared(self.all)
        self.said = names | looked_up(COMMENT_OR_TEXT.sub("", self.all))
        self.borrowed = {name: whole for whole, name in BORROWED.findall(self.all)}
        self.included = set(INCLUDE.findall(self.all))

    def could_mistake(self, source):
        """Whether one of its names might be taken for one of the source, seen before."""
        lent = {name for name, whole in source.text.borrowed.items()
                if self.borrowed.get(name) != whole}
        return (not (source.text.private | lent).isdisjoint(self.said)
                and any(mine.startswith(others) for mine in self.namespaces
                        for others in source.text.namespaces))


@functools.cache
def header(root, beside, name):
    folders = (beside, root, root / "src", root / "include", root.parent / "include")
    found = [folder / name for folder in folders if (folder / name).exists()]
    return Text(found[0]) if found else None  # a vendor's, in a namespace of theirs


def headers_of(root, beside, text):
    found, open_ends = {}, list(text.included)
    while open_ends:
        name = open_ends.pop()
        if name not in found:
            found[name] = header(root, beside, name)
            open_ends += found[name].included if found[name] else []
    return {name: text for name, text in found.items() if text}


class Source:
    def __init__(self, root, path):
        self.path = path
        self.text = Text(root / path)
        self.headers = headers_of(root, (root / path).parent, self.text)
        self.lines = self.text.all.count("\n")
        read = set().union(self.text.included, *(each.included for each in self.headers.values()))
        self.strangers = sum("/" in name and name not in self.headers for name in read)
        self.alone = bool(ALONE.search(self.text.all))

    def could_mistake(self, other):
        new = [text for name, text in self.headers.items() if name not in other.headers]
        return any(text.could_mistake(other) for text in [self.text, *new])

    def notices(self, other):
        return self.could_mistake(other) or other.could_mistake(self)


def neighbourhoods(paths):
    """Runs of sources in the order of their names."""
    run = []
    for path in sorted(paths):
        run.append(path)
        if len(run) >= RUN_MIN and zlib.crc32(path.as_posix().encode()) % ENDS_ONE_IN == 0:
            yield run
            run = []
    if run:
        yield run


def groups_of(sources):
    groups = []
    for source in sources:
        room = next((group for group in groups if not source.alone and not group[0].alone
                     and sum(each.lines for each in group) + source.lines <= LINES_MAX
                     and not any(source.notices(each) for each in group)), None)
        if room is None:
            groups.append([source])
        else:
            room.append(source)
    return groups


def write_if_other(path, text):
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def main():
    root, folder = (pathlib.Path(argument) for argument in sys.argv[1:3])
    name = sys.argv[3]
    folder.mkdir(parents=True, exist_ok=True)
    for run in neighbourhoods(pathlib.Path(line) for line in sys.stdin.read().split()):
        # Those that read much of vendors come first, and so come together.
        sources = sorted((Source(root, path) for path in run), key=lambda each: -each.strangers)
        for group in groups_of(sources):
            first = group[0].path
            if len(group) == 1:
                print(root / first)
                continue
            made = folder / f"{name}_{'_'.join(first.with_suffix('').parts[1:])}.cpp"
            write_if_other(made, "".join(f'#include "{source.path}"\n' for source in group))
            print(made)


if __name__ == "__main__":
    main()
