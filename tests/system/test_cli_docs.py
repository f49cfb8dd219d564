"""docs/cli.md is what the program says of itself."""
import shutil
import sys
import unittest

from system_test import ROOT, SystemTest


class CliDocs(SystemTest):
    def test_the_page_is_up_to_date(self):
        made = self.assert_good(
            self.run_program(sys.executable, ROOT / "tools/cli_docs.py", self.wick))
        self.assertEqual((ROOT / "docs/cli.md").read_text(), made.out, "run: make docs")

    def test_the_manual_page_is_good_roff(self):
        page = self.assert_good(
            self.run_program(sys.executable, ROOT / "tools/man_page.py", self.wick)).out
        for name in ("wick get", "wick cache import", "ENVIRONMENT", "EXIT STATUS"):
            self.assertIn(name, page)
        groff = shutil.which("groff")
        if groff is None:
            self.skipTest("there is no groff")
        path = self.folder / "wick.1"
        path.write_text(page)
        shown = self.run_program(groff, "-ww", "-man", "-Tutf8", path)
        self.assertEqual((shown.code, shown.err), (0, ""))
        self.assertIn("Candlewick", shown.out)

    def test_every_option_of_get_is_there(self):
        page = (ROOT / "docs/cli.md").read_text()
        section = page.split("## wick get\n")[1].split("\n## ")[0]
        said = self.assert_good(self.run_program(self.wick, "get", "--help")).out
        options = [line.split()[0] for line in said.splitlines() if line.startswith("  -")]
        self.assertGreater(len(options), 10)
        for option in options:
            if option != "-h,--help":
                self.assertIn(f"| `{option}", section)


if __name__ == "__main__":
    unittest.main()
