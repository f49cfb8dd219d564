"""The clients of tests/clients: installed once, then run."""
import json
import shutil
import subprocess
import unittest

import programs
from system_test import ROOT

CLIENTS = ROOT / "tests/clients"
INSTALL_SECONDS = 300


def is_installed():
    """Whether each package of the lock file is there in its very version."""
    packages = json.loads((CLIENTS / "package-lock.json").read_text())["packages"]
    for path, package in packages.items():
        if not path or package.get("optional"):
            continue
        try:
            there = json.loads((CLIENTS / path / "package.json").read_text())
        except OSError:
            return False
        if there["version"] != package["version"]:
            return False
    return True


def install():
    """Leaves the packages in place, or skips the test with the reason."""
    with programs.alone_in(CLIENTS):
        install_where_missing()


def install_where_missing():
    if not shutil.which("node"):
        raise unittest.SkipTest("there is no node")
    if is_installed():
        return
    if not shutil.which("npm"):
        raise unittest.SkipTest("there is no npm to install tests/clients")
    done = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
                          cwd=CLIENTS, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=INSTALL_SECONDS)  # with the caller's own proxy and registry
    if done.returncode != 0 or not is_installed():
        raise unittest.SkipTest(f"tests/clients cannot be installed: {done.stderr.strip()[-300:]}")


def run(script, env, **wanted):
    """Runs one script and gives what it answers, as JSON."""
    done = programs.run("node", script, json.dumps(wanted), env=env, cwd=CLIENTS)
    if done.code != 0:
        raise AssertionError(f"{script}: {done}")
    return json.loads(done.out.splitlines()[-1])
