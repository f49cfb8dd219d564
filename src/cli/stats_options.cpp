#include "cli/command_line.hpp"
#include "cli/stats_command.hpp"

namespace wick::cli {

void add_stats(Command program, StatsOptions& options) {
  Command stats =
      program.add_command("stats", "What the failover really did: hits, latency, failures");
  stats.add_option("--symbol", options.symbols, "Only these; all by default");
  stats.add_option("--since", options.since, "How far back: 24h, 7d, 2024-03-05").show_default();
  stats.add_option("--by", options.by, "source, symbol, day").show_default();
  stats.add_flag("--json", options.json, "One JSON document");
  stats.set_footer(
      "Reads the ring of events beside the cache, which holds about the last ten thousand\n"
      "requests; never the network. Exit code 4: nothing is noted for that time.\n\n"
      "Examples:\n"
      "  wick stats\n"
      "  wick stats --since 7d --by day\n"
      "  wick stats --symbol BTCUSDT --since 30d --json");
  stats.runs([&options](const Shell& shell) { return run_stats(options, shell); });
}

}  // namespace wick::cli
