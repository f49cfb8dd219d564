// Where the simulator stands in place of the exchange: the base addresses, and nothing else.
const at = (name) => process.env[name];

export const rest = {
  spot: at('WICK_BINANCE_SPOT_URL'),
  um: at('WICK_BINANCE_UM_URL'),
  cm: at('WICK_BINANCE_CM_URL'),
  okx: at('WICK_OKX_URL'),
};
export const streams = {
  spot: at('WICK_BINANCE_SPOT_WS_URL'),
  um: at('WICK_BINANCE_UM_WS_URL'),
  cm: at('WICK_BINANCE_CM_WS_URL'),
};

// Moves a tree of addresses from production to the simulator.
export function moved(urls) {
  const places = [['https://api.binance.com', rest.spot], ['https://fapi.binance.com', rest.um],
    ['https://dapi.binance.com', rest.cm]];
  return JSON.parse(places.reduce(
    (text, [from, to]) => text.replaceAll(from, to), JSON.stringify(urls)));
}

export function answer(value) {
  process.stdout.write(JSON.stringify(value) + '\n');
}

// The first argument is a JSON object that says what is wanted.
export const wanted = JSON.parse(process.argv[2] ?? '{}');
