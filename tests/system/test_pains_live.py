"""What users of live feeds suffer from, row by row of docs/pains.md: that the simulated broker and
exchange show it, and what `wick live` and `wick stream` make of it."""
import datetime
import fcntl
import json
import os
import pathlib
import re
import signal
import time
import urllib.parse

from get_test import DONE
from live_test import MINUTE, RUNTIME, LiveTest, bars_of, row_of
from stream_test import SECONDS_MAX, StreamTest, of_type
from test_broker import FixClient, subscription
from wall_clock import WallClock

SCENARIOS = {19: ("--scenario", "pain-19-not-ready"), 32: ("--scenario", "pain-32-silent-exchange")}
FIX_LOGIN = {"FXCM_USERNAME": "demo", "FXCM_PASSWORD": "demo"}
NAMES = ("XAU/USD", "EUR/USD")
DEPTH = 25  # bars of a page, as the scenario has it
NOW = "2024-06-03T10:00:00"
SMALLEST_PIPE = 4096
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


def told_at(entry):
    """When the venue says that a logged request came; seconds."""
    return datetime.datetime.fromisoformat(entry["t"].replace("Z", "+00:00")).timestamp()


class Pain19SecondsAndNotReady(LiveTest):
    def questions(self, world, name):
        """What history was asked about a symbol: (from, to, status, time of the venue)."""
        found = []
        for entry in world.sim.log():
            query = urllib.parse.parse_qs(urllib.parse.urlsplit(entry["target"]).query)
            if "/v1/candles" in entry["target"] and query["instrument"] == [name]:
                found.append((int(query["from"][0]), int(query["to"][0]), entry["status"],
                              told_at(entry)))
        return found

    def check_history(self, *words):
        """The past and the present of one symbol, each minute once."""
        world = self.world(*SCENARIOS[19])
        live = self.start(world, "--feed", "sim", *words, "XAU/USD:m1", "--warm-lines",
                          "--verbose")
        live.wait(lambda lines: len(bars_of(lines)) >= RUNTIME["cache"]["warmup_bars"] + 6)
        self.assertEqual(live.end(), DONE, live)
        asked = self.questions(world, "XAU/USD")
        self.assertEqual(bars_of(live.lines, "lost"), [])
        world.sim.scenario("calm")
        self.assert_candles(world, live.lines, "XAU/USD")
        return live, asked

    def assert_patient(self, asked):
        """Refused at first; then asked again after half a second, after one, after two, all of
        them twenty times as long by the broker's clock."""
        refused = [i for i, (_, _, status, _) in enumerate(asked) if status == 503]
        self.assertEqual(refused[:2], [0, 1], "history is not ready at first")
        times = [at for _, _, _, at in asked]
        pauses = [times[i + 1] - times[i] for i in refused if i + 1 < len(times)]
        for pause, planned in zip(pauses, (0.5, 1)):  # less three tenths at most; late is allowed
            self.assertGreater(pause, 20 * 0.69 * planned, pauses)
        self.assertGreater(min(pauses), 20 * 0.69 * 0.5)
        self.assertLess(len(asked), 60)

    def assert_paged(self, asked):
        """The first answers go back from the newest bar, page by page, until all are there."""
        answered = [(begin, end) for begin, end, status, _ in asked if status == 200]
        begin = answered[0][0]
        pages = [end for first, end in answered if first == begin]
        self.assertGreaterEqual(len(pages), RUNTIME["cache"]["warmup_bars"] // DEPTH, asked)
        self.assertEqual(pages, sorted(set(pages), reverse=True), asked)
        self.assertTrue(all(newer - older <= 60 * MINUTE for newer, older
                            in zip(pages, pages[1:])), pages)

    def test_history_comes_late_and_in_small_pages_behind_ticks(self):
        live, asked = self.check_history("--ticks")
        self.assert_patient(asked)
        self.assert_paged(asked)
        self.assertIn("tick_agg", {line["source"] for line in live.lines})

    def test_history_comes_late_and_in_small_pages_and_is_polled(self):
        _, asked = self.check_history("--polled")
        self.assert_patient(asked)
        self.assert_paged(asked)

    def test_fix_has_whole_seconds_and_the_order_is_that_of_receipt(self):
        world = self.world(*SCENARIOS[19])
        self.configure({**RUNTIME, "fix": {"target_sub_id": "U100D1"}})
        live = self.start(world, "--feed", "fxcm-fix", "--ticks", "XAU/USD:m1", "EUR/USD:m1",
                          env=FIX_LOGIN)
        self.assert_seconds_are_shared(world)
        for wire in ("XAUUSD", "EURUSD"):
            live.wait_bars(6, symbol=wire, source="tick_agg")
        live.end()
        world.sim.scenario("calm")
        for name in NAMES:
            real = self.assert_candles(world, live.lines, name)
            self.assertEqual({line["source"] for line in real.values()}, {"tick_agg"})
            for line in real.values():
                self.assertEqual(line["tick_count"], line["volume"], "none lost, none twice")

    def assert_seconds_are_shared(self, world):
        """On the wire: no time has a fraction, and quotes of one second differ."""
        with FixClient(urllib.parse.urlsplit(world.sim.env["WICK_FXCM_FIX_URL"]).port) as client:
            client.log_on()
            client.hear_until("A")
            client.say("V", *subscription("XAU/USD"))
            client.hear(6)
        quotes = [(fields["273"], [value for tag, value in message if tag == "270"])
                  for message in client.messages if (fields := dict(message))["35"] == "W"]
        self.assertEqual({at[8:] for at, _ in quotes}, {".000"})
        shared = [one for one, other in zip(quotes, quotes[1:])
                  if one[0] == other[0] and one[1] != other[1]]
        self.assertGreater(len(shared), 0, quotes)


class Usage:
    """What a process has used so far, by all of its threads."""

    def __init__(self, pid):
        self.at = time.monotonic()
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        self.cpu = (int(fields[11]) + int(fields[12])) / TICKS_A_SECOND
        self.wakes = 0
        for task in pathlib.Path(f"/proc/{pid}/task").glob("*/status"):
            self.wakes += int(re.search(r"voluntary_ctxt_switches:\s+(\d+)", task.read_text())[1])


class IdleTest:
    def assert_idle(self, pid, seconds=3):
        """Who spins uses all of a processor, or as much of it as others leave; who looks again
        every millisecond wakes up a thousand times a second."""
        begin = Usage(pid)
        time.sleep(seconds)
        end = Usage(pid)
        lasted = end.at - begin.at
        self.assertLess((end.cpu - begin.cpu) / lasted, 0.08)
        self.assertLess((end.wakes - begin.wakes) / lasted, 250)


class Pain32SilenceAndSlowReaders(LiveTest, IdleTest):
    def test_a_broker_that_says_nothing_costs_next_to_nothing(self):
        world = self.world(*SCENARIOS[32])
        live = self.start(world, "--feed", "sim", "--ticks", "--verbose",
                          *(name + ":m1" for name in NAMES))
        live.wait(lambda _: any("nothing was heard" in line for line in live.errors))
        self.assert_idle(live.process.pid)
        world.sim.scenario("calm")
        for name in NAMES:
            self.wait_for_the_truth(world, live, name)
        self.assertEqual(live.end(), DONE, live)
        for name in NAMES:
            self.assert_candles(world, live.lines, name)

    def wait_for_the_truth(self, world, live, name):
        """Minutes that were told before the silence was noticed are told again."""
        wire = name.replace("/", "")
        live.wait_bars(len(bars_of(live.lines, symbol=wire)) + 3, symbol=wire)
        told = bars_of(live.lines, symbol=wire)
        rows = {row[0]: row for row in world.candles(name, told[0]["open_time"],
                                                     told[-1]["open_time"] + 1)}

        def amended(lines):
            last = {line["open_time"]: line for line in bars_of(lines, symbol=wire)
                    + bars_of(lines, "revision", symbol=wire)}
            return all(row_of(last[open_time]) == row for open_time, row in rows.items())
        live.wait(amended)

    def test_a_slow_reader_misses_previews_alone_and_is_told_how_many(self):
        world = self.world()
        reading, writing = os.pipe()
        fcntl.fcntl(reading, fcntl.F_SETPIPE_SZ, SMALLEST_PIPE)
        live = self.start(world, "--feed", "sim", "--ticks", "--previews", "--warm-lines",
                          "XAU/USD:m1", "EUR/USD:m1", stdout=writing)
        os.close(writing)
        time.sleep(8)  # nobody reads
        with open(reading, "rb") as pipe:
            for text in pipe:
                live.read(text)
                if len(live.lines) > 300 and live.lines[-1]["type"] == "preview":
                    break
            live.process.send_signal(signal.SIGINT)
            for text in pipe:
                live.read(text)
        self.assertEqual(live.ended(), DONE, live)
        for name in NAMES:
            self.assertGreater(len(self.assert_candles(world, live.lines, name)), 80)
        dropped = sum(line["previews"] for line in of_type(live.lines, "dropped"))
        self.assertGreater(dropped, 0)
        self.assertIn(f", {dropped} dropped", live.errors[-1])


class Pain32SilentStreams(StreamTest, IdleTest):
    def test_an_exchange_that_says_nothing_costs_next_to_nothing(self):
        sim = self.exchange(*SCENARIOS[32], "--speed", 20, "--now", NOW)
        wall = WallClock(self.folder).env(NOW, 20)  # nobody else tells the time
        with self.started(sim, "BTCUSDT", "ETHUSDT", "1m", "--since", "30m", "--count", "68",
                          "--json", "--time", "us", env=wall) as process:
            lines = [json.loads(process.stdout.readline()) for _ in range(60)]
            self.assert_idle(process.pid)
            lines += [json.loads(text) for text in process.stdout]
            self.assertEqual(process.wait(SECONDS_MAX), DONE, process.stderr.read())
        self.assertEqual(sum(self.assert_truth(sim, lines, interval="1m").values()), 68)
        self.assertEqual({line["source"] for line in lines}, {"REST"})
