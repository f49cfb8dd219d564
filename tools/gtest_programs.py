"""Runs test programs whole, and tells what became of each test.

A process for each test would cost more than most tests do: under the sanitizers a start takes up to
0.16 seconds of CPU. Where a program ends in the middle of a test, that one failed, and the program
goes on without it.
"""
import concurrent.futures
import dataclasses
import re
import subprocess

BEGUN = re.compile(r"\[ RUN      \] (\S+)$")
ENDED = re.compile(r"\[ +(OK|FAILED|SKIPPED) +\] (\S+?)(?:, where .*)? \(\d+ ms\)$")
CRASHES_MAX = 3  # in one run; more have a cause that is worth more than going on
SECONDS_MAX = 2400
NO_LIST = "the list of its tests"
TOLD_MAX = 4000  # characters of a test's output


@dataclasses.dataclass
class Told:
    """What one run told."""
    fate: dict  # of each test that ended: OK, FAILED or SKIPPED
    said: dict  # by those that failed
    unfinished: str  # the test in which the program ended
    fault: str  # what was wrong after the last test


def read(output, ended_well):
    fate, said, begun, lines = {}, {}, "", []
    for line in output.splitlines():
        if found := BEGUN.search(line):
            begun, lines = found[1], []
        lines.append(line)
        if (found := ENDED.search(line)) and found[2] == begun:
            fate[begun] = found[1]
            if found[1] == "FAILED":
                said[begun] = "\n".join(lines)[-TOLD_MAX:]
            begun, lines = "", []
    tail = "\n".join(lines)[-TOLD_MAX:]
    if begun:
        said[begun] = tail
    fault = "" if begun or ended_well or said else tail or "it ended badly without a word"
    return Told(fate, said, begun, fault)


def ask(program, *options, before=()):
    """What it said, and whether it ended well. `before` may be `nice` and the like."""
    try:
        done = subprocess.run([*before, program, "--gtest_color=no", *options], cwd=program.parent,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=SECONDS_MAX, check=False)
        return done.stdout.decode(errors="replace"), done.returncode == 0
    except subprocess.TimeoutExpired as late:
        return (late.stdout or b"").decode(errors="replace"), False


def names_of(program, chosen):
    """Its tests; nothing where it cannot say."""
    listed, suite = [], ""
    said, good = ask(program, f"--gtest_filter={chosen}", "--gtest_list_tests")
    if not good:
        return None
    for line in said.splitlines():
        name = line.split("#")[0].rstrip()
        if re.fullmatch(r"\S+\.", name):
            suite = name
        elif re.fullmatch(r"  \S+", name):
            listed.append(suite + name.strip())
    return [name for name in listed if "DISABLED_" not in name]


def run(program, names, before=()):
    """The fate of each, and what those said that failed."""
    fate, said, left = {}, {}, list(names)
    for _ in range(CRASHES_MAX + 1):
        told = read(*ask(program, "--gtest_filter=" + ":".join(left), before=before))
        fate.update(told.fate)
        said.update(told.said)
        if told.fault:
            whole = f"{program.name} as a whole"
            fate[whole], said[whole] = "CRASHED", told.fault
        if told.unfinished:
            fate[told.unfinished] = "CRASHED"
        left = [name for name in left if name not in fate]
        if not left or not told.unfinished:
            break
    for name in left:
        fate[name], said[name] = "CRASHED", "it was not run: its program had ended before"
    return fate, said


def run_all(programs, chosen="*", before=(), jobs=2):
    """Fates by (program, test), and what those said that failed."""
    fates, said = {}, {}
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        pending = {}
        for program in programs:
            names = names_of(program, chosen)
            if names is None:
                fates[program, NO_LIST] = "CRASHED"
                said[program, NO_LIST] = f"{program} did not list its tests"
                continue
            for part in filter(None, (names[first::jobs] for first in range(jobs))):
                pending[pool.submit(run, program, part, before)] = program
        for done in concurrent.futures.as_completed(pending):
            fate, words = done.result()
            fates.update({(pending[done], name): end for name, end in fate.items()})
            said.update({(pending[done], name): text for name, text in words.items()})
    return fates, said
