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
import threading
import time

import gtest_programs

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
NICE = ["nice", "-n", "10"]
AGAIN_MAX = 6  # failed tests that are run again; more have a cause that is worth more
OUTPUTS_SHOWN = 10  # of failed tests: the first ones usually tell all
counts = {"passed": 0, "failed": 0, "skipped": 0}
failed_stages = []
begun = time.monotonic()
one_at_a_time = threading.Lock()


def count(**numbers):
    with one_at_a_time:
        for kind, number in numbers.items():
            counts[kind] += number


def run(command, **options):
    return subprocess.run(command, cwd=ROOT, **options).returncode


class Beside:
    """One after the other beside the stages, in what time those leave: most of them wait a lot."""

    def __init__(self, stages):
        self.pool = concurrent.futures.ThreadPoolExecutor(1)
        wanted = {build for stage in stages for build in NEEDED[stage]}
        self.builds = {name: self.pool.submit(self.make, *command)
                       for name, command in BUILDS.items() if name in wanted}
        self.tests = {stage.__name__: self.pool.submit(self.try_out, stage.__name__)
                      for stage in stages if stage.__name__ in SANITIZED}

    @staticmethod
    def make(preset, *targets):
        return run([*NICE, "tools/build.sh", preset, *targets]) == 0

    def try_out(self, preset):
        if not self.builds[preset].result():
            return {}, {}
        return run_gtests(preset, SANITIZED[preset], NICE)

    def ready(self, name):
        if self.builds[name].result():
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


def run_gtests(preset, chosen="*", before=()):
    """The test programs of a preset."""
    programs = sorted(program for program in (BUILD / preset).glob("*_test") if program.is_file())
    return gtest_programs.run_all(programs, chosen, before)


def count_gtests(preset, fates, said):
    """Adds what became of each test. A few that failed are run again."""
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
    count(failed=len(broken), skipped=skipped, passed=len(fates) - len(broken) - skipped)
    print(f"  {len(fates)} tests of {preset}, {len(broken)} failed, {skipped} skipped")


def count_line(name, command):
    """Runs a command whose last line ends in 'N passed, N failed[, N skipped]'."""
    finished = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True)
    last = (finished.stdout.strip().splitlines() or [""])[-1]
    found = {kind: int(number)
             for number, kind in re.findall(r"(\d+) (passed|failed|skipped)", last)}
    count(**found)
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
        count(passed=1)
    else:
        failed_stages.append("house")


def release(beside):
    """As it is used, and the whole of the simulation."""
    if beside.ready("release"):
        link = BUILD / "wick"
        link.unlink(missing_ok=True)
        link.symlink_to("release/wick")
        count_gtests("release", *run_gtests("release"))


def python(beside):
    """The Python package, built and installed by pip."""
    if beside.ready("release"):  # what is compiled there serves here
        count_line("python", [sys.executable, "python/test.py"])


def bench(beside):
    """The benchmark harness: every figure once, outputs compared, times not judged."""
    if not beside.ready("bench"):
        return
    done = subprocess.run([sys.executable, "bench/run.py", "--quick"], cwd=ROOT, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode == 0:
        count(passed=1)
    else:
        print(done.stdout[-8000:])
        failed_stages.append("bench --quick")


def system(beside):
    """The built program against clients and servers that nobody here wrote."""
    if beside.ready("release"):
        count_line("system", [sys.executable, "tests/system/run.py", "build/release/wick",
                              "--jobs", "4"])


def soak(beside):
    """Ten thousand requests, good and bad, to a simulator with sanitizers."""
    if beside.ready("release") and beside.ready("dev"):
        count_line("soak", [sys.executable, "tests/system/run.py", "build/release/wick",
                            "test_soak", "--asan-wick", "build/dev/wick"])


def dev(beside):
    """Everything under the address and undefined-behaviour sanitizers."""
    if beside.ready("dev"):
        count_gtests("dev", *beside.tests["dev"].result())


def tsan(beside):
    """The rooms with threads under the thread sanitizer."""
    if beside.ready("tsan"):
        count_gtests("tsan", *beside.tests["tsan"].result())


THREADED = ["Contract", "WorkerPool", "WebSocket", "Server", "Exchange", "Archive", "Cache", "Rest",
            "Stream", "Keeper", "Broadcast", "CandleQueue", "Errand", "Reader", "Child"]
BUILDS = {  # in this order
    "release": ["release"],
    "bench": ["release", "wick_bench"],
    "dev": ["dev"],
    "tsan": ["tsan", "contract_test", "io_test", "sim_test", "api_test"],
}
SANITIZED = {"dev": "*", "tsan": ":".join(f"*{name}*" for name in THREADED)}  # run beside as well
NEEDED = {  # the builds of each stage
    tools: [], release: ["release"], system: ["release"], soak: ["release", "dev"],
    dev: ["dev"], tsan: ["tsan"], python: ["release"], bench: ["bench"],
}
APART = {python, bench}  # beside the others, which wait a lot for what their programs wait for


def cpu_seconds():
    """Of all processes that were waited for."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def hear_signals():
    """A shell in the background and nohup have them ignored, and test programs would inherit that."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def go_through(stages, beside):
    for stage in stages:
        print(f"== {stage.__name__}", flush=True)
        stage(beside)
        print(f"   {stage.__name__} ended at {time.monotonic() - begun:.0f} s, "
              f"{cpu_seconds():.0f} s of CPU", flush=True)


def main():
    hear_signals()
    names = sys.argv[1:] or [stage.__name__ for stage in NEEDED]
    if unknown := set(names) - {stage.__name__ for stage in NEEDED}:
        sys.exit(f"test.py: no such stage: {', '.join(sorted(unknown))}")
    wanted = [stage for stage in NEEDED if stage.__name__ in names]
    beside = Beside(wanted)
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        others = pool.submit(go_through, [each for each in wanted if each in APART], beside)
        go_through([each for each in wanted if each not in APART], beside)
        others.result()
    for stage in failed_stages:
        print(f"FAILED: {stage}")
    counts["failed"] += len(failed_stages)
    print(f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped")
    sys.exit(counts["failed"] > 0)


main()
