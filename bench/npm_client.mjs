// What clients of the npm registry do for a page of klines, from the call to its rows.
// node npm_client.mjs binance|ccxt SECONDS URL   of a server that answers as spot does; ccxt learns
// its markets at $WICK_BINANCE_SPOT_URL. One line of JSON, as wick_bench.
import {createRequire} from "node:module";

const load = createRequire(new URL("../tests/clients/", import.meta.url));
const [client, seconds, url] = [process.argv[2], Number(process.argv[3]), process.argv[4]];
const startTime = Date.UTC(2023, 0, 1), endTime = startTime + 1000 * 60_000 - 1, limit = 1000;
// Which columns of a row it gives as what: text is left to who asks.
const columns = {binance: 11, ccxt: 6};

function binanceCall() {
  const {MainClient} = load("binance");
  const spot = new MainClient({baseUrl: url, keepAlive: true});
  return () => spot.getKlines({symbol: "BTCUSDT", interval: "1m", startTime, endTime, limit});
}

async function ccxtCall() {
  const exchange = new (load("ccxt").binance)({enableRateLimit: false});
  exchange.options.fetchMarkets = {types: ["spot"]};
  exchange.urls.api.public = process.env.WICK_BINANCE_SPOT_URL + "/api/v3";
  await exchange.loadMarkets();
  exchange.urls.api.public = url + "/api/v3";
  return () => exchange.fetchOHLCV("BTC/USDT", "1m", startTime, limit);
}

async function truth() {
  const path = `/api/v3/klines?symbol=BTCUSDT&interval=1m&startTime=${startTime}` +
               `&endTime=${endTime}&limit=${limit}`;
  return (await fetch(url + path)).json();
}

function check(rows, trueRows) {
  const numbers = all => JSON.stringify(all.map(row => row.slice(0, columns[client]).map(Number)));
  if (numbers(rows) !== numbers(trueRows)) throw new Error(`${client} gives other rows`);
}

async function repeat(call, budget) {
  const times = [];
  const start = performance.now();
  do {
    const begin = performance.now();
    await call();
    times.push((performance.now() - begin) / 1000);
  } while (performance.now() - start < budget * 1000);
  return times.sort((a, b) => a - b);
}

const expected = await truth();
const call = client === "ccxt" ? await ccxtCall() : binanceCall();
const rows = await call();
check(rows, expected);
await repeat(call, seconds / 3);
const times = await repeat(call, seconds);
console.log(JSON.stringify({seconds: times[times.length >> 1], least: times[0],
                            calls: times.length, rows: rows.length}));
process.exit(0);  // whatever sockets it keeps
