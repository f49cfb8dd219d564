#include <CLI/CLI.hpp>

#include "cli/stats_command.hpp"

namespace wick::cli {

void add_stats(CLI::App& app, StatsOptions& options, std::function<Exit()>& run,
               const Shell& shell) {
  CLI::App* const stats =
      app.add_subcommand("stats", "What the failover really did: hits, latency, failures");
  stats->add_option("--symbol", options.symbols, "Only these; all by default");
  stats->add_option("--since", options.since, "How far back: 24h, 7d, 2024-03-05")
      ->capture_default_str();
  stats->add_option("--by", options.by, "source, symbol, day")->capture_default_str();
  stats->add_flag("--json", options.json, "One JSON document");
  stats->footer(
      "Reads the ring of events beside the cache, which holds about the last ten thousand\n"
      "requests; never the network. Exit code 4: nothing is noted for that time.\n\n"
      "Examples:\n"
      "  wick stats\n"
      "  wick stats --since 7d --by day\n"
      "  wick stats --symbol BTCUSDT --since 30d --json");
  stats->callback(
      [&options, &run, &shell] { run = [&options, &shell] { return run_stats(options, shell); }; });
}

}  // namespace wick::cli
