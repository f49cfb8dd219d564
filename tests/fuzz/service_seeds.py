"""The first inputs of the targets that read what people and clients say."""
from seed_parts import (page, frame, SPOT, KLINES, FILE, BUCKET)

SEEDS = {
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
}
