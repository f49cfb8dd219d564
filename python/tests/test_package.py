"""The package itself: quick to import, typed, and what its page says is so."""
import pathlib
import re
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]


def test_importing_is_quick_and_brings_nothing_along():
    text = """
import sys, time
before = time.process_time()
import candlewick
spent = time.process_time() - before
heavy = {"numpy", "pandas", "polars", "pyarrow", "logging", "subprocess"} & set(sys.modules)
print(spent * 1000, *heavy)
"""
    spent = []
    for _ in range(5):
        words = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True,
                               check=True).stdout.split()
        spent.append(float(words[0]))
        assert words[1:] == []
    assert min(spent) < 30  # milliseconds of this processor, the least of five


def test_types_hold():
    pytest.importorskip("mypy")
    done = subprocess.run([sys.executable, "-m", "mypy", "--config-file",
                           str(ROOT / "pyproject.toml")], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_page_is_true(script):
    page = (ROOT / "docs" / "python.md").read_text()
    blocks = re.findall(r"```python\n(.*?)```", page, re.S)
    assert len(blocks) > 3
    done = script("\n".join(blocks), seconds=60)
    assert done.returncode == 0, done.stderr
