// Instants as people write and read them: ISO-8601 in UTC.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/time.hpp"

namespace wick::core {

// 2024-01-01T05:30:00Z; six fractional digits only when they are not all zero.
[[nodiscard]] std::string to_iso(UtcTime t);
void append_iso(std::string& out, UtcTime t);

// 2024-01-01
[[nodiscard]] std::string to_date(UtcTime t);
// 2024-01
[[nodiscard]] std::string to_month(UtcTime t);

// 2024-01-01, 2024-01-01T05:30, 2024-01-01T05:30:10.5, each with an optional Z; a space may stand
// for the T. Years 1970 to 2199. Anything else, and any date that does not exist, is nothing.
[[nodiscard]] std::optional<UtcTime> parse_utc(std::string_view text);

// 90s, 15m, 36h, 7d, 2w. Positive and at most 100,000 days.
[[nodiscard]] std::optional<Micros> parse_duration(std::string_view text);

}  // namespace wick::core
