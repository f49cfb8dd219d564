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
        # A candle that closed this very moment is not trusted yet.
        assert said[0] in ("BTCUSDT 360", "BTCUSDT 359")
        assert said[1:] == ["NOSUCHUSDT: NOSUCHUSDT is not there", "NOSUCHUSDT 0"]


def spent(text):
    """Seconds of the processor that a fresh interpreter takes for it, the least of seven."""
    return min(float(subprocess.run([sys.executable, "-c",
                                     f"import time\n{text}\nprint(time.process_time())"],
                                    capture_output=True, text=True, check=True).stdout)
               for _ in range(7))


@pytest.mark.parametrize("text", [
    "import ckvd", "import data_source_manager",
    "from ckvd import CryptoKlineVisionData, DataProvider, Interval, MarketType",
    "from data_source_manager import DataSourceManager"])
def test_importing_is_quick(text):
    heavy = "import sys; assert not {'pandas', 'polars', 'numpy', 'asyncio'} & set(sys.modules)"
    assert spent(f"{text}\n{heavy}") - spent("import sys") < 0.030


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
