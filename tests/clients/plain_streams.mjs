// What a standard WebSocket client meets: both kinds of path, and every control message.
import WebSocket from 'ws';
import { answer, streams } from './simulator.mjs';

// A connection whose frames can be awaited one by one.
class Line {
  constructor(url) {
    this.frames = [];
    this.waiting = [];
    this.socket = new WebSocket(url);
    this.opened = new Promise((resolve, reject) => {
      this.socket.on('open', resolve).on('error', reject);
    });
    this.socket.on('message', (data) => {
      const frame = JSON.parse(data);
      const taker = this.waiting.shift();
      if (taker) taker(frame); else this.frames.push(frame);
    });
  }

  next() {
    if (this.frames.length > 0) return Promise.resolve(this.frames.shift());
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  async nextThat(fits) {
    for (;;) {
      const frame = await this.next();
      if (fits(frame)) return frame;
    }
  }

  // Sends a text and gives the reply to it: the first frame that is no market data.
  async ask(message) {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
    return this.nextThat((frame) => 'result' in frame || 'code' in frame || 'error' in frame);
  }

  close() {
    return new Promise((resolve) => {
      this.socket.on('close', (code) => resolve(code));
      this.socket.close(1000);
    });
  }
}

async function open(path) {
  const line = new Line(streams.spot + path);
  await line.opened;
  return line;
}

const found = {};
const raw = await open('/ws/btcusdt@kline_1s');
found.raw = await raw.next();
found.rawClosed = await raw.close();

const combined = await open('/stream?streams=btcusdt@kline_1s/ethusdt@aggTrade');
found.kline = await combined.nextThat((frame) => frame.stream === 'btcusdt@kline_1s');
found.trade = await combined.nextThat((frame) => frame.stream === 'ethusdt@aggTrade');
await combined.close();

const talk = await open('/ws');
found.empty = await talk.ask({ method: 'LIST_SUBSCRIPTIONS', id: 1 });
found.subscribed = await talk.ask(
  { method: 'SUBSCRIBE', params: ['btcusdt@kline_1s', 'ethusdt@kline_1m'], id: 2 });
found.listed = await talk.ask({ method: 'LIST_SUBSCRIPTIONS', id: 3 });
found.streamed = await talk.nextThat((frame) => frame.e === 'kline');
found.unsubscribed = await talk.ask(
  { method: 'UNSUBSCRIBE', params: ['btcusdt@kline_1s'], id: 4 });
found.left = await talk.ask({ method: 'LIST_SUBSCRIPTIONS', id: 'five' });
await talk.close();

const wrong = await open('/ws'); // five messages a second are the most
found.badJson = await wrong.ask('{nonsense');
found.badMethod = await wrong.ask({ method: 'DANCE', id: 1 });
found.property = await wrong.ask({ method: 'GET_PROPERTY', params: ['combined'], id: 2 });
await wrong.close();
answer(found);
