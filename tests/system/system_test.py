"""What all system tests share: the program under test, an exchange, a scratch folder."""
import pathlib
import tempfile
import unittest

import programs
from exchange import Exchange

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


class SystemTest(unittest.TestCase):
    wick = ROOT / "build/release/wick"
    asan_wick = None
    sim_options = ()  # of the exchange that exchange() opens
    maxDiff = 2000

    def setUp(self):
        self.folder = self.scratch_folder()
        self.homes = self.scratch_folder()  # of the programs; tests look at what is in `folder`

    def scratch_folder(self):
        folder = tempfile.TemporaryDirectory(prefix="wick-system-")
        self.addCleanup(folder.cleanup)
        return pathlib.Path(folder.name)

    def exchange(self, *options, **more):
        """An exchange that lives as long as the test."""
        return self.enterContext(Exchange(self.wick, *self.sim_options, *options, **more))

    def environment(self, extra=None):
        """Of one program: with a cache and a state of its own, unless `extra` names them."""
        home = pathlib.Path(tempfile.mkdtemp(dir=self.homes))
        own = {"WICK_CACHE_DIR": str(home / "cache"), "WICK_STATE_DIR": str(home / "state")}
        return programs.environment({**own, **(extra or {})})

    def run_program(self, *command, env=None, **options):
        options.setdefault("cwd", self.folder)
        return programs.run(*command, env=self.environment(env), **options)

    def assert_good(self, finished):
        self.assertEqual(finished.code, 0, finished)
        return finished

    def assert_usage_error(self, finished, *words):
        """Exit code 2, one line on stderr that has the words, and nothing on stdout."""
        self.assertEqual(finished.code, 2, finished)
        self.assertEqual(finished.out, "", finished)
        self.assertEqual(len(finished.err.splitlines()), 1, finished)
        self.assertTrue(finished.err.endswith("\n"), finished)
        for word in words:
            self.assertIn(word, finished.err)
