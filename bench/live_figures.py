"""The figures of candles and ticks that are told as they come."""
import shutil

from figures import PYTHON, Commands, Figure, at_most


class Live(Commands):
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

    def restart(self):
        bars = 20 * 60_000
        yield Figure("warm-start", "the last 60,000 minutes of 20 symbols from day files",
                     {"floor": self.own("warm-start.floor"), "ours": self.own("warm-start.ours")},
                     [at_most(1, "1 s")], units=(bars, "bar"))

    def calendar(self):
        asked = 200_000
        yield Figure("calendar-open", "open or closed, random instants of 2000 to 2037, one core",
                     {"floor": self.own("calendar-open.floor"),
                      "ours": self.own("calendar-open.ours"),
                      "python zoneinfo": self.python("calendar-open.zoneinfo")},
                     [at_most(asked * 100e-9, "100 ns a question")], units=(asked, "question"))
        yield Figure("calendar-next", "when it opens next, the same instants",
                     {"floor": self.own("calendar-next.floor"),
                      "ours": self.own("calendar-next.ours")},
                     [at_most(asked * 100e-9, "100 ns a question")], units=(asked, "question"))

    def ticks(self):
        ticks = 2_000_000
        yield Figure("ticks-to-bars", "ticks of 500 symbols to bars of seven lengths, one core",
                     {"floor": self.own("ticks-to-bars.floor"),
                      "ours": self.own("ticks-to-bars.ours"),
                      "python": self.python("ticks-to-bars.plain")},
                     [at_most(ticks / 50e6, "40 ms, or 50 million ticks a second")],
                     units=(ticks, "tick"), number="P5")

    def live_bars(self):
        ticks = 1_050_000
        for symbols in (1, 10) if self.quick else (1, 10, 100, 1000):
            many = f"symbols={symbols}"
            yield Figure(f"live-bars-{symbols}",
                         f"ticks of {symbols} symbols through a connector, all rules on, one core",
                         {"floor": self.own("live-bars.floor", many),
                          "ours": self.own("live-bars.ours", many),
                          "ours, previews": self.own("live-bars.previews", many),
                          "ours, no history": self.own("live-bars.alone", many)},
                         [at_most(ticks / 50e6, "21 ms, or 50 million ticks a second")],
                         growth="live bars", units=(ticks, "tick"), number="P5")
        steps = 105_000
        for symbols in (1, 10) if self.quick else (1, 10, 100, 1000):
            yield Figure(f"live-step-{symbols}", f"the same, {symbols} symbols and a step for each",
                         {"ours": self.own("live-step.ours", f"symbols={symbols}")},
                         growth="live steps", units=(steps, "tick"), number="P5")
        symbols = 10 if self.quick else 1000
        yield Figure("live-memory", f"heap of a connector of {symbols} symbols after five hours",
                     {"ours": self.own("live-memory.ours", f"symbols={symbols}")}, rounds_max=1,
                     units=(symbols, "symbol"))
        yield Figure("live-bar-latency", "a tick that ends a minute to its bar, 500 symbols",
                     {part: self.watched(f"live-bar-latency.{part}", 20 if self.quick else 500, [],
                                         12) for part in ("floor", "ours")}, rounds_max=3)

    def quotes(self):
        for name, about, peer in (
                ("fix-quote", "1,000 snapshots of FIX 4.4, 522 bytes each, to ticks", "plain"),
                ("gateway-tick", "1,000 ticks of a gateway's JSON, 54 bytes each", "json")):
            yield Figure(name, about,
                         {"floor": self.own(f"{name}.floor"), "ours": self.own(f"{name}.ours"),
                          "python": self.python(f"{name}.{peer}")}, units=(1000, "quote"))
