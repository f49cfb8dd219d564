// What `wick health` prints: a page for a stranger, one document for machines.
#pragma once

#include <string>

#include "cli/bar_strip.hpp"
#include "cli/health_report.hpp"

namespace wick::cli {

enum class HealthDetail : std::uint8_t { kBrief, kVerbose };

struct HealthStyle {
  int columns{80};
  Glyphs glyphs{};
  HealthDetail detail{};
};
[[nodiscard]] std::string health_text(const HealthFacts& facts, const HealthReport& report,
                                      const HealthStyle& style);

[[nodiscard]] std::string health_json(const HealthFacts& facts, const HealthReport& report);

// The time that is drawn of a series, in at most `width` cells of as many bars each as can be.
[[nodiscard]] std::vector<Cell> coverage_cells(const core::RangeSet& settled, core::TimeRange range,
                                               const core::Grid& grid, int width);

}  // namespace wick::cli
