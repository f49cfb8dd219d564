#!/usr/bin/env python3
"""Writes the first inputs of every fuzz target: tests/fuzz/corpus/NAME/seed-NAME.

Deterministic, and safe to run again: it replaces its own files and leaves the others alone. Inputs
that once broke something are added by hand, under a name that says what they did.
"""
import json
import pathlib
import struct
import zlib

CORPUS = pathlib.Path(__file__).resolve().parent / "corpus"
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

BOOK_HEAD = ('{"format":"candlewick instruments 1","provider":"binance","market":"spot",'
             '"as_of":"2024-06-01T00:00:00Z",')

SEEDS = {
    "zip": {
        "stored": little_zip(b"abc", method=0),
        "deflated": little_zip(b"1,2,3\n" * 20),
        "empty": little_zip(b""),
        "comment": little_zip(b"abc", comment=b"PK\x05\x06 is not the end"),
        "crc": little_zip(b"abc", crc=1),
        "longer": little_zip(b"abcabc", size=2),
        "shorter": little_zip(b"abc", size=4),
        "bomb": little_zip(b"abc", size=0xFFFFFFFF),
        "beyond": little_zip(b"abc", packed=0xFFFFFFF0),
        "astray": little_zip(b"abc", local=0xFFFFFFF0),
        "encrypted": little_zip(b"abc", flags=1),
        "two": little_zip(b"abc", members=2),
        "unknown-method": little_zip(b"abc", method=12),
    },
    "kline_csv": {
        "millis": MINUTES + csv(ROWS),
        "micros-header-crlf": MINUTES + HEADER + csv([row(0, 1000), row(1, 1000)], "\r\n"),
        "cut": MINUTES + csv(ROWS)[:-9],
        "unsorted-twice": MINUTES + csv([ROWS[1], ROWS[0], ROWS[0]]),
        "negative": MINUTES + csv([row(0, volume="-1")]),
        "exponent": MINUTES + csv([row(0, volume="1.5e-7")]),
        "units-mixed": MINUTES + csv([row(0), row(1, 1000)]),
        "off-grid": "\x06" + csv([row(1)]),
        "thirteen": MINUTES + csv([ROWS[0] + ["0"]]),
    },
    "kline_json": {
        "page": MINUTES + page(ROWS),
        "empty": MINUTES + "[]",
        "blanks": MINUTES + page(ROWS).replace(",", " ,\n "),
        "cut": MINUTES + page(ROWS)[:-2],
        "more-after": MINUTES + page(ROWS) + "[]",
        "eleven": MINUTES + page([ROWS[0][:-1]]),
        "number-for-text": MINUTES + page([ROWS[0][:1] + [3] + ROWS[0][2:]]),
        "escaped": MINUTES + page([row(0, volume="1\\u002e5")]),
        "error": MINUTES + '{"code":-1121,"msg":"Invalid symbol."}',
    },
    "okx_candles": {
        "page": MINUTES + okx_page([okx_row(1, "0"), okx_row(0)]),
        "empty": MINUTES + okx_page([]),
        "ascending": MINUTES + okx_page([okx_row(0), okx_row(1)]),
        "cut": MINUTES + okx_page([okx_row(0)])[:-3],
        "eight": MINUTES + okx_page([okx_row(0)[:-1]]),
        "neither": MINUTES + okx_page([okx_row(0, "2")]),
        "number-for-text": MINUTES + okx_page([okx_row(0)]).replace('"3.1"', "3.1"),
        "unknown": MINUTES + '{"code":"51001","msg":"Instrument ID does not exist","data":[]}',
        "limit": MINUTES + '{"code":"50011","msg":"Too Many\\u001b[31m Requests"}',
        "no-data": MINUTES + '{"code":"0","msg":""}',
    },
    "funding_csv": {
        "header": HOURS + FUNDING_HEADER + FUNDINGS,
        "crlf": HOURS + FUNDINGS.replace("\n", "\r\n"),
        "cut": HOURS + FUNDINGS[:-9],
        "same-hour": HOURS + FUNDINGS + FUNDINGS,
        "no-hours": HOURS + FUNDINGS.replace(",8,", ",0,"),
        "more": HOURS + FUNDINGS.replace("\n", ",1\n"),
    },
    "funding_json": {
        "page": HOURS + FUNDING_PAGE,
        "empty": HOURS + "[]",
        "cut": HOURS + FUNDING_PAGE[:-2],
        "number-for-text": HOURS + FUNDING_PAGE.replace('"-0.00012"', "-0.00012"),
        "text-for-number": HOURS + FUNDING_PAGE.replace(str(MILLIS), f'"{MILLIS}"'),
        "error": HOURS + '{"code":-1121,"msg":"Invalid symbol."}',
    },
    "api_error": {
        "symbol": '400\n\n\n{"code":-1121,"msg":"Invalid symbol."}',
        "limit": '429\n17\nSat, 21 Nov 2026 05:20:14 GMT\n{"code":-1003,"msg":"Too many."}',
        "ban": '418\n99999999\nSat, 31 Feb 2026 05:20:14 GMT\n{"code":-1003,"msg":"Banned\\n"}',
        "closed": "451\n-1\n\n<html>",
        "fine": "200\n\n\n[]",
        "long-words": '500\n\n\n{"code":0,"msg":"' + "\u00e9" * 100 + '"}',
    },
    "exchange_info": {
        "spot": '{"timezone":"UTC","symbols":[{"symbol":"ETHBTC","status":"TRADING",'
                '"baseAsset":"ETH","quoteAsset":"BTC","filters":[{"a":"1"}]}],"sors":[]}',
        "um": '{"symbols":[{"symbol":"BTCUSDT","pair":"BTCUSDT","contractType":"PERPETUAL",'
              '"deliveryDate":4133404800000,"onboardDate":1569398400000,"status":"BREAK"}]}',
        "cm": '{"symbols":[{"symbol":"BTCUSD_200925","contractStatus":"CLOSE",'
              '"deliveryDate":1601020800000}]}',
        "twice": '{"symbols":[{"symbol":"B"},{"symbol":"A","status":"\\u0041"},{"symbol":"B"}]}',
        "nulls": '{"symbols":[{"symbol":"A","status":null,"onboardDate":null}]}',
        "outside": '{"symbols":[{"symbol":"\u5e01USDT"},{"symbol":"../x"}]}',
        "no-name": '{"symbols":[{"status":"TRADING"}]}',
        "error": '{"code":-1003,"msg":"Too many."}',
        "cut": '{"symbols":[{"symbol":"A"},{"symbo',
        "more-after": '{"symbols":[]}{}',
    },
    "instrument_book": {
        "two": BOOK_HEAD + '"symbols":2}\n{"symbol":"A","status":"TRADING","base":"A",'
               '"tradable":true,"listed":"2019-09-25T08:00:00Z","listed_from":"exchangeInfo"}\n'
               '{"symbol":"B","delisted":"2022-05-12T00:00:00Z","delisted_from":"archive"}\n',
        "empty": BOOK_HEAD + '"archive_as_of":"2024-06-01T00:00:00Z","symbols":0}\n',
        "no-order": BOOK_HEAD + '"symbols":2}\n{"symbol":"B"}\n{"symbol":"A"}\n',
        "too-few": BOOK_HEAD + '"symbols":2}\n{"symbol":"A"}\n',
        "not-json": BOOK_HEAD + '"symbols":1}\n{"symbol":"A"\n',
    },
    "stream_frame": {
        "candle": frame(candle()),
        "closed-micros": frame(candle(1000, x=True)),
        "month": frame(candle(i="1M", T=1735689599999)),
        "raw-no-trade": json.dumps(candle(f=-1, L=-1, n=0), separators=(",", ":")),
        "blanks": json.dumps(candle()),
        "off-grid": frame(candle(t=MILLIS + 1)),
        "low-above": frame(candle(l="3.15")),
        "number-for-text": frame(candle(o=3.1)),
        "escaped": frame(candle()).replace('"o":"3.1"', '"\\u006f":"3\\u002e1"'),
        "twice": frame(candle()).replace('"n":7', '"n":7,"n":8'),
        "cut": frame(candle())[:-30],
        "more-after": frame(candle()) + "{}",
        "trade": frame({**TRADE, "M": True}, "btcusdt@aggTrade"),
        "um-trade": UM_TRADE,
        "no-market": '{"e":"trade","E":1733011200003,"T":1733011200000,"s":"A","t":1,"p":"0",'
                     '"q":"0","X":"NA","m":true}',
        "spot-quote": '{"u":7,"s":"BTCUSDT","b":"3.1","B":"5","a":"0","A":"0"}',
        "um-quote": '{"e":"bookTicker","u":7,"s":"BTCUSDT","b":"3.1","B":"5","a":"3.2","A":"6",'
                    '"T":1733011200000,"E":1733011200003}',
        "cm-quote": '{"u":7,"e":"bookTicker",' + QUOTE + ',"T":1733011200000,"E":1733011200003}',
        "quote-named-twice": '{"e":"bookTicker","u":7,"e":"bookTicker",' + QUOTE + "}",
        "accepted": '{"result":null,"id":1}',
        "refused": '{"code":2,"msg":"Invalid request: \\u001b[31m","id":9}',
        "refused-inside": '{"error":{"code":2,"msg":"Invalid request"},"id":4}',
        "leaving": frame({"e": "serverShutdown", "E": MILLIS}, "!serverShutdown"),
        "depth": frame({"e": "depthUpdate", "E": MILLIS, "s": "A", "u": 2, "b": [["1", "2"]]}),
        "array": '{"stream":"!ticker@arr","data":[{"e":"24hrTicker"}]}',
    },
    "decimal": {
        "plain": "93576.00000000,",
        "negative": "-0.00000001",
        "nineteen": "9999999999999999.999",
        "halfway": "9007199254740993.0",
        "past-exact": "90071992547409.93",
        "eighteen": "100000000000000001",
        "nineteen-over": "9999999999999999999",
        "twenty": "18446744073709551617",
        "exponent": "1.5e-7",
        "overflow": "1e309",
        "underflow": "1e-400",
        "least": "4.9406564584124654e-324",
        "integer-max": "9223372036854775807",
        "integer-over": "-9223372036854775809",
        "point-alone": "1.",
        "no-number": "e5",
    },
    "config_file": {
        "all": '{"binance":{"spot_url":"http://a, https://b/","archive_url":"http://c"},'
               '"archive":{"delay_hours":24},"log":{"level":"debug","format":"json"},"ca_file":""}',
        "points": '{"log.level":"off"}',
        "misspelt": '{"binance":{"spot_ulr":"http://a"}}',
        "deep": '{"binance":{"spot_url":{"a":"b"}}}',
        "fraction": '{"archive":{"delay_hours":1.5}}',
        "too-many-hours": '{"archive":{"delay_hours":1441}}',
        "list": "[]",
    },
    "time_text": {
        "date": "2024-02-29",
        "minute": "2024-01-01T05:30",
        "micros": "2199-12-31 23:59:59.999999Z",
        "no-day": "2023-02-29",
        "no-hour": "2024-01-01T24:00",
    },
    "duration": {
        "seconds": "90s", "weeks": "2w", "most": "100000d", "more": "100001d", "month": "1mo",
        "interval": "1M", "symbol": "btcusd_perp", "zero": "0m", "huge": "9223372036854775807s",
    },
    "scenario": {
        "whole": '{"name":"a","about":"b","seed":7,"limits":{"spot":[{"type":"REQUEST_WEIGHT",'
                 '"interval":"MINUTE","num":1,"limit":10}],"ban_after":2,"ban_s":60},'
                 '"archive":{"delay_hours":5},"rules":[{"name":"r","when":{"host":["spot"],'
                 '"path":"/api/*","probability":0.5},"then":{"status":503,"delay_ms":10}}]}',
        "answer": '{"name":"a","rules":[{"when":{"kind":"klines","symbol":["B*","E?H*"],'
                  '"from":"2024-01-01T00:00:00Z","for_s":1.5,"every":2},'
                  '"then":{"answer":"ban418","retry_after":9}}]}',
        "archive": '{"name":"a","rules":[{"when":{"host":"archive","period":"2024-01-*"},'
                   '"then":{"unit":"us","header":true,"drop_rows":[3,9],"zip_bomb":1}}]}',
        "stream": '{"name":"a","rules":[{"when":{"moment":"frame","closing":true},'
                  '"then":{"copies":2,"close":1008}}]}',
        "unknown-key": '{"name":"a","rules":[{"when":{"hots":["um"]},"then":{}}]}',
        "numbers": '{"a":[-0.0,1e20,18446744073709551615,-9223372036854775808,1.5,5.0],"b":null}',
        "deep": "[" * 17 + "]" * 17,
        "twice": '{"name":"a","name":"b"}',
    },
    "target": {
        "query": "/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=",
        "escapes": "/a%20b+c?x+y=%2B%zz&%=%4&&=&bare",
        "two-marks": "/?a=b?c=d=e",
    },
    "log": {
        "words": "fetched\nhttp://x/y?z=1",
        "quotes": 'a "b"\n\\\x01\x1b[31m\x7f',
        "not-utf8": b"\xff\xfe\n\xc3",
        "utf8": "\u00e9\u20ac\U0001f600\n\u00e9\u20ac\U0001f600",
        "surrogate-overlong": b"\xed\xa0\x80\n\xc0\x80\xf5\x80\x80\x80",
    },
    "rest_request": {
        "klines": f"spot GET {SPOT}{KLINES}\nAccept-Encoding: gzip;q=0.5, *",
        "ui-klines": f"spot GET {SPOT}uiKlines?symbol=BTCUSDT&interval=1w&timeZone=8:00",
        "micros": f"spot GET {SPOT}{KLINES}&startTime=0\nX-MBX-TIME-UNIT: MICROSECOND",
        "um-klines": "um GET /fapi/v1/" + KLINES + "&endTime=1578960000000",
        "cm-klines": "cm GET /dapi/v1/klines?symbol=BTCUSD_PERP&interval=1h"
                     "&startTime=1598918400000",
        "far": f"spot GET {SPOT}{KLINES}&startTime=9223372036854775807&endTime=-1",
        "trades": f"spot GET {SPOT}aggTrades?symbol=BTCUSDT&fromId=1&limit=3",
        "um-trades": "um GET /fapi/v1/trades?symbol=BTCUSDT&limit=3",
        "info": f"spot GET {SPOT}exchangeInfo?symbols=%5B%22BTCUSDT%22,%22ETHBTC%22%5D",
        "all-info": "cm GET /dapi/v1/exchangeInfo",
        "time": f"spot HEAD {SPOT}time",
        "unknown": "um GET /fapi/v1/nothing%0d%0ax%ff%22",
        "posted": f"spot POST {SPOT}ping",
    },
    "archive_request": {
        "file": f"GET {FILE}",
        "checksum": f"HEAD {FILE}.CHECKSUM",
        "range": f"GET {FILE}\nRange: bytes=5-9",
        "range-from-end": f"GET {FILE}\nRange: bytes=-9\nIf-Range: x",
        "conditions": f"GET {FILE}\nIf-None-Match: *\n"
                      "If-Modified-Since: Sat, 21 Nov 2026 05:20:14 GMT",
        "future": "GET /data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2999-08-20.zip",
        "folders": f"GET {BUCKET}prefix=data/futures/&delimiter=/",
        "markers": f"GET {BUCKET}prefix=data/spot/monthly/klines/BTCUSDT/1d/&marker=a&max-keys=3",
        "tokens": f"GET {BUCKET}list-type=2&prefix=data/&max-keys=2&delimiter=/"
                  "&continuation-token=1646174612f66",
        "start-after": f"GET {BUCKET}list-type=2&start-after=data/spot/&max-keys=1",
        "bad-arguments": f"GET {BUCKET}max-keys=-1&delimiter=x",
        "page": "GET /index.html",
        "put": f"PUT {FILE}",
    },
    "websocket_control": {
        "subscribe": 'spot /ws\n{"method":"SUBSCRIBE","params":["btcusdt@kline_1s",'
                     '"btcusdt@trade"],"id":1}\nwait\n'
                     '{"method":"LIST_SUBSCRIPTIONS","id":"a"}\nwait\n'
                     '{"method":"UNSUBSCRIBE","params":["btcusdt@trade"],"id":null}\nwait',
        "combined": "spot /stream?streams=btcusdt@kline_1m/btcusdt@bookTicker"
                    "&timeUnit=microsecond\nwait\nwait",
        "properties": 'cm /ws/btcusd_perp@aggTrade\n'
                      '{"method":"SET_PROPERTY","params":["combined",true],"id":1}\nwait\n'
                      '{"method":"GET_PROPERTY","params":["combined"],"id":2}',
        "split": "um /market/stream?streams=btcusdt_perpetual@continuousKline_1m\nwait",
        "public": "um /public/ws/btcusdt@bookTicker\nwait",
        "pings": "spot /ws\nwait\npong 1504224008000\nwait\nwait\nwait\nwait",
        "flood": "spot /ws\n" + "ping\n" * 6,
        "garbage": 'spot /ws\n{\n[]\n{"method":1}\n{"method":"X"}\n'
                   '{"method":"SUBSCRIBE","params":{}}',
        "too-many": "spot /ws/" + "/".join(f"s{i}@trade" for i in range(9)) + "\nwait",
        "east": "spot /ws/btcusdt@kline_1d@+08:00\nwait",
    },
}


def main():
    for target, seeds in SEEDS.items():
        folder = CORPUS / target
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("seed-*"):
            old.unlink()
        for name, content in seeds.items():
            data = content if isinstance(content, bytes) else content.encode()
            (folder / f"seed-{name}").write_bytes(data)


if __name__ == "__main__":
    main()
