"""Two hundred questions drawn by seed, with faults on: each answer is the truth or says what it
lacks, and the same question asked again costs nothing."""
import datetime
import json
import random
import shutil
import threading
from dataclasses import dataclass

import bars
from get_test import DONE, NO_DATA, NOTHING, PARTIAL
from history_test import HistoryTest, Watch, fault

DRAWS = 200
GONE = (("LUNAUSDT", "2021-02-05", "2022-05-13"), ("FTTUSDT", "2022-02-03", "2022-11-15"))
GONE_DRAWS = 16
# Of a dead symbol the archive is the only witness: rows that it leaves out nobody can miss.
# Where nobody lets us into the archive nothing can be had, and that is remembered for a while.
UNSEEN = ("rows left out", "no page at all", "half-full-day", "archive-403")
LANES = 4  # exchanges at once: most of the time is waiting before another attempt
SEED = 20241121
DAY = 86_400
# The longest span of each interval, in days.
LONGEST = {"1s": 0.2, "1m": 4, "3m": 8, "5m": 12, "15m": 30, "30m": 40, "1h": 60, "2h": 60,
           "4h": 90, "6h": 90, "8h": 90, "12h": 120, "1d": 200, "3d": 300, "1w": 400, "1M": 800}
IN_MONTHS = ("3d", "1w", "1M")
SPOT = ("BTCUSDT", "ETHUSDT", "BNBUSDT", "LTCUSDT")
SHIPPED = ("calm", "archive-403", "archive-late", "checksum-mismatch", "checksum-missing",
           "half-full-day", "flaky-network", "ms-us-mixup", "header-drift", "untidy-rows")
RULES = {
    "cut files": [fault("zip", {"truncate_at": 0.5}, probability=0.4)],
    "files not there": [fault(["zip", "checksum"], {"answer": "NoSuchKey"},
                              period=["*3", "*7"])],
    "rows left out": [fault("zip", {"drop_rows": [0.2, 0.6]}, probability=0.5)],
    "flipped bytes": [fault("zip", {"corrupt": True}, probability=0.5)],
    "bad gateways": [fault(["zip", "checksum", "klines"], {"status": 502}, probability=0.15)],
    "nonsense": [fault("klines", {"malformed_json": True}, probability=0.2)],
    "resets": [fault(["zip", "checksum", "klines"], {"reset": True}, probability=0.15)],
    "rows twice and shuffled": [fault("zip", {"duplicate_rows": [0, 20], "unsorted": True})],
    "days of others": [fault("zip", {"wrong_period": True}, probability=0.5)],
    "archive and rest in turn": [fault("zip", {"status": 500}, probability=0.5),
                                 fault("klines", {"answer": "busy503"}, probability=0.3)],
    "two half-closed doors": [fault("zip", {"status": 500}, probability=0.5),
                              fault("klines", {"answer": "geo451"}, probability=0.6)],
    "no page at all": [fault("zip", {"drop_rows": [0.9, 1.0]}, probability=0.3),
                       fault("klines", {"status": 502})],
}


@dataclass(frozen=True)
class Draw:
    number: int
    series: tuple  # market, symbol, interval
    span: tuple
    faults: str

    def scenario(self):
        if self.faults in SHIPPED:
            return self.faults
        return {"name": self.faults, "seed": self.number, "rules": RULES[self.faults]}


def iso(seconds):
    return bars.iso_of(round(seconds) * 1_000_000)


class Drawing:
    """What is asked; the same for the same day and seed."""

    def __init__(self, markets):
        self.chance = random.Random(SEED)
        self.symbols = markets
        now = datetime.datetime.now(datetime.timezone.utc)
        self.midnight = now.replace(hour=0, minute=0, second=0, microsecond=0).timestamp()

    def span(self, interval):
        longest = LONGEST[interval] * DAY
        if interval not in IN_MONTHS and self.chance.random() < 0.15:  # up to this midnight
            days = self.chance.randint(1, max(1, min(5, round(LONGEST[interval]))))
            return iso(self.midnight - days * DAY), iso(self.midnight)
        first = bars.micros("2023-01-01") // 1_000_000
        begin = self.chance.uniform(first, self.midnight - longest - 45 * DAY)
        return iso(begin), iso(begin + self.chance.uniform(0.02, 1) * longest)

    def draw(self, number):
        market = self.chance.choice(list(self.symbols))
        interval = self.chance.choice([name for name in LONGEST
                                       if name != "1s" or market == "spot"])
        return Draw(number, (market, self.chance.choice(self.symbols[market]), interval),
                    self.span(interval), self.chance.choice([*SHIPPED, *RULES]))


    def draw_gone(self, number):
        """Within the life of a symbol that is traded no more, across its end, or after it."""
        symbol, first, last = self.chance.choice(GONE)
        interval = self.chance.choice([name for name in LONGEST if name not in ("1s", "3d")])
        first, last = (bars.micros(day) // 1_000_000 for day in (first, last))
        longest = LONGEST[interval] * DAY
        begin = self.chance.uniform(max(first, last - longest), last + longest)
        span = iso(begin), iso(begin + self.chance.uniform(0.05, 1) * longest)
        return Draw(number, ("um", symbol, interval), span,
                    self.chance.choice([name for name in (*SHIPPED, *RULES) if name not in UNSEEN]))


class HistoryTruth(HistoryTest):
    def setUp(self):
        super().setUp()
        self.lanes = [self.exchange() for _ in range(LANES)]
        self.wrong = []

    def old_symbols(self, host, path):
        """Of futures that were listed before the first instant asked for."""
        status, answer = self.lanes[0].get(host, path)
        self.assertEqual(status, 200)
        limit = bars.micros("2022-12-01") // 1000
        return sorted(entry["symbol"] for entry in json.loads(answer)["symbols"]
                      if entry["onboardDate"] < limit and
                      entry.get("contractType") == "PERPETUAL")[:40]

    def test_every_answer_is_the_truth(self):
        drawing = Drawing({"spot": SPOT, "um": self.old_symbols("um", "/fapi/v1/exchangeInfo"),
                           "cm": self.old_symbols("cm", "/dapi/v1/exchangeInfo")})
        draws = [drawing.draw(number) for number in range(DRAWS)]
        draws += [drawing.draw_gone(DRAWS + number) for number in range(GONE_DRAWS)]
        lanes = [threading.Thread(target=self.run_lane, args=(sim, draws[lane::LANES], lane))
                 for lane, sim in enumerate(self.lanes)]
        for lane in lanes:
            lane.start()
        for lane in lanes:
            lane.join()
        report = "\n".join(f"{draw}\n  {error}" for draw, error in self.wrong[:4])
        self.assertEqual(len(self.wrong), 0, f"of {len(draws)} draws\n{report}")

    def run_lane(self, sim, draws, lane):
        for draw in draws:
            home = self.homes / f"lane{lane}"
            try:
                self.check(sim, draw, {"WICK_CACHE_DIR": str(home / "cache"),
                                       "WICK_STATE_DIR": str(home / "state")})
            except Exception as error:  # a thread's own failure would go unseen
                self.wrong.append((draw, f"{type(error).__name__}: {str(error)[:1500]}"))
            shutil.rmtree(home, ignore_errors=True)

    def check(self, sim, draw, env):
        sim.scenario(draw.scenario())
        code, cold = self.answer(sim, draw, env)
        sim.scenario("calm")
        if code in (PARTIAL, NOTHING):  # what could not be had then is to be had now
            code, cold = self.answer(sim, draw, env)
        self.assertIn(code, (DONE, NO_DATA), cold.stderr)
        watch = Watch(sim)
        code_warm, warm = self.answer(sim, draw, env)
        self.assertEqual([line["target"] for line in watch.all()], [], "asked again")
        self.assertEqual((code_warm, warm.bars, warm.missing), (code, cold.bars, cold.missing))
        self.assertEqual(warm.sources["CACHE"], len(warm.bars))

    def answer(self, sim, draw, env):
        """Every bar of it is true, and every instant without one is named with its cause."""
        market, symbol, interval = draw.series
        finished = self.get(sim, symbol, "--market", market, "--interval", interval, "--from",
                            draw.span[0], "--to", draw.span[1], "--json", "--time", "us", env=env)
        self.assertIn(finished.code, (DONE, PARTIAL, NOTHING, NO_DATA), finished)
        document = bars.Document(finished.out)
        document.stderr = finished.err
        said = document.said
        truth = bars.of_truth(sim.truth(market, symbol, interval, said["from"], said["to"]))
        self.assertEqual(bars.faults(document, truth)[:2], [], finished.err)
        self.assertEqual(bars.uncounted(document), 0)
        self.check_causes(document, truth, finished.code)
        return finished.code, document

    def check_causes(self, document, truth, code):
        causes = {hole["cause"] for hole in document.said["missing"]}
        self.assertLessEqual(causes, {"no_bar_at_source", "delisted", "not_fetched"})
        self.assertEqual("not_fetched" in causes, code in (PARTIAL, NOTHING))
        for hole in document.said["missing"]:
            if hole["cause"] != "not_fetched":
                begin, end = bars.micros(hole["from"]), bars.micros(hole["to"])
                there = [bar for bar in truth if begin <= bar.open_time < end]
                self.assertEqual(there, [], f"the exchange has them: {hole}")
                self.assertTrue(hole["evidence"], hole)
