"""What the environment says, by the old names: CKVD_* first, then DSM_*."""
from __future__ import annotations

import logging
import os
from pathlib import Path

from ._errors import InvalidRequestError

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
PREFIXES = ("CKVD_", "DSM_")
FILE_BYTES = 10_000_000
FILES_KEPT = 7

logger = logging.getLogger("ckvd")
logger.addHandler(logging.NullHandler())


def variable(name: str) -> str | None:
    """CKVD_`name`, or else DSM_`name`; an empty one counts as not there."""
    return next((os.environ[prefix + name] for prefix in PREFIXES
                 if os.environ.get(prefix + name)), None)


def cache_enabled(wanted: bool) -> bool:
    """What the caller wants; *_ENABLE_CACHE can only take it away."""
    return wanted and (variable("ENABLE_CACHE") or "").strip().lower() not in ("false", "0", "no")


def cache_folder(given: str | os.PathLike[str] | None) -> Path | None:
    """The caller's, else *_CACHE_DIR; None leaves it to candlewick."""
    if given is not None:
        return Path(given)
    named = variable("CACHE_DIR")
    return None if named is None else Path(named).expanduser()


def client_environment() -> dict[str, str]:
    """What candlewick is told of *_DATA_DIR and *_CONFIG_DIR: its state, and its config.json."""
    told = {}
    if data := variable("DATA_DIR"):
        told["WICK_STATE_DIR"] = str(Path(data).expanduser())
    if config := variable("CONFIG_DIR"):
        file = Path(config).expanduser() / "config.json"
        if file.exists():  # else it would be missed
            told["WICK_CONFIG"] = str(file)
    return told


def log_file() -> Path | None:
    """*_LOG_FILE, below *_LOG_DIR where it is relative; of a folder alone, ckvd.log in it."""
    folder, file = variable("LOG_DIR"), variable("LOG_FILE")
    if folder is None:
        return None if file is None else Path(file).expanduser()
    return Path(folder).expanduser() / Path(file or "ckvd.log").expanduser()


def level_of(name: object) -> str:
    """A level of the log in upper case."""
    level = name.strip().upper() if isinstance(name, str) else ""
    if level not in LEVELS:
        raise InvalidRequestError(f"log_level is {name!r}; write one of {', '.join(LEVELS)}")
    return level


def set_up_log(level: str, quiet: bool, suppress_http: bool) -> None:
    """Sets the level of our own loggers. Handlers of the host program are left alone."""
    named = variable("LOG_LEVEL")
    chosen = "ERROR" if quiet else level_of(named) if named and level == "WARNING" else level
    logger.setLevel(chosen)
    network = logging.getLogger("candlewick")
    network.setLevel(max(logging.WARNING, logger.level) if suppress_http else chosen)
    path = log_file()
    if path is not None:
        _write_to(path)


def _write_to(path: Path) -> None:
    """Adds a file, once: ten megabytes, and seven older ones."""
    from logging.handlers import RotatingFileHandler

    name = f"ckvd {path.absolute()}"
    if any(handler.get_name() == name for handler in logger.handlers):
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=FILE_BYTES, backupCount=FILES_KEPT, delay=True)
    except OSError as error:
        raise InvalidRequestError(f"CKVD_LOG_FILE {path}: {error.strerror}; name a file that can "
                                  "be written") from None
    handler.set_name(name)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    for one in (logger, logging.getLogger("candlewick")):
        one.addHandler(handler)
