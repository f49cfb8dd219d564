#!/usr/bin/env python3
"""What a client of streams in Python does for the same: python3-websockets and json.

    stream_peers.py all|closed SYMBOLS-FILE     of the streams at $WICK_BINANCE_UM_WS_URL

Prints each candle as a line of JSON, or those alone that have closed, until it is ended.
"""
import asyncio
import json
import os
import signal
import sys

import websockets

STREAMS_MAX = 200


def line_of(event):
    candle = event["k"]
    return json.dumps({"symbol": event["s"], "open_time": candle["t"], "open": float(candle["o"]),
                       "high": float(candle["h"]), "low": float(candle["l"]),
                       "close": float(candle["c"]), "volume": float(candle["v"]),
                       "count": candle["n"], "closed": candle["x"]},
                      separators=(",", ":"))


async def listen(symbols, closed_only):
    url = os.environ["WICK_BINANCE_UM_WS_URL"] + "/market/stream"
    async with websockets.connect(url, compression=None, ping_interval=None) as socket:
        names = [symbol.lower() + "@kline_1m" for symbol in symbols]
        await socket.send(json.dumps({"method": "SUBSCRIBE", "params": names, "id": 1}))
        async for message in socket:
            event = json.loads(message).get("data")
            if event and (event["k"]["x"] or not closed_only):
                print(line_of(event), flush=True)


async def main():
    with open(sys.argv[2], encoding="utf-8") as file:
        symbols = file.read().split()
    await asyncio.gather(*(listen(symbols[begin:begin + STREAMS_MAX], sys.argv[1] == "closed")
                           for begin in range(0, len(symbols), STREAMS_MAX)))


signal.signal(signal.SIGTERM, signal.SIG_DFL)
asyncio.run(main())
