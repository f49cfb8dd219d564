"""The package itself: quick to import, typed, and what its page says is so."""
import inspect
import pathlib
import re
import subprocess
import sys

import pytest

import candlewick as cw

ROOT = pathlib.Path(__file__).resolve().parents[2]


def test_importing_is_quick_and_brings_nothing_along():
    text = """
import sys, time
before, known = time.process_time(), set(sys.modules)
import candlewick
print((time.process_time() - before) * 1000, *set(sys.modules) - known)
"""
    spent = []
    for _ in range(5):
        words = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True,
                               check=True).stdout.split()
        spent.append(float(words[0]))
        assert set(words[1:]) <= {"candlewick", "__future__"}
    assert min(spent) < 10  # milliseconds of this processor, the least of five


def test_a_first_question_brings_no_more_than_it_needs(script):
    done = script("""
import candlewick as cw, sys
cw.get("BTCUSDT", "1h", "2024-03-04", "2024-03-05")
heavy = {"asyncio", "IPython", "json", "logging", "matplotlib", "numpy", "pandas", "polars",
         "pyarrow", "subprocess", "typing"}
print(*heavy & set(sys.modules))
""")
    assert done.stdout == "\n", done.stderr


def test_every_name_is_there_and_says_what_it_is():
    assert set(cw.__all__) <= set(dir(cw)) and cw.__version__
    for name in cw.__all__:
        thing = getattr(cw, name)
        assert thing.__doc__, name
        if isinstance(thing, type) and thing.__module__.startswith("candlewick"):
            for part, value in vars(thing).items():
                described = isinstance(value, property) or inspect.isfunction(value)
                assert part.startswith("_") or not described or value.__doc__, f"{name}.{part}"
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        cw.nothing


def test_types_hold():
    pytest.importorskip("mypy")
    done = subprocess.run([sys.executable, "-m", "mypy", "--config-file",
                           str(ROOT / "pyproject.toml")], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_page_is_true(script, tmp_path, monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "Agg")
    page = (ROOT / "docs" / "python.md").read_text()
    blocks = re.findall(r"```python\n(.*?)```", page, re.S)
    assert len(blocks) > 3
    done = script("\n".join(blocks), seconds=60, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
