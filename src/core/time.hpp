// Time as the domain speaks it: UTC microseconds, and every range half-open.
#pragma once

#include <chrono>

namespace wick::core {

using Micros = std::chrono::microseconds;
using UtcTime = std::chrono::sys_time<Micros>;
using MonoTime = std::chrono::time_point<std::chrono::steady_clock, Micros>;

inline constexpr Micros kDay = std::chrono::hours{24};
inline constexpr UtcTime kFarFuture = UtcTime::max();

// One reading of both clocks: where we are in history, and where we are in this process.
// Wall time answers "does it exist yet?", monotonic time answers "may I try again?".
struct Now {
  UtcTime utc;
  MonoTime mono;
};

struct TimeRange {
  UtcTime begin;
  UtcTime end;  // not included

  [[nodiscard]] bool empty() const { return end <= begin; }
  [[nodiscard]] bool contains(UtcTime t) const { return begin <= t && t < end; }
  bool operator==(const TimeRange&) const = default;
};

[[nodiscard]] constexpr UtcTime utc_micros(std::int64_t micros) {
  return UtcTime{Micros{micros}};
}
[[nodiscard]] constexpr std::int64_t micros_of(UtcTime t) {
  return t.time_since_epoch().count();
}
[[nodiscard]] constexpr std::int64_t millis_of(UtcTime t) {  // rounds down
  return std::chrono::floor<std::chrono::milliseconds>(t).time_since_epoch().count();
}

// A civil date at midnight UTC; the day must exist.
[[nodiscard]] UtcTime midnight(int year, unsigned month, unsigned day);

}  // namespace wick::core
