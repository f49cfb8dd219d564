"""docs/cli.md is what the program says of itself."""
import sys
import unittest

from system_test import ROOT, SystemTest


class CliDocs(SystemTest):
    def test_the_page_is_up_to_date(self):
        made = self.assert_good(
            self.run_program(sys.executable, ROOT / "tools/cli_docs.py", self.wick))
        self.assertEqual((ROOT / "docs/cli.md").read_text(), made.out, "run: make docs")

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
