// How the calendar file writes edges: 18:00@America/New_York, 2025-12-25, 06:00-08:30@UTC.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/calendar_rules.hpp"

namespace wick::wiring {

// ny, est, london, bst, tokyo, jst and their like stand for their places; every other name for
// itself.
[[nodiscard]] std::string zone_of_alias(std::string_view name);

struct ZonedText {
  std::string_view text;
  std::string zone;  // UTC where there is no @
};
[[nodiscard]] ZonedText split_zone(std::string_view text);

[[nodiscard]] std::optional<core::DayMinutes> parse_day_time(std::string_view text);  // to 24:00
[[nodiscard]] std::optional<core::WallDay> parse_day(std::string_view text);          // 2025-12-25

}  // namespace wick::wiring
