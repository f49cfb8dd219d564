"""Runs programs with a time limit, away from the caller's own settings."""
import contextlib
import fcntl
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass

SECONDS_MAX = 60
FOREIGN = ("WICK_", "XDG_", "HTTP_", "HTTPS_", "ALL_", "NO_", "http_", "https_", "all_", "no_",
           "ASAN_", "UBSAN_", "NODE_")


def environment(extra=None):
    """The caller's environment without anything that changes what is tested, plus `extra`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    kept.update({"HOME": "/nonexistent", "LC_ALL": "C", "TZ": "UTC"})
    kept.update(extra or {})
    return kept


@contextlib.contextmanager
def alone_in(folder):
    """Whoever else wants to be alone in the folder waits."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@dataclass
class Finished:
    code: int
    out: str
    err: str
    seconds: float

    def __str__(self):
        return f"exit code {self.code}\nstdout: {self.out[:1500]}\nstderr: {self.err[:3000]}"


def run(*command, env=None, cwd=None, seconds=SECONDS_MAX):
    """Runs a program to its end; subprocess.TimeoutExpired when that takes too long."""
    start = time.monotonic()
    finished = subprocess.run([str(part) for part in command], env=environment(env), cwd=cwd,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds)
    return Finished(finished.returncode, finished.stdout.decode("utf-8", "replace"),
                    finished.stderr.decode("utf-8", "replace"), time.monotonic() - start)


# A forked child begins with the memory of whoever forked it, and its peak stays on record; so
# somebody small has to start what is measured.
MEASURE = """
import json, resource, subprocess, sys, time
begin = time.monotonic()
finished = subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL, capture_output=True)
seconds = time.monotonic() - begin
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"code": finished.returncode, "seconds": seconds, "kib": usage.ru_maxrss,
                  "cpu": usage.ru_utime + usage.ru_stime, "out": finished.stdout.decode()}))
"""


def measure(*command, env=None, seconds=SECONDS_MAX):
    """A program to its end: its code, seconds, kib at most, cpu seconds, and out."""
    command = [str(part) for part in command]
    finished = subprocess.run([sys.executable, "-S", "-c", MEASURE, *command],
                              env=environment(env), capture_output=True, timeout=seconds)
    return json.loads(finished.stdout)


def stop(process, seconds=5):
    """Ends one process by its pid, gently and then not; its exit code."""
    if process.poll() is None:
        process.terminate()
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()
