"""docs/pains.md says what is there: every row, every scenario, every test that it names."""
import ast
import pathlib
import re

from system_test import ROOT, SystemTest

PAGE = ROOT / "docs/pains.md"
TESTS = pathlib.Path(__file__).resolve().parent
ROWS = 32
SUITES = re.compile(r"TEST(?:_F|_P)?\((\w+),\s*(\w+)\)")
NAMES_OF_TESTS = re.compile(r"`(test_\w+(?:\.\w+)*|[A-Z]\w+\.[A-Z]\w+)`")


def system_tests():
    """Modules, classes and methods by their dotted names."""
    found = set()
    for path in TESTS.glob("test_*.py"):
        found.add(path.stem)
        for part in ast.parse(path.read_text()).body:
            if not isinstance(part, ast.ClassDef):
                continue
            name = f"{path.stem}.{part.name}"
            found.add(name)
            found.update(f"{name}.{each.name}" for each in part.body
                         if isinstance(each, ast.FunctionDef) and each.name.startswith("test_"))
    return found


def unit_tests():
    return {".".join(found.groups()) for path in (ROOT / "src").rglob("*_test.cpp")
            for found in SUITES.finditer(path.read_text())}


class PainsPage(SystemTest):
    def setUp(self):
        super().setUp()
        parts = re.split(r"^## (\d+)\. ", PAGE.read_text(), flags=re.MULTILINE)
        self.numbers = [int(number) for number in parts[1::2]]
        self.sections = dict(zip(self.numbers, parts[2::2]))

    def listed(self):
        lines = self.assert_good(self.run_program(self.wick, "sim", "--list-scenarios")).out
        return {line.split()[0] for line in lines.splitlines() if line.startswith("pain-")}

    def test_every_row_is_there_once_and_says_how_it_was_shown(self):
        self.assertEqual(self.numbers, list(range(1, ROWS + 1)))
        for number, section in self.sections.items():
            with self.subTest(row=number):
                for key in ("Seen in: ", "\n- Scenario: ", "\n- Shown by: "):
                    self.assertEqual(section.count(key), 1)
                shown = section.split("\n- Shown by: ")[1]
                self.assertTrue(NAMES_OF_TESTS.search(shown) or shown.strip() == "nothing yet")

    def test_every_scenario_it_names_is_shipped_and_every_shipped_one_is_named(self):
        named = {number: set(re.findall(r"`(pain-[\w-]+)`", section))
                 for number, section in self.sections.items()}
        self.assertEqual(set().union(*named.values()), self.listed())
        for scenario in self.listed():
            self.assertIn(scenario, named[int(scenario.split("-")[1])])

    def test_every_test_it_names_exists(self):
        named = {name for section in self.sections.values()
                 for name in NAMES_OF_TESTS.findall(section)}
        self.assertGreater(len(named), 40)
        self.assertEqual(named - system_tests() - unit_tests(), set())

    def test_every_test_of_a_pain_is_named(self):
        text = PAGE.read_text()
        of_pains = {name for name in system_tests()
                    if re.match(r"test_pains_(archive|venue|store|streams|live)\.Pain\w+$", name)}
        self.assertEqual({name for name in of_pains if name not in text}, set())
