#!/usr/bin/env node
// A bridge to nowhere: prices that walk at random, and a past made of the same walk.
// Usage: bridge.js [--every MS]. docs/bridge.md says what the messages mean.
'use strict';
const readline = require('readline');

const MINUTE = 60000;
const PAGE_MAX = 300;
const MARKETS = { 'EUR/USD': [1.085, 5], 'GBP/USD': [1.27, 5], 'XAU/USD': [2000, 2] };
const option = process.argv.indexOf('--every');
const every = option > 0 ? Number(process.argv[option + 1]) : 250;

let subscribed = [];
const prices = new Map(Object.entries(MARKETS).map(([name, [price]]) => [name, price]));

const say = (type, members = {}) => process.stdout.write(JSON.stringify({ type, ...members }) + '\n');
const round = (price, digits) => Number(price.toFixed(digits));

// The same number for the same symbol and minute, so that the past does not change.
function noise(symbol, minute) {
  let x = (minute ^ (symbol.charCodeAt(0) << 16)) >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x45d9f3b) >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x45d9f3b) >>> 0;
  return ((x ^ (x >>> 16)) >>> 0) / 2 ** 32;
}

function bar(symbol, minute) {
  const [base, digits] = MARKETS[symbol];
  const at = (n) => round(base * (1 + 0.001 * (noise(symbol, n) - 0.5)), digits);
  const [open, close] = [at(minute), at(minute + 1)];
  const bid = [open, Math.max(open, close), Math.min(open, close), close];
  const ask = bid.map((price) => round(price * 1.0001, digits));
  return [minute * MINUTE, ...bid, ...ask, 1 + Math.floor(100 * noise(symbol, -minute))];
}

function history({ id, symbol, interval, from_ms: from, to_ms: to }) {
  if (!(symbol in MARKETS)) return say('error', { id, code: 'no_symbol', text: `no ${symbol} here` });
  if (interval !== '1m') return say('error', { id, code: 'unsupported', text: 'minutes only' });
  const first = Math.ceil(from / MINUTE);
  const end = Math.min(Math.ceil(to / MINUTE), Math.floor(Date.now() / MINUTE));
  if (first >= end) return say('error', { id, code: 'no_data', text: 'nothing yet' });
  const begin = Math.max(first, end - PAGE_MAX);
  const bars = [];
  for (let minute = begin; minute < end; ++minute) bars.push(bar(symbol, minute));
  say('page', { id, bars, ...(begin > first ? { from_ms: begin * MINUTE } : {}) });
}

function subscribe({ id, symbols }) {
  for (const symbol of symbols.filter((name) => !(name in MARKETS))) {
    say('refused', { symbol, text: 'no such symbol' });
  }
  subscribed = symbols.filter((name) => name in MARKETS);
  say('subscribed', { id });
}

function tick() {
  for (const symbol of subscribed) {
    const [, digits] = MARKETS[symbol];
    const bid = prices.get(symbol) * (1 + 0.0001 * (Math.random() - 0.5));
    prices.set(symbol, bid);
    say('tick', { symbol, bid: round(bid, digits), ask: round(bid * 1.0001, digits),
      time_ms: Date.now(), size: 1 });
  }
}

const answers = { subscribe, history, ping: ({ id }) => say('pong', { id }) };

function hear(line) {
  let message;
  try {
    message = JSON.parse(line);
  } catch (error) {
    return say('log', { text: `not understood: ${error.message}` });
  }
  const answer = message && answers[message.type];
  if (answer) answer(message);
}

say('hello', { protocol: 1, name: 'random walk', history: ['1m'] });
say('instruments', { instruments: Object.entries(MARKETS).map(([name, [, digits]]) =>
  ({ name, digits, point: 10 ** -digits, tradable: true })) });
say('state', { state: 'open', text: 'walking' });
setInterval(tick, every);
readline.createInterface({ input: process.stdin }).on('line', hear).on('close', () => process.exit(0));
