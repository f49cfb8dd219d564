"""Recorded frames of Binance's streams mean to us what Python's json reads in them."""
import collections
import json
import os
import pathlib
import subprocess

import programs
from system_test import ROOT, SystemTest

RECORDINGS = pathlib.Path(os.environ.get("WICK_RECORDINGS", ROOT.parent / "shared/data/real"))
FRAMES = {  # as Python counts them
    "spot": {"quote": 84, "trade": 2, "candle": 2, "unknown": 177},
    "um": {"quote": 613, "trade": 91, "candle": 67, "unknown": 764},
    "cm": {"quote": 2240, "trade": 51, "candle": 33, "unknown": 2047},
}


def recorded(path):
    """The frames of a recording: its first line is an address, the others begin with a time."""
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    return [line.split(": ", 1)[1] for line in lines if line]


def micros(millis):
    return 1000 * millis


def expected(frame):
    """Kind and values in the order of told_frames."""
    data = json.loads(frame)["data"]
    event = data.get("e", "bookTicker")
    if event == "kline":
        k = data["k"]
        state = "closed" if k["x"] else "forming"
        return ("candle", k["s"], k["i"], micros(data["E"]), state, micros(k["t"]),
                micros(k["T"] + 1) - 1, *(float(k[name]) for name in "ohlcvq"), k["n"],
                float(k["V"]), float(k["Q"]))
    if event == "aggTrade":
        return ("trade", data["s"], micros(data["E"]), micros(data["T"]), float(data["p"]),
                float(data["q"]), data["a"], "maker" if data["m"] else "taker")
    if event == "bookTicker":
        return ("quote", data["s"], micros(data.get("T", 0)),
                *(float(data[name]) for name in "bBaA"), data["u"])
    return ("unknown", event)


def told(line, like):
    """The words of the line as values of the same types."""
    readers = {str: str, int: int, float: float.fromhex}
    words = line.split(" ")
    if len(words) != len(like):
        return line
    return tuple(readers[type(value)](word) for word, value in zip(words, like))


class StreamFrames(SystemTest):
    def lines_for(self, frames):
        program = self.wick.parent / "told_frames"
        finished = subprocess.run([program], input="\n".join(frames) + "\n", capture_output=True,
                                  text=True, env=programs.environment(), timeout=60, check=True)
        return finished.stdout.splitlines()

    def test_recorded_frames_mean_what_json_says(self):
        for market, counts in FRAMES.items():
            path = RECORDINGS / "binance" / f"{market}.ws.jsonl"
            if not path.exists():
                self.skipTest(f"no recordings in {RECORDINGS}")
            frames = recorded(path)
            lines = self.lines_for(frames)
            self.assertEqual(len(lines), len(frames))
            kinds = collections.Counter(line.split(" ")[0] for line in lines)
            self.assertEqual(dict(kinds), counts, market)
            for frame, line in zip(frames, lines):
                wanted = expected(frame)
                self.assertEqual(told(line, wanted), wanted, frame)

    def test_every_value_is_looked_at(self):
        """Other digits anywhere in a frame are other values to both."""
        path = RECORDINGS / "binance" / "um.ws.jsonl"
        if not path.exists():
            self.skipTest(f"no recordings in {RECORDINGS}")
        frame = next(frame for frame in recorded(path) if '"e":"kline"' in frame)
        k = json.loads(frame)["data"]["k"]
        others = []
        for name in "vnqVQ":
            changed = json.loads(frame)
            changed["data"]["k"][name] = k[name] + 1 if name == "n" else k[name] + "1"
            others.append(json.dumps(changed, separators=(",", ":")))
        lines = self.lines_for(others)
        self.assertEqual(len(set(lines)), len(others))
        for other, line in zip(others, lines):
            wanted = expected(other)
            self.assertEqual(told(line, wanted), wanted, other)
