"""The Python readers of tests/clients: a virtual environment, made once, then used."""
import json
import shutil
import subprocess
import sys
import threading
import unittest

import programs
from system_test import ROOT

CLIENTS = ROOT / "tests/clients"
HOME = CLIENTS / ".venv"
PYTHON = HOME / "bin/python"
WANTED = CLIENTS / "requirements.txt"
INSTALLED = HOME / "requirements.txt"  # what is in it; written last
INSTALL_SECONDS = 600


def is_installed():
    try:
        if INSTALLED.read_bytes() != WANTED.read_bytes():
            return False
        return programs.run(PYTHON, "-c", "import pyarrow").code == 0
    except OSError:
        return False


def attempt(*command):
    """With the caller's own proxy and index; what went wrong, or nothing."""
    done = subprocess.run([str(part) for part in command], stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False)
    return "" if done.returncode == 0 else (done.stderr or done.stdout).strip()[-400:]


def install():
    """Leaves the packages in place, or skips the test with the reason."""
    with programs.alone_in(CLIENTS):
        install_where_missing()


def install_where_missing():
    if is_installed():
        return
    shutil.rmtree(HOME, ignore_errors=True)
    trouble = (attempt(sys.executable, "-m", "venv", HOME) or
               attempt(PYTHON, "-m", "pip", "install", "--quiet", "--no-deps", "--only-binary",
                       ":all:", "--require-hashes", "-r", WANTED))
    if trouble:
        raise unittest.SkipTest(f"tests/clients/requirements.txt cannot be installed: {trouble}")
    shutil.copy(WANTED, INSTALLED)


class Asked:
    """A script that stays, as its libraries take a second to load: asked line by line."""

    def __init__(self, script):
        self.script = script
        self.child = subprocess.Popen([PYTHON, script, "-"], cwd=CLIENTS, text=True,
                                      env=programs.environment(), stdin=subprocess.PIPE,
                                      stdout=subprocess.PIPE)

    def ask(self, *arguments):
        """What it answers, as run() would, and within the same time."""
        late = threading.Timer(programs.SECONDS_MAX, self.child.kill)
        late.start()
        try:
            self.child.stdin.write(json.dumps(arguments) + "\n")
            self.child.stdin.flush()
            said = self.child.stdout.readline()
        finally:
            late.cancel()
        if not said:
            raise AssertionError(f"{self.script} {arguments}: ended with {self.child.wait()}")
        return json.loads(said)

    def end(self):
        self.child.communicate()


def asked(case, script):
    """One for all tests of a class."""
    script = Asked(script)
    case.addClassCleanup(script.end)
    return script


def run(script, *arguments):
    """Runs one script of tests/clients and gives what it answers, as JSON."""
    done = programs.run(PYTHON, script, *arguments, cwd=CLIENTS)
    if done.code != 0:
        raise AssertionError(f"{script}: {done}")
    return json.loads(done.out.splitlines()[-1])
