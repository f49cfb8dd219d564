#include "cli/command_line.hpp"
#include "cli/warm_command.hpp"

namespace wick::cli {
namespace {

void add_symbols(Command warm, SymbolWish& wish) {
  warm.add_option("SYMBOL", wish.named, "BTCUSDT, ETHUSDT, ...");
  warm.add_option("--symbols-file", wish.file,
                  "A file of symbols: lines, commas or blanks between, # begins a remark");
  warm.add_flag("--all", wish.all, "Every symbol of the market");
  warm.add_option("--quote", wish.quote, "Of all, those that are priced in it: USDT");
}

}  // namespace

void add_warm(Command program, WarmOptions& options) {
  Command warm = program.add_command("warm", "Fill the cache ahead of time");
  add_symbols(warm, options.symbols);
  warm.add_option("--provider", options.provider, "Exchange: binance, okx").show_default();
  warm.add_option("--market", options.market, "spot, futures_usdt (um), futures_coin (cm)")
      .show_default();
  warm.add_option("--chart", options.chart, "klines, or of futures: mark, index, premium, funding")
      .show_default();
  warm.add_option("--interval", options.intervals,
                  "1s 1m 3m ... 1d 3d 1w 1M; several: 1m,1h; 1m by default")
      .split_at(',');
  warm.add_option("--days", options.days, "So many days up to the end; 365 by default");
  warm.add_option("--from", options.from, "First day, UTC: 2024-01-01, 365d (ago)");
  warm.add_option("--to", options.to, "End, not included; the archive's newest day by default");
  warm.add_option("--jobs", options.jobs, "Months under way at a time").show_default();
  warm.add_flag("--no-wait", options.no_wait, "When throttled, leave it instead of waiting");
  warm.add_flag("--json", options.json, "One JSON document at the end");
  warm.add_flag("--quiet", options.quiet, "No progress, and no table when all went well");
  warm.set_footer(
      "Run it again after a failure, a kill or Ctrl-C: what is cached costs no request. Days that\n"
      "are younger than the archive's delay are left to wick get.\n"
      "Exit codes: 0 all complete, 1 nothing obtained, 2 wrong usage, 3 something is left.\n\n"
      "Examples:\n"
      "  wick warm BTCUSDT ETHUSDT --days 365\n"
      "  wick warm --symbols-file symbols.txt --interval 1m,1h --from 2023-01-01\n"
      "  wick warm BTCUSD_PERP --market cm --interval 1d --days 1000 --json\n"
      "  wick warm BTCUSDT --market um --chart mark --interval 1h --days 90");
  warm.runs([&options](const Shell& shell) { return run_warm(options, shell); });
}

}  // namespace wick::cli
