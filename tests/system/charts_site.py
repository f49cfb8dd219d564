"""OKX's candles and the charts of Binance's futures, from a formula, as the exchanges serve them."""
import hashlib
import http.server
import io
import json
import threading
import time
import urllib.parse
import zipfile

HOUR = 3_600_000
LENGTHS = {"1m": 60_000, "1H": HOUR, "4H": 4 * HOUR, "6Hutc": 6 * HOUR, "1Dutc": 24 * HOUR}
FUNDINGS_APART = 8 * HOUR
LISTED = 1_577_836_800_000  # 2020-01-01


def price(opened):
    """Of the bar that opens then: another one for each hour, with a fraction."""
    return 20_000 + opened // HOUR % 10_000 + 0.5


def rate(funded):
    return round((funded // FUNDINGS_APART % 7 - 3) / 10_000, 8)


def okx_answer(shelf, query, now):
    length = LENGTHS.get(query["bar"])
    if length is None:
        return {"code": "51000", "msg": "Parameter bar error", "data": []}
    if query["instId"] not in ("BTC-USDT", "BTC-USDT-SWAP"):
        return {"code": "51001", "msg": "Instrument ID does not exist", "data": []}
    newest = now if shelf == "candles" else now - 2 * 60_000  # the history lags
    oldest = newest // length * length - 1439 * length if shelf == "candles" else LISTED
    opened = min(newest, int(query["after"]) - 1) // length * length
    rows = []
    while opened > int(query["before"]) and opened >= oldest and len(rows) < int(query["limit"]):
        closed = "1" if opened + length <= now else "0"
        p = price(opened)
        rows.append([str(opened), *map(str, (p, p + 1, p - 1, p)), "3", "4", "5", closed])
        opened -= length
    return {"code": "0", "msg": "", "data": rows}


def kline(opened, sign=1):
    p = sign * price(opened)
    return [opened, *map(str, (p, p + 1, p - 1, p)), "0", opened + HOUR - 1, "0", 60, "0", "0", "0"]


def binance_page(leaf, query):
    first, last = int(query.get("startTime", LISTED)), int(query.get("endTime", LISTED + HOUR))
    if leaf == "fundingRate":
        times = range(-(-first // FUNDINGS_APART) * FUNDINGS_APART, last + 1, FUNDINGS_APART)
        return [{"symbol": query["symbol"], "fundingTime": t + 3, "fundingRate": f"{rate(t):.8f}",
                 "markPrice": "1.0"} for t in times if t + 3 <= last][:int(query["limit"])]
    sign = -1 if leaf == "premiumIndexKlines" else 1
    opened = range(max(LISTED, -(-first // HOUR) * HOUR), last + 1, HOUR)
    return [kline(t, sign) for t in opened][:int(query["limit"])]


def archive_rows(path):
    """The text of the file in a zip; none for what the archive has not."""
    name = path.rsplit("/", 1)[1].removesuffix(".zip")
    if "/fundingRate/" in path:
        begin = millis(name[-7:] + "-01")
        times = range(begin, millis(next_month(name[-7:])), FUNDINGS_APART)
        return ("calc_time,funding_interval_hours,last_funding_rate\n" +
                "".join(f"{t + 7},8,{rate(t):.8f}\n" for t in times))
    if "/daily/markPriceKlines/" in path or "/daily/indexPriceKlines/" in path:
        begin = millis(name[-10:])
        rows = (kline(t) for t in range(begin, begin + 24 * HOUR, HOUR))
        return "".join(",".join(map(str, row)) + "\n" for row in rows)
    return None


def millis(date):
    return int(time.mktime(time.strptime(date + " UTC", "%Y-%m-%d %Z")) - time.timezone) * 1000


def next_month(month):
    year, number = map(int, month.split("-"))
    return f"{year + number // 12}-{number % 12 + 1:02}-01"


def packed(path):
    text = archive_rows(path)
    if text is None:
        return None
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        member = zipfile.ZipInfo(path.rsplit("/", 1)[1].removesuffix(".zip") + ".csv")
        archive.writestr(member, text)
    return into.getvalue()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked.append(self.path)
        path, _, query = self.path.partition("?")
        body = self.answer(path, dict(urllib.parse.parse_qsl(query)))
        self.send_response(404 if body is None else 200)
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def answer(self, path, query):
        leaf = path.rsplit("/", 1)[1]
        if path.startswith("/api/v5/market/"):
            return json.dumps(okx_answer(leaf, query, int(time.time() * 1000))).encode()
        if path.startswith(("/fapi/v1/", "/dapi/v1/")):
            return json.dumps(binance_page(leaf, query)).encode()
        if path.endswith(".zip"):
            return packed(path)
        if path.endswith(".zip.CHECKSUM"):
            zipped = packed(path.removesuffix(".CHECKSUM"))
            name = leaf.removesuffix(".CHECKSUM")
            return zipped and f"{hashlib.sha256(zipped).hexdigest()}  {name}\n".encode()
        return None

    def log_message(self, *_):
        pass


class ChartsSite:
    """Serves while it is entered; `asked` has the target of every request, in order."""

    def __enter__(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.asked = self.asked = []
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.env = {name: url for name in (
            "WICK_OKX_URL", "WICK_BINANCE_ARCHIVE_URL", "WICK_BINANCE_LISTING_URL",
            "WICK_BINANCE_SPOT_URL", "WICK_BINANCE_UM_URL", "WICK_BINANCE_CM_URL")}
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def bar_requests(self):
        """Without those that ask since when a symbol is listed."""
        return [target for target in self.asked if "prefix=" not in target and
                "/klines?" not in target]
