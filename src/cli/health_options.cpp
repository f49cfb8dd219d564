#include "cli/command_line.hpp"
#include "cli/health_command.hpp"

namespace wick::cli {

void add_health(Command program, HealthOptions& options) {
  Command health =
      program.add_command("health", "The state of the cache: damage, gaps, holes, permissions");
  health.add_option("--symbol", options.care.symbols, "Only these; all by default");
  health.add_option("--market", options.care.market, "spot, futures_usdt (um), futures_coin (cm)");
  health.add_option("--interval", options.care.interval, "1s 1m 3m ... 1d 3d 1w 1M");
  health.add_option("--covers", options.covers,
                    "Whether all of it is there: 2024-01-01..2024-03-01");
  health.add_flag("--deep", options.deep, "Read every byte, not the metadata alone");
  health.add_flag("--verbose", options.verbose, "Read every byte, and leave nothing out");
  health.add_flag("--json", options.care.json, "One JSON document");
  health.set_footer(
      "Changes nothing but for a small file that it makes and removes to see whether it can.\n"
      "Exit codes: 0 healthy, 1 broken, 2 wrong usage, 3 needs care, 4 nothing is cached.\n\n"
      "Examples:\n"
      "  wick health\n"
      "  wick health --symbol BTCUSDT --interval 1m --covers 2024-01-01..2024-03-01\n"
      "  wick health --verbose");
  health.runs([&options](const Shell& shell) { return run_health(options, shell); });
}

}  // namespace wick::cli
