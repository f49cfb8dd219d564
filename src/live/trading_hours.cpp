#include "live/trading_hours.hpp"

#include <algorithm>

namespace wick::live {

bool TradingHours::open_in(core::TimeRange time) const {
  if (time.empty()) return false;
  const Stretch first = stretch_at(time.begin);
  return first.open || first.time.end < time.end;
}

core::TimeRange TradingHours::bucket(core::Interval interval, core::UtcTime t) const {
  if (interval == core::Interval::k1d) return day_at(t);
  if (interval == core::Interval::k4h) {
    const core::TimeRange day = day_at(t);
    const core::Micros length = core::length_max(interval);
    const core::UtcTime begin = day.begin + (t - day.begin) / length * length;
    return {begin, std::min(begin + length, day.end)};
  }
  const core::Grid grid(interval);
  const core::UtcTime begin = grid.floor(t);
  return {begin, grid.next(begin)};
}

TradingHours always_open() {
  return {.stretch_at =
              [](core::UtcTime) {
                return Stretch{.time = {core::UtcTime::min(), core::kFarFuture}, .open = true};
              },
          .day_at = [](core::UtcTime t) { return core::day_of(t); }};
}

}  // namespace wick::live
