#!/bin/sh
# The tour of what there is: a simulated exchange, and history over it. Offline; ends by itself.
set -u
cd "$(dirname "$0")/.." || exit 1
wick=build/wick
bold() { [ -t 1 ] && [ -z "${NO_COLOR:-}" ] && printf '\n\033[1m%s\033[0m\n' "$1" || printf '\n%s\n' "$1"; }
show() { printf '$ wick %s\n' "$*"; "$wick" "$@" 2>&1; }

home=$(mktemp -d)  # of the tour: nobody's own cache is touched
export WICK_CACHE_DIR="$home/cache" WICK_STATE_DIR="$home/state"
variables=$("$wick" sim --print-env --daemon) || exit 1
eval "$variables"
trap 'kill "$WICK_SIM_PID"; rm -rf "$home"' EXIT
weather() {  # and what earlier weather has taught is forgotten
  curl -s -X POST --data "$1" "$WICK_BINANCE_SPOT_URL/_sim/scenario" >/dev/null
  rm -rf "$WICK_STATE_DIR"
}

bold "1. An exchange of our own"
echo "A simulated Binance now serves this machine: archive, REST and streams, at"
echo "  $WICK_BINANCE_ARCHIVE_URL   and   $WICK_BINANCE_SPOT_URL"
echo "Nothing below needs any other network."

bold "2. The last hours, from REST"
show get BTCUSDT --interval 1h --last 5h

bold "3. Older days from the bulk archive, checked against their SHA-256, the rest from REST"
show get ETHUSDT --market um --interval 4h --last 5d | tail -n 12

bold "4. A year of minutes: month archives, and REST for the minutes that they lack"
show get BTCUSDT --from 2024-01-01 --to 2025-01-01 --format csv -o build/demo.csv
wc -l build/demo.csv

bold "5. The same again: from the cache, without a single request; and the proof of one bar"
show get BTCUSDT --from 2024-01-01 --to 2025-01-01 --format csv -o build/demo.csv
show why BTCUSDT 2024-03-05T12:34
show get BTCUSDT --interval 1m --from 2024-03-05T06:00 --to 2024-03-05T18:00 --format chart

bold "6. The cache filled in advance, how it is, and what the tiers did"
show warm ETHUSDT SOLUSDT --interval 1h --days 60
show health
show stats
show get BTC-USDT --provider okx --interval 1h --last 5h

bold "7. The archive turns us away (403): every bar still comes, from REST"
weather archive-403
show get ADABTC --interval 1d --from 2024-03-01 --to 2024-03-08

bold "8. A file that does not fit its checksum is not believed"
weather checksum-mismatch
show get BTCUSDT --interval 6h --from 2024-03-08 --to 2024-03-10

bold "9. Banned by the exchange: what is missing is named, and the exit code says so"
weather ban-418
show get BTCUSDT --interval 1h --last 2h
echo "exit code $?"
show diagnose BTCUSDT spot 1h | tail -n 9

bold "10. Live: candles of one second as they close, begun a little in the past"
weather calm
show stream BTCUSDT ETHUSDT 1s --since 5s --count 12 --format table

bold "11. The same in a storm of lost, late and doubled frames: nothing is missing or comes twice"
weather stream-storm
show stream BTCUSDT 1s --for 12s --format csv --verbose
weather calm

bold "12. When a market is open"
show calendar fx

bold "13. A mistake is one line, with what to write instead"
show get BTCUSDT --market cm
printf '\nThat is what there is today. README.md says where to read on.\n'
