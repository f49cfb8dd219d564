// wick stats: what the failover really did, from the ring of events.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/shell.hpp"
#include "cli/stats_report.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): a vendor's
class App;
}

namespace wick::cli {

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

void add_stats(CLI::App& app, StatsOptions& options, std::function<Exit()>& run,
               const Shell& shell);

}  // namespace wick::cli
