"""A file of the cache is cut by somebody while the program reads it."""
import os
import subprocess

from system_test import SystemTest

RANGE = ("--interval", "1m", "--from", "2024-01-01", "--to", "2024-04-01")


class CutWhileMapped(SystemTest):
    def setUp(self):
        super().setUp()
        self.env = {**self.exchange().env, "WICK_CACHE_DIR": str(self.folder / "cache"),
                    "WICK_STATE_DIR": str(self.folder / "state")}

    def get(self, *options):
        return self.run_program(self.wick, "get", "BTCUSDT", *RANGE, *options, env=self.env)

    def test_it_is_an_error_and_no_made_up_bar_is_printed(self):
        whole = self.assert_good(self.get("--format", "csv")).out.splitlines()
        process = subprocess.Popen(
            [self.wick, "get", "BTCUSDT", *RANGE, "--format", "csv"], stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, env=self.environment(self.env))
        first = process.stdout.readline()  # by now every file is mapped and verified
        months = sorted((self.folder / "cache").rglob("2024-03.arrow"))
        self.assertEqual(len(months), 1)
        os.truncate(months[0], 4096)
        with process:
            rest = process.stdout.read()
            complaint = process.stderr.read()
        self.assertEqual(process.returncode, 1, complaint)
        self.assertIn("2024-03.arrow was cut while it was being read", complaint)
        printed = (first + rest).splitlines()
        without_source = [line.rsplit(",", 1)[0] for line in printed]
        self.assertEqual(without_source[:-1],
                         [line.rsplit(",", 1)[0] for line in whole][:len(printed) - 1])
        self.assertLess(len(printed), len(whole))
        self.assertEqual([line for line in printed if ",0,0,0,0," in line], [])

        again = self.assert_good(self.get("--format", "csv")).out.splitlines()
        self.assertEqual([line.rsplit(",", 1)[0] for line in again],
                         [line.rsplit(",", 1)[0] for line in whole], "it has healed")
