// Candles of three markets through the npm package `binance`.
import { CoinMClient, MainClient, USDMClient } from 'binance';
import { answer, rest, wanted } from './simulator.mjs';

const venues = {
  spot: [MainClient, 'BTCUSDT'],
  um: [USDMClient, 'ETHUSDT'],
  cm: [CoinMClient, 'BTCUSD_PERP'],
};

const found = {};
for (const [market, [Client, symbol]] of Object.entries(venues)) {
  const client = new Client({ baseUrl: rest[market] });
  const { interval, startTime, endTime, limit } = wanted;
  const info = await client.getExchangeInfo();
  found[market] = {
    symbols: info.symbols.length,
    limits: info.rateLimits.map((entry) => entry.rateLimitType),
    since: await client.getKlines({ symbol, interval, startTime, limit }),
    between: await client.getKlines({ symbol, interval, startTime, endTime }),
  };
  try {
    await client.getKlines({ symbol: 'NOSUCH', interval });
  } catch (error) {
    found[market].unknown = error.code;
  }
}
answer(found);
