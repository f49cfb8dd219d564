// Time: microseconds, UTC, every range half-open. Years 1970 to 2199.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "wick/error.hpp"

namespace wick {

using Micros = std::chrono::microseconds;
using Time = std::chrono::sys_time<Micros>;

struct Range {
  Time from{};
  Time to{};  // not included

  bool operator==(const Range&) const = default;
};

// As on the command line: 2024-01-01, 2024-01-01T05:30, ...Z, now, or 7d for seven days before now.
[[nodiscard]] WICK_API Result<Time> parse_time(std::string_view text, Time now);

// 90s, 15m, 36h, 7d, 2w.
[[nodiscard]] WICK_API Result<Micros> parse_duration(std::string_view text);

// 2024-01-01T05:30:00Z; six fractional digits only when they are not all zero.
[[nodiscard]] WICK_API std::string to_text(Time time);

}  // namespace wick
