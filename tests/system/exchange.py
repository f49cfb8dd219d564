"""One `wick sim` of our own: started, spoken to, and stopped."""
import http.client
import json
import os
import pathlib
import selectors
import subprocess
import tempfile
import time
import urllib.parse

import programs

OPEN_SECONDS = 30
LAST_VARIABLE = "WICK_CA_FILE"
URLS = {"archive": "WICK_BINANCE_ARCHIVE_URL", "listing": "WICK_BINANCE_LISTING_URL",
        "spot": "WICK_BINANCE_SPOT_URL", "um": "WICK_BINANCE_UM_URL",
        "cm": "WICK_BINANCE_CM_URL", "spot_ws": "WICK_BINANCE_SPOT_WS_URL",
        "um_ws": "WICK_BINANCE_UM_WS_URL", "cm_ws": "WICK_BINANCE_CM_WS_URL",
        "okx": "WICK_OKX_URL", "candles": "WICK_FXCM_ARCHIVE_URL",
        "gateway": "WICK_GATEWAY_URL", "fix": "WICK_FXCM_FIX_URL"}


def exports(lines):
    """What `export NAME=value` lines say."""
    return dict(line.removeprefix("export ").strip().split("=", 1) for line in lines)


def read_exports(process):
    """The variables a starting exchange prints; fails when it ends or stays silent."""
    text = b""
    deadline = time.monotonic() + OPEN_SECONDS
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while f"export {LAST_VARIABLE}=".encode() not in text or not text.endswith(b"\n"):
            if not selector.select(max(0, deadline - time.monotonic())):
                raise TimeoutError(f"the exchange said only {text!r}")
            block = os.read(process.stdout.fileno(), 4096)
            if not block:
                raise RuntimeError(f"the exchange did not open; it said {text!r}")
            text += block
    return exports(text.decode().splitlines())


class Exchange:
    def __init__(self, wick, *options, env=None):
        self.wick = str(wick)
        self.options = options
        self.extra = env
        self.env = {}
        self.exit_code = None
        self.errors = ""  # what it wrote to stderr, once stopped

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="wick-system-")
        self.error_path = pathlib.Path(self.folder.name) / "stderr"
        command = [self.wick, "sim", "--print-env", "--ca-dir", self.folder.name + "/ca",
                   *map(str, self.options)]
        with open(self.error_path, "wb") as errors:
            self.process = subprocess.Popen(command, env=programs.environment(self.extra),
                                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                            stderr=errors)
        try:
            self.env = read_exports(self.process)
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self, seconds=5):
        if self.exit_code is None:
            self.exit_code = programs.stop(self.process, seconds)
            self.process.stdout.close()
            self.errors = self.error_path.read_text(errors="replace")
            self.folder.cleanup()
        return self.exit_code

    def url(self, host):
        """Of archive, listing, spot, um, cm, spot_ws, um_ws, cm_ws, okx, candles, gateway, fix."""
        return self.env[URLS[host]]

    def port(self, host):
        return urllib.parse.urlsplit(self.url(host)).port

    def ask(self, method, host, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port(host), timeout=30)
        try:
            connection.request(method, path, body)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def get(self, host, path):
        return self.ask("GET", host, path)

    def control(self, path, body=None):
        """The answer of the control endpoint. Not for exchanges that name their TLS ports."""
        status, answer = self.ask("GET" if body is None else "POST", "spot", "/_sim/" + path, body)
        if status != 200:
            raise RuntimeError(f"/_sim/{path}: {status} {answer.decode(errors='replace')}")
        return answer

    def scenario(self, text_or_name):
        if isinstance(text_or_name, dict):
            text_or_name = json.dumps(text_or_name)
        self.control("scenario", text_or_name)

    def reset(self):
        self.control("reset", "")

    def log(self, since=0):
        """The requests after that one."""
        return [json.loads(line) for line in self.control(f"log?since={since}").splitlines()]

    def last_request(self):
        return max((line["n"] for line in self.log()), default=0)

    def state(self):
        return json.loads(self.control("state"))

    def truth(self, market, symbol, interval, begin, end):
        """The market's own candles; times as ISO text or microseconds."""
        query = urllib.parse.urlencode({"market": market, "symbol": symbol, "interval": interval,
                                        "from": begin, "to": end})
        return json.loads(self.control("truth?" + query))
