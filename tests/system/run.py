#!/usr/bin/env python3
"""Runs the system tests against a built program.

    tests/system/run.py [WICK] [PATTERN...] [--asan-wick PATH] [--json FILE]

A pattern selects tests by part of their name, as in `test_get` or `Usage`.
"""
import argparse
import fnmatch
import importlib.util
import json
import os
import pathlib
import sys
import unittest

SYSTEM_PYTHON = "/usr/bin/python3"  # has python3-websockets of packages.txt
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from system_test import SystemTest  # noqa: E402


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("wick", nargs="?", default=SystemTest.wick, type=pathlib.Path)
    parser.add_argument("patterns", nargs="*", help="only tests whose name has one of these")
    parser.add_argument("--asan-wick", type=pathlib.Path, help="a build with sanitizers, to soak")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="counts go there")
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


def chosen(patterns):
    found = unittest.defaultTestLoader.discover(str(HERE), "test_*.py")
    wanted = [f"*{pattern}*" for pattern in patterns] or ["*"]
    return unittest.TestSuite(test for test in each_test(found)
                              if any(fnmatch.fnmatchcase(test.id(), p) for p in wanted))


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


def main():
    use_python_with_websockets()
    given = arguments()
    SystemTest.wick = given.wick.resolve()
    SystemTest.asan_wick = given.asan_wick and given.asan_wick.resolve()
    result = unittest.TextTestRunner(verbosity=2, stream=sys.stdout,
                                     resultclass=CountingResult).run(chosen(given.patterns))
    broken = {getattr(test, "test_case", test).id()
              for test, _ in result.failures + result.errors}
    counts = {"passed": result.passed, "failed": len(broken) + len(result.unexpectedSuccesses),
              "skipped": len(result.skipped) + len(result.expectedFailures)}
    if given.json:
        given.json.write_text(json.dumps(counts) + "\n")
    print("system: {passed} passed, {failed} failed, {skipped} skipped".format(**counts))
    return 1 if counts["failed"] or not counts["passed"] else 0


if __name__ == "__main__":
    sys.exit(main())
