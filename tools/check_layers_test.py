#!/usr/bin/env python3
"""The floor-plan checker finds every kind of fault that it exists for, and nothing else."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

CHECKER = pathlib.Path(__file__).with_name("check_layers.py")
PLAN = """base : | fmt
core : base |
port : base core |
io : base core port | curl
cli : base core io | CLI
"""
HEADER = "// What it is.\n#pragma once\n"


def faults(files, plan=PLAN):
    with tempfile.TemporaryDirectory() as folder:
        src = pathlib.Path(folder)
        (src / "LAYERS").write_text(plan)
        for name, text in files.items():
            (src / name).parent.mkdir(parents=True, exist_ok=True)
            (src / name).write_text(text)
        done = subprocess.run([sys.executable, CHECKER, src], capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr


class CheckLayers(unittest.TestCase):
    def expect(self, files, words, plan=PLAN):
        code, text = faults(files, plan)
        self.assertEqual(code, 1, text)
        self.assertIn(words, text)
        self.assertEqual(len(text.strip().splitlines()), 1, text)

    def test_a_good_house_is_silent(self):
        code, text = faults({"core/bar.hpp": HEADER + '#include "base/error.hpp"\n',
                             "io/http.cpp": '#include <curl/curl.h>\n#include "core/bar.hpp"\n',
                             "io/http_test.cpp": "#include <gtest/gtest.h>\n"})
        self.assertEqual((code, text), (0, ""))

    def test_a_room_above(self):
        self.expect({"core/bar.cpp": '#include "io/http.hpp"\n'}, "core may not include io/http.hpp")

    def test_a_vendor_of_one_source_in_another(self):
        self.expect({"cli/get_options.cpp": "#include <CLI/CLI.hpp>\n",
                     "cli/command_line.cpp": "#include <CLI/CLI.hpp>\n"},
                    "cli/get_options.cpp: <CLI/CLI.hpp> is compiled in cli/command_line.cpp alone")

    def test_a_room_that_is_not_in_the_plan(self):
        self.expect({"attic/box.cpp": ""}, "room 'attic' is not in LAYERS")

    def test_a_plan_with_a_circle(self):
        self.expect({}, "comes later; no cycles", "core : port |\nport : |\n")

    def test_a_vendor_in_the_wrong_room(self):
        self.expect({"core/bar.cpp": "#include <curl/curl.h>\n"}, "vendor <curl/curl.h>")

    def test_a_vendor_in_a_header(self):
        self.expect({"io/http.hpp": HEADER + "#include <curl/curl.h>\n"}, "in a header")

    def test_a_header_for_its_own_room_may_name_a_vendor(self):
        inside = "// For the sources of this room alone.\n#include <curl/curl.h>\n"
        self.assertEqual(faults({"io/inside.hpp": inside})[0], 0)
        self.expect({"io/inside.hpp": inside, "cli/main.cpp": '#include "io/inside.hpp"\n'},
                    "is for its own room alone")

    def test_a_circle_of_files(self):
        self.expect({"core/a.hpp": HEADER + '#include "core/b.hpp"\n',
                     "core/b.hpp": HEADER + '#include "core/a.hpp"\n'}, "cycle:")

    def test_tests_that_share_a_namespace(self):
        text = "namespace wick::core{} {{\nnamespace {{\n}}  // namespace\n}}\n"
        self.expect({"core/bar_test.cpp": text.format("")}, "ends in its own name")
        mine = text.format("::bar_test")
        self.assertEqual(faults({"core/bar_test.cpp": mine})[0], 0)
        self.expect({"core/bar_test.cpp": mine, "core/new/bar_test.cpp": mine}, "put the folder before")

    def test_a_name_that_says_nothing(self):
        self.expect({"core/string_utils.cpp": ""}, "does not say what is inside")

    def test_too_long_and_too_wide(self):
        self.expect({"core/long.cpp": "\n" * 401}, "more than 400 lines")
        self.expect({"core/wide.cpp": "x" * 101}, "more than 100 columns")

    def test_a_clock_outside_of_io(self):
        for call in ("std::chrono::system_clock::now()", "getenv(\"X\")", "std::random_device d;"):
            self.expect({"core/bar.cpp": call}, "take a Now or a port instead")

    def test_a_catch_all(self):
        self.expect({"core/bar.cpp": "catch (...)"}, "hides what went wrong")

    def test_a_header_without_a_first_word(self):
        self.expect({"core/bar.hpp": "#pragma once\n"}, "begins with what it is")

    def test_a_source_that_does_not_begin_with_its_header(self):
        for begin in ("#include <vector>\n", '#include "base/error.hpp"\n'):
            self.expect({"core/bar.hpp": HEADER, "base/error.hpp": HEADER,
                         "core/bar.cpp": begin + '#include "core/bar.hpp"\n'}, "comes first")
        self.expect({"core/bar.hpp": HEADER, "core/bar.cpp": ""}, "comes first")

    def test_unfinished_work(self):
        self.expect({"core/bar.cpp": "// " + "TO" + "DO later"}, "unfinished work")


if __name__ == "__main__":
    result = unittest.main(exit=False, verbosity=0).result
    broken = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - broken} passed, {broken} failed")
    sys.exit(broken > 0)
