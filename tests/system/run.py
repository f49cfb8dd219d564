#!/usr/bin/env python3
"""Runs the system tests against a built program.

    tests/system/run.py [WICK] [PATTERN...] [--asan-wick PATH] [--json FILE] [--jobs N]

A pattern selects tests by part of their name, as in `test_get` or `Usage`. Without --asan-wick there
is no soak. With more than one job every file of tests has a process of its own. Its output is shown
when that ends, and at the very end where a test failed. A few that failed are then run again, one by
one: beside others on a busy machine a program may be late for a clock that does not wait. Those that
pass are named as unsteady.
"""
import argparse
import concurrent.futures
import fnmatch
import importlib.util
import json
import os
import pathlib
import resource
import signal
import subprocess
import sys
import tempfile
import unittest

SYSTEM_PYTHON = "/usr/bin/python3"  # has python3-websockets of packages.txt
ALONE = {"test_pains_streams"}  # what they hear must come in time
SOAK = "test_soak"  # only of a build with sanitizers
NOTHING_TOLD = {"passed": 0, "failed": 1, "skipped": 0, "broken": [], "cpu": 0}
COSTLY_TOLD = 8  # files of tests
AGAIN_MAX = 6  # more have a cause that is worth more than another try
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from system_test import SystemTest  # noqa: E402


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("wick", nargs="?", default=SystemTest.wick, type=pathlib.Path)
    parser.add_argument("patterns", nargs="*", help="only tests whose name has one of these")
    parser.add_argument("--asan-wick", type=pathlib.Path, help="with sanitizers, to soak")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="counts go there")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="files of tests at a time")
    given = parser.parse_args()
    for path in filter(None, (given.wick, given.asan_wick)):
        if not path.is_file():
            parser.error(f"there is no {path}; build it first")
    return given


def each_test(suite):
    for part in suite:
        if isinstance(part, unittest.TestSuite):
            yield from each_test(part)
        else:
            yield part


def chosen(given):
    found = unittest.defaultTestLoader.discover(str(HERE), "test_*.py")
    wanted = [f"*{pattern}*" for pattern in given.patterns] or ["*"]
    return unittest.TestSuite(test for test in each_test(found)
                              if any(fnmatch.fnmatchcase(test.id(), p) for p in wanted)
                              and (given.asan_wick or not test.id().startswith(f"{SOAK}.")))


def use_python_with_websockets():
    here = importlib.util.find_spec("websockets") is not None
    if not here and os.path.realpath(sys.executable) != os.path.realpath(SYSTEM_PYTHON):
        if os.access(SYSTEM_PYTHON, os.X_OK):
            os.execv(SYSTEM_PYTHON, [SYSTEM_PYTHON, *sys.argv])


class CountingResult(unittest.TextTestResult):
    passed = 0

    def addSuccess(self, test):
        super().addSuccess(test)
        self.passed += 1


def run_here(given):
    SystemTest.wick = given.wick.resolve()
    SystemTest.asan_wick = given.asan_wick and given.asan_wick.resolve()
    result = unittest.TextTestRunner(verbosity=2, stream=sys.stdout,
                                     resultclass=CountingResult).run(chosen(given))
    broken = {getattr(test, "test_case", test).id()
              for test, _ in result.failures + result.errors}
    return {"passed": result.passed, "failed": len(broken) + len(result.unexpectedSuccesses),
            "skipped": len(result.skipped) + len(result.expectedFailures),
            "broken": sorted(broken), "cpu": cpu_seconds()}


def cpu_seconds():
    """Of this process and all that it waited for."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in spent)


def run_file(given, names):
    """Runs the named tests of one file in another process; its output and its counts."""
    command = [sys.executable, __file__, given.wick, *names]
    if given.asan_wick:
        command += ["--asan-wick", given.asan_wick]
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        done = subprocess.run([*map(str, command), "--json", report.name], check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        told = report.read()
    return done.stdout, json.loads(told) if told else dict(NOTHING_TOLD)


def run_side_by_side(given):
    files = {}
    for test in chosen(given):
        files.setdefault(type(test).__module__, []).append(test.id())
    alone = [files.pop(name) for name in sorted(ALONE & files.keys())]
    most_first = sorted(files.values(), key=len, reverse=True)
    counts = {"passed": 0, "failed": 0, "skipped": 0, "broken": [], "cpu": 0}
    broken = []
    costs = []
    for tests, jobs in ((most_first, given.jobs), (alone, 1)):
        with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
            pending = {pool.submit(run_file, given, names): names for names in tests}
            for done in concurrent.futures.as_completed(pending):
                said, of_file = done.result()
                costs.append((of_file["cpu"], pending[done][0].split(".")[0]))
                if of_file["failed"]:
                    broken.append(said)
                else:
                    print(said, flush=True)
                counts = {kind: number + of_file[kind] for kind, number in counts.items()}
    print(*broken, sep="\n", flush=True)
    print(f"{counts['cpu']:.0f} s of CPU; most by",
          ", ".join(f"{name} {cpu:.0f}" for cpu, name in sorted(costs, reverse=True)[:COSTLY_TOLD]))
    if not any("Sanitizer" in said for said in broken):  # what that found is there, each time or not
        try_again(given, counts)
    return counts


def try_again(given, counts):
    if counts["failed"] != len(counts["broken"]) or counts["failed"] > AGAIN_MAX:
        return
    for name in counts["broken"]:
        said, alone = run_file(given, [name])
        if alone["passed"] and not alone["failed"]:
            counts["passed"] += 1
            counts["failed"] -= 1
            print(f"unsteady: {name} failed beside others and passed alone", flush=True)
        else:
            print(said, flush=True)


def hear_signals():
    """A shell in the background and nohup have them ignored, and programs would go on doing so."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def main():
    hear_signals()
    use_python_with_websockets()
    given = arguments()
    counts = run_side_by_side(given) if given.jobs > 1 else run_here(given)
    if given.json:
        given.json.write_text(json.dumps(counts) + "\n")
    print("system: {passed} passed, {failed} failed, {skipped} skipped".format(**counts))
    return 1 if counts["failed"] or not counts["passed"] else 0


if __name__ == "__main__":
    sys.exit(main())
