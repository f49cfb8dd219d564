"""The bridges of ours keep their protocol, and the conformance test finds those that do not."""
import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
CHECK = ROOT / "tools" / "bridge_check.py"
FOREXCONNECT = ROOT / "bridges" / "forexconnect"
STAND_IN = ROOT / "tests" / "clients" / "forexconnect_stand_in"
EXAMPLE = ROOT / "bridges" / "example-node" / "bridge.js"
SECONDS_MAX = 30
ACCOUNT = {"FXCM_USERNAME": "D100200300", "FXCM_PASSWORD": "hunter2secret"}

sys.path.insert(0, str(FOREXCONNECT))
import rules  # noqa: E402


def environment(**extra):
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith(("FXCM_", "STAND_IN", "PYTHON"))}
    return {**kept, "PYTHONDONTWRITEBYTECODE": "1", **extra}


def check(*command, options=(), **env):
    """The exit code of the conformance test, and what it printed."""
    done = subprocess.run([sys.executable, CHECK, *options, *command], env=environment(**env),
                          capture_output=True, text=True, timeout=SECONDS_MAX)
    return done.returncode, done.stdout


def vendor(mood=""):
    return {**ACCOUNT, "PYTHONPATH": str(STAND_IN), "STAND_IN": mood}


def said(command, env, wanted, lines=()):
    """What a bridge says up to the first message of that type."""
    process = subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, text=True)
    patience = threading.Timer(SECONDS_MAX, process.kill)
    patience.start()
    try:
        for line in ('{"type":"hello","protocol":1}', *lines):
            process.stdin.write(line + "\n")
        process.stdin.flush()
        heard = []
        for line in process.stdout:
            heard.append(json.loads(line))
            if wanted(heard[-1]):
                break
        return heard
    finally:
        process.stdin.close()
        process.wait(10)
        process.stdout.close()
        patience.cancel()


class ExampleBridge(unittest.TestCase):
    @unittest.skipUnless(shutil.which("node"), "no node here")
    def test_keeps_the_protocol(self):
        code, out = check("node", EXAMPLE, "--every", "20", options=["--seconds", "10"])
        self.assertEqual(code, 0, out)
        self.assertNotIn("skipped", out)


class ForexConnectBridge(unittest.TestCase):
    command = [sys.executable, FOREXCONNECT]

    def test_keeps_the_protocol(self):
        code, out = check(*self.command, options=["--seconds", "10"], **vendor())
        self.assertEqual(code, 0, out)
        self.assertNotIn("skipped", out)

    def test_keeps_it_on_a_weekend(self):
        code, out = check(*self.command, options=["--seconds", "2"], **vendor("closed,not_ready"))
        self.assertEqual(code, 0, out)
        self.assertIn("it is connected: closed", out)
        self.assertIn("skipped history: not_ready", out)

    def test_ends_although_the_vendor_hangs(self):
        code, out = check(*self.command, options=["--seconds", "10"], **vendor("silent_logout"))
        self.assertEqual(code, 0, out)

    def test_without_the_package_there_is_one_clear_error(self):
        env = environment(**ACCOUNT)
        heard = said(self.command, env, lambda m: m["type"] == "error")
        self.assertEqual([m["type"] for m in heard], ["error"])
        self.assertEqual(heard[0]["code"], "unsupported")
        self.assertIn("the vendor's package forexconnect cannot be imported", heard[0]["text"])

    def test_without_an_account_there_is_one_clear_error(self):
        env = environment(PYTHONPATH=str(STAND_IN))
        heard = said(self.command, env, lambda m: m["type"] == "error")
        self.assertEqual(heard[-1]["text"], "FXCM_USERNAME and FXCM_PASSWORD: not set")

    def test_a_refused_login_is_final_and_shows_no_secret(self):
        env = environment(**vendor("bad_password"))
        heard = said(self.command, env, lambda m: m["type"] == "error")
        self.assertEqual(heard[-1]["code"], "refused")
        self.assertIn("incorrect user name or password", heard[-1]["text"])
        for secret in ACCOUNT.values():
            self.assertNotIn(secret, json.dumps(heard))

    def test_a_lost_session_is_told_as_of_the_last_tick(self):
        env = environment(**vendor("lost"))
        subscribe = '{"type":"subscribe","id":1,"symbols":["EUR/USD"]}'
        heard = said(self.command, env, lambda m: m["type"] == "error", [subscribe])
        self.assertEqual(heard[-1]["code"], "session")
        down = [m for m in heard if m["type"] == "state"][-1]
        self.assertEqual((down["state"], down["text"]), ("down", "reconnecting"))
        self.assertLessEqual(abs(down["since_ms"] - time.time() * 1000), 5000)

    def test_a_switched_off_instrument_is_refused(self):
        env = environment(**vendor())
        subscribe = '{"type":"subscribe","id":1,"symbols":["USDOLLAR","EUR/USD"]}'
        heard = said(self.command, env, lambda m: m["type"] == "subscribed", [subscribe])
        self.assertEqual([m["symbol"] for m in heard if m["type"] == "refused"], ["USDOLLAR"])

    def test_errors_of_history_have_their_codes(self):
        ask = ('{"type":"history","id":5,"symbol":"EUR/USD","interval":"1m",'
               '"from_ms":1733011200000,"to_ms":1733014800000}')
        for mood, code in (("not_ready", "not_ready"), ("no_data", "no_data"), ("broken", "failed")):
            with self.subTest(mood):
                heard = said(self.command, environment(**vendor(mood)),
                             lambda m: m["type"] == "error", [ask])
                self.assertEqual((heard[-1]["id"], heard[-1]["code"]), (5, code))

    def test_its_source_is_for_python_3_7(self):
        import ast
        for path in sorted(FOREXCONNECT.glob("*.py")) + [CHECK]:
            ast.parse(path.read_text(), str(path), feature_version=(3, 7))


class VendorRules(unittest.TestCase):
    def test_sizes_add_up_to_the_volume_of_each_minute(self):
        volume = rules.MinuteVolume()
        minute = 60000 * 1000
        told = [volume.take(minute + 100, 4), volume.take(minute + 200, 4),
                volume.take(minute + 900, 9), volume.take(minute + 60000, 2),
                volume.take(minute + 59999, 9), volume.take(minute + 60500, 7)]
        self.assertEqual(told, [4, 0, 5, 2, 0, 5])

    def test_an_overlapping_bar_is_left_out(self):
        rows = [{"Date": rules.time_of(60000 * n), "Volume": 1,
                 **{side: 1.5 for side in rules.SIDES}} for n in (3, 4, 5)]
        bars, depth = rules.page_of(rows, 60000 * 2, 60000 * 5)
        self.assertEqual([bar[0] for bar in bars], [180000, 240000])
        self.assertEqual(depth, 180000)
        self.assertEqual(rules.page_of(rows, 0, 60000), ([], 0))


# Each breaks one rule of a bridge that is right otherwise.
RIGHT = r'''
import json, sys, threading, time
def say(**m):
    sys.stdout.write(json.dumps(m) + "\n"); sys.stdout.flush()
hello = dict(type="hello", protocol=1, name="x", history=["1m"])
wanted = []
def tick():
    while True:
        time.sleep(0.02)
        for s in list(wanted): say(type="tick", symbol=s, bid=1.0, ask=1.1, time_ms=1733011200000)
def page(m):
    if m["symbol"] == "NO/PE": return say(type="error", id=m["id"], code="no_symbol", text="no")
    first = max(m["from_ms"], m["to_ms"] - 300 * 60000)
    say(type="page", id=m["id"], from_ms=first,
        bars=[[t] + [1.0] * 8 + [1] for t in range(first, m["to_ms"], 60000)])
def hear():
    for line in sys.stdin:
        try: m = json.loads(line)
        except ValueError: continue
        if not isinstance(m, dict): continue
        if m.get("type") == "ping": say(type="pong", id=m["id"])
        if m.get("type") == "history": page(m)
        if m.get("type") == "subscribe":
            wanted[:] = [s for s in m["symbols"] if s != "NO/PE"]
            for s in set(m["symbols"]) - set(wanted): say(type="refused", symbol=s, text="no")
            say(type="subscribed", id=m["id"])
say(**hello)
say(type="state", state="open")
threading.Thread(target=tick, daemon=True).start()
hear()
'''
FAULTS = {
    "protocol 2": ("protocol=1", "protocol=2"),
    "history in hello": ('history=["1m"]', 'history=["1 minute"]'),
    "\"state\" before hello": ('say(**hello)\nsay(type="state", state="open")',
                               'say(type="state", state="open")\nsay(**hello)'),
    "no pong": ('say(type="pong", id=m["id"])', "pass"),
    "a line that is no JSON": ("say(**hello)", 'say(**hello); print("starting...", flush=True)'),
    "no \"subscribed\"": ('say(type="subscribed", id=m["id"])', "pass"),
    "refused were": ('if s != "NO/PE"', "if True"),
    "a state": ('state="open"', 'state="fine"'),
    "not connected": ('say(type="state", state="open")', "pass"),
    "bid or ask is no number": ("bid=1.0", 'bid="1.0"'),
    "time_ms is no time": ("1733011200000)", '"now")'),
    "it ended by itself": ("except ValueError: continue", "except ZeroDivisionError: continue"),
    "which is not subscribed to": ("for s in list(wanted)", 'for s in ["GBP/USD"]'),
    "is not confirmed": ('say(type="subscribed", id=m["id"])',
                         'm["id"] == 1 and say(type="subscribed", id=1)'),
    "history of NO/PE": ('code="no_symbol"', 'code="no_data"'),
    "with the code": ('code="no_symbol"', 'code="oops"'),
    "do not ascend": ("range(first, m[\"to_ms\"], 60000)",
                      "reversed(range(first, m[\"to_ms\"], 60000))"),
    "bars outside": ("range(first, ", "range(first - 60000, "),
    "no rows of ten numbers": ("[1.0] * 8", "[1.0] * 4"),
    "more than": ("300 * 60000", "1 * 60000"),
    "goes on": ("\nhear()\n", "\nhear()\ntime.sleep(60)\n"),
}


class ConformanceTest(unittest.TestCase):
    def judge(self, text):
        with tempfile.NamedTemporaryFile("w", suffix=".py") as file:
            file.write(text)
            file.flush()
            return check(sys.executable, file.name, options=["--seconds", "2"])

    def test_accepts_what_is_right(self):
        code, out = self.judge(RIGHT)
        self.assertEqual(code, 0, out)
        self.assertNotIn("BROKEN", out)

    def test_finds_what_is_not(self):
        for right, _ in FAULTS.values():
            self.assertIn(right, RIGHT)
        with concurrent.futures.ThreadPoolExecutor(4) as pool:  # they wait more than they work
            judged = pool.map(lambda fault: self.judge(RIGHT.replace(*fault, 1)), FAULTS.values())
            for words, (code, out) in zip(FAULTS, judged):
                with self.subTest(words):
                    self.assertEqual(code, 1, out)
                    self.assertTrue(re.search("BROKEN.*" + re.escape(words), out), out)

    def test_a_program_that_is_not_there_is_told(self):
        code, out = check("/nowhere/bridge")
        self.assertEqual(code, 1)
        self.assertIn("it cannot be started", out)

    def test_no_program_is_wrong_usage(self):
        self.assertEqual(check()[0], 2)


if __name__ == "__main__":
    unittest.main()
