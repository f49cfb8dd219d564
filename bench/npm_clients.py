"""The clients of the npm registry that are timed beside ours: those of tests/clients, in the very
versions of its lock file."""
import pathlib
import subprocess
import sys
import unittest

NAMES = ("binance", "ccxt")
TESTS = pathlib.Path(__file__).resolve().parent.parent / "tests" / "system"


def why_absent(install):
    """Why they cannot be had, in one line; nothing where they can. Installs them if told to."""
    sys.path.append(str(TESTS))
    import node_clients
    try:
        if install:
            node_clients.install()
        elif not node_clients.is_installed():
            return "tests/clients is not installed"
    except (OSError, unittest.SkipTest, subprocess.TimeoutExpired) as reason:
        return " ".join(str(reason).split())
    return ""
