#!/usr/bin/env python3
"""Builds and runs every test, and closes with one line of counts.

    tools/test.py            everything, as `make test` does
    tools/test.py dev house  only the named stages
"""
import pathlib
import re
import resource
import subprocess
import sys
import time
import xml.etree.ElementTree

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
AGAIN_MAX = 6  # failed tests that are run again; more have a cause that is worth more
OUTPUTS_SHOWN = 10  # of failed tests: the first ones usually tell all
counts = {"passed": 0, "failed": 0, "skipped": 0}
failed_stages = []


def run(command, **options):
    return subprocess.run(command, cwd=ROOT, **options).returncode


def build(preset, *targets):
    if run(["tools/build.sh", preset, *targets]) == 0:
        return True
    failed_stages.append(f"building {preset}")
    return False


def cases_of(preset, *selection):
    """Runs the tests of a preset; what its report says of each, or nothing."""
    report = BUILD / f"{preset}-tests.xml"
    report.unlink(missing_ok=True)
    run(["ctest", "--preset", preset, "-j2", "--output-junit", str(report), "--quiet", *selection],
        stdout=subprocess.DEVNULL)
    if not report.exists():
        return []
    return list(xml.etree.ElementTree.parse(report).getroot().iter("testcase"))


def output_of(case):
    return "".join(part.text or "" for part in case.iter("system-out"))


def may_have_been_late(case):
    """An expectation was missed. A crash and what a sanitizer found stand, whatever comes next."""
    said = output_of(case)
    return "[  FAILED  ]" in said and "Sanitizer" not in said and "runtime error:" not in said


def passed_alone(preset, failed):
    """The names of those that pass when nothing runs beside them."""
    if len(failed) > AGAIN_MAX or not all(map(may_have_been_late, failed)):
        return set()
    names = "|".join(re.escape(case.get("name")) for case in failed)
    again = cases_of(preset, "-j1", "-R", f"^({names})$") if failed else []
    return {case.get("name") for case in again if case.get("status") == "run"}


def ctest(preset, *selection):
    """Runs the tests of a preset, and adds what its report says."""
    cases = cases_of(preset, *selection)
    if not cases:
        failed_stages.append(f"ctest {preset}")
    failed = [case for case in cases if case.get("status") == "fail"]
    unsteady = passed_alone(preset, failed)
    for case in cases:
        name = case.get("name")
        kind = {"run": "passed", "fail": "failed"}.get(case.get("status"), "skipped")
        if name in unsteady:
            print(f"unsteady ({preset}): {name} failed beside others and passed alone")
            kind = "passed"
        counts[kind] += 1
        if kind == "failed":
            print(f"FAILED ({preset}): {name}")
            if counts["failed"] <= OUTPUTS_SHOWN:
                print(output_of(case)[-4000:])
    print(f"  {len(cases)} tests of {preset}, {len(failed) - len(unsteady)} failed")


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


def dev():
    """Everything under the address and undefined-behaviour sanitizers."""
    if build("dev"):
        ctest("dev")


def release():
    if build("release"):
        link = BUILD / "wick"
        link.unlink(missing_ok=True)
        link.symlink_to("release/wick")
        ctest("release")


def headers():
    """Every header compiles alone; most have shown it with the source of their name."""
    if build("release", "all_verify_interface_header_sets"):
        counts["passed"] += 1


def tsan():
    """The rooms with threads under the thread sanitizer."""
    if build("tsan", "contract_test", "io_test", "sim_test", "api_test"):
        ctest("tsan", "-R", "Contract|WorkerPool|WebSocket|Server|Exchange|Archive|Cache|Rest|Stream"
              "|Keeper|Broadcast|CandleQueue|Errand|Reader|Child")


def system():
    """The built program against clients and servers that nobody here wrote."""
    count_line("system", [sys.executable, "tests/system/run.py", "build/release/wick",
                          "--asan-wick", "build/dev/wick", "--jobs", "3"])


def bench():
    """The benchmark harness: every figure once, outputs compared, times not judged."""
    if not build("release", "wick_bench"):
        return
    if run([sys.executable, "bench/run.py", "--quick"], stdout=subprocess.DEVNULL) == 0:
        counts["passed"] += 1
    else:
        failed_stages.append("bench --quick")


def python():
    """The Python package, built and installed by pip."""
    count_line("python", [sys.executable, "python/test.py"])


def tools():
    """The checks check."""
    count_line("tools", [sys.executable, "tools/check_layers_test.py"])


STAGES = [tools, dev, release, headers, tsan, bench, system, python]


def cpu_seconds():
    """Of all processes that were waited for."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def main():
    wanted = sys.argv[1:] or [stage.__name__ for stage in STAGES]
    if unknown := set(wanted) - {stage.__name__ for stage in STAGES}:
        sys.exit(f"test.py: no such stage: {', '.join(sorted(unknown))}")
    for stage in STAGES:
        if stage.__name__ in wanted:
            start, worked = time.monotonic(), cpu_seconds()
            print(f"== {stage.__name__}", flush=True)
            stage()
            print(f"   {time.monotonic() - start:.0f} s, {cpu_seconds() - worked:.0f} s of CPU",
                  flush=True)
    for stage in failed_stages:
        print(f"FAILED: {stage}")
    counts["failed"] += len(failed_stages)
    print(f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped")
    sys.exit(counts["failed"] > 0)


main()
