"""What the tests of `wick get` share: running it against an exchange, and judging its answer."""
import json

import bars
from system_test import SystemTest

DONE, NOTHING, USAGE, PARTIAL, NO_DATA = range(5)


class GetTest(SystemTest):
    def get(self, exchange, *options, env=None, **more):
        return self.run_program(self.wick, "get", *options,
                                env={**exchange.env, **(env or {})}, **more)

    def document(self, exchange, series, span, *options, code=DONE):
        """Gets (market, symbol, interval) from `span[0]` to `span[1]` and checks every bar of it
        against the truth; the document, and what was said on stderr."""
        market, symbol, interval = series
        begin, end = span
        finished = self.get(exchange, symbol, "--market", market, "--interval", interval,
                            "--from", begin, "--to", end, "--json", "--time", "us", *options)
        self.assertEqual(finished.code, code, finished)
        document = bars.Document(finished.out)
        said = document.said  # the range on the grid: both ends moved to the bar they lie in
        truth = bars.of_truth(
            exchange.truth(market, symbol, interval, said["from"], said["to"]))
        self.assertLessEqual(bars.micros(said["from"]), bars.micros(begin))
        self.assertLessEqual(bars.micros(said["to"]), bars.micros(end))
        wrong = bars.faults(document, truth)
        self.assertEqual(wrong[:3], [], f"{len(wrong)} faults\n{finished.err}")
        if interval in bars.FIXED_SECONDS and interval not in ("3d", "1w"):
            self.assertEqual(bars.uncounted(document), 0, finished.err)
        document.stderr = finished.err
        return document

    def log_lines(self, finished):
        """The JSON lines on stderr; everything else there is for people."""
        return [json.loads(line) for line in finished.err.splitlines() if line.startswith("{")]
