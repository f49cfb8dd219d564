#!/usr/bin/env python3
"""Sources are compiled together only where neither can notice the other."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

TOGETHER = pathlib.Path(__file__).with_name("together.py")


def source(inside, private="", space="wick::core", head=""):
    hidden = f"namespace {{\n{private}\n}}  // namespace\n" if private else ""
    return f"{head}namespace {space} {{\n{hidden}{inside}\n}}  // namespace {space}\n"


class Together(unittest.TestCase):
    def compiled(self, **texts):
        """What is compiled: for each, the names of the sources in it."""
        with tempfile.TemporaryDirectory() as folder:
            root, made = pathlib.Path(folder, "src"), pathlib.Path(folder, "made")
            for name, text in texts.items():
                path = root / "core" / name.replace("_hpp", ".hpp")
                path = path if path.suffix else path.with_suffix(".cpp")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            listed = "".join(f"core/{name}.cpp\n" for name in texts if not name.endswith("_hpp"))
            done = subprocess.run([sys.executable, TOGETHER, root, made, "core"], input=listed,
                                  capture_output=True, text=True, check=True)
            self.written = {path.name: path.stat().st_mtime_ns for path in made.iterdir()}
            return sorted(sorted(part.split("/")[-1].strip('"').removesuffix(".cpp")
                                 for part in (pathlib.Path(line).read_text().splitlines()
                                              if line.startswith(str(made)) else [line]))
                          for line in done.stdout.splitlines())

    def apart(self, **texts):
        self.assertEqual(self.compiled(**texts), [[name] for name in sorted(texts)
                                                  if not name.endswith("_hpp")])

    def joined(self, **texts):
        self.assertEqual(self.compiled(**texts), [sorted(name for name in texts
                                                         if not name.endswith("_hpp"))])

    def test_strangers_are_compiled_as_one(self):
        self.joined(a=source("int a() { return one(); }", "int one() { return 1; }"),
                    b=source("int b() { return two(); }", "int two() { return 2; }"))

    def test_readers_of_vendors_come_together(self):
        most = "// ...\n" * 1300
        vendor = "#include <vendor/all.hpp>\n"
        self.assertEqual(self.compiled(a=source(most), b=source(most, head=vendor),
                                       c=source("", head=vendor)),
                         [["a"], ["b", "c"]])

    def test_the_same_private_name(self):
        for kind in ("int one() {", "constexpr int one = 1;", "struct one {", "using one = int;",
                     "template <class T> struct one {", "enum class one {", "int one[4];"):
            with self.subTest(kind):
                self.apart(a=source("", kind), b=source("", "bool one(long x) {"))

    def test_a_name_that_the_other_means_otherwise(self):
        self.apart(a=source("", "long text(long of) {"), b=source("int b() { return text(2.5); }"))
        self.apart(a=source("int b() { return text(2.5); }"), b=source("", "long text(long of) {"))

    def test_members_named_namespaces_comments_and_texts_are_no_mistake(self):
        for said in ("it.text()", "it->text", "base::text(1)", '"text"', "1;  // text"):
            with self.subTest(said):
                self.joined(a=source("", "long text(long of) {"), b=source(f"auto b = {said};"))

    def test_what_is_only_declared_there_is_not_looked_up(self):
        for said in ("int f(long text);", "struct B { int text; };", "int f(const X& text, Y<Z> text);"):
            with self.subTest(said):
                self.joined(a=source("", "long text(long of) {"), b=source(said))
        for said in ("int f() { return text; }", "int b = c & text;", "int b = c > text;",
                     "bool b = c && text;", "bool b = not text;", "struct text;", "int text(int b);",
                     "[[nodiscard]] int text(int b);", "[[nodiscard]] int text(\n    int b);",
                     "  int f(const text& b);"):
            with self.subTest(said):
                self.apart(a=source("", "long text(long of) {"), b=source(said))

    def test_a_name_of_another_namespace_that_both_mean_is_no_mistake(self):
        lent = "using base::Text;\n"
        self.joined(a=source("Text a();", lent), b=source("Text b();", lent))
        self.joined(a=source(lent + "Text a();"), b=source(lent + "Text b();"))
        self.apart(a=source("Text a();", lent), b=source("Text b();", "using core::Text;\n"))
        self.apart(a=source(lent + "Text a();"), b=source("Text b();"))

    def test_rooms_that_do_not_see_each_other(self):
        self.joined(a=source("", "int one() {", "wick::core::left"),
                    b=source("", "int one() {", "wick::core::right"))
        self.apart(a=source("", "int one() {", "wick::core"),
                   b=source("", "int one() {", "wick::core::right"))

    def test_a_private_name_that_a_header_of_the_other_has(self):
        header = source("struct Period {};")
        other = source("", head='#include "core/c.hpp"\n')
        self.apart(a=source("", "struct Period {"), b=other, c_hpp=header)
        self.apart(a=source("", "struct Period {"), b=source("", head='#include "core/d.hpp"\n'),
                   d_hpp='#include "core/c.hpp"\n', c_hpp=header)

    def test_a_private_name_that_a_header_beside_the_other_has(self):
        self.apart(a=source("", "struct Period {"), b=source("", head='#include "c.hpp"\n'),
                   c_hpp=source("struct Period {};"))

    def test_macros_and_whole_namespaces_stay_at_home(self):
        plain = source("int a();")
        for odd in ("#define ONE 1\n", "#undef ONE\n", "using namespace std::chrono;\n",
                    "const char* version = WICK_VERSION;\n"):
            with self.subTest(odd):
                self.apart(a=plain, b=odd + source("int b();"))
        self.joined(a=plain, b="using namespace std::chrono_literals;\n" + source("int b();"))

    def test_a_group_is_not_endless(self):
        long = "\n".join(f"int a{line}();" for line in range(1300))
        self.apart(a=source(long), b=source(long.replace("a", "b")))

    def test_a_new_source_changes_its_own_neighbourhood_alone(self):
        before = {f"source_{number:03}": source(f"int f{number}();") for number in range(0, 800, 2)}
        groups = self.compiled(**before)
        self.assertGreater(len(groups), 4)
        for number in (1, 133, 401, 799):
            with self.subTest(number):
                after = self.compiled(**before, **{f"source_{number:03}": source("int g();")})
                self.assertLessEqual(sum(group not in groups for group in after), 2)


if __name__ == "__main__":
    result = unittest.main(exit=False, verbosity=0).result
    broken = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - broken} passed, {broken} failed")
    sys.exit(broken > 0)
