"""wick stream: candles as they close, to readers of every kind."""
import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time

import bars
from get_test import DONE, PARTIAL
from history_test import fault
from stream_test import SECOND, SECONDS_MAX, StreamTest, of_type

SMALLEST_PIPE = 4096


class Heard(StreamTest):
    def test_candles_of_two_symbols_are_the_truth(self):
        sim = self.exchange()
        lines = self.lines(sim, "BTCUSDT", "ETHUSDT", "1s", "--count", "8")
        counts = self.assert_truth(sim, lines)
        self.assertEqual(len(of_type(lines, "candle")), 8)
        self.assertEqual(set(counts), {"BTCUSDT", "ETHUSDT"})
        self.assertEqual(of_type(lines, "update", "dropped"), [])

    def test_the_past_joins_the_present_without_a_seam(self):
        sim = self.exchange()
        since = time.time() - 90
        lines = self.lines(sim, "BTCUSDT", "1s", "--since", bars.iso_of(int(since * SECOND)),
                           "--count", "105")
        self.assert_truth(sim, lines)
        self.assertEqual(lines[0]["open_time"], int(since) * SECOND)
        # A frame that is late on a busy machine is asked for instead.
        self.assertIn("STREAM", {line["source"] for line in lines[-10:]})
        self.assertEqual(lines[0]["source"], "REST")

    def test_minutes_of_another_time_and_market(self):
        for market, symbol in (("um", "BTCUSDT"), ("cm", "BTCUSD_PERP")):
            with self.subTest(market=market):
                sim = self.exchange("--now", "2024-06-03T10:00:40", "--speed", "20")
                lines = self.lines(sim, symbol, "--market", market, "--since", "2024-06-03T09:30",
                                   "--count", "32")
                self.assertEqual(self.assert_truth(sim, lines, market, "1m"), {symbol: 32})
                self.assertEqual(lines[0]["open_time"], bars.micros("2024-06-03T09:30"))

    def test_updates_lead_to_the_candle(self):
        sim = self.exchange("--speed", "20")
        lines = self.lines(sim, "BTCUSDT", "1m", "--updates", "--count", "2")
        self.assert_truth(sim, lines, interval="1m")
        updates = of_type(lines, "update")
        self.assertGreater(len(updates), 2)
        self.assertEqual({line["closed"] for line in updates}, {False})
        first, last = of_type(lines, "candle")
        between = lines[lines.index(first) + 1:lines.index(last)]
        self.assertEqual({line["open_time"] for line in between}, {last["open_time"]})
        self.assertEqual([line["count"] for line in between],
                         sorted(line["count"] for line in between))

    def test_connections_that_break_lose_nothing(self):
        sim = self.exchange_with(fault("ws", {"reset": True}, after_frames=6))
        finished = self.stream(sim, "BTCUSDT", "1s", "--count", "12", "--json", "--time", "us",
                               "--verbose")
        lines = [json.loads(line) for line in finished.out.splitlines()]
        self.assertEqual(self.assert_truth(sim, lines), {"BTCUSDT": 12})
        self.assertIn(" lost", finished.err)

    def test_some_time_is_enough(self):
        begin = time.monotonic()
        finished = self.stream(self.exchange(), "BTCUSDT", "1d", "--for", "2s")
        self.assertLess(time.monotonic() - begin, 30)
        self.assertEqual(finished.out, "")
        self.assertRegex(finished.err, r"^wick: 0 candles \(0 from the stream, 0 from history\), "
                                       r"0 updates, 0 holes, 0 revisions, 0 reconnects, 0 dropped$")


class Forms(StreamTest):
    def test_csv_is_that_of_get(self):
        sim = self.exchange()
        finished = self.stream(sim, "BTCUSDT", "1s", "--count", "3", "--format", "csv", "--time",
                               "us")
        header, *rows = finished.out.splitlines()
        self.assertEqual(header, bars.CSV_HEADER)
        self.assertEqual(len(rows), 3)
        told = bars.of_csv(finished.out)
        self.assertEqual(told, bars.of_truth(sim.truth("spot", "BTCUSDT", "1s", told[0].open_time,
                                                       told[-1].open_time + SECOND)))

    def test_csv_of_several_with_updates(self):
        finished = self.stream(self.exchange(), "BTCUSDT", "ETHUSDT", "1s", "--count", "2",
                               "--format", "csv", "--updates")
        header, *rows = finished.out.splitlines()
        self.assertEqual(header, f"symbol,{bars.CSV_HEADER},closed,revision")
        self.assertEqual({row.split(",")[0] for row in rows} - {"BTCUSDT", "ETHUSDT"}, set())
        self.assertEqual(sum(row.endswith(",true,0") for row in rows), 2)

    def test_rows_without_a_terminal(self):
        finished = self.stream(self.exchange(), "BTCUSDT", "1s", "--count", "2", "--format",
                               "table")
        self.assertEqual(len(finished.out.splitlines()), 3)
        self.assertNotIn("\x1b", finished.out)

    def test_json_is_the_default_of_a_pipe(self):
        finished = self.stream(self.exchange(), "BTCUSDT", "1s", "--count", "1")
        self.assertEqual(json.loads(finished.out)["type"], "candle")


class OnATerminal(StreamTest):
    def watch(self, sim, *words, env=None):
        """What a terminal of 80 by 24 is sent in some seconds, until Ctrl-C."""
        main, side = pty.openpty()
        self.addCleanup(os.close, main)
        fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        process = subprocess.Popen([str(self.wick), "stream", *words],
                                   env=self.environment({**sim.env, **(env or {})}), stdin=side,
                                   stdout=side, stderr=subprocess.PIPE)
        os.close(side)
        text = b""
        until = time.monotonic() + 4
        while time.monotonic() < until:
            if select.select([main], [], [], 0.1)[0]:
                text += os.read(main, 65536)
        process.send_signal(signal.SIGINT)
        err = process.communicate(timeout=60)[1].decode()
        self.assertEqual(process.returncode, DONE, err)
        return text.decode(), err

    def test_a_table_is_drawn_in_place(self):
        text, err = self.watch(self.exchange(), "BTCUSDT", "ETHUSDT", "1s")
        frames = text.split("\x1b[J")
        self.assertGreater(len(frames), 6)
        self.assertLess(len(frames), 20)
        for frame in frames[1:-1]:
            self.assertTrue(frame.startswith("\x1b[6A"), frame)
        rows = re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", frames[-2]).replace("\r", "").splitlines()
        self.assertRegex(rows[0], r"spot 1s   2 symbols   1 of 1 connection")
        self.assertRegex(rows[3], r"symbol +last +change .*state")
        self.assertRegex(rows[4], r"BTCUSDT +\d+\.?\d* +[+-]\d+\.\d\d% .*live")
        self.assertLessEqual(max(map(len, rows)), 80)
        self.assertNotIn("\x1b[?25l", text)
        self.assertRegex(err, r"^wick: \d+ candles .* dropped\n$")

    def test_without_colours(self):
        text, _ = self.watch(self.exchange(), "BTCUSDT", "1s", env={"NO_COLOR": "1"})
        self.assertNotIn("\x1b[3", text)


class SingleNews(StreamTest):
    def assert_followed(self, sim, lines):
        """Every trade of the exchange's own account is told or in a gap, once and in order."""
        status, text = sim.get("spot", "/api/v3/aggTrades?symbol=BTCUSDT&limit=1000"
                               f"&fromId={lines[0]['id']}")
        self.assertEqual(status, 200, text)
        account = {trade["a"]: trade for trade in json.loads(text)
                   if trade["a"] <= lines[-1]["id"]}
        gaps = [(line["from_id"], line["to_id"]) for line in of_type(lines, "gap")]
        told = of_type(lines, "trade")
        self.assertEqual([line["id"] for line in told],
                         [number for number in account
                          if not any(begin <= number <= end for begin, end in gaps)])
        for line in told:
            trade = account[line["id"]]
            self.assertEqual((line["price"], line["size"], line["time"], line["buyer_is_maker"]),
                             (float(trade["p"]), float(trade["q"]), trade["T"] * 1000, trade["m"]))

    def trades(self, sim):
        finished = self.stream(sim, "BTCUSDT", "--feed", "trades", "--count", "40", "--time",
                               "us")
        lines = [json.loads(line) for line in finished.out.splitlines()]
        self.assertEqual(len(of_type(lines, "trade")), 40)
        self.assert_followed(sim, lines)
        return lines

    def test_trades_in_order(self):
        for line in of_type(self.trades(self.exchange("--speed", "5")), "trade"):
            self.assertTrue(line["price"] > 0 and line["size"] > 0, line)

    def test_trades_that_were_missed_are_told(self):
        lines = self.trades(self.exchange_with(fault("ws", {"reset": True}, after_frames=15)))
        self.assertGreater(len(of_type(lines, "gap")), 0)

    def test_quotes(self):
        finished = self.stream(self.exchange(), "BTCUSDT", "ETHUSDT", "--market", "um", "--feed",
                               "quotes", "--count", "20")
        quotes = of_type([json.loads(line) for line in finished.out.splitlines()], "quote")
        self.assertEqual(len(quotes), 20)
        self.assertTrue(all(line["bid"] < line["ask"] and "time" in line for line in quotes))


class Ends(StreamTest):
    def signalled(self, number):
        sim = self.exchange()
        with self.started(sim, "BTCUSDT", "1s", "--json") as process:
            self.assertTrue(process.stdout.readline())
            begin = time.monotonic()
            process.send_signal(number)
            rest, err = process.communicate(timeout=60)
            self.assertEqual(process.returncode, DONE, err)
            self.assertLess(time.monotonic() - begin, 15)
        for line in rest.splitlines():
            json.loads(line)
        self.assertRegex(err.decode(), r"^wick: \d+ candles? .*dropped\n$")

    def test_ctrl_c(self):
        self.signalled(signal.SIGINT)

    def test_a_service_is_stopped(self):
        self.signalled(signal.SIGTERM)

    def test_a_reader_who_leaves(self):
        with self.started(self.exchange(), "BTCUSDT", "1s", "--json") as process:
            self.assertTrue(process.stdout.readline())
            process.stdout.close()
            self.assertEqual(process.wait(5), DONE)
            self.assertEqual(process.stderr.read(), b"")

    def test_a_reader_who_leaves_before_there_is_a_candle(self):
        with self.started(self.exchange(), "BTCUSDT", "1d", "--json") as process:
            time.sleep(1)
            process.stdout.close()
            self.assertEqual(process.wait(5), DONE)

    def test_a_full_disk_behind_standard_output(self):
        sim = self.exchange()
        with open("/dev/full", "wb") as full:
            finished = subprocess.run([str(self.wick), "stream", "BTCUSDT", "1s", "--json"],
                                      env=self.environment(sim.env), stdout=full,
                                      stderr=subprocess.PIPE, timeout=SECONDS_MAX)
        self.assertEqual(finished.returncode, 1)
        self.assertIn(b"No space left", finished.stderr)

    def test_what_was_heard_is_kept(self):
        sim = self.exchange()
        lines = self.lines(sim, "BTCUSDT", "1s", "--count", "4")
        begin, end = lines[0]["open_time"], lines[-1]["open_time"] + SECOND
        time.sleep(1.2)  # `wick get` takes no bar for final that closed this very moment
        finished = self.get(sim, "BTCUSDT", "--interval", "1s", "--from", bars.iso_of(begin),
                            "--to", bars.iso_of(end), "--source", "cache", "--json", "--time",
                            "us")
        document = bars.Document(finished.out)
        self.assertEqual(document.bars, bars.of_records(lines))

    def test_nothing_is_kept_where_nothing_should_be(self):
        sim = self.exchange()
        self.lines(sim, "BTCUSDT", "1s", "--count", "2", "--no-store")
        self.assertEqual(sorted(self.cache.glob("binance/**/tail.log")), [])


class SlowReaders(StreamTest):
    def read_late(self, policy):
        """A reader who sleeps while two days of history and some updates come."""
        sim = self.exchange("--speed", "20")
        with self.started(sim, "BTCUSDT", "1m", "--updates", "--since", "1d", "--slow", policy,
                          "--json", "--time", "us") as process:
            fcntl.fcntl(process.stdout.fileno(), fcntl.F_SETPIPE_SZ, SMALLEST_PIPE)
            time.sleep(4)
            lines = []
            for text in process.stdout:
                lines.append(json.loads(text))
                if of_type(lines[-1:], "candle") and lines[-1]["source"] == "STREAM":
                    break
            process.send_signal(signal.SIGINT)
            rest, err = process.communicate(timeout=60)
            self.assertEqual(process.returncode, DONE, err)
        lines += [json.loads(text) for text in rest.splitlines()]
        self.assert_truth(sim, lines, interval="1m")
        self.assertGreater(len(of_type(lines, "candle")), 1400)
        return lines, err.decode()

    def test_the_latest_is_enough(self):
        lines, err = self.read_late("drop")
        dropped = sum(line["updates"] for line in of_type(lines, "dropped"))
        self.assertGreater(dropped, 0)
        self.assertIn(f" {dropped} dropped", err)

    def test_all_of_it(self):
        lines, err = self.read_late("block")
        self.assertEqual(of_type(lines, "dropped"), [])
        self.assertIn(" 0 dropped", err)
        self.assertGreater(len(of_type(lines, "update")), 5)


class Usage(StreamTest):
    def test_mistakes_are_named_in_one_line(self):
        sim = self.exchange()
        since = sim.last_request()
        for words, said in (((), "wick stream BTCUSDT"), (("BTC/USDT",), "BTC/USDT"),
                            (("BTCUSDT", "--interval", "7m"), "7m"),
                            (("BTCUSDT", "1s", "--market", "um"), "1s"),
                            (("BTCUSDT", "--market", "moon"), "--market"),
                            (("BTCUSDT", "--since", "soon"), "--since"),
                            (("BTCUSDT", "--since", "2199-01-01"), "--since"),
                            (("BTCUSDT", "--format", "arrow"), "--format"),
                            (("BTCUSDT", "--time", "s"), "--time"),
                            (("BTCUSDT", "--slow", "wait"), "--slow"),
                            (("BTCUSDT", "--for", "soon"), "--for"),
                            (("BTCUSDT", "--count", "-1"), "--count"),
                            (("BTCUSDT", "--feed", "news"), "--feed"),
                            (("--quote", "USDT", "BTCUSDT"), "--all"),
                            (("--symbols-file", "/nonexistent"), "--symbols-file")):
            with self.subTest(words=words):
                finished = self.run_program(self.wick, "stream", *words, env=sim.env)
                self.assert_usage_error(finished, said)
        self.assertEqual(sim.log(since), [])

    def test_a_symbol_that_there_never_was(self):
        sim = self.exchange()
        alone = self.run_program(self.wick, "stream", "NOSUCHUSDT", "1s", env=sim.env)
        self.assert_usage_error(alone, "NOSUCHUSDT")
        self.assertLess(alone.seconds, 15)

    def test_a_symbol_that_there_never_was_among_others(self):
        finished = self.stream(self.exchange(), "BTCUSDT", "NOSUCHUSDT", "1s", "--for", "20s",
                               code=PARTIAL)
        self.assertIn("NOSUCHUSDT", finished.err)
        self.assertGreater(len(finished.out.splitlines()), 2)

    def test_many_symbols_of_a_file(self):
        path = self.folder / "symbols.txt"
        path.write_text("BTCUSDT # first\nETHUSDT, BNBUSDT\n")
        finished = self.stream(self.exchange(), "--symbols-file", path, "1s", "--for", "9s")
        told = {json.loads(line)["symbol"] for line in finished.out.splitlines()}
        self.assertEqual(told, {"BTCUSDT", "ETHUSDT", "BNBUSDT"})
