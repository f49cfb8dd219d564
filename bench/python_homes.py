"""Environments for the packages that are compared: made once, below build, from pinned lists."""
import contextlib
import importlib.util
import os
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
HOMES = ROOT / "build" / "bench-python"
INSTALL_SECONDS = 600


class Unavailable(Exception):
    """A package cannot be had here; says why."""


def said(command, seconds=INSTALL_SECONDS):
    """What it printed; Unavailable if it failed."""
    words = list(map(str, command))
    try:
        done = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=seconds, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable(f"{words[0]}: {error}") from None
    if done.returncode != 0:
        last = done.stdout.strip().splitlines() or ["nothing"]
        raise Unavailable(f"{pathlib.Path(words[0]).name} {words[1]} says: {last[-1]}")
    return done.stdout.strip()


def candidates():
    """Where a Python of some version may be."""
    yield sys.executable
    for minor in (13, 14):
        yield shutil.which(f"python3.{minor}")
        versions = pathlib.Path(os.environ.get("PYENV_ROOT", pathlib.Path.home() / ".pyenv"))
        for folder in sorted(versions.glob(f"versions/3.{minor}.*"), reverse=True):
            yield folder / "bin/python3"


def python_of(least):
    """A Python that is new enough; uv fetches one where there is none."""
    for program in filter(None, candidates()):
        with contextlib.suppress(Unavailable):
            found = said([program, "-c", "import sys; print(*sys.version_info[:2])"], 20)
            if tuple(map(int, found.split())) >= least:
                return program
    wanted = ".".join(map(str, least))
    if uv := shutil.which("uv"):
        said([uv, "python", "install", wanted])
        return said([uv, "python", "find", wanted], 20)
    raise Unavailable(f"there is no Python {wanted} here, and no uv that fetches one")


def home(name, least):
    """The Python of an environment that has what `name`.txt lists."""
    wanted = (HERE / f"{name}.txt").read_text(encoding="utf-8")
    folder = HOMES / name
    python, installed = folder / "bin/python", folder / "installed.txt"
    if not installed.exists() or installed.read_text(encoding="utf-8") != wanted:
        print(f"bench: installs {name}", file=sys.stderr, flush=True)
        said([python_of(least), "-m", "venv", "--clear", folder])
        said([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
              "--only-binary", ":all:", "-r", HERE / f"{name}.txt"])
        installed.write_text(wanted, encoding="utf-8")
    return python


def ours():
    """The Python that the tests of the package use, with the package as it is now."""
    spec = importlib.util.spec_from_file_location("package_test", ROOT / "python" / "test.py")
    package = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(package)
    package.prepare()
    package.install()
    return package.PYTHON
