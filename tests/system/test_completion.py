"""`wick completion` in the shells themselves, as far as they are installed."""
import shutil
import unittest

from system_test import SystemTest

SYMBOLS = {"cm": "BTCUSD_PERP", "futures_coin": "BTCUSD_PERP", "okx": "BTC-USDT"}
BASH_ASK = """
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
_wick
printf '%s\\n' "${COMPREPLY[@]}"
"""

# What the completion system would be given, without a terminal for it.
ZSH_ASK = """
compdef() { }
compset() { words[CURRENT]=${words[CURRENT]#*=} }
_files() { print -l files }
_describe() { print -l -- "${(@P)${@[-1]}}" }
source "$1"; shift
words=("$@") CURRENT=$#
_wick
"""


class CompletionTest(SystemTest):
    def script(self, shell):
        path = self.folder / f"wick.{shell}"
        path.write_text(self.assert_good(self.run_program(self.wick, "completion", shell)).out)
        return path

    def parse(self, shell, *options):
        program = shutil.which(shell)
        path = self.script(shell)
        if program is None:
            self.skipTest(f"{shell} is not installed")
        finished = self.assert_good(self.run_program(program, *options, path))
        self.assertEqual(finished.err, "")


class Bash(CompletionTest):
    def offered(self, *words):
        """What comes for the last of the words, as bash has split them."""
        finished = self.assert_good(
            self.run_program("bash", "-c", BASH_ASK, "bash", self.script("bash"), *words))
        self.assertEqual(finished.err, "")
        return finished.out.split()

    def test_it_parses(self):
        self.parse("bash", "-n")

    def test_commands(self):
        self.assertEqual(self.offered("wick", "ge"), ["get"])
        self.assertIn("completion", self.offered("wick", ""))
        self.assertEqual(self.offered("wick", "cache", "l"), ["ls"])
        self.assertEqual(self.offered("wick", "str"), ["stream"])
        self.assertEqual(self.offered("wick", "--log-level", "debug", "ve"), ["verify", "version"])

    def test_options(self):
        self.assertEqual(self.offered("wick", "get", "--ma"), ["--market"])
        self.assertEqual(self.offered("wick", "get", "BTCUSDT", "--inc"), ["--include-open"])
        self.assertEqual(self.offered("wick", "cache", "prune", "--dry"), ["--dry-run"])
        self.assertEqual(self.offered("wick", "cache", "ls", "--dry"), [])

    def test_values(self):
        self.assertEqual(self.offered("wick", "get", "--market", "f"),
                         ["futures_usdt", "futures_coin", "fx"])
        self.assertEqual(self.offered("wick", "get", "--market", "=", "u"), ["um"])
        self.assertEqual(self.offered("wick", "get", "--market", "="),
                         ["spot", "futures_usdt", "um", "futures_coin", "cm", "fx"])
        self.assertEqual(self.offered("wick", "verify", "--interval", "1")[:2], ["1s", "1m"])
        self.assertEqual(self.offered("wick", "get", "--source", "b"), ["bulk"])
        self.assertEqual(self.offered("wick", "get", "--format", "arrow"),
                         ["arrow", "arrow-stream"])
        self.assertIn("mark", self.offered("wick", "get", "--chart", "m"))
        self.assertEqual(self.offered("wick", "get", "--from", ""), [])
        self.assertEqual(self.offered("wick", "stream", "--market", "f"),
                         ["futures_usdt", "futures_coin"])
        self.assertEqual(self.offered("wick", "stream", "--upd"), ["--updates"])
        self.assertEqual(self.offered("wick", "completion", ""), ["bash", "zsh", "fish"])

    def test_a_value_is_no_command(self):
        self.assertEqual(self.offered("wick", "get", "--output", "cache", "--pl"), ["--plan"])

    def test_files(self):
        (self.folder / "bars one.csv").touch()
        for option in ("-o", "--output"):
            self.assertEqual(self.offered("wick", "get", option, "bars"), ["bars", "one.csv"])

    def test_every_value_is_accepted(self):
        """What is offered is understood: no enumeration of the help is out of date."""
        for option in ("--market", "--interval", "--source", "--format", "--time", "--provider"):
            values = self.offered("wick", "get", option, "")
            self.assertGreater(len(values), 0, option)
            for value in values:
                self.check_accepted(option, value)

    def check_accepted(self, option, value):
        symbol = SYMBOLS.get(value, "BTCUSDT")
        given = {"--source": "cache", "--from": "2024-01-01", "--to": "2024-02-01", option: value}
        if value in ("fx", "fxcm"):  # neither is there without the other
            given |= {"--market": "fx", "--provider": "fxcm"}
        finished = self.run_program(self.wick, "get", symbol, "--plan",
                                    *(word for pair in given.items() for word in pair))
        self.assertNotIn(f"'{value}'", finished.err, finished)
        self.assertNotEqual(finished.code, 2, finished)


@unittest.skipUnless(shutil.which("zsh"), "zsh is not installed")
class Zsh(CompletionTest):
    def offered(self, *words):
        """All that may come at the place of the last word."""
        finished = self.assert_good(self.run_program(
            shutil.which("zsh"), "-f", "-c", ZSH_ASK, "zsh", self.script("zsh"), *words))
        self.assertEqual(finished.err, "")
        return [line.split(":")[0] for line in finished.out.splitlines()]

    def test_what_is_offered(self):
        self.assertIn("get", self.offered("wick", ""))
        self.assertIn("--market", self.offered("wick", "get", "--"))
        self.assertEqual(self.offered("wick", "get", "--source", ""),
                         ["auto", "cache", "bulk", "rest"])
        self.assertEqual(self.offered("wick", "get", "--market=f")[:2], ["spot", "futures_usdt"])
        self.assertEqual(self.offered("wick", "get", "BTCUSDT", "-o", ""), ["files"])
        self.assertEqual(self.offered("wick", "completion", ""), ["bash", "zsh", "fish"])


class OtherShells(CompletionTest):
    def test_zsh_parses(self):
        self.parse("zsh", "-n")

    def test_fish_parses(self):
        self.parse("fish", "--no-execute")

    def test_every_command_is_in_every_script(self):
        help_text = self.assert_good(self.run_program(self.wick, "--help")).out
        names = [line.split()[0] for line in help_text.split("Subcommands:\n")[1].splitlines()
                 if line.startswith("  ") and line[2] != " "]
        for shell in ("bash", "zsh", "fish"):
            text = self.script(shell).read_text()
            for name in names:
                self.assertIn(name, text, shell)

    def test_another_shell_is_refused(self):
        self.assert_usage_error(self.run_program(self.wick, "completion", "tcsh"), "tcsh", "fish")
        self.assert_usage_error(self.run_program(self.wick, "completion"), "SHELL")


if __name__ == "__main__":
    unittest.main()
