"""The program `wick` that came with the package, for what it does better than a library."""
from __future__ import annotations

import os

from ._errors import InvalidRequestError, ProgramError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import IO, Any

USAGE = 2
SAID_MAX = 4000


def program() -> str:
    """Where it is: installed beside this package, else on the PATH."""
    import shutil
    import sysconfig
    from importlib import metadata
    from pathlib import Path

    try:
        files = metadata.distribution("candlewick").files or []
    except metadata.PackageNotFoundError:
        files = []
    for file in files:
        if file.name == "wick" and (path := Path(str(file.locate()))).is_file():
            return str(path)
    beside = Path(sysconfig.get_path("scripts")) / "wick"
    found = str(beside) if beside.is_file() else shutil.which("wick")
    if found is None:
        raise ProgramError("the program wick is neither beside this package nor on the PATH")
    return found


def run(arguments: list[str], environment: dict[str, str],
        progress: Callable[[str], object] | None = None) -> Any:
    """Its JSON document. Each line it says meanwhile goes to `progress`."""
    import json
    import subprocess
    import tempfile

    for argument in arguments:
        if "\0" in argument:
            raise InvalidRequestError("a word has a zero byte in it")
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen([program(), arguments[0], "--json", *arguments[1:]],
                                   env=environment, stdin=subprocess.DEVNULL, stdout=out,
                                   stderr=subprocess.PIPE)
        assert process.stderr is not None
        try:
            said = listen(process.stderr, progress)
            code = process.wait()
        except BaseException:  # also Ctrl-C: the program leaves its store consistent
            process.terminate()
            process.wait()
            raise
        finally:
            process.stderr.close()
        out.seek(0)
        text = out.read()
    try:
        document = json.loads(text)
    except ValueError:
        document = None
    if document is None or "error" in document:  # a refusal is a document as well
        message = said.strip().splitlines()[-1] if said.strip() else f"wick ended with {code}"
        cls = InvalidRequestError if code == USAGE else ProgramError
        raise cls(message.removeprefix("wick: "), {"exit": code, "said": said})
    return document


def listen(stream: IO[bytes], progress: Callable[[str], object] | None) -> str:
    said = ""
    for line in stream:
        text = line.decode(errors="replace").rstrip("\n")
        said = (said + text + "\n")[-SAID_MAX:]
        if progress is not None:
            progress(text)
    return said


def environment_of(extra: dict[str, str] | None) -> dict[str, str]:
    """This process's, with changes; without what no program takes."""
    environment = {**os.environ, **(extra or {})}
    for name, value in environment.items():
        if not isinstance(name, str) or not isinstance(value, str):
            raise TypeError(f"environment has {name!r}: {value!r}; give text for both")

    def writable(text: str) -> bool:
        try:
            text.encode()
        except UnicodeEncodeError:
            return False
        return True

    return {name: value for name, value in environment.items()
            if writable(name) and writable(value)}
