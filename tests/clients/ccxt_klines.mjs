// Candles of three markets through ccxt, each by the class that it has for that market.
import ccxt from 'ccxt';
import { answer, moved, wanted } from './simulator.mjs';

const venues = {
  spot: [ccxt.binance, 'BTC/USDT'],
  um: [ccxt.binanceusdm, 'ETH/USDT:USDT'],
  cm: [ccxt.binancecoinm, 'BTC/USD:BTC'],
};

const found = {};
for (const [market, [Venue, symbol]] of Object.entries(venues)) {
  const exchange = new Venue();
  exchange.urls.api = moved(exchange.urls.api);
  const markets = await exchange.loadMarkets();
  const ours = markets[symbol];
  found[market] = {
    markets: Object.keys(markets).length,
    market: { id: ours.id, type: ours.type, active: ours.active, inverse: ours.inverse ?? false },
    since: await exchange.fetchOHLCV(symbol, wanted.interval, wanted.since, wanted.limit),
    latest: await exchange.fetchOHLCV(symbol, wanted.interval, undefined, 5),
    time: await exchange.fetchTime(),
  };
  try {
    await exchange.fetchOHLCV('NOSUCH/USDT', wanted.interval);
  } catch (error) {
    found[market].unknown = error.constructor.name;
  }
}
answer(found);
