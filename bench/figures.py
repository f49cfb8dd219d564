"""Which figures there are: their parts as commands, and what the specification asks of them."""
import dataclasses
import shutil
import sys

PYTHON = "/usr/bin/python3" if shutil.which("/usr/bin/python3") else sys.executable


@dataclasses.dataclass
class Goal:
    text: str
    met: object  # of a Summary, see report.py


@dataclasses.dataclass
class Figure:
    name: str
    about: str
    parts: dict  # "floor", "ours", and peers by name: the command that measures it
    goals: list = dataclasses.field(default_factory=list)
    rounds_max: int = 99
    scaled: bool = False  # the peer may do fewer rows: times are compared by the row
    growth: str = ""      # figures of one growth are the same work at several sizes
    units: tuple = ()     # of that work, and what one is called; else rows are counted


def at_most(seconds, text):
    return Goal(f"<= {text}", lambda summary: summary.median("ours") <= seconds)


def floors_at_most(factor):
    return Goal(f"<= {factor} floors", lambda summary: summary.ratio("ours", "floor") <= factor)


def peer_at_least(factor, peer):
    return Goal(f">= {factor}x {peer}", lambda summary: summary.ratio(peer, "ours") >= factor)


def memory_at_most(size, text):
    return Goal(f"<= {text}", lambda summary: summary.memory("ours") <= size)


def cpu_at_most(seconds, text):
    return Goal(text, lambda summary: summary.cpu("ours") <= seconds)


class Bench:
    """Makes commands; `seconds` is what each spends on timing."""

    def __init__(self, setting, seconds, quick):
        self.setting, self.seconds, self.quick = setting, seconds, quick
        self.months = 1 if quick else 12

    def own(self, name, *words):
        return [self.setting.bench, "measure", name, str(self.seconds),
                f"inputs={self.setting.inputs}", *words]

    def python(self, name, *words):
        return [PYTHON, str(self.setting.here / "peers.py"), name, str(self.seconds),
                f"inputs={self.setting.inputs}", *words]

    def process(self, *command, how="process.any", where=()):
        return [self.setting.bench, "measure", how, str(self.seconds), *where, "--",
                *map(str, command)]

    @property
    def fresh(self):
        return f"fresh={self.setting.folder / 'fresh'}"

    def zips(self):
        for size in ("day", "month"):
            name = f"zip-{size}"
            yield Figure(name, f"a {size} of 1m, zip to verified columns, one core",
                         {"floor": self.own(f"{name}.floor"), "ours": self.own(f"{name}.ours"),
                          "python parse": self.python(f"{name}.parse"),
                          "python unzip": self.python(f"{name}.read")},
                         [at_most(0.70e-3, "0.70 ms")] if size == "day" else [],
                         growth="zip to columns")
        if not self.quick:
            yield Figure("zip-year", "12 month zips to verified columns, two threads",
                         {"floor": self.own("zip-year.floor"), "ours": self.own("zip-year.ours"),
                          "python parse": self.python("zip-year.parse")},
                         [at_most(0.170, "170 ms")], rounds_max=3, growth="zip to columns")

    def json_parts(self, name, file):
        parts = {"floor": self.own(f"{name}.floor"), "ours": self.own(f"{name}.ours"),
                 "python json": self.python(f"{name}.loads")}
        if node := shutil.which("node"):
            parts["node parse"] = [node, str(self.setting.here / "peer.mjs"), str(self.seconds),
                                   str(self.setting.inputs / file)]
        return parts

    def streams(self):
        yield Figure("stream-frame", "1,000 closing frames of USD-M candles, one by one",
                     self.json_parts("stream-frame", "frames.jsonl"),
                     [at_most(400e-6, "400 us, or 400 ns each")], units=(1000, "frame"))

    def live_clients(self, symbols, which):
        """Programs that print the candles of so many symbols: all, or those alone that closed."""
        file = str(self.setting.inputs / f"symbols-{symbols}")
        ours = [self.setting.wick, "stream", "--symbols-file", file, "--market", "um", "1m",
                "--format", "json", "--no-store", *(["--updates"] if which == "all" else [])]
        clients = {"floor": [self.setting.bench, "relay", str(symbols)], "ours": ours}
        if self.setting.python_streams:
            clients["python"] = [PYTHON, str(self.setting.here / "stream_peers.py"), which, file]
        if self.setting.node_streams:
            clients["node ws"] = [shutil.which("node"),
                                  str(self.setting.here / "stream_peer.mjs"), which, file]
        return clients

    def watched(self, name, symbols, command, seconds):
        return [self.setting.bench, "measure", name, str(0 if self.quick else seconds),
                f"symbols={symbols}", self.fresh, "--", *command]

    def live(self):
        clients = self.live_clients(1000, "all")
        latency = {part: self.watched("stream-load-latency.any", 1000, command, 5)
                   for part, command in clients.items()}
        clients["floor"] = [self.setting.bench, "count", "1000"]
        load = {part: self.watched("stream-load.any", 1000, command, 5)
                for part, command in clients.items()}
        load["ours, unread"] = self.watched("stream-load.unread", 1000, clients["ours"], 5)
        yield Figure("stream-load", "CPU time in each second of 1,000 symbols, 4,000 frames",
                     load, [at_most(0.1, "100 ms, or 10 % of a core")], rounds_max=3)
        yield Figure("stream-load-latency", "frame sent to line read, under that load", latency,
                     rounds_max=3)
        yield Figure("stream-latency", "closing frame sent to line read, 400 symbols",
                     {part: self.watched("stream-latency.any", 400, command, 4)
                      for part, command in self.live_clients(400, "closed").items()},
                     rounds_max=3)

    def ticks(self):
        ticks = 2_000_000
        yield Figure("ticks-to-bars", "ticks of 500 symbols to bars of seven lengths, one core",
                     {"floor": self.own("ticks-to-bars.floor"),
                      "ours": self.own("ticks-to-bars.ours"),
                      "python": self.python("ticks-to-bars.plain")},
                     [at_most(ticks / 50e6, "40 ms, or 50 million ticks a second")],
                     units=(ticks, "tick"))

    def rest(self):
        yield Figure("rest-page", "1,000 klines of JSON to columns",
                     self.json_parts("rest-page", "page.json"),
                     [at_most(110e-6, "110 us")])
        for name, server in (("rest-call", self.setting.canned_page),
                             ("rest-call-sim", self.setting.sim_spot)):
            url = f"url={server.url}"
            yield Figure(name, f"GET of 1,000 klines from {server.about}, to columns",
                         {"floor": self.own("rest-call.floor", url),
                          "ours": self.own("rest-call.ours", url),
                          "python http": self.python("rest-call.http", url)},
                         [at_most(300e-6, "300 us")])

    def stored(self, unit, count, libraries):
        """Parts that read so many files of a store, with those libraries as peers."""
        name, many = unit + "s", f"{unit}s={count}"
        parts = {"floor": self.own(f"{name}.floor", many), "ours": self.own(f"{name}.ours", many)}
        for library in libraries if self.setting.libraries else ():
            parts[library] = [str(self.setting.libraries), str(self.setting.here / "column_peers.py"),
                              f"{name}.{library}", str(self.seconds),
                              f"inputs={self.setting.inputs}", many]
        return parts

    def days(self):
        goals = {1: [at_most(35e-6, "35 us")], 365: [at_most(18e-3, "18 ms")]}
        if self.setting.libraries:
            goals[1].append(peer_at_least(50, "polars"))
            goals[365].append(peer_at_least(30, "polars"))
        libraries = ("polars", "pyarrow")
        for count in (1, 3) if self.quick else (1, 36, 365, 3650):
            yield Figure(f"cached-{count}-days",
                         f"{count} day files of 1m, verified, every value looked at",
                         self.stored("day", count, () if count in (36, 3650) else libraries),
                         goals.get(count, []), 3 if count == 3650 else 99,
                         growth="" if count == 1 else "cached days", units=(count, "day"))
        yield Figure(f"cached-{self.months}-months", "a year of 1m as month files, the same",
                     self.stored("month", self.months, (*libraries, "duckdb")),
                     [at_most(8e-3, "8 ms")])

    def cold(self):
        sizes = [("cold-month", 1, "2023-01", "2023-02-01", 99)]
        if not self.quick:
            sizes += [("cold-year", 12, "2023-01", "2024-01-01", 5),
                      ("cold-100-months", 100, "2017-09", "2026-01-01", 2)]
        archive = f"url={self.setting.sim_archive.url}"
        for name, months, begin, end, rounds in sizes:
            command = [*self.setting.get(begin, end), "--json", "--no-bars"]
            parts = {"ours": self.process(*command, where=[self.fresh])}
            if months <= 12:  # what has no floor is here for the growth alone
                floor = {"floor": self.own("cold.floor", f"months={months}", self.fresh)}
                parts = {**floor, **parts,
                         "python urllib": self.python("cold.urllib", archive, f"months={months}",
                                                      f"begin={begin}")}
            yield Figure(name, f"wick get of {months} months from wick sim into an empty cache",
                         parts, [floors_at_most(1.5)] if months == 12 else [], rounds,
                         growth="cold get", units=(months, "month"))

    def warm(self):
        day = self.setting.get("2018-01", "2018-01-02")
        where = [f"cache={self.setting.inputs / 'stored/days'}"]
        empty = self.process(self.setting.build / "wick_bench_empty", how="first-byte.any")
        parts = {"floor": empty, "ours": self.process(*day, "--format", "csv",
                                                      how="first-byte.any", where=where)}
        if self.setting.libraries:
            path = self.setting.day_file
            code = f"import sys, polars; polars.read_ipc({str(path)!r}).write_csv(sys.stdout)"
            parts["polars"] = self.process(self.setting.libraries, "-c", code, how="first-byte.any")
        yield Figure("first-byte", "wick get of a cached day, process start to first byte out",
                     parts, [at_most(5e-3, "5 ms")])

    def memory(self):
        sizes = {"1s": (("BTCUSDT", "ETHUSDT"), "2023-01-04"),
                 "1m": (("BTCUSDT", "ETHUSDT", "BNBUSDT", "SOLUSDT", "XRPUSDT", "ADAUSDT",
                         "LTCUSDT"), "2023-04-01")}
        for interval, (symbols, end) in sizes.items():
            if self.quick:
                symbols, end = symbols[:1], "2023-01-02"
            command = [self.setting.wick, "warm", *symbols, "--interval", interval, "--from",
                       "2023-01-01", "--to", end, "--json", "--quiet"]
            yield Figure(f"memory-{interval}", f"{len(symbols)} symbols warmed until {end}: "
                         "anonymous memory at most",
                         {"ours": self.process(*command, how="memory.any", where=[self.fresh])},
                         [memory_at_most(128 << 20, "128 MiB")], rounds_max=2)

    def program(self):
        yield Figure("start-up", "wick version, start to exit",
                     {"floor": self.process(self.setting.build / "wick_bench_empty"),
                      "ours": self.process(self.setting.wick, "version"),
                      "python pass": self.process(PYTHON, "-c", "pass")},
                     [at_most(5e-3, "5 ms")])
        months = f"months={self.months}"
        yield Figure("output", f"{self.months} months of rows to CSV text",
                     {"floor": self.own("output.floor", months),
                      "ours": self.own("output.ours", months),
                      "python csv": self.python("output.csv")}, rounds_max=5, scaled=True)

    def simulator(self):
        path = "/data/spot/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2023-01-01.zip"
        served = {"floor": (self.setting.canned_zip, "/"),
                  "ours": (self.setting.sim_archive, path),
                  "python server": (self.setting.python_server, path[path.rindex("/"):])}
        yield Figure("sim-serve", "a cached day zip from wick sim, one keep-alive connection",
                     {part: self.own("serve.any", f"url={server.url}{file}", f"pid={server.pid}")
                      for part, (server, file) in served.items()},
                     [at_most(1e-3, "1 ms"), cpu_at_most(1e-3, "1,000/s a core")])
        months = f"months={self.months}"
        yield Figure("sim-year", f"making {self.months} months of 1m as zips",
                     {"floor": self.own("sim-year.floor", months),
                      "ours": self.own("sim-year.ours", months)},
                     [at_most(2, "2 s")], rounds_max=5)

    def all(self):
        for room in (self.zips, self.rest, self.streams, self.live, self.ticks, self.days,
                     self.cold, self.warm, self.memory, self.program, self.simulator):
            for figure in room():
                if self.quick:  # little data and no time say nothing about a goal
                    figure.goals = []
                yield figure
