"""What the tests of `wick live` share: a broker whose minutes are short, a program that lives by
the same clock, and a judge of what it tells, who knows the broker's own history."""
import decimal
import json
import pathlib
import signal
import subprocess
import tempfile
import threading
import time
import urllib.parse

import programs
from exchange import Exchange
from system_test import SystemTest
from wall_clock import WallClock

MINUTE = 60_000
NOON = "2024-03-05T12:00:30"  # a Tuesday
SPEED = 20  # a minute in three seconds
SECONDS_MAX = 90
# What the world may be late by is so much longer here, nobody waits a quarter of an hour, and no
# difference to the broker's candles is small.
RUNTIME = {"cache": {"warmup_bars": 100},
           "backoff": {"fxcm_stream": {"base_delay": 0.5, "max_delay": 30}},
           "stream": {"tick_aggregation_grace_seconds": 30, "history_min_interval_seconds_m1": 0.2,
                      "history_backoff": {"base_seconds": 0.5, "max_seconds": 2},
                      "mtf_crosscheck": {"price_abs_tol": 1e-9, "price_rel_tol": 1e-12}}}


class Live:
    """One `wick live`, and all that it has said so far."""

    def __init__(self, command, env, cwd, **more):
        self.process = subprocess.Popen([str(word) for word in command], env=env, cwd=cwd,
                                        stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                        **{"stdout": subprocess.PIPE, **more})
        self.lines, self.errors = [], []
        self.told = threading.Condition()
        self.ears = [threading.Thread(target=self.hear, args=(self.process.stderr, self.note))]
        if self.process.stdout:
            self.ears.append(threading.Thread(target=self.hear,
                                              args=(self.process.stdout, self.read)))
        for ear in self.ears:
            ear.start()

    def hear(self, pipe, take):
        for line in pipe:
            with self.told:
                take(line)
                self.told.notify_all()
        with self.told:
            self.told.notify_all()

    def read(self, line):
        self.lines.append(json.loads(line))

    def note(self, line):
        self.errors.append(line.decode(errors="replace").rstrip("\n"))

    def wait(self, so, seconds=SECONDS_MAX):
        """Until so(lines) holds; fails when the program ends or is too slow."""
        deadline = time.monotonic() + seconds
        with self.told:
            while not so(self.lines):
                left = deadline - time.monotonic()
                if left <= 0 or self.process.poll() is not None:
                    raise AssertionError(f"waited in vain; {self}")
                self.told.wait(min(left, 0.5))

    def wait_said(self, text, seconds=SECONDS_MAX):
        """Until a line of standard error has the text."""
        self.wait(lambda _: any(text in line for line in self.errors), seconds)

    def wait_bars(self, number, seconds=SECONDS_MAX, **members):
        self.wait(lambda lines: len(bars_of(lines, **members)) >= number, seconds)

    def end(self, number=signal.SIGINT, seconds=30):
        """Its exit code, after that signal; all that it said is there."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.ended(seconds)

    def ended(self, seconds=SECONDS_MAX):
        code = self.process.wait(seconds)
        for ear in self.ears:
            ear.join()
        for pipe in filter(None, (self.process.stdout, self.process.stderr)):
            pipe.close()
        return code

    def stop(self):
        programs.stop(self.process)
        self.ended()

    def __str__(self):
        return (f"exit code {self.process.poll()}, {len(self.lines)} lines, the last: "
                f"{self.lines[-3:]}, stderr: {self.errors[-12:]}")


def bars_of(lines, type="bar", tf="1m", **members):
    wanted = {"type": type, "tf": tf, **members}
    return [line for line in lines if wanted.items() <= line.items()]


class World:
    """A broker, and what a program needs to live in its time."""

    def __init__(self, wick, clock, *options, now=NOON, speed=SPEED, scenario=None):
        self.clock, self.speed = clock, speed
        self.sim = Exchange(wick, "--now", now, "--speed", speed, *options)
        self.scenario = scenario

    def __enter__(self):
        self.sim.__enter__()
        if self.scenario:
            self.sim.scenario({"name": "a broker's day", "broker": self.scenario})
        return self

    def __exit__(self, *_):
        self.sim.stop()

    def ask(self, path):
        status, body = self.sim.get("gateway", path)
        if status != 200:
            raise AssertionError(f"{path}: {status} {body!r}")
        return json.loads(body)

    def now(self):
        return self.ask("/v1/instruments")["now"]

    def env(self):
        before = time.monotonic_ns()
        wall = self.clock.env(NOON, self.speed)
        wall.update({"WALL_SET": str(self.now() * 1_000_000), "WALL_AT": str(before)})
        return {**self.sim.env, **wall}

    def candles(self, name, begin, end, frame="m1"):
        """All of the broker's own, as rows of open time, bids, asks and volume."""
        rows = []
        while True:
            query = urllib.parse.urlencode({"instrument": name, "timeframe": frame, "from": begin,
                                            "to": end})
            page = self.ask("/v1/candles?" + query)
            rows = page["bars"] + rows
            if not page["more"]:
                return rows
            end = page["bars"][0][0]


class LiveTest(SystemTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = tempfile.TemporaryDirectory(prefix="wick-system-")
        cls.addClassCleanup(folder.cleanup)
        cls.clock = WallClock(pathlib.Path(folder.name))

    def setUp(self):
        super().setUp()
        self.cache = self.homes / "kept"
        self.configure(RUNTIME)

    def configure(self, runtime):
        (self.folder / "config").mkdir(exist_ok=True)
        (self.folder / "config/runtime_settings.json").write_text(json.dumps(runtime))

    def world(self, *options, **more):
        return self.enterContext(World(self.wick, self.clock, *options, **more))

    def start(self, world, *words, env=None, **more):
        live = Live([self.wick, "live", "--no-bus", *words],
                    self.environment({**world.env(), "WICK_CACHE_DIR": str(self.cache),
                                      "FXCM_METRICS_ENABLED": "0", **(env or {})}),
                    self.folder, **more)
        self.addCleanup(live.stop)
        return live

    def kept(self, world, wire, begin, end):
        """Rows of the store: open time, open, high, low, close, volume."""
        finished = self.run_program(
            self.wick, "get", wire, "--provider", "fxcm", "--market", "fx", "--interval", "1m",
            "--from", iso(begin), "--to", iso(end), "--source", "cache", "--json", "--time", "ms",
            env={**world.env(), "WICK_CACHE_DIR": str(self.cache)})
        self.assertIn(finished.code, (0, 3, 4), finished)
        return [[int(bar["open_time"]), *(float(bar[part]) for part in
                                          ("open", "high", "low", "close", "volume"))]
                for bar in json.loads(finished.out)["bars"]]

    def assert_candles(self, world, lines, name):
        """Minutes follow each other, each once; what traded is the broker's own candle, on both
        sides, and what did not is flat. The lines by their open times."""
        wire = name.replace("/", "")
        told = bars_of(lines, symbol=wire)
        opens = [line["open_time"] for line in told]
        self.assertEqual(opens, list(range(opens[0], opens[0] + MINUTE * len(opens), MINUTE)))
        real = {line["open_time"]: line for line in told if not line["synthetic"]}
        for line in bars_of(lines, "revision", symbol=wire):
            real[line["open_time"]] = line
        rows = world.candles(name, opens[0], opens[-1] + MINUTE)
        self.assertEqual([row_of(real[open_time]) for open_time in sorted(real)], rows)
        for line in told:
            self.assertEqual(line["close_time"], line["open_time"] + MINUTE - 1)
            self.assertTrue(line["complete"])
            self.assert_flat(line) if line["synthetic"] else self.assert_mid(line)
        return real

    def assert_flat(self, line):
        self.assertEqual({line["open"], line["high"], line["low"]}, {line["close"]})
        self.assertEqual(line["volume"], 0)

    def assert_mid(self, line):
        """The ends are the middle of both sides; in between it keeps within them."""
        bid, ask = line["bid"], line["ask"]
        means = [mean_of(bid[i], ask[i]) for i in range(4)]
        self.assertEqual((line["open"], line["close"]), (means[0], means[3]))
        if line["mid_derived"]:
            self.assertEqual((line["high"], line["low"]), (means[1], means[2]))
        self.assertLessEqual(line["high"], (bid[1] + ask[1]) / 2 + 1e-9)
        self.assertGreaterEqual(line["low"], (bid[2] + ask[2]) / 2 - 1e-9)


def mean_of(bid, ask):
    """Of decimals, which binary halves may miss."""
    return float((decimal.Decimal(repr(bid)) + decimal.Decimal(repr(ask))) / 2)


def row_of(line):
    return [line["open_time"], *line["bid"], *line["ask"], line["volume"]]


def iso(millis):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(millis // 1000))
