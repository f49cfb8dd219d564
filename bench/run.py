#!/usr/bin/env python3
"""Our speed beside a floor and a peer, measured in turns: floor, ours, peer, floor, ours, peer ...

    bench/run.py [--only 'zip-*,P9'] [--rounds N] [--json FILE] [--quick] [--build FOLDER]
                 [--python PROGRAM]

The floor is the part of the work that nobody can avoid, done by a library and nothing else. Before
anything is timed, ours and the peers must have read the same values. Ends with 1 if they did not,
or if a part failed; a goal that is not met is told, and is no failure. --only takes names, and
numbers of the specification, between commas. --quick looks only whether everything works, on little
data. --python is one that has what tests/clients/requirements.txt names; without it those peers are
left out, and told. The clients of the npm registry are installed into tests/clients where they are
missing, but not by --quick.
"""
import argparse
import contextlib
import csv
import dataclasses
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import every_figure
import figures
import npm_clients
import peers
import report

HERE = pathlib.Path(__file__).resolve().parent
CLIENTS = HERE.parent / "tests" / "clients"
# Paging must not be what is measured.
SCENARIO = {"name": "bench", "about": "Nobody is ever asked to slow down.",
            "limits": {market: [{"type": "REQUEST_WEIGHT", "interval": "MINUTE",
                                 "limit": 1_000_000_000}] for market in ("spot", "um", "cm")}}


class Mismatch(Exception):
    """Two readers of the same bytes saw different values, or one of them could not read."""


@dataclasses.dataclass
class Server:
    about: str
    url: str
    pid: int


@dataclasses.dataclass
class Setting:
    """Where things are, and who serves them."""
    build: pathlib.Path
    folder: pathlib.Path
    here: pathlib.Path = HERE
    libraries: pathlib.Path = None  # a Python that has Polars, pyarrow and DuckDB
    python_streams: bool = False  # whether there are clients of streams to compare with
    node_streams: bool = False
    absent: dict = dataclasses.field(default_factory=dict)  # kinds of peers, and why
    sim_archive: Server = None
    sim_spot: Server = None
    canned_page: Server = None
    canned_zip: Server = None
    python_server: Server = None

    @property
    def bench(self):
        return str(self.build / "wick_bench")

    @property
    def wick(self):
        return str(self.build / "wick")

    @property
    def inputs(self):
        return self.folder / "inputs"

    @property
    def day_file(self):
        return self.inputs / "stored/days/binance/spot/klines/daily/BTCUSDT/1m/2018-01-01.arrow"

    def get(self, begin, end):
        return [self.wick, "get", "BTCUSDT", "--from", begin + "-01", "--to", end]


@contextlib.contextmanager
def running(command):
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def read_urls(process):
    urls = {}
    for line in process.stdout:
        name, _, value = line.strip().removeprefix("export ").partition("=")
        urls[name] = value
        if name == "WICK_CA_FILE":
            return urls
    raise Mismatch("wick sim did not start")


@contextlib.contextmanager
def printing_port(about, command):
    with running(command) as process:
        yield Server(about, f"http://127.0.0.1:{int(process.stdout.readline())}", process.pid)


@contextlib.contextmanager
def servers(setting):
    scenario = setting.folder / "scenario.json"
    scenario.write_text(json.dumps(SCENARIO), encoding="utf-8")
    sim = [setting.wick, "sim", "--print-env", "--scenario", str(scenario)]
    canned = [setting.bench, "canned"]
    zip_file = setting.inputs / "BTCUSDT-1m-2023-01-01.zip"
    python = [figures.PYTHON, str(HERE / "peers.py"), "serve", str(setting.inputs)]
    with contextlib.ExitStack() as stack:
        process = stack.enter_context(running(sim))
        urls = read_urls(process)
        setting.sim_archive = Server("wick sim", urls["WICK_BINANCE_ARCHIVE_URL"], process.pid)
        setting.sim_spot = Server("wick sim", urls["WICK_BINANCE_SPOT_URL"], process.pid)
        for name, command in (("canned_page", [*canned, str(setting.inputs / "page.json")]),
                              ("canned_zip", [*canned, str(zip_file)]),
                              ("python_server", python)):
            server = stack.enter_context(printing_port("a server of fixed bytes", command))
            setattr(setting, name, server)
        os.environ.update(urls)  # for wick get, which must not touch anybody's own cache
        os.environ.update({"WICK_CACHE_DIR": str(setting.folder / "cache"),
                           "WICK_STATE_DIR": str(setting.folder / "state")})
        yield


def sample(command):
    finished = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if finished.returncode != 0:
        raise Mismatch(f"{' '.join(command)}: {finished.stderr.strip()[-500:]}")
    return json.loads(finished.stdout)


def shortened(command, seconds=0.0):
    """The same measurement, made only for what it says about its result."""
    return command[:3] + [str(seconds)] + command[4:]


def agree(name, facts):
    """Every part that tells a checksum must tell the same one, of as many rows."""
    sums = {part: (found["rows"], found["checksum"]) for part, found in facts.items()
            if int(found.get("checksum", "0"), 16) != 0}
    rows = {part: found["rows"] for part, found in facts.items()
            if part != "floor" and found.get("rows")}
    if len(set(sums.values())) > 1 or len(set(rows.values())) > 1:
        raise Mismatch(f"{name}: not the same values: {sums}; rows: {rows}")
    return sums


def check_get(setting, begin, end):
    """What `wick get` prints, read back."""
    path = setting.folder / "bars.csv"
    subprocess.run(setting.get(begin, end) + ["--format", "csv", "--time", "us", "-o", str(path)],
                   check=True, stderr=subprocess.DEVNULL)
    with open(path, encoding="utf-8") as file:
        rows = csv.reader(file)
        next(rows)
        return peers.facts_of(peers.convert(rows))


def check_output(setting):
    """The same, of a file's rows without a network between."""
    command = every_figure.Bench(setting, 0.0, quick=True)
    return {"ours": sample(command.own("output.ours", "months=1")),
            "python csv": sample(command.python("output.csv"))}


def check(setting, figure):
    if figure.name == "output":
        return agree(figure.name, check_output(setting))
    if figure.name == "cold-month":
        return agree(figure.name, {"ours": check_get(setting, "2023-01", "2023-02-01"),
                                   "python": sample(shortened(figure.parts["python urllib"]))})
    if figure.name.startswith("cold"):
        return {}
    if figure.name.startswith(("stream-load", "stream-latency", "memory")):
        return {}  # they check themselves what came out
    facts = {part: sample(shortened(command) if part != "node parse" else command)
             for part, command in figure.parts.items()
             if not part.startswith("npm")}  # they compare their rows with a plain request's
    return agree(figure.name, facts)


def take_turns(figure, rounds):
    turns = []
    for number in range(min(rounds, figure.rounds_max)):
        print(f"\r{figure.name} {number + 1} ", end="", file=sys.stderr, flush=True)
        turns.append({part: sample(command) for part, command in figure.parts.items()})
    print("\r" + " " * 30, end="\r", file=sys.stderr, flush=True)
    return report.Summary(figure, turns)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="*", help="figures by name or number: zip-*,P9")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=0.3, help="of timing, each turn")
    parser.add_argument("--json", help="everything, into this file")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--python", default=CLIENTS / ".venv" / "bin" / "python", type=pathlib.Path)
    parser.add_argument("--build", default=HERE.parent / "build" / "release", type=pathlib.Path)
    return parser.parse_args()


def python_with_libraries(program):
    """That program if it has them; nothing if it does not."""
    wanted = "import duckdb, numpy, polars, pyarrow"
    with contextlib.suppress(OSError):
        if subprocess.run([program, "-c", wanted], stderr=subprocess.DEVNULL).returncode == 0:
            return program.absolute()
    return None


def has_stream_client(language, *command):
    """Whether that program can load its client; a hint, if it cannot."""
    with contextlib.suppress(OSError):
        if subprocess.run(command, stderr=subprocess.DEVNULL).returncode == 0:
            return True
    print(f"bench: {language} has no client of streams to compare with", file=sys.stderr)
    return False


def absent_peers(setting, options):
    """Which kinds of peers cannot be measured, and why."""
    absent = {}
    if not setting.libraries:
        absent["libraries"] = (f"{options.python} does not have them; `make test` makes it, or "
                               "--python names another")
    if reason := npm_clients.why_absent(install=not options.quick):
        absent["npm"] = reason
    return absent


def prepare(setting, quick):
    months, days = ("1", "31") if quick else ("12", "3650")
    subprocess.run([setting.bench, "prepare", str(setting.inputs), months], check=True)
    subprocess.run([setting.bench, "store", str(setting.inputs), days], check=True)
    if setting.libraries:
        subprocess.run([setting.libraries, str(HERE / "column_peers.py"), "parquet",
                        str(setting.inputs), months], check=True)


def run(options, setting):
    bench = every_figure.Bench(setting, 0.01 if options.quick else options.seconds, options.quick)
    rounds = 1 if options.quick else options.rounds
    facts = report.machine(setting.bench)
    print(report.machine_line(facts))
    chosen = [one for one in bench.all() if one.answers_to(options.only)]
    checks = {figure.name: check(setting, figure) for figure in chosen}
    summaries = [take_turns(figure, rounds) for figure in chosen]
    facts["load_after"] = os.getloadavg()
    print(f"medians of {rounds} rounds (least..most); ratios are medians of each round's own\n")
    report.print_report(summaries)
    print("\nload after: " + " ".join(f"{load:.2f}" for load in facts["load_after"]))
    absent = report.numbers_absent(bench.all())
    print("of the specification's numbers no figure here has " + ", ".join(absent))
    if options.json:
        document = {"machine": facts, "checked": checks, "numbers_absent": absent,
                    "figures": [summary.as_json() for summary in summaries]}
        pathlib.Path(options.json).write_text(json.dumps(document, indent=1), encoding="utf-8")


def main():
    options = parse_arguments()
    with tempfile.TemporaryDirectory(prefix="wick-bench-") as folder:
        setting = Setting(options.build.resolve(), pathlib.Path(folder),
                          libraries=python_with_libraries(options.python))
        setting.absent = absent_peers(setting, options)
        setting.python_streams = has_stream_client("Python", figures.PYTHON, "-c",
                                                   "import websockets")
        setting.node_streams = has_stream_client("node", "node", str(HERE / "stream_peer.mjs"),
                                                 "is-there")
        try:
            prepare(setting, options.quick)
            with servers(setting):
                run(options, setting)
        except (Mismatch, OSError, subprocess.CalledProcessError) as mistake:
            sys.exit(f"bench: {mistake}")


main()
