#!/usr/bin/env python3
"""Builds and runs every test, and closes with one line of counts.

    tools/test.py            everything, as `make test` does
    tools/test.py dev tools  only the named stages
"""
import concurrent.futures
import pathlib
import re
import resource
import signal
import subprocess
import sys
import time

import gtest_programs

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
AGAIN_MAX = 6  # failed tests that are run again; more have a cause that is worth more
OUTPUTS_SHOWN = 10  # of failed tests: the first ones usually tell all
counts = {"passed": 0, "failed": 0, "skipped": 0}
failed_stages = []


def run(command, **options):
    return subprocess.run(command, cwd=ROOT, **options).returncode


class Builds:
    """One after the other beside the tests, in what time those leave: most of them wait a lot."""

    def __init__(self, wanted):
        self.pool = concurrent.futures.ThreadPoolExecutor(1)
        self.pending = {name: self.pool.submit(self.make, *BUILDS[name])
                        for name in BUILDS if name in wanted}

    @staticmethod
    def make(preset, *targets):
        return run(["nice", "-n", "10", "tools/build.sh", preset, *targets]) == 0

    def ready(self, name):
        if self.pending[name].result():
            return True
        failed_stages.append(f"building {name}")
        return False


def may_have_been_late(fate, said):
    """An expectation was missed. A crash and what a sanitizer found stand, whatever comes next."""
    return fate == "FAILED" and "Sanitizer" not in said and "runtime error:" not in said


def passed_alone(failed, fates, said):
    """Those that pass when nothing runs beside them."""
    if len(failed) > AGAIN_MAX or not all(may_have_been_late(fates[each], said[each])
                                          for each in failed):
        return set()
    return {(program, name) for program, name in failed
            if gtest_programs.run(program, [name])[0].get(name) == "OK"}


def gtests(preset, chosen="*", environment=None):
    """Runs the test programs of a preset, and adds what became of each test."""
    programs = sorted(program for program in (BUILD / preset).glob("*_test") if program.is_file())
    fates, said = gtest_programs.run_all(programs, chosen, environment)
    if not fates:
        failed_stages.append(f"tests of {preset}")
    failed = sorted(each for each, fate in fates.items() if fate in ("FAILED", "CRASHED"))
    unsteady = passed_alone(failed, fates, said)
    for program, name in sorted(unsteady):
        print(f"unsteady ({preset}): {name} failed beside others and passed alone")
    broken = [each for each in failed if each not in unsteady]
    for each in broken:
        print(f"FAILED ({preset}): {each[1]} of {each[0].name}")
    for each in broken[:OUTPUTS_SHOWN]:
        print(said[each])
    skipped = sum(fate == "SKIPPED" for fate in fates.values())
    counts["failed"] += len(broken)
    counts["skipped"] += skipped
    counts["passed"] += len(fates) - len(broken) - skipped
    print(f"  {len(fates)} tests of {preset}, {len(broken)} failed, {skipped} skipped")


def count_line(name, command):
    """Runs a command whose last line ends in 'N passed, N failed[, N skipped]'."""
    finished = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True)
    last = (finished.stdout.strip().splitlines() or [""])[-1]
    found = {kind: int(number)
             for number, kind in re.findall(r"(\d+) (passed|failed|skipped)", last)}
    for kind, number in found.items():
        counts[kind] += number
    for line in finished.stdout.splitlines():
        if "unsteady: " in line:
            print(f"  {line}")
    good = finished.returncode == 0 and found.get("passed") and not found.get("failed")
    if not good:
        print(finished.stdout[-8000:])
        if not found.get("failed"):
            failed_stages.append(name)
    print(f"  {name}: {found}")


def tools(_):
    """The checks check, and the house keeps its plan."""
    count_line("tools", [sys.executable, "tools/check_layers_test.py"])
    count_line("compiled together", [sys.executable, "tools/together_test.py"])
    count_line("test programs", [sys.executable, "tools/gtest_programs_test.py"])
    if run([sys.executable, "tools/check_layers.py", "src"]) == 0:
        counts["passed"] += 1
    else:
        failed_stages.append("house")


def release(builds):
    """As it is used, and the whole of the simulation."""
    if builds.ready("release"):
        link = BUILD / "wick"
        link.unlink(missing_ok=True)
        link.symlink_to("release/wick")
        gtests("release")


def python(builds):
    """The Python package, built and installed by pip."""
    if builds.ready("release"):  # what is compiled there serves here
        count_line("python", [sys.executable, "python/test.py"])


def bench(builds):
    """The benchmark harness: every figure once, outputs compared, times not judged."""
    if not builds.ready("bench"):
        return
    if run([sys.executable, "bench/run.py", "--quick"], stdout=subprocess.DEVNULL) == 0:
        counts["passed"] += 1
    else:
        failed_stages.append("bench --quick")


def system(builds):
    """The built program against clients and servers that nobody here wrote."""
    if builds.ready("release") and builds.ready("dev"):
        count_line("system", [sys.executable, "tests/system/run.py", "build/release/wick",
                              "--asan-wick", "build/dev/wick", "--jobs", "4"])


def dev(builds):
    """Everything under the address and undefined-behaviour sanitizers."""
    if builds.ready("dev"):
        gtests("dev")


def tsan(builds):
    """The rooms with threads under the thread sanitizer."""
    if builds.ready("tsan"):
        gtests("tsan", ":".join(f"*{name}*" for name in THREADED))


THREADED = ["Contract", "WorkerPool", "WebSocket", "Server", "Exchange", "Archive", "Cache", "Rest",
            "Stream", "Keeper", "Broadcast", "CandleQueue", "Errand", "Reader", "Child"]
BUILDS = {  # in this order
    "release": ["release"],
    "bench": ["release", "wick_bench"],
    "dev": ["dev"],
    "tsan": ["tsan", "contract_test", "io_test", "sim_test", "api_test"],
}
NEEDED = {  # the builds of each stage; those that wait most come while the most is built
    tools: [], release: ["release"], python: ["release"], bench: ["bench"],
    system: ["release", "dev"], dev: ["dev"], tsan: ["tsan"],
}


def cpu_seconds():
    """Of all processes that were waited for."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def hear_signals():
    """A shell in the background and nohup have them ignored, and test programs would inherit that."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def main():
    hear_signals()
    names = sys.argv[1:] or [stage.__name__ for stage in NEEDED]
    if unknown := set(names) - {stage.__name__ for stage in NEEDED}:
        sys.exit(f"test.py: no such stage: {', '.join(sorted(unknown))}")
    wanted = [stage for stage in NEEDED if stage.__name__ in names]
    builds = Builds({build for stage in wanted for build in NEEDED[stage]})
    begun = time.monotonic()
    for stage in wanted:
        print(f"== {stage.__name__}", flush=True)
        stage(builds)
        print(f"   at {time.monotonic() - begun:.0f} s, {cpu_seconds():.0f} s of CPU", flush=True)
    for stage in failed_stages:
        print(f"FAILED: {stage}")
    counts["failed"] += len(failed_stages)
    print(f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped")
    sys.exit(counts["failed"] > 0)


main()
