"""All figures there are, in the order in which they are printed."""
from figures import PYTHON, Figure, at_most, cpu_at_most
from history_figures import History
from live_figures import Live


class Bench(History, Live):
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
        for room in (self.zips, self.rest, self.streams, self.live, self.ticks, self.live_bars,
                     self.quotes, self.calendar, self.restart, self.days, self.cold, self.warm,
                     self.memory, self.program, self.simulator):
            for figure in room():
                if self.quick:  # little data and no time say nothing about a goal
                    figure.goals = []
                yield figure
