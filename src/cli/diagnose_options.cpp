#include "cli/command_line.hpp"
#include "cli/diagnose_command.hpp"

namespace wick::cli {

void add_diagnose(Command program, DiagnoseOptions& options) {
  Command diagnose =
      program.add_command("diagnose", "Every tier walked for real, and what to do about it");
  diagnose.add_option("SYMBOL", options.symbol, "BTCUSDT").required();
  diagnose.add_option("MARKET", options.market, "spot, futures_usdt (um), futures_coin (cm)")
      .show_default();
  diagnose.add_option("INTERVAL", options.interval, "1s 1m 3m ... 1d 3d 1w 1M").show_default();
  diagnose.add_option("--provider", options.provider, "Exchange: binance").show_default();
  diagnose.add_flag("--json", options.json, "One JSON document");
  diagnose.set_footer(
      "Asks every host itself, past what is remembered of refusals, and heeds bans. Takes ten\n"
      "seconds at most. Nothing is kept in the cache.\n"
      "Exit codes: 0 all tiers are good, 1 no server answers, 2 wrong usage or no such symbol,\n"
      "3 degraded, but bars can be had.\n\n"
      "Examples:\n"
      "  wick diagnose BTCUSDT\n"
      "  wick diagnose BTCUSD_PERP cm 1h --json");
  diagnose.runs([&options](const Shell& shell) { return run_diagnose(options, shell); });
}

}  // namespace wick::cli
