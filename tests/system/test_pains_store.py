"""What users suffer from on their own machine, row by row of docs/pains.md: resuming, time and
memory, compaction, names of files, time zones, proxies."""
import re
import signal
import socket
import socketserver
import subprocess
import threading
import time

import bars
import programs
from get_test import DONE
from history_test import HistoryTest, Watch

YEAR = ("2023-01-01", "2024-01-01")
YEAR_SECONDS = 50  # on a machine that does other things too; alone it takes about one
YEAR_CPU_SECONDS = 10
YEAR_KIBIBYTES = 200 * 1024
TIME_ZONES = ("America/New_York", "Asia/Kolkata", "EST5EDT,M3.2.0,M11.1.0",
              "CET-1CEST,M3.5.0,M10.5.0/3", "LHST-10:30LHDT-11,M10.1.0,M4.1.0")
SUMMER = ("2024-03-01", "2024-12-01")  # all days on which a clock changed
RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt")
                                          for n in range(1, 10))}


class Pain17SummerTime(HistoryTest):
    def test_no_time_zone_of_the_process_moves_a_bar(self):
        sim = self.exchange()
        options = ("BTCUSDT", "--interval", "1h", "--from", SUMMER[0], "--to", SUMMER[1],
                   "--format", "csv")
        utc = self.assert_good(self.get(sim, *options)).out.replace(",BULK\n", ",CACHE\n")
        truth = sim.truth("spot", "BTCUSDT", "1h", *SUMMER)
        self.assertEqual([line.split(",")[0] for line in utc.splitlines()[1:]],
                         [bars.iso_of(row[0]) for row in truth])
        for zone in TIME_ZONES:
            with self.subTest(zone=zone):
                shown = self.assert_good(self.get(sim, *options, env={"TZ": zone})).out
                self.assertTrue(shown == utc)


class Proxy(socketserver.ThreadingTCPServer):
    """Passes on CONNECT and plain requests, one request a connection, and remembers them."""
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), ProxyConnection)
        self.seen = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"


class ProxyConnection(socketserver.StreamRequestHandler):
    def handle(self):
        head = [self.rfile.readline()]
        while head[-1] not in (b"\r\n", b"\n", b""):
            head.append(self.rfile.readline())
        if head[0] == b"":
            return
        method, target, _ = head[0].decode().split()
        self.server.seen.append((method, target))
        host, port = re.match(r"(?:http://)?([^/:]+):(\d+)", target).groups()
        with socket.create_connection((host, int(port))) as far:
            if method == "CONNECT":
                self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            else:
                path = re.sub("^http://[^/]+", "", target)
                kept = [line for line in head[1:-1] if not line.lower().startswith(b"proxy-")]
                far.sendall(f"{method} {path} HTTP/1.1\r\nConnection: close\r\n".encode() +
                            b"".join(kept) + b"\r\n")
            self.pass_on(far)

    def pass_on(self, far):
        def upwards():
            try:
                while block := self.connection.recv(65536):
                    far.sendall(block)
            except OSError:
                pass

        threading.Thread(target=upwards, daemon=True).start()
        while block := far.recv(65536):
            self.wfile.write(block)


class Pain21Proxy(HistoryTest):
    SERIES, SPAN = ("spot", "BTCUSDT", "1h"), ("2024-02-01", "2024-02-04")

    def setUp(self):
        super().setUp()
        self.proxy = self.enterContext(Proxy())
        self.addCleanup(self.proxy.shutdown)

    def get_through(self, sim, variables):
        self.forget()
        finished = self.get(sim, "BTCUSDT", "--interval", "1h", "--from", self.SPAN[0], "--to",
                            self.SPAN[1], "--json", "--time", "us", env=variables)
        self.assertEqual(finished.code, DONE, finished)
        truth = bars.of_truth(self.truth_of(sim))
        self.assertEqual(bars.Document(finished.out).bars, truth)
        self.assertEqual(len(truth), 72)

    def truth_of(self, sim):
        """The same market, also where the exchange itself only speaks TLS."""
        plain = sim if sim.url("spot").startswith("http:") else self.exchange()
        return plain.truth("spot", "BTCUSDT", "1h", *self.SPAN)

    def test_https_goes_through_a_tunnel(self):
        sim = self.exchange("--tls")
        self.get_through(sim, {"HTTPS_PROXY": self.proxy.url()})
        ports = {int(target.rsplit(":", 1)[1]) for _, target in self.proxy.seen}
        self.assertEqual({method for method, _ in self.proxy.seen}, {"CONNECT"})
        self.assertIn(sim.port("archive"), ports)

    def test_plain_http_goes_through_it(self):
        sim = self.exchange()
        self.get_through(sim, {"http_proxy": self.proxy.url()})
        zips = [target for method, target in self.proxy.seen if target.endswith(".zip")]
        self.assertEqual(len(zips), 3)

    def test_no_proxy_is_heeded(self):
        sim = self.exchange("--tls")
        self.get_through(sim, {"HTTPS_PROXY": self.proxy.url(), "NO_PROXY": "127.0.0.1"})
        self.assertEqual(self.proxy.seen, [])


class Pain22Resume(HistoryTest):
    SERIES, SPAN = ("spot", "BTCUSDT", "1m"), ("2024-02-01", "2024-02-17")

    def test_after_kill_9_only_the_rest_is_fetched(self):
        sim = self.exchange("--scenario", "pain-23-far-away")
        command = [self.wick, "get", "BTCUSDT", "--from", self.SPAN[0], "--to", self.SPAN[1],
                   "--format", "csv"]
        process = subprocess.Popen([*map(str, command)], env=self.environment(sim.env),
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 20
        while len(self.sealed()) < 3 and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        self.assertEqual(process.wait(), -signal.SIGKILL, "killed in the middle of it")
        kept = set(self.sealed())
        self.assertGreaterEqual(len(kept), 3)
        watch = Watch(sim)
        document = self.document(sim, self.SERIES, self.SPAN)
        self.assertEqual(document.sources["CACHE"], 1440 * len(kept))
        self.assertEqual(set(watch.days()) & kept, set())
        self.assertEqual(len(watch.days()), 16 - len(kept))


class Pain23SlowAndPain25Memory(HistoryTest):
    def test_a_year_of_minutes_far_away_in_bounded_time_and_memory(self):
        sim = self.exchange("--scenario", "pain-23-far-away")
        for source in ("cold", "warm"):
            used = self.fetch_year(sim)
            with self.subTest(source=source, used=used):
                self.assertLess(used["seconds"], YEAR_SECONDS)
                self.assertLess(used["cpu"], YEAR_CPU_SECONDS)
                self.assertLess(used["kib"], YEAR_KIBIBYTES)

    def fetch_year(self, sim):
        used = programs.measure(
            self.wick, "get", "BTCUSDT", "--market", "um", "--from", YEAR[0], "--to", YEAR[1],
            "--format", "csv", "-o", self.folder / "year.csv", env=self.environment(sim.env))
        self.assertEqual(used["code"], DONE)
        with open(self.folder / "year.csv", "rb") as file:
            self.assertGreater(sum(1 for _ in file), 525_000)
        return used


class Pain27Compaction(HistoryTest):
    SERIES, SPAN = ("um", "BTCUSDT", "1m"), ("2023-08-01", "2023-09-01")  # with an hour of no bars

    def test_killed_at_any_moment_it_loses_no_row_and_no_hole(self):
        sim = self.exchange()
        self.fill_by_days(sim)
        self.assertEqual(len(self.sealed()), 31)
        whole = self.said_by_cache(sim)
        self.assertEqual(whole[0].count("\n"), 1 + 31 * 1440 - 97)
        self.assertEqual(len(whole[1]), 1, "a hole of 97 minutes")
        for attempt in range(8):
            process = subprocess.Popen([str(self.wick), "compact"], env=self.environment(sim.env),
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(0.015 * attempt)
            process.send_signal(signal.SIGKILL)
            process.wait()
            self.assertTrue(self.said_by_cache(sim) == whole, f"after attempt {attempt}")
        self.assert_good(self.run_program(self.wick, "compact", env=sim.env))
        self.assertEqual(list(self.sealed()), ["2023-08"])
        self.assertTrue(self.said_by_cache(sim) == whole)
        self.assert_good(self.run_program(self.wick, "verify", env=sim.env))

    def fill_by_days(self, sim):
        for begin, end in (("01", "11"), ("11", "21"), ("21", "31")):
            self.document(sim, self.SERIES, (f"2023-08-{begin}", f"2023-08-{end}"))
        self.document(sim, self.SERIES, ("2023-08-31", "2023-09-01"))

    def said_by_cache(self, sim):
        finished = self.assert_good(self.get(
            sim, "BTCUSDT", "--market", "um", "--from", self.SPAN[0], "--to", self.SPAN[1],
            "--format", "csv", "--source", "cache"))
        return finished.out, re.findall("missing .*", finished.err)


class Pain30Names(HistoryTest):
    def test_paths_differ_by_more_than_case_and_have_no_odd_letters(self):
        sim = self.exchange()
        for interval in ("1m", "1M"):
            self.document(sim, ("um", "BTCUSDT", interval), ("2023-02-01", "2023-04-01"))
        self.document(sim, ("cm", "BTCUSD_PERP", "1h"), ("2024-02-01", "2024-02-03"))
        paths = [path.relative_to(self.cache) for path in self.cache.rglob("*")]
        folded = [str(path).lower() for path in paths]
        self.assertGreater(len(folded), 10)
        self.assertEqual(len(folded), len(set(folded)))
        parts = {part for path in paths for part in path.parts}
        self.assertIn("1m", parts)
        self.assertNotIn("1M", parts)
        for part in parts:
            self.assertRegex(part, r"^[A-Za-z0-9_-][A-Za-z0-9._-]*[A-Za-z0-9_-]$")
            self.assertNotIn(part.split(".")[0].lower(), RESERVED)
        self.assertLess(max(map(len, folded)), 120)
