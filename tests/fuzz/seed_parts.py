"""What the seeds of several fuzz targets are made of."""
import json
import pathlib
import struct
import zlib

CONFIG = pathlib.Path(__file__).resolve().parent.parent.parent / "config"
MILLIS = 1733011200000  # 2024-12-01


def little_zip(text, method=8, name=b"a.csv", **lies):
    """An archive of one member, in which single fields may lie."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(text) + packer.flush() if method == 8 else text
    crc = lies.get("crc", zlib.crc32(text))
    size = lies.get("size", len(text))
    sizes = (crc, lies.get("packed", len(packed)), size, len(name), 0)
    local = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, method, 0, 33, *sizes) + name + packed
    flags = lies.get("flags", 0)
    entry = struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, flags, method, 0, 33, *sizes,
                        0, 0, 0, 0, lies.get("local", 0)) + name
    members = lies.get("members", 1)
    comment = lies.get("comment", b"")
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, members, members, len(entry), len(local),
                      len(comment))
    return local + entry + end + comment


def row(minute, scale=1, volume="1.5"):
    opened = (MILLIS + minute * 60000) * scale
    closed = (MILLIS + minute * 60000 + 60000) * scale - 1
    return [opened, "3.1", "3.4", "2.9", "3.2", volume, closed, "4.8", 7, "0.5", "1.6", "0"]


def csv(rows, end="\n"):
    return "".join(",".join(map(str, cells)) + end for cells in rows)


def page(rows):
    written = ("[" + ",".join(f'"{c}"' if isinstance(c, str) else str(c) for c in cells) + "]"
               for cells in rows)
    return "[" + ",".join(written) + "]"


def okx_row(minute, confirm="1"):
    return [str(MILLIS + minute * 60000), "3.1", "3.4", "2.9", "3.2", "1.5", "4.7", "4.8", confirm]


def okx_page(rows):
    return '{"code":"0","msg":"","data":' + page(rows) + "}"


def fix(*bodies, cut=200):
    """Messages of FIX with bars for SOH, behind a byte that says where they are cut."""
    text = chr(cut)
    for number, body in enumerate(bodies, 1):
        kind, _, rest = body.partition("|")
        whole = (f"35={kind}|34={number}|49=FXCM|52=20240105-12:00:00.250|56=me|{rest}")
        begun = f"8=FIX.4.4|9={len(whole)}|{whole}"
        text += f"{begun}10={sum(begun.replace('|', chr(1)).encode()) % 256:03}|"
    return text.encode("latin-1")


def frame(event, stream="btcusdt@kline_1m"):
    return json.dumps({"stream": stream, "data": event}, separators=(",", ":"))


def candle(scale=1, **changes):
    """A frame of a candle, with other values for some of its fields."""
    k = {"t": MILLIS * scale, "T": (MILLIS + 60000) * scale - 1, "s": "BTCUSDT", "i": "1m", "f": 11,
         "L": 17, "o": "3.1", "c": "3.2", "h": "3.4", "l": "2.9", "v": "1.50000000", "n": 7,
         "x": False, "q": "4.8", "V": "0.5", "Q": "1.6", "B": "0"}
    return {"e": "kline", "E": (MILLIS + 250) * scale, "s": "BTCUSDT", "k": {**k, **changes}}


FUNDING_HEADER = "calc_time,funding_interval_hours,last_funding_rate\n"
FUNDINGS = f"{MILLIS + 7},8,0.00010000\n{MILLIS + 28800000},8,-0.00012\n"
FUNDING_PAGE = (f'[{{"symbol":"BTCUSDT","fundingTime":{MILLIS},"fundingRate":"-0.00012",'
                f'"markPrice":"97000.1"}},'
                f'{{"fundingTime":{MILLIS + 28800007},"fundingRate":"0.0001"}}]')
HOURS = "\x06"  # the index of 1h among the intervals
HEADER = ("open_time,open,high,low,close,volume,close_time,quote_volume,count,"
          "taker_buy_volume,taker_buy_quote_volume,ignore\n")
MINUTES = "\x01"  # the index of 1m among the intervals
ROWS = [row(0), row(1)]
SPOT = "/api/v3/"
KLINES = "klines?symbol=BTCUSDT&interval=1m&limit=2"
FILE = "/data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2020-08-20.zip"
BUCKET = "/data.binance.vision?"

TRADE = {"e": "aggTrade", "E": MILLIS + 3, "s": "BTCUSDT", "a": 9, "p": "3.1", "q": "0.5", "f": 11,
         "l": 12, "T": MILLIS, "m": True}
UM_TRADE = ('{"e":"aggTrade","E":1733011200003,"a":9,"s":"BTCUSDT","p":"3.1","q":"0.5","nq":"0.5",'
            '"f":11,"l":12,"T":1733011200000,"m":false,"st":1}')
QUOTE = '"s":"BTCUSD_PERP","ps":"BTCUSD","b":"3.1","B":"5","a":"3.2","A":"0"'

CANDLE_HEAD = "DateTime,BidOpen,BidHigh,BidLow,BidClose,AskOpen,AskHigh,AskLow,AskClose\n"
CANDLES = ("01/31/2024 22:00:00.000,1.08182,1.08185,1.08179,1.08181,1.0819,1.08196,1.08188,1.08192\n"
           "01/31/2024 23:00:00.000,1.08181,1.08184,1.0818,1.08184,1.08192,1.08195,1.08189,1.08194\n")
CANDLE_FILE = CANDLE_HEAD + CANDLES
GZIP_HEAD = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"


def little_gzip(text, **lies):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(text.encode()) + packer.flush()
    crc = lies.get("crc", zlib.crc32(text.encode()))
    return b"\0" + GZIP_HEAD + packed + struct.pack("<II", crc, lies.get("size", len(text)))


BOOK_HEAD = ('{"format":"candlewick instruments 1","provider":"binance","market":"spot",'
             '"as_of":"2024-06-01T00:00:00Z",')

LOGON = "A|98=0|108=30|141=Y|"
STATUS = ("h|340=2|146=2|55=EUR/USD|9001=5|9002=0.0001|9096=O|55=XAU/USD|9001=2|9016=2|"
          "9017=SERVER_TIME_UTC|9018=UTC|9017=END_TRADING_DAY|9018=21:00:00|")


def quote_fix(symbol):
    entry = "272=20240105|273=12:00:00.000|537=1|"
    return (f"W|55={symbol}|9001=5|268=3|269=0|270=1.0951|{entry}269=1|270=1.0953|{entry}"
            "269=7|270=2|")

HELLO = '{"type":"hello","protocol":1,"name":"x","history":["1m"]}\n'
OPEN = (HELLO + '{"type":"subscribed","id":1}\n'
        '{"type":"state","state":"open","text":"logged on"}\n')
BRIDGE_TICK = '{"type":"tick","symbol":"EUR/USD","bid":1.0851,"ask":1.0853,"size":2'
RECORDED = '{"symbol":"XAU/USD","bid":2000.5,"ask":2000.75,"mid":2000.625,'
