"""The first inputs of the targets of history: venues, and what the store keeps."""
import json

from seed_parts import (MILLIS, little_zip, row, csv, page, okx_row, okx_page, frame, candle,
                        FUNDING_HEADER, FUNDINGS, FUNDING_PAGE, HOURS, HEADER, MINUTES, ROWS,
                        TRADE, UM_TRADE, QUOTE, BOOK_HEAD)

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
    "snappy": {
        "empty": b"\0",
        "literal": b"\x03\x08abc",
        "long-literal": b"\xac\x02\xf4\x2b\x01" + b"y" * 300,
        "copy": b"\x0a\x04ab\x11\x02",
        "copy-of-two-bytes": b"\x0a\x04ab\x1e\x02\0",
        "copy-of-four-bytes": b"\x0a\x04ab\x1f\x02\0\0\0",
        "copy-of-nothing": b"\x08\x11\x02",
        "bomb": b"\xff\xff\xff\xff\x0f\x08abc",
    },
    "zstd": {
        "raw": b"\x28\xb5\x2f\xfd\x20\x03\x19\0\0abc",
        "repeated": b"\x28\xb5\x2f\xfd\x20\x03\x1b\0\0z",
        "skipped": b"\x5e\x2a\x4d\x18\x03\0\0\0abc",
        "dictionary": b"\x28\xb5\x2f\xfd\x21\x07\x03",
        "no-block": b"\x28\xb5\x2f\xfd\x20\x03",
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
    "series_file": {
        "first": "XAUUSD_1m.csv\nsymbol,tf,open_time,close_time,open,high,low,close,volume\n"
                 "XAUUSD,1m,1764547200000,1764547259999,1.5,2,1.25,2,12.0\n"
                 "XAUUSD,1m,1764547320000,1764547379999,1.5,2,1.25,2,12.0\n",
        "second": "eurusd_H1.csv\nsymbol,tf,open_time_ms,close_time_ms,open,high,low,close,volume,"
                  "tick_count\nEUR/USD,1h,1764547200000,1764550799999,1,2,1,2,7,41\n",
        "marks": "EURUSD_m1.csv\nx,symbol,tf,open_time,close_time,open,high,low,close,volume,"
                 "complete,synthetic\r\n?,EURUSD,m1,1764547200000,1764547260000,1,2,1,2,7,True,0"
                 "\r\n",
        "cut-off": "EURUSD_1m.csv\nsymbol,tf,open_time,close_time,open,high,low,close,volume\n"
                   "EURUSD,1m,17645472",
        "meta": 'EURUSD_1m.meta.json\n{"version":1,"rows":60000}',
        "meta-newer": 'EURUSD_1m.meta.json\n{"version":3}',
    },
}
