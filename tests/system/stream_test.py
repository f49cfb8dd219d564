"""What the tests of `wick stream` share: running it, and judging what it tells."""
import contextlib
import json
import subprocess
from collections import defaultdict

import bars
import programs
from get_test import DONE
from history_test import HistoryTest

SECOND = 1_000_000
SECONDS_MAX = 40
MARKETS = {"um": "futures_usdt", "cm": "futures_coin", "spot": "spot"}


def of_type(lines, *types):
    return [line for line in lines if line["type"] in types]


def lines_of(text):
    return [json.loads(line) for line in text.splitlines()]


class StreamTest(HistoryTest):
    def stream(self, sim, *words, code=DONE, env=None):
        finished = self.run_program(self.wick, "stream", *words, env={**sim.env, **(env or {})},
                                    seconds=SECONDS_MAX)
        self.assertEqual(finished.code, code, finished)
        return finished

    def lines(self, sim, *words, **more):
        finished = self.stream(sim, *words, "--json", "--time", "us", **more)
        return lines_of(finished.out)

    @contextlib.contextmanager
    def started(self, sim, *words, env=None, **more):
        more = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more}
        process = subprocess.Popen([str(self.wick), "stream", *map(str, words)],
                                   env=self.environment({**sim.env, **(env or {})}),
                                   stdin=subprocess.DEVNULL, **more)
        try:
            yield process
        finally:
            programs.stop(process)
            for pipe in filter(None, (process.stdout, process.stderr)):
                pipe.close()

    def assert_truth(self, sim, lines, market="spot", interval="1s", young=0):
        """Candles of each symbol without a gap, each once, each the market's own after its last
        revision, but for the `young` ones at the end, which may still be revised; their number
        by symbol."""
        by_symbol = defaultdict(list)
        revised = {}
        for line in of_type(lines, "candle", "hole", "revision"):
            self.assertEqual((line["market"], line["interval"]), (MARKETS[market], interval))
            if line["type"] == "revision":
                revised[line["symbol"], line["open_time"]] = line
            else:
                by_symbol[line["symbol"]].append(line)
        step = bars.FIXED_SECONDS[interval] * SECOND
        for symbol, told in by_symbol.items():
            opens = [line.get("open_time", line.get("from")) for line in told]
            self.assertEqual(opens, list(range(opens[0], opens[-1] + step, step)), symbol)
            truth = bars.of_truth(sim.truth(market, symbol, interval, opens[0], opens[-1] + step))
            last = [revised.get((symbol, line["open_time"]), line)
                    for line in of_type(told, "candle")]
            old = len(last) - young
            self.assertEqual(bars.of_records(last[:old]), truth[:old])
        return {symbol: len(told) for symbol, told in by_symbol.items()}
