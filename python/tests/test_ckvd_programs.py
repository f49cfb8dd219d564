"""The usual programs of old run as they are, and nothing takes long."""
import os
import pathlib
import subprocess
import sys
import time

import pytest

from ckvd import CryptoKlineVisionData, DataProvider

from candlewick import _program
from exchange import Exchange


@pytest.fixture(scope="module")
def today():
    """An exchange whose clock is ours."""
    program = os.environ.get("WICK_TEST_PROGRAM") or _program.program()
    with Exchange(program) as exchange:
        yield exchange


@pytest.mark.parametrize("name", ["warm_a_year", "in_threads", "in_chunks", "with_errors"])
def test_the_usual_programs_run(name, today, settings):
    script = pathlib.Path(__file__).resolve().parents[2] / "examples/python" / f"{name}.py"
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True,
                          env={**os.environ, **settings, **today.env}, timeout=120)
    assert done.returncode == 0, done.stderr
    said = done.stdout.splitlines()
    if name == "warm_a_year":
        assert [line.split()[:2] for line in said] == [[symbol, "8760"] for symbol in
                                                       ("BTCUSDT", "ETHUSDT", "SOLUSDT")]
    if name == "in_threads":
        assert [line.split()[2] for line in said] == ["336"] * 3
    if name == "in_chunks":
        assert said == [f"9 {60 * 96} True False"]
    if name == "with_errors":
        assert said == ["BTCUSDT 360", "NOSUCHUSDT: NOSUCHUSDT is not there", "NOSUCHUSDT 0"]


LOAD = """
import time
before = time.process_time()
import ckvd
print(time.process_time() - before)
"""


def test_importing_is_quick():
    spent = [float(subprocess.run([sys.executable, "-c", LOAD], capture_output=True, text=True,
                                  check=True).stdout) for _ in range(5)]
    assert min(spent) < 0.1  # seconds of this processor, the least of five


def test_a_cached_day_of_minutes_is_a_matter_of_milliseconds(settings, monkeypatch):
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    spent = []
    with CryptoKlineVisionData.create(DataProvider.BINANCE) as manager:
        for _ in range(50):
            begun = time.process_time()
            frame = manager.get_data("BTCUSDT", "2024-03-04", "2024-03-05")
            spent.append(time.process_time() - begun)
    assert len(frame) == 1440 and set(frame["_data_source"]) == {"CACHE"}
    assert sorted(spent)[25] < 0.010  # the median, of this processor
