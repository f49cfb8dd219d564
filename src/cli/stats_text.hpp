// What `wick stats` prints: tables and bars for people, one document for machines.
#pragma once

#include <string>

#include "cli/bar_strip.hpp"
#include "cli/stats_report.hpp"

namespace wick::cli {

struct StatsStyle {
  int columns{80};
  Glyphs glyphs{};
};
[[nodiscard]] std::string stats_text(const StatsReport& report, const StatsStyle& style);

[[nodiscard]] std::string stats_json(const StatsReport& report);

// "49 us", "3.5 ms", "35 ms", "1.2 s", "3 min 20 s"
[[nodiscard]] std::string latency_text(core::Micros time);
[[nodiscard]] std::string share_text(Share share);  // "61.2%"; "-" where there is none

}  // namespace wick::cli
