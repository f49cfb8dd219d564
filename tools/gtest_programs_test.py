#!/usr/bin/env python3
"""Each test of a program is told of once, whatever becomes of the program."""
import pathlib
import sys
import tempfile
import textwrap
import unittest
import unittest.mock

import gtest_programs

# Behaves as a program of tests does, as far as it is asked here.
PROGRAM = '''#!{python}
import os, sys
TESTS = {tests!r}
chosen = "*"
for option in sys.argv[1:]:
    if option.startswith("--gtest_filter="):
        chosen = option.split("=", 1)[1]
names = [name for name in TESTS if chosen == "*" or name.split(",")[0] in chosen.split(":")]
if "--gtest_list_tests" in sys.argv:
    print("Running main() from here")
    for suite in dict.fromkeys(name.split(".")[0] for name in names):
        print(suite + ".  # TypeParam = int")
        for name in names:
            if name.startswith(suite + "."):
                print("  " + name.split(".")[1] + "  # GetParam() = 1")
    sys.exit()
bad = 0
for name in names:
    print("[ RUN      ] " + name)
    end = TESTS[name]
    print("words of " + name)
    if end == "CRASH":
        sys.stdout.flush()
        os.abort()
    bad |= end == "FAILED"
    end = end.replace("LEAK", "OK")
    print("[" + end.rjust(9 if end == "OK" else 8).center(10) + "] " + name + " (0 ms)")
if "LEAK" in TESTS.values():
    print("ERROR: LeakSanitizer: detected memory leaks")
    sys.exit(1)
sys.exit(bad)
'''


class GtestPrograms(unittest.TestCase):
    def run_all(self, tests, **options):
        with tempfile.TemporaryDirectory() as folder:
            program = pathlib.Path(folder, "bar_test")
            program.write_text(PROGRAM.format(python=sys.executable, tests=tests))
            program.chmod(0o755)
            fates, said = gtest_programs.run_all([program], **options)
        return ({name: fate for (_, name), fate in fates.items()},
                {name: words for (_, name), words in said.items()})

    def test_all_is_well(self):
        fates, said = self.run_all({"A.a": "OK", "A.b": "SKIPPED", "B.c": "OK"})
        self.assertEqual(fates, {"A.a": "OK", "A.b": "SKIPPED", "B.c": "OK"})
        self.assertEqual(said, {})

    def test_one_fails_and_its_own_words_are_kept(self):
        fates, said = self.run_all({"A.a": "OK", "A.b": "FAILED", "A.c": "OK"})
        self.assertEqual(fates, {"A.a": "OK", "A.b": "FAILED", "A.c": "OK"})
        self.assertEqual(list(said), ["A.b"])
        self.assertIn("words of A.b", said["A.b"])
        self.assertNotIn("A.a", said["A.b"])

    def test_the_rest_is_run_after_a_crash(self):
        tests = {f"A.t{number}": "OK" for number in range(20)}
        tests["A.t4"] = "CRASH"
        fates, said = self.run_all(tests)
        self.assertEqual(fates, {name: "CRASHED" if end == "CRASH" else end
                                 for name, end in tests.items()})
        self.assertIn("words of A.t4", said["A.t4"])

    def test_it_does_not_go_on_for_ever(self):
        fates, said = self.run_all({f"A.t{number}": "CRASH" for number in range(30)})
        self.assertEqual(len(fates), 30)
        self.assertEqual(set(fates.values()), {"CRASHED"})
        self.assertIn("was not run", "".join(said.values()))

    def test_a_leak_found_at_the_end(self):
        fates, said = self.run_all({"A.a": "OK", "A.b": "LEAK"}, jobs=1)
        self.assertEqual(fates["bar_test as a whole"], "CRASHED")
        self.assertIn("LeakSanitizer", said["bar_test as a whole"])

    def test_a_program_that_is_late(self):
        with unittest.mock.patch.object(gtest_programs, "SECONDS_MAX", 0.001):
            fates, _ = self.run_all({"A.a": "OK"})
        self.assertEqual(fates, {gtest_programs.NO_LIST: "CRASHED"})

    def test_parameters_are_part_of_no_name(self):
        told = gtest_programs.read(textwrap.dedent("""\\
            [ RUN      ] A/B.c/1
            [  FAILED  ] A/B.c/1, where GetParam() = "x" (12 ms)
            """), False)
        self.assertEqual(told.fate, {"A/B.c/1": "FAILED"})
        self.assertEqual((told.unfinished, told.fault), ("", ""))


if __name__ == "__main__":
    result = unittest.main(exit=False, verbosity=0).result
    broken = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - broken} passed, {broken} failed")
    sys.exit(broken > 0)
