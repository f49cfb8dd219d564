"""What `wick live` tells Prometheus is what it told its reader."""
import contextlib
import re
import socket
import urllib.error
import urllib.request

from live_test import LiveTest, bars_of

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
MEMBER = re.compile(rf'({NAME})(?:\{{((?:{NAME}="(?:[^"\\\n]|\\.)*",?)*)\}})? (\S+)')
LABEL = re.compile(rf'({NAME})="((?:[^"\\\n]|\\.)*)"')
KINDS = {"counter", "gauge"}


def read_page(text):
    """{(name, labels): value} by the grammar of the text format, and nothing else."""
    assert text.endswith("\n"), "ends with a line"
    kinds, values = {}, {}
    for line in text.splitlines():
        if line.startswith("# HELP "):
            continue
        if line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            assert kind in KINDS and name not in kinds, line
            kinds[name] = kind
            continue
        found = MEMBER.fullmatch(line)
        assert found, line
        name, labels, value = found.groups()
        assert name in kinds, f"{line} comes before its type"
        assert (kinds[name] == "counter") == name.endswith("_total"), line
        key = name, tuple(sorted(LABEL.findall(labels or "")))
        assert key not in values, line
        values[key] = float(value)
    return values


class Metrics(LiveTest):
    def port_of(self, live):
        live.wait_said("metrics on port")
        line = next(line for line in live.errors if "metrics on port" in line)
        return int(line.rsplit(" ", 1)[1])

    def page(self, port):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
            self.assertEqual(answer.headers["Content-Type"],
                             "text/plain; version=0.0.4; charset=utf-8")
            return read_page(answer.read().decode())

    def page_where(self, live, port, so):
        """The first page of which so(page) holds."""
        found = []

        def look(_):
            found.append(self.page(port))
            return so(found[-1])
        live.wait(look)
        return found[-1]

    def watched(self, world, *words, **env):
        live = self.start(world, "--feed", "sim", "--verbose", *words,
                          env={"FXCM_METRICS_ENABLED": "1", "FXCM_METRICS_PORT": "0", **env})
        return live, self.port_of(live)

    def test_bars_are_counted_and_the_newest_is_known(self):
        world = self.world()
        live, port = self.watched(world, "XAU/USD:m1", "EUR/USD:m1", "EUR/USD:m5")
        live.wait_bars(4, symbol="EURUSD")
        series = ("symbol", "EURUSD"), ("tf", "1m")
        told = bars_of(live.lines, symbol="EURUSD")
        last = told[-1]["close_time"]
        page = self.page_where(
            live, port, lambda page: page.get(("fxcm_stream_last_close_ms", series), 0) >= last)
        self.assertGreaterEqual(page["fxcm_ohlcv_bars_total", series], len(told))
        self.assertEqual(page["fxcm_stream_last_close_ms", series] % 60_000, 59_999)
        self.assertGreaterEqual(page["fxcm_stream_lag_seconds", series], 0)
        for name in ("fxcm_market_status", "fxcm_calendar_open", "fxcm_tick_stream_alive",
                     "wick_live_keeping"):
            self.assertEqual(page[name, ()], 1, name)
        self.assertEqual(page["fxcm_connector_errors_total", (("type", "cache_io"),)], 0)
        self.assertGreater(page["wick_live_ticks_total", ()], 0)
        shown = {labels for name, labels in page if name == "fxcm_ohlcv_bars_total"}
        self.assertNotIn((("symbol", "XAUUSD"), ("tf", "5m")), shown, "nobody asked for it")

    def test_a_cache_that_cannot_be_written_is_seen_and_bars_come_all_the_same(self):
        world = self.world()
        live, port = self.watched(world, "EUR/USD:m1", WICK_CACHE_DIR="/proc/nowhere")
        live.wait_bars(2, symbol="EURUSD")
        page = self.page_where(live, port, lambda page: page["wick_live_keeping", ()] == 0)
        self.assertGreaterEqual(page["fxcm_connector_errors_total", (("type", "cache_io"),)], 1)
        live.wait_bars(4, symbol="EURUSD")
        live.end()
        self.assertRegex(live.errors[-1], r"bars told, not all of \d+ kept, \d+ errors of the cache")

    def test_other_pages_are_not_there_and_a_taken_port_is_told(self):
        world = self.world()
        live, port = self.watched(world, "EUR/USD:m1")
        with self.assertRaises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10)
        self.assertEqual(refused.exception.code, 404)
        refused.exception.close()
        second = self.start(world, "--feed", "sim", "EUR/USD:m1", "--no-store",
                            env={"FXCM_METRICS_ENABLED": "1", "FXCM_METRICS_PORT": str(port)})
        second.wait_said(f"no metrics: 127.0.0.1 port {port}: Address already in use; "
                         "set FXCM_METRICS_PORT, or FXCM_METRICS_ENABLED=0")
        second.wait_bars(1)

    def test_nobody_listens_where_it_is_off(self):
        world = self.world()
        with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as reserved:
            port = reserved.getsockname()[1]
        live = self.start(world, "--feed", "sim", "EUR/USD:m1",
                          env={"FXCM_METRICS_ENABLED": "0", "FXCM_METRICS_PORT": str(port)})
        live.wait_bars(1)
        with self.assertRaises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
