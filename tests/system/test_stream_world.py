"""wick stream in a world that is not kind: proxies, strangers' certificates, disks, signals, and
readers who do as they like."""
import os
import signal
import subprocess
import threading
import time
import unittest

import bars
from get_test import DONE
from history_test import fault
from stream_test import SECOND, SECONDS_MAX, StreamTest, lines_of
from test_pains_store import Proxy

NOW = "2024-06-03T10:00:00"
FAST = ("--speed", "10", "--now", NOW)


class Networks(StreamTest):
    """The same market in plain text knows the truth about the one behind TLS."""

    def check(self, finished_lines):
        truth = self.exchange(*FAST)
        self.assertEqual(self.assert_truth(truth, finished_lines), {"BTCUSDT": 20})

    def test_tls(self):
        sim = self.exchange("--tls", *FAST)
        self.assertTrue(sim.url("spot_ws").startswith("wss://"))
        self.check(self.lines(sim, "BTCUSDT", "1s", "--count", "20"))

    def test_an_authority_that_nobody_knows(self):
        sim, other = self.exchange("--tls", *FAST), self.exchange("--tls", *FAST)
        finished = self.stream(sim, "BTCUSDT", "1s", "--for", "7s", "--verbose",
                               env={"WICK_CA_FILE": other.env["WICK_CA_FILE"]})
        self.assertEqual(finished.out, "")
        self.assertRegex(finished.err, r"(?i)certificate")
        tries = [line for line in finished.err.splitlines() if " lost: " in line]
        self.assertGreater(len(tries), 2, "it goes on trying")
        self.assertLess(len(tries), 30)

    def test_an_authority_that_is_no_file(self):
        sim = self.exchange("--tls", *FAST)
        finished = self.stream(sim, "BTCUSDT", "1s", "--for", "3s", "--verbose",
                               env={"WICK_CA_FILE": "/nonexistent/ca.pem"})
        self.assertIn("/nonexistent/ca.pem", finished.err)

    def test_through_a_proxy(self):
        for tls in (("--tls",), ()):
            with self.subTest(tls=tls), Proxy() as proxy:
                sim = self.exchange(*tls, *FAST)
                through = {"https_proxy": proxy.url(), "http_proxy": proxy.url()}
                self.check(self.lines(sim, "BTCUSDT", "1s", "--count", "20", env=through))
                targets = {target for method, target in proxy.seen if method == "CONNECT"}
                self.assertIn(f"127.0.0.1:{sim.port('spot_ws')}", targets)
                proxy.shutdown()

    def test_a_proxy_that_is_not_there(self):
        finished = self.stream(self.exchange("--tls", *FAST), "BTCUSDT", "1s", "--for", "3s",
                               "--verbose", env={"https_proxy": "http://127.0.0.1:9"})
        self.assertIn("127.0.0.1:9", finished.err)


class Disks(StreamTest):
    def heard_without_keeping(self, sim, *before, env=None):
        command = [*before, self.wick, "stream", "BTCUSDT", "1s", "--count", "20", "--json",
                   "--time", "us"]
        finished = self.run_program(*command, env={**sim.env, **(env or {})})
        self.assertEqual(finished.code, DONE, finished)
        self.assertEqual(self.assert_truth(sim, lines_of(finished.out)), {"BTCUSDT": 20})
        warnings = finished.err.splitlines()[:-1]
        self.assertEqual(len(warnings), 1, finished)
        self.assertIn("not kept", warnings[0])

    def test_a_folder_that_nobody_may_write(self):
        self.cache.mkdir(parents=True)
        self.cache.chmod(0o555)
        self.addCleanup(self.cache.chmod, 0o755)
        self.heard_without_keeping(self.exchange(*FAST), *self.without_powers())

    def test_a_folder_that_is_nowhere(self):
        self.heard_without_keeping(self.exchange(*FAST), env={"WICK_CACHE_DIR": "/proc/nowhere"})

    def test_a_disk_that_is_full(self):
        fill = 'mount -t tmpfs -o size=4k none "$0" && (dd if=/dev/zero of="$0/x" bs=4k count=1' \
               ' 2>/dev/null || true) && exec "$@"'
        mount = ["unshare", "-rm", "sh", "-c", fill, self.cache]
        self.cache.mkdir(parents=True)
        if subprocess.run([*mount, "true"], capture_output=True, check=False).returncode:
            raise unittest.SkipTest("no file system may be mounted here")
        self.heard_without_keeping(self.exchange(*FAST), *mount)


class Signals(StreamTest):
    def test_stopped_for_a_while(self):
        sim = self.exchange("--now", NOW, "--speed", "4")
        with self.started(sim, "BTCUSDT", "ETHUSDT", "1s", "--json", "--time", "us", "--count",
                          "80") as process:
            first = process.stdout.readline()
            process.send_signal(signal.SIGSTOP)
            time.sleep(5)
            process.send_signal(signal.SIGCONT)
            rest, err = process.stdout.read(), process.stderr.read()
            self.assertEqual(process.wait(20), DONE, err)
        self.assertEqual(sum(self.assert_truth(sim, lines_of(first + rest)).values()), 80)

    def killed(self, sim, candles, *words):
        told = []
        with self.started(sim, "BTCUSDT", "1s", "--json", "--time", "us", *words) as process:
            for line in process.stdout:
                told.append(line)
                if len(told) == candles:
                    break
            process.kill()
            process.wait()
        return lines_of(b"".join(told))

    def test_killed_and_started_again(self):
        sim = self.exchange(*FAST)
        first = self.killed(sim, 30)
        again = self.killed(sim, 100, "--since", bars.iso_of(first[0]["open_time"]))
        last = self.lines(sim, "BTCUSDT", "1s", "--since", bars.iso_of(first[0]["open_time"]),
                          "--count", "200")
        for lines in (first, again, last):
            self.assert_truth(sim, lines)
        self.assertEqual([last[0]["open_time"], again[0]["open_time"]],
                         [first[0]["open_time"]] * 2)
        self.check_kept(sim, last)

    def check_kept(self, sim, lines):
        begin, end = lines[0]["open_time"], lines[-1]["open_time"] + SECOND
        finished = self.get(sim, "BTCUSDT", "--interval", "1s", "--from", bars.iso_of(begin),
                            "--to", bars.iso_of(end), "--source", "cache", "--json", "--time",
                            "us")
        self.assertEqual(bars.Document(finished.out).bars, bars.of_records(lines), finished)

    def test_two_of_the_same(self):
        sim = self.exchange(*FAST)
        words = ("BTCUSDT", "1s", "--json", "--time", "us", "--count")
        with self.started(sim, *words, "60") as one, self.started(sim, *words, "70") as other:
            told = [each.communicate(timeout=60) for each in (one, other)]
        both = [lines_of(out) for out, _ in told]
        for lines, count in zip(both, (60, 70)):
            self.assertEqual(self.assert_truth(sim, lines), {"BTCUSDT": count})
        for _, err in told:
            self.assertEqual(len(err.splitlines()), 1, err)
        self.check_kept(sim, both[1])

    def test_a_second_ctrl_c_ends_at_once(self):
        with self.started(self.exchange(), "BTCUSDT", "1s", "--json", "--since", "2d",
                          "--slow", "block") as process:
            time.sleep(2)  # nobody reads: the pipe is full
            process.send_signal(signal.SIGINT)
            time.sleep(0.3)
            process.send_signal(signal.SIGINT)
            self.assertEqual(process.wait(2), -signal.SIGINT)


class Processes(StreamTest):
    def count_of(self, process, what):
        return len(os.listdir(f"/proc/{process.pid}/{what}"))

    def test_connections_leave_nothing_behind(self):
        """Not many in a short time: who is cut again and again waits longer and longer."""
        sim = self.exchange(*FAST)
        sim.scenario({"name": "short", "rules": [fault("ws", {"close": 1001}, after_frames=8)]})
        with self.started(sim, "BTCUSDT", "1s", "--json", "--time", "us",
                          "--updates") as process:
            reader = threading.Thread(target=process.stdout.read)
            reader.start()
            time.sleep(2)
            before = [self.count_of(process, what) for what in ("fd", "task")]
            until = time.monotonic() + 20
            while self.handshakes(sim) < 6 and time.monotonic() < until:
                time.sleep(0.5)
            after = [self.count_of(process, what) for what in ("fd", "task")]
            self.assertGreaterEqual(self.handshakes(sim), 6)
            process.send_signal(signal.SIGINT)
            self.assertEqual(process.wait(10), DONE)
            reader.join()
        self.assertLessEqual(after[0], before[0] + 3)
        self.assertLessEqual(after[1], before[1] + 3)  # two workers, and a name looked up

    def handshakes(self, sim):
        return sum(line["kind"] == "ws" for line in sim.log())


class Outputs(StreamTest):
    def test_standard_output_that_is_closed(self):
        sim = self.exchange(*FAST)
        finished = self.run_program("sh", "-c", 'exec "$0" stream BTCUSDT 1s --json >&-',
                                    self.wick, env=sim.env)
        self.assertEqual(finished.code, 1, finished)
        self.assertEqual(len(finished.err.splitlines()), 1, finished)
        self.assertIn("standard output", finished.err)

    def test_a_full_device(self):
        sim = self.exchange(*FAST)
        for form in ("json", "csv", "table"):
            with self.subTest(form=form), open("/dev/full", "wb") as full:
                finished = subprocess.run(
                    [str(self.wick), "stream", "BTCUSDT", "1s", "--format", form],
                    env=self.environment(sim.env), stdout=full, stderr=subprocess.PIPE,
                    timeout=SECONDS_MAX)
                self.assertEqual(finished.returncode, 1, finished.stderr)
                self.assertEqual(len(finished.stderr.splitlines()), 1, finished.stderr)
                self.assertIn(b"No space left", finished.stderr)
