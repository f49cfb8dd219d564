"""The figures of what is past: from files and pages to columns, and the memory that it takes."""
import shutil

import npm_clients
from figures import Commands, Figure, at_most, floors_at_most, memory_at_most, peer_at_least


class History(Commands):
    def zips(self):
        for size in ("day", "month"):
            name = f"zip-{size}"
            yield Figure(name, f"a {size} of 1m, zip to verified columns, one core",
                         {"floor": self.own(f"{name}.floor"), "ours": self.own(f"{name}.ours"),
                          "python parse": self.python(f"{name}.parse"),
                          "python unzip": self.python(f"{name}.read")},
                         [at_most(0.70e-3, "0.70 ms")] if size == "day" else [],
                         growth="zip to columns", number="P3")
        for count in (10,) if self.quick else (10, 100):
            many = f"days={count}"
            yield Figure(f"zip-{count}-days", f"{count} zips of a day, likewise",
                         {"floor": self.own("zip-days.floor", many),
                          "ours": self.own("zip-days.ours", many)},
                         growth="zip to columns", number="P3")
        if not self.quick:
            yield Figure("zip-year", "12 month zips to verified columns, two threads",
                         {"floor": self.own("zip-year.floor"), "ours": self.own("zip-year.ours"),
                          "python parse": self.python("zip-year.parse")},
                         [at_most(0.170, "170 ms")], rounds_max=3, number="P3")

    def rest(self):
        for rows in (10, 100):
            many = f"rows={rows}"
            yield Figure(f"rest-page-{rows}", f"{rows} klines of JSON to columns",
                         {"floor": self.own("rest-page.floor", many),
                          "ours": self.own("rest-page.ours", many)}, growth="page", number="P4")
        yield Figure("rest-page", "1,000 klines of JSON to columns",
                     self.json_parts("rest-page", "page.json"),
                     [at_most(110e-6, "110 us")], growth="page", number="P4")
        for name, server in (("rest-call", self.setting.canned_page),
                             ("rest-call-sim", self.setting.sim_spot)):
            url = f"url={server.url}"
            yield Figure(name, f"GET of 1,000 klines from {server.about}, to columns",
                         {"floor": self.own("rest-call.floor", url),
                          "ours": self.own("rest-call.ours", url),
                          "python http": self.python("rest-call.http", url),
                          **self.npm_clients(server.url)},
                         [at_most(300e-6, "300 us")], number="P4",
                         absent=self.absent("npm", [f"npm {one}" for one in npm_clients.NAMES]))

    def npm_clients(self, url):
        if "npm" in self.setting.absent:
            return {}
        return {f"npm {one}": [shutil.which("node"), str(self.setting.here / "npm_client.mjs"), one,
                               str(self.seconds), url] for one in npm_clients.NAMES}

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
        for count in (1, 3) if self.quick else (1, 36, 365, 3650):
            libraries = () if count in (36, 3650) else ("polars", "pyarrow")
            yield Figure(f"cached-{count}-days",
                         f"{count} day files of 1m, verified, every value looked at",
                         self.stored("day", count, libraries),
                         goals.get(count, []), 3 if count == 3650 else 99,
                         growth="cached days", units=(count, "day"),
                         number="P1" if count == 1 else "P2",
                         absent=self.absent("libraries", libraries))
        libraries = ("polars", "pyarrow", "duckdb")
        yield Figure(f"cached-{self.months}-months", "a year of 1m as month files, the same",
                     self.stored("month", self.months, libraries),
                     [at_most(8e-3, "8 ms")], number="P2b",
                     absent=self.absent("libraries", libraries))

    def cold(self):
        sizes = [("cold-month", 1, "2023-01", "2023-02-01", 99)]
        if not self.quick:
            sizes += [("cold-year", 12, "2023-01", "2024-01-01", 5),
                      ("cold-100-months", 100, "2017-09", "2026-01-01", 2)]
        archive = f"url={self.setting.sim_archive.url}"
        for name, months, begin, end, rounds in sizes:
            command = [*self.setting.get(begin, end), "--json", "--no-bars"]
            parts = {"floor": self.own("cold.floor", f"months={months}", self.fresh),
                     "ours": self.process(*command, where=[self.fresh])}
            if months <= 12:  # a minute and a half of the same
                parts["python urllib"] = self.python("cold.urllib", archive, f"months={months}",
                                                     f"begin={begin}")
            yield Figure(name, f"wick get of {months} months from wick sim into an empty cache",
                         parts, [floors_at_most(1.5)] if months == 12 else [], rounds,
                         growth="cold get", units=(months, "month"), number="P9")

    def warm(self):
        yield self.first_byte("first-byte", 1, "2018-01-02", [at_most(5e-3, "5 ms")])
        yield self.first_byte("first-byte-10-days", 10, "2018-01-11")
        if not self.quick:
            yield self.first_byte("first-byte-100-days", 100, "2018-04-11")

    def first_byte(self, name, days, end, goals=()):
        ours = [*self.setting.get("2018-01", end), "--format", "csv"]
        empty = self.setting.build / "wick_bench_empty"
        parts = {"floor": self.process(empty, how="first-byte.any"),
                 "ours": self.process(*ours, how="first-byte.any",
                                      where=[f"cache={self.setting.inputs / 'stored/days'}"])}
        if self.setting.libraries and days == 1:
            path = self.setting.day_file
            code = f"import sys, polars; polars.read_ipc({str(path)!r}).write_csv(sys.stdout)"
            parts["polars"] = self.process(self.setting.libraries, "-c", code, how="first-byte.any")
        return Figure(name, "wick get of cached days, process start to first byte out", parts,
                      list(goals), growth="first byte", units=(days, "day"), number="P11",
                      absent=self.absent("libraries", ["polars"] if days == 1 else ()))

    def memory(self):
        """Of the program for a few symbols; and of its machinery for many at once, see
        warm_of_many.hpp."""
        sizes = {"1s": (("BTCUSDT", "ETHUSDT"), "2023-02-01"),
                 "1m": (("BTCUSDT", "ETHUSDT", "BNBUSDT", "SOLUSDT", "XRPUSDT", "ADAUSDT",
                         "LTCUSDT"), "2023-04-01")}
        for interval, (symbols, end) in sizes.items():
            if self.quick:
                symbols, end = symbols[:1], "2023-01-02"
            command = [self.setting.wick, "warm", *symbols, "--interval", interval, "--from",
                       "2023-01-01", "--to", end, "--json", "--quiet"]
            yield self.memory_of(f"memory-{interval}", command, 2,
                                 f"{len(symbols)} symbols of {interval} warmed until {end}")
        for symbols in (20,) if self.quick else (20, 200, 2000):
            yield self.memory_of(f"memory-{symbols}", [self.setting.bench, "warm", symbols], 1,
                                 f"{symbols} symbols warmed: days and months of 1m, and "
                                 f"{symbols // 20} days of 1s",
                                 growth="warm-up", units=(symbols, "symbol"))

    def memory_of(self, name, command, rounds, about, **more):
        return Figure(name, about + "; anonymous memory at most",
                      {"ours": self.process(*command, how="memory.any", where=[self.fresh])},
                      [memory_at_most(128 << 20, "128 MiB")], rounds, number="P10", **more)
