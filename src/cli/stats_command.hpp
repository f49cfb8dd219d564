// wick stats: what the failover really did, from the ring of events.
#pragma once

#include <string>
#include <vector>

#include "cli/shell.hpp"
#include "cli/stats_report.hpp"

namespace wick::cli {

class Command;

struct StatsOptions {
  std::vector<std::string> symbols{};
  std::string since{"24h"};
  std::string by{"source"};
  bool json{};
};

// Any mistake is kInvalid, and says what to write instead.
[[nodiscard]] base::Result<StatsQuestion> understand(const StatsOptions& options,
                                                     core::UtcTime now);

[[nodiscard]] Exit run_stats(const StatsOptions& options, const Shell& shell);

void add_stats(Command program, StatsOptions& options);

}  // namespace wick::cli
