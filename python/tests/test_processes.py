"""Signals, forks, threads, memory: each in a process of its own, with a time limit."""
import concurrent.futures
import json
import os
import pathlib
import signal
import subprocess
import sys
import time

import candlewick as cw

DAY = ("2024-03-04", "2024-03-05")


def test_threads_share_a_client(client, exchange):
    symbols = ["BTCUSDT", "ETHUSDT", "BTCUSDT", "ETHUSDT"] * 4
    before = exchange.last_request()
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda symbol: client.get(symbol, "1h", *DAY), symbols))
    closes = {symbol: set() for symbol in symbols}
    for symbol, bars in zip(symbols, answers):
        closes[symbol].add(tuple(bars.column("close")))
    assert all(len(values) == 1 and len(next(iter(values))) == 24 for values in closes.values())
    zips = [line["target"] for line in exchange.log(before) if line["kind"] == "zip"]
    assert len(zips) == len(set(zips)) == 2  # one download of each, however many miss it


def test_other_threads_run_meanwhile(client, exchange):
    exchange.scenario({"name": "slow", "rules": [{"then": {"delay_ms": 500}}]})
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        answer = pool.submit(client.get, "BTCUSDT", "1h", *DAY)
        turns = 0
        while not answer.done():
            turns += 1
            time.sleep(0.001)
    assert len(answer.result()) == 24 and turns > 50


def test_ctrl_c_is_heard_at_once(exchange, settings):
    exchange.scenario({"name": "silent", "rules": [{"then": {"delay_ms": 60000}}]})
    text = """
import candlewick as cw, time
print("asking", flush=True)
try:
    cw.get("BTCUSDT", "1h", "2024-03-04", "2024-03-05")
except KeyboardInterrupt:
    print("heard", flush=True)
"""
    with subprocess.Popen([sys.executable, "-c", text], env={**os.environ, **settings},
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "asking\n"
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        begun = time.monotonic()
        assert process.stdout.readline() == "heard\n", process.stderr.read()
        heard = time.monotonic() - begun
        process.wait(20)
    assert heard < 1.0 and process.returncode == 0


def test_a_forked_child_begins_anew(script):
    done = script("""
import candlewick as cw, os, threading, sys
day = ("2024-03-04", "2024-03-05")
mine = cw.get("BTCUSDT", "1h", *day)
busy = [threading.Thread(target=lambda: [cw.get("BTCUSDT", "1h", *day) for _ in range(50)])
        for _ in range(3)]
for thread in busy: thread.start()
for turn in range(10):
    child = os.fork()
    if child == 0:
        try:
            again = cw.get("BTCUSDT", "1h", *day)
            new = cw.get("ETHUSDT", "1h", *day)
            os._exit(0 if list(again) == list(mine) and len(new) == 24 else 3)
        except BaseException as error:
            print(repr(error), file=sys.stderr)
            os._exit(4)
    assert os.waitpid(child, 0)[1] == 0
for thread in busy: thread.join()
child = os.fork()
if child == 0:  # the ordinary way out, with all that Python tears down
    sys.exit(0)
assert os.waitpid(child, 0)[1] == 0
assert len(cw.get("BTCUSDT", "1h", *day)) == 24
print("good")
""")
    assert done.stdout == "good\n", done.stderr


def test_every_answer_leaves_its_line_whoever_else_writes(script, settings):
    done = script("""
import candlewick as cw, os, threading
def ask(times=100):
    for _ in range(times):
        cw.get("BTCUSDT", "1h", "2024-03-04", "2024-03-05")
ask(1)
busy = [threading.Thread(target=ask) for _ in range(3)]
for thread in busy: thread.start()
children = []
for _ in range(3):
    child = os.fork()
    if child == 0:
        ask()
        os._exit(0)
    children.append(child)
for thread in busy: thread.join()
print([os.waitpid(child, 0)[1] for child in children])
""")
    assert done.stdout == "[0, 0, 0]\n", done.stderr
    ring = pathlib.Path(settings["WICK_CACHE_DIR"], "events.jsonl")
    events = [json.loads(line) for line in ring.read_text(encoding="utf-8").splitlines()]
    assert len(events) == 601
    assert {event["symbol"] for event in events} == {"BTCUSDT"}


def test_spawned_workers(settings, tmp_path):
    text = """
import multiprocessing
import candlewick as cw
def rows(symbol):
    return len(cw.get(symbol, "1h", "2024-03-04", "2024-03-05"))
if __name__ == "__main__":
    for way in ("spawn", "fork"):
        with multiprocessing.get_context(way).Pool(2) as pool:
            print(pool.map(rows, ["BTCUSDT", "ETHUSDT"] * 2))
"""
    file = tmp_path / "workers.py"
    file.write_text(text)
    done = subprocess.run([sys.executable, str(file)], env={**os.environ, **settings}, timeout=60,
                          capture_output=True, text=True)
    assert done.stdout == "[24, 24, 24, 24]\n" * 2, done.stderr


def test_memory_does_not_grow(script):
    done = script("""
import candlewick as cw, gc
def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096
month = ("BTCUSDT", "1m", "2024-02-10", "2024-03-20")
def ask():
    bars = cw.get(*month)
    bars.column("close"); bars.__arrow_c_stream__(); bars[100:200]; list(bars[:50])
    try: cw.get("../x")
    except ValueError: pass
for _ in range(30): ask()
gc.collect()
before = resident()
for _ in range(200): ask()
gc.collect()
print(resident() - before)
""")
    assert int(done.stdout) < 2_000_000, done.stdout + done.stderr


def test_leaving_while_at_work(exchange, script):
    """A daemon thread still waits when the interpreter ends: no crash, no hang."""
    exchange.scenario({"name": "slow", "rules": [{"then": {"delay_ms": 3000}}]})
    done = script("""
import candlewick as cw, threading, time
ask = lambda: cw.get("BTCUSDT", "1h", "2024-03-04", "2024-03-05")
threading.Thread(target=ask, daemon=True).start()
time.sleep(0.3)
print("leaving")
""", seconds=30)
    assert done.stdout == "leaving\n" and done.returncode == 0, done.stderr


def test_a_client_may_be_dropped_while_others_ask(client, exchange):
    exchange.scenario({"name": "slow", "rules": [{"then": {"delay_ms": 300}}]})
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        answer = pool.submit(client.get, "BTCUSDT", "1h", *DAY)
        time.sleep(0.1)
        client.close()
        assert isinstance(answer.result(20), cw.Bars)
