#include <CLI/CLI.hpp>

#include "cli/diagnose_command.hpp"

namespace wick::cli {

void add_diagnose(CLI::App& app, DiagnoseOptions& options, std::function<Exit()>& run,
                  const Shell& shell) {
  CLI::App* const diagnose =
      app.add_subcommand("diagnose", "Every tier walked for real, and what to do about it");
  diagnose->add_option("SYMBOL", options.symbol, "BTCUSDT")->required();
  diagnose->add_option("MARKET", options.market, "spot, futures_usdt (um), futures_coin (cm)")
      ->capture_default_str();
  diagnose->add_option("INTERVAL", options.interval, "1s 1m 3m ... 1d 3d 1w 1M")
      ->capture_default_str();
  diagnose->add_option("--provider", options.provider, "Exchange: binance")->capture_default_str();
  diagnose->add_flag("--json", options.json, "One JSON document");
  diagnose->footer(
      "Asks every host itself, past what is remembered of refusals, and heeds bans. Takes ten\n"
      "seconds at most. Nothing is kept in the cache.\n"
      "Exit codes: 0 all tiers are good, 1 no server answers, 2 wrong usage or no such symbol,\n"
      "3 degraded, but bars can be had.\n\n"
      "Examples:\n"
      "  wick diagnose BTCUSDT\n"
      "  wick diagnose BTCUSD_PERP cm 1h --json");
  diagnose->callback([&] { run = [&] { return run_diagnose(options, shell); }; });
}

}  // namespace wick::cli
