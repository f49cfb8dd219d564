#include "cli/command_line.hpp"
#include "cli/stream_command.hpp"

namespace wick::cli {
namespace {

void add_which(Command stream, StreamOptions& options) {
  stream.add_option("SYMBOL", options.symbols.named,
                    "BTCUSDT, ETHUSDT, ...; the last word may be an interval");
  stream.add_option("--symbols-file", options.symbols.file,
                    "A file of symbols: lines, commas or blanks between, # begins a remark");
  stream.add_flag("--all", options.symbols.all, "Every symbol of the market");
  stream.add_option("--quote", options.symbols.quote, "Of all, those that are priced in it: USDT");
  stream.add_option("--market", options.market, "spot, futures_usdt (um), futures_coin (cm)")
      .show_default();
  stream.add_option("--interval", options.interval, "1s 1m 3m ... 1d 3d 1w 1M; 1m by default");
  stream.add_option("--feed", options.feed, "candles, trades, quotes").show_default();
  stream.add_option("--since", options.since,
                    "Begin with history, UTC: 2024-01-01, 2024-01-01T05:30, 36h (ago)");
  stream.add_flag("--updates", options.updates, "The candles under way, too");
}

void add_how(Command stream, StreamOptions& options) {
  stream.add_option("--format", options.format,
                    "table, json (an object a line), csv; table on a terminal, else json");
  stream.add_flag("--json", options.json, "The same as --format json");
  stream.add_option("--time", options.time, "iso, ms, us").show_default();
  stream.add_option("--slow", options.slow, "With a slow reader: drop updates, or block the server")
      .show_default();
  stream.add_option("--count", options.count, "End after so many closed candles");
  stream.add_option("--for", options.lasting, "End after that time: 90s, 10m");
  stream.add_flag("--no-store", options.no_store, "Keep nothing in the cache");
  stream.add_flag("--verbose", options.verbose, "Connections and gaps on stderr");
}

}  // namespace

void add_stream(Command program, StreamOptions& options) {
  Command stream =
      program.add_command("stream", "Candles as they close, without gaps and without doubles");
  add_which(stream, options);
  add_how(stream, options);
  stream.set_footer(
      "Goes on through lost connections until Ctrl-C; what was missed comes from history.\n"
      "Exit codes: 0 ended as asked, or the reader left; 1 failed; 2 wrong usage, or no such\n"
      "symbol; 3 some of the symbols do not exist.\n\n"
      "Examples:\n"
      "  wick stream BTCUSDT ETHUSDT 1m\n"
      "  wick stream BTCUSDT 1m --since 2h --json | jq -c '[.open_time,.close]'\n"
      "  wick stream --all --quote USDT --market um --interval 5m --format csv > candles.csv\n"
      "  wick stream BTCUSDT 1s --updates --count 60");
  stream.runs([&options](const Shell& shell) { return run_stream(options, shell); });
}

}  // namespace wick::cli
