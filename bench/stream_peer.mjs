// What a client of streams in node does for the same: `ws` and JSON.
// node stream_peer.mjs all|closed SYMBOLS-FILE   of the streams at $WICK_BINANCE_UM_WS_URL
// node stream_peer.mjs is-there                  ends with 0 where `ws` can be loaded
// Prints each candle as a line of JSON, or those alone that have closed, until it is ended.
import {readFileSync, writeSync} from "node:fs";
import {createRequire} from "node:module";

const WebSocket = createRequire(new URL("../tests/clients/", import.meta.url))("ws");
const streamsMax = 200;
const [which, file] = process.argv.slice(2);

function lineOf({s, k}) {
  return JSON.stringify({symbol: s, open_time: k.t, open: +k.o, high: +k.h, low: +k.l, close: +k.c,
                         volume: +k.v, count: k.n, closed: k.x}) + "\n";
}

function listen(symbols) {
  const socket = new WebSocket(process.env.WICK_BINANCE_UM_WS_URL + "/market/stream",
                               {perMessageDeflate: false});
  const params = symbols.map(symbol => symbol.toLowerCase() + "@kline_1m");
  socket.on("open", () => socket.send(JSON.stringify({method: "SUBSCRIBE", params, id: 1})));
  socket.on("message", message => {
    const event = JSON.parse(message).data;
    if (event && (event.k.x || which === "all")) writeSync(1, lineOf(event));
  });
}

if (which !== "is-there") {
  const symbols = readFileSync(file, "utf8").trim().split("\n");
  for (let begin = 0; begin < symbols.length; begin += streamsMax) {
    listen(symbols.slice(begin, begin + streamsMax));
  }
}
