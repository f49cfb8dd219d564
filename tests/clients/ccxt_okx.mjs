// Candles of OKX through ccxt: a pair, and a swap of either kind.
import ccxt from 'ccxt';
import { answer, rest, wanted } from './simulator.mjs';

const exchange = new ccxt.okx({ options: { fetchMarkets: { types: ['spot', 'swap'] } } });
exchange.urls.api.rest = rest.okx;
exchange.has.fetchCurrencies = false; // that one needs a key
const markets = await exchange.loadMarkets();

const found = { time: await exchange.fetchTime(), active: markets[wanted.gone].active, rows: {} };
for (const symbol of wanted.symbols) {
  found.rows[symbol] = await exchange.fetchOHLCV(
    symbol, wanted.interval, wanted.since, wanted.limit);
}
found.sizes = wanted.symbols.map((symbol) => markets[symbol].contractSize ?? null);
found.errors = [];
for (const question of [{ instId: 'NO-PE' }, { instId: 'BTC-USDT', bar: '7m' }]) {
  try {
    await exchange.publicGetMarketCandles(question);
  } catch (error) {
    found.errors.push(error.constructor.name);
  }
}
answer(found);
