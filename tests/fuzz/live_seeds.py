"""The first inputs of the targets of the live half: feeds, calendar, its configuration."""
from seed_parts import (CONFIG, MILLIS, csv, page, fix, CANDLE_HEAD, CANDLES, CANDLE_FILE,
                        little_gzip, LOGON, STATUS, quote_fix, HELLO, OPEN, BRIDGE_TICK, RECORDED)

SEEDS = {
    "gateway": {
        "tick": '{"tick":["EUR/USD",1709640000123,1.08501,1.08509,17]}',
        "tick-short": '{"tick":["EUR/USD",1709640000123,1.08501]}',
        "session": '{"session":"open","now":1709640000123}',
        "subscribed": '{"subscribed":["EUR/USD"],"refused":[{"instrument":"A","text":"no"}]}',
        "instruments": '{"now":1,"instruments":[{"name":"EUR/USD","digits":5,"point":0.0001,'
                       '"tradable":true}]}',
        "candles": '{"instrument":"EUR/USD","timeframe":"m1","now":1709640000000,"depth":300,'
                   '"more":false,"bars":[[1709639880000,1.1,1.3,1.0,1.2,1.1,1.3,1.0,1.2,7],'
                   '[1709639940000,1.1,1.3,1.0,1.2,1.1,1.3,1.0,1.2,7]]}',
        "error": '{"error":"not_ready","text":"PriceHistoryCommunicator is not ready"}',
        "tomorrow": '{"weather":"fair"}',
    },
    "fix": {
        "logon": fix(LOGON),
        "quotes": fix(LOGON, STATUS, quote_fix("EUR/USD"), quote_fix("XAU/USD"), "0|", cut=3),
        "refusals": fix(LOGON, STATUS, "Y|262=2|281=0|58=No|", "j|379=3|58=No|", "B|148=News|"),
        "tests": fix(LOGON, "1|112=x|", "2|7=1|16=0|", "4|123=Y|36=9|", "3|45=2|372=V|58=No|"),
        "gap": fix(LOGON, "4|36=40|", "W|43=Y|55=EUR/USD|", "0|"),
        "logout": fix(LOGON, "5|58=ORA-20103: Session expired.|"),
        "refused": fix("5|58=Invalid user name or password|", cut=0),
        "garbage": b"\x07HTTP/1.1 400|8=FIX|58=8=FIX.4.4|" + fix(LOGON)[1:] + b"8=FIX.4.4|9=9999|",
        "broken": fix(LOGON, STATUS)[:-4] + b"000|" + fix(quote_fix("EUR/USD"))[1:],
    },
    "fix_acceptor": {
        "session": "35=A|34=1|49=me|56=FXCM|57=U|98=0|108=30|141=Y|553=demo|554=demo|\n"
                   "35=g|34=2|49=me|57=U|335=1|263=1|\n"
                   "35=V|34=3|57=U|262=1|263=1|264=0|265=0|146=1|55=EUR/USD|267=2|269=0|269=7|\n"
                   "35=0|34=4|57=U|\n35=2|34=5|57=U|7=1|16=0|\n35=5|34=6|57=U|\n",
        "user": "35=A|34=1|49=me|56=FXCM|57=U|98=0|108=0|141=Y|\n"
                "35=BE|34=2|57=U|923=1|924=1|553=demo|554=demo|\n35=ZZ|34=3|57=U|\n",
        "gaps": "35=A|34=7|49=me|56=FXCM|57=U|98=0|108=1|553=demo|554=demo|\n"
                "35=1|34=9|57=U|112=x|\n35=4|34=8|57=U|123=Y|36=10|\n35=1|34=2|57=U|112=x|\n",
        "raw": "raw GET / HTTP/1.1\nraw 8=FIX.4.4\x019=5\x0135=A\x0110=000\x01\n",
    },
    "bridge_message": {
        "ticks": OPEN + (BRIDGE_TICK + f',"time_ms":{MILLIS}}}\n') * 2 + BRIDGE_TICK + "}",
        "states": OPEN + "".join(
            f'{{"type":"state","state":"{state}","since_ms":{MILLIS}.5}}\n'
            for state in ("closed", "down", "open", "down")),
        "instruments": OPEN + '{"type":"instruments","instruments":[{"name":"XAU/USD","digits":2,'
                              '"point":0.01,"tradable":false}]}',
        "page": OPEN + f'{{"type":"page","id":1,"from_ms":{MILLIS},"bars":'
                       f'[[{MILLIS},1,1,1,1,2,2,2,2,7],[{MILLIS + 60000},1,1,1,1,2,2,2,2,0]]}}',
        "errors": OPEN + '{"type":"error","code":"not_ready","id":1}\n'
                         '{"type":"error","code":"session","text":"over"}',
        "refused": HELLO + '{"type":"refused","symbol":"XAU/USD"}\n{"type":"log","text":"a\\nb"}',
        "bye": OPEN + '{"type":"pong","id":1}\n{"type":"bye"}',
        "early": BRIDGE_TICK + "}\n" + HELLO + HELLO,
        "future": '{"type":"hello","protocol":2}\n{"type":"x"}\n[]\nnull\n{"type":1}',
    },
    "tick_recording": {
        "json": RECORDED + f'"tick_ts_ms":{MILLIS},"snap_ts_ms":{MILLIS + 40}}}\n' + RECORDED
                + '"tick_ts":1733011200.25}\n',
        "mid": f'{{"symbol":"A","mid":1,"snap_ts":{MILLIS}}}',
        "csv": "time,symbol,bid,ask,size\n2024-12-01T00:00:01.5Z,A,1,2,3\n1733011202,A,1.5,2,\n",
        "csv-shuffled": f"ask,more,bid,symbol,time\n2,x,1,EUR/USD,{MILLIS}\r\n\n,,,,\n",
        "neither": "hello\n{\n\ntime,symbol,bid,ask\n1000,A,1,2\n",
    },
    "fxcm_candles": {
        "minutes": "\0" + CANDLE_FILE,
        "hours-crlf": "\1" + CANDLE_FILE.replace("\n", "\r\n"),
        "days": "\2" + CANDLE_FILE,
        "cut": "\0" + CANDLE_FILE[:-9],
        "unsorted-twice": "\0" + CANDLE_HEAD + CANDLES[-90:] + CANDLES + CANDLES,
        "mark": "\0\ufeff" + CANDLE_FILE,
        "wide": b"\0\xff\xfe" + CANDLE_FILE.encode("utf-16-le"),
        "wide-big": b"\0\xfe\xff" + CANDLE_FILE.encode("utf-16-be"),
        "gzip": little_gzip(CANDLE_FILE),
        "gzip-two": little_gzip(CANDLE_HEAD) + little_gzip(CANDLES)[1:],
        "gzip-crc": little_gzip(CANDLE_FILE, crc=1),
        "gzip-size": little_gzip(CANDLE_FILE, size=0xFFFFFFFF),
        "gzip-cut": little_gzip(CANDLE_FILE)[:-9],
    },
    "live_settings": {
        "sample": (CONFIG / "runtime_settings.sample.json").read_text(),
        "production": (CONFIG / "runtime_settings.production.sample.json").read_text(),
        "targets": '{"stream":{"config":[{"symbol":"A","tf":"m1"},{"pair":"B","timeframe":"H4"},'
                   '"C:d1"],"history_priority_targets":[]}}',
        "pairs": '{"calendar":{"instruments":{"XAU/USD":"metals"}},'
                 '"stream":{"price_basis_by_symbol":{"XAU/USD":"bid"}},'
                 '"viewer":{"supervisor_channel_hints":{"a":"b"},"supervisor_channels":["a"]}}',
        "words": '{"stream":{"publish_previews":"ohlcv","feed":"sim","mode":0,"compat":"v2"},'
                 '"commands":{"auth":"off"}}',
        "unfit": '{"cache":{"max_bars":1,"warmup_bars":1e6},"stream":{"history_load_thresholds":'
                 '{"min_interval":2,"warn":-1}},"backoff":{"fxcm_login":{"base_delay":99}}}',
        "alias": '{"stream":{"status_publish_min_interval_seconds":-0.0}}',
        "twice": '{"stream":{"mode":1,"mode":1}}',
        "misspelt": '{"stream":\n{"polls":5}}',
        "text-for-section": '{"stream":"x"}',
        "cut": '{"stream":{"mode":1}',
        "more-after": '{"stream":{"mode":1}} {}',
        "trailing-comma": '{"stream":{"mode":1,}}',
    },
    "env_file": {
        "dispatcher": "AI_ONE_ENV_FILE=.env.local\nFXCM_CONNECTOR_VERSION_OVERRIDE=3.3\n",
        "template": (CONFIG.parent / ".env.template").read_text(),
        "quotes": "A='b # \"c\"'\nexport\tB = \"\\n\\t\\\"\\\\\\$\\x\" # d\r\nC=a=b==#c\n",
        "marked-crlf": b"\xef\xbb\xbf# first\r\n\r\nFXCM_FEED=sim\r\n",
        "secrets": "FXCM_HMAC_KID=a\nFXCM_HMAC_SECRET='s'\nCOMMAND_AUTH_SECRETS='{\"k\":\"s\"}'\n",
        "whitelists": "FXCM_STREAM_CONFIG=xau/usd:m60,EUR/USD\nFXCM_INGEST_ALLOWED_SYMBOLS=a,b\n",
        "clamped": "FXCM_INGEST_MAX_BATCH=0\nFXCM_BACKFILL_MIN_MINUTES=1e9\n",
        "misspelt": "FXCM_REDIS_HSOT=x\n",
        "open": "A='b\nC'=d\n",
        "zero": b"A=\0\n",
    },
    "calendar_file": {
        "all": '{"weekly_open_utc":"00:00@Asia/Tokyo","weekly_close_utc":"21:55@ny",'
               '"daily_breaks":["06:00-08:30@UTC",["21:55","23:00","UTC"],{"start":"12:00",'
               '"end":"12:30","tz":"uk"}],"holidays":["2025-12-25"],"day_start":"17:00@ny",'
               '"early_closes":["2025-12-24T13:45@ny"],"late_opens":["2025-12-26 01:30@ny"],'
               '"session_windows":[{"tag":"A","start":"08:00","end":"16:00","tz":"tokyo",'
               '"timezone":"Asia/Tokyo"}]}',
        "empty": "{}",
        "no-break": '{"daily_breaks":[]}',
        "skipped-hour": '{"daily_breaks":["02:00-03:00@ny","01:30-02:30@London"]}',
        "midnight": '{"daily_breaks":["24:00-00:00","23:59-24:00"],"weekly_open_utc":"24:00"}',
        "whole-day": '{"session_windows":[{"tag":"","start":"00:00","end":"24:00","tz":"ny"}]}',
        "nothing-left": '{"daily_breaks":["00:00-24:00"]}',
        "no-day": '{"holidays":["2025-02-30"]}',
        "misspelt": '{"holliday":[]}',
    },
}
