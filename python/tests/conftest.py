"""One simulated exchange for all tests; for each test a client with a cache of its own."""
import os
import pathlib
import sys

import pytest

import candlewick as cw
from candlewick import _program

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "system"))

from exchange import Exchange  # noqa: E402  (the simulator, as the system tests start it)


@pytest.fixture(scope="session")
def running():
    program = os.environ.get("WICK_TEST_PROGRAM") or _program.program()
    with Exchange(program, "--now", "2024-06-01T00:00") as exchange:
        yield exchange


@pytest.fixture
def exchange(running):
    yield running
    running.scenario("calm")
    running.reset()


@pytest.fixture
def settings(exchange, tmp_path):
    """The environment of a client that knows this exchange alone."""
    return {**exchange.env, "WICK_CACHE_DIR": str(tmp_path / "cache"),
            "WICK_STATE_DIR": str(tmp_path / "state"), "XDG_CONFIG_HOME": str(tmp_path), "NO_PROXY": "*"}


@pytest.fixture
def client(settings):
    with cw.Client(environment=settings) as client:
        yield client


@pytest.fixture
def script(settings):
    """Runs a text as a program of its own, with a time limit."""
    import subprocess

    def run(text, seconds=60, **options):
        return subprocess.run([sys.executable, "-X", "faulthandler", "-c", text],
                              env={**os.environ, **settings}, timeout=seconds,
                              capture_output=True, text=True, **options)
    return run
