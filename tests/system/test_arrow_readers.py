"""Arrow files and streams, read by libraries that nobody here wrote."""
import array
import hashlib
import json
import subprocess

import bars
import node_clients
import programs
import python_clients
from history_test import HistoryTest

READERS = ("pyarrow", "polars", "pandas", "duckdb", "apache-arrow")
TIMES = ("open_time", "close_time")
FLOATS = ("open", "high", "low", "close", "volume", "quote_asset_volume", "taker_buy_volume",
          "taker_buy_quote_volume")
STORED = ("open_time", *FLOATS[:5], "close_time", FLOATS[5], "count", *FLOATS[6:], "origin")
PRINTED = (*STORED[:-1], "source")
TYPES = {  # of a time, a float, a count, an origin, a text
    "pyarrow": ("timestamp[us, tz=UTC]", "double", "int64", "uint8", "string"),
    "polars": ("Datetime(time_unit='us', time_zone='UTC')", "Float64", "Int64", "UInt8", "String"),
    "pandas": ("datetime64[us, UTC]", "float64", "int64", "uint8", "str"),
    "duckdb": ("TIMESTAMP WITH TIME ZONE", "DOUBLE", "BIGINT", "UTINYINT", "VARCHAR"),
    "apache-arrow": ("Timestamp<MICROSECOND, UTC>", "Float64", "Int64", "Uint8", "Utf8")}


def digest(data):
    return hashlib.sha256(data).hexdigest()


def expected(truth, interval, last):
    """The digest of each column that holds the truth; `last` is the name and bytes of the last."""
    step = bars.FIXED_SECONDS[interval] * 1_000_000
    columns = {"open_time": array.array("q", [bar.open_time for bar in truth]),
               "close_time": array.array("q", [bar.open_time + step - 1 for bar in truth]),
               "count": array.array("q", [bar.count for bar in truth])}
    fields = dict(zip(FLOATS, ("open", "high", "low", "close", "volume", "quote", "taker_volume",
                               "taker_quote")))
    for name, field in fields.items():
        columns[name] = array.array("d", [getattr(bar, field) for bar in truth])
    return {**{name: digest(column.tobytes()) for name, column in columns.items()},
            last[0]: digest(last[1])}


def types_of(reader, columns):
    time, number, count, origin, text = TYPES[reader]
    special = {"open_time": time, "close_time": time, "count": count, "origin": origin,
               "source": text, "symbol": text}
    return {name: special.get(name, number) for name in columns}


class ArrowReaders(HistoryTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        python_clients.install()
        node_clients.install()
        cls.readers = python_clients.asked(cls, "arrow_readers.py")

    def setUp(self):
        super().setUp()
        self.sim = self.exchange()

    def read(self, reader, form, path):
        if reader == "apache-arrow":
            return node_clients.run("arrow_reader.mjs", {}, path=str(path))
        return self.readers.ask(reader, form, str(path))

    def truth(self, series, span):
        return bars.of_truth(self.sim.truth(*series, *span))

    def check(self, path, form, columns, digests):
        """Each library finds these columns, in this order and of these types, and these values."""
        rows = None
        for reader in READERS:
            with self.subTest(reader=reader, file=path.name):
                found = self.read(reader, form, path)
                self.assertEqual(list(found["types"].items()),
                                 list(types_of(reader, columns).items()))
                self.assertEqual(found["digests"], digests)
                self.assertEqual(found["nulls"], 0)
                rows = rows or found["rows"]
                self.assertEqual(found["rows"], rows)
                if reader == "pyarrow" and form == "file":
                    self.assertEqual(found["copied"], 0, "a mapped file is read where it lies")
                    self.assertTrue(found["aligned"])
        return self.read("pyarrow", form, path)["metadata"]

    def check_stored(self, series, span, name):
        document = self.document(self.sim, series, span)
        truth = self.truth(series, span)
        origins = bytes(1 if document.by_source[bar.open_time] == "BULK" else 2 for bar in truth)
        metadata = self.check(self.sealed()[name], "file", STORED,
                              expected(truth, series[2], ("origin", origins)))
        self.assertEqual(metadata["rows"], str(len(truth)))
        self.assertEqual((metadata["symbol"], metadata["interval"], metadata["date"]),
                         (series[1], series[2], name))
        self.assertEqual(metadata["provider"], "binance")
        self.assertIn(".zip", metadata["sources"])
        return metadata

    def test_a_stored_day(self):
        metadata = self.check_stored(("spot", "BTCUSDT", "1m"), ("2024-02-03", "2024-02-04"),
                                     "2024-02-03")
        self.assertEqual(metadata["expected_rows"], "1440")
        self.assertEqual(json.loads(metadata["holes"]), [])
        self.assertEqual(metadata["volume_unit"], "base asset")

    def test_a_stored_day_of_seconds(self):
        self.check_stored(("spot", "BTCUSDT", "1s"), ("2024-02-03", "2024-02-04"), "2024-02-03")

    def test_a_stored_day_of_two_origins(self):
        self.sim.scenario("half-full-day")
        self.check_stored(("spot", "BTCUSDT", "15m"), ("2024-02-22", "2024-02-23"), "2024-02-22")

    def test_contracts_are_named(self):
        metadata = self.check_stored(("cm", "BTCUSD_PERP", "1h"), ("2024-02-03", "2024-02-04"),
                                     "2024-02-03")
        self.assertEqual(metadata["volume_unit"], "contracts")
        self.assertEqual(metadata["quote_asset_volume_unit"], "base asset")

    def test_a_stored_month_with_holes(self):
        for month in range(1, 12):
            span = (f"2023-{month:02}-01", f"2023-{month + 1:02}-01")
            minutes = (bars.micros(span[1]) - bars.micros(span[0])) // 60_000_000
            if len(self.sim.truth("um", "BTCUSDT", "1m", *span)) < minutes:
                break
        metadata = self.check_stored(("um", "BTCUSDT", "1m"), span, span[0][:7])
        holes = json.loads(metadata["holes"])
        self.assertEqual(sum(bars.micros(hole["to"]) - bars.micros(hole["from"])
                             for hole in holes) // 60_000_000, minutes - int(metadata["rows"]))
        for hole in holes:
            self.assertEqual(sorted(hole), sorted(["from", "to", "cause", "evidence",
                                                   "provisional", "asked"]))

    def printed(self, form, *options):
        path = self.folder / f"bars.{form}"
        self.assert_good(self.get(self.sim, *options, "--format", form, "-o", path))
        return path

    def check_printed(self, form, kind):
        series, span = ("spot", "BTCUSDT", "1h"), ("2024-02-01", "2024-03-04")
        path = self.printed(form, "BTCUSDT", "--interval", "1h", "--from", span[0], "--to",
                            span[1])
        truth = self.truth(series, span)
        metadata = self.check(path, kind, PRINTED, expected(
            truth, "1h", ("source", "\n".join(["BULK"] * len(truth)).encode())))
        self.assertEqual((metadata["symbol"], metadata["interval"]), ("BTCUSDT", "1h"))
        self.assertEqual(bars.micros(metadata["from"]), bars.micros(span[0]))
        self.assertEqual(bars.micros(metadata["to"]), bars.micros(span[1]))
        self.assertEqual(json.loads(metadata["missing"]), [])

    def test_a_printed_file(self):
        self.check_printed("arrow", "file")

    def test_a_printed_stream(self):
        self.check_printed("arrow-stream", "stream")

    def test_several_symbols_in_one_file(self):
        span = ("2024-02-01", "2024-02-02")
        path = self.printed("arrow", "BTCUSDT", "ETHUSDT", "--interval", "1h", "--from", span[0],
                            "--to", span[1])
        truth = [bar for symbol in ("BTCUSDT", "ETHUSDT")
                 for bar in self.truth(("spot", symbol, "1h"), span)]
        symbols = "\n".join(["BTCUSDT"] * 24 + ["ETHUSDT"] * 24).encode()
        digests = expected(truth, "1h", ("source", "\n".join(["BULK"] * 48).encode()))
        metadata = self.check(path, "file", ("symbol", *PRINTED),
                              {**digests, "symbol": digest(symbols)})
        self.assertEqual(json.loads(metadata["symbols"]), ["BTCUSDT", "ETHUSDT"])

    def test_more_rows_than_a_batch_holds(self):
        path = self.printed("arrow", "BTCUSDT", "--market", "um", "--from", "2024-01-01", "--to",
                            "2024-02-29")
        for reader in READERS:
            found = self.read(reader, "file", path)
            self.assertGreater(found["rows"], 65_536, reader)

    def test_a_file_without_bars(self):
        self.get(self.sim, "BTCUSDT", "--from", "2099-01-01", "--to", "2099-01-02", "--format",
                 "arrow", "-o", "none.arrow")
        for reader in READERS:
            found = self.read(reader, "file", self.folder / "none.arrow")
            self.assertEqual(found["rows"], 0, reader)

    def test_a_pipe(self):
        """As the manual has it: `wick get ... --format arrow-stream | python3 -c ...`."""
        script = ("import sys, pyarrow as pa; "
                  "print(pa.ipc.open_stream(sys.stdin.buffer).read_all().num_rows)")
        getting = subprocess.Popen(
            [self.wick, "get", "BTCUSDT", "--interval", "1h", "--from", "2024-02-01", "--to",
             "2024-02-03", "--format", "arrow-stream"], env=self.environment(self.sim.env),
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.addCleanup(getting.stdout.close)
        reading = subprocess.run([python_clients.PYTHON, "-c", script], stdin=getting.stdout,
                                 capture_output=True, text=True, timeout=programs.SECONDS_MAX,
                                 check=False)
        self.assertEqual((getting.wait(10), reading.stdout.strip()), (0, "48"), reading.stderr)
