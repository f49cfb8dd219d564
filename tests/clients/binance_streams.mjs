// Closed candles of one market through the WebSocket client of the npm package `binance`.
import { WebsocketClient } from 'binance';
import { answer, streams, wanted } from './simulator.mjs';

const silent = { trace() {}, info() {}, error: console.error };
const venues = {
  spot: ['BTCUSDT', 'spot'],
  um: ['ETHUSDT', 'usdm'],
  cm: ['BTCUSD_PERP', 'coinm'],
};

function closedCandles(market, [symbol, product]) {
  const client = new WebsocketClient({ wsUrl: streams[market] }, silent);
  const closed = [];
  return new Promise((resolve, reject) => {
    client.on('exception', (trouble) => reject(new Error(JSON.stringify(trouble))));
    client.on('message', (message) => {
      const candle = (message.data ?? message).k;
      if (!candle?.x) return;
      closed.push(candle);
      if (closed.length < wanted.count) return;
      client.closeAll(true);
      resolve(closed);
    });
    client.subscribeKlines(symbol, wanted.interval, product);
  });
}

answer(await closedCandles(wanted.market, venues[wanted.market]));
process.exit(0);
