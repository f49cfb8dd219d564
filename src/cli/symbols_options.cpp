#include "cli/command_line.hpp"
#include "cli/symbols_command.hpp"

namespace wick::cli {

void add_symbols(Command program, SymbolsOptions& options) {
  Command symbols =
      program.add_command("symbols", "What is and was traded, since when and until when");
  symbols.add_option("PATTERN", options.patterns, "BTCUSDT, 'BTC*', '*_PERP'; all by default");
  symbols.add_option("--provider", options.provider, "Exchange: binance, okx").show_default();
  symbols.add_option("--market", options.market, "spot, futures_usdt (um), futures_coin (cm), all")
      .show_default();
  symbols.add_option("--status", options.status, "TRADING, BREAK, ...; live (OKX); delisted");
  symbols.add_option("--quote", options.quote, "Only those quoted in it: USDT");
  symbols.add_flag("--dates", options.dates,
                   "Look up in the archive the days that the exchange does not tell");
  symbols.add_flag("--json", options.json, "One JSON document");
  symbols.add_option("--max-age", options.age_max, "Of the list before it is asked for again")
      .show_default();
  symbols.add_flag("--refresh", options.refresh, "Ask again now, and for looked up days too");
  symbols.add_flag("--offline", options.offline, "Only what is kept on this machine");
  symbols.set_footer(
      "Symbols that the exchange has no more are found in its archive, and shown as delisted. The\n"
      "exchange tells the days of futures. Others are looked up in the archive, with up to three\n"
      "small requests each: for symbols named one by one, and for all with --dates. OKX tells the\n"
      "days itself, and has no archive.\n"
      "Exit codes: 0 found, 1 the list cannot be had, 2 wrong usage, 3 not all of it, 4 nothing\n"
      "fits.\n\n"
      "Examples:\n"
      "  wick symbols --quote USDT --status TRADING\n"
      "  wick symbols LUNAUSDT BTCUSDT\n"
      "  wick symbols 'BTC*' --market cm --json\n"
      "  wick symbols --provider okx --market um --quote USDT\n"
      "  wick symbols --status delisted --market um --dates");
  symbols.runs([&options](const Shell& shell) { return run_symbols(options, shell); });
}

}  // namespace wick::cli
