// wick health: the state of the cache, for somebody who sees it for the first time.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/care_request.hpp"
#include "cli/health_report.hpp"
#include "cli/shell.hpp"

namespace wick::cli {

class Command;

struct HealthOptions {
  CareOptions care{};
  std::string covers{};  // FROM..TO
  bool verbose{};
  bool deep{};
};

// Any mistake is kInvalid, and says what to write instead.
[[nodiscard]] base::Result<core::TimeRange> parse_covers(const std::string& text,
                                                         core::UtcTime now);

[[nodiscard]] Exit exit_of(HealthVerdict verdict);

[[nodiscard]] Exit run_health(const HealthOptions& options, const Shell& shell);

void add_health(Command program, HealthOptions& options);

}  // namespace wick::cli
