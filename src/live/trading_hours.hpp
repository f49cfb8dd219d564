// What bars have to know of a calendar: when the market is open, and where its days begin.
//
// The calendar itself is somebody else's; it is asked through two functions, which must answer the
// same for the same instant. Without one the market is always open and days begin at midnight UTC.
#pragma once

#include <functional>

#include "core/interval.hpp"
#include "core/time.hpp"

namespace wick::live {

// The longest time around an instant in which the market stays open, or stays closed.
struct Stretch {
  core::TimeRange time{};
  bool open{};
};

struct TradingHours {
  std::function<Stretch(core::UtcTime)> stretch_at;
  std::function<core::TimeRange(core::UtcTime)> day_at;  // the trading day that holds an instant

  [[nodiscard]] bool open_in(core::TimeRange time) const;  // at some instant of it

  // The bucket that holds the instant. Days are the calendar's, 4h count from the beginning of such
  // a day and end with it at the latest; all shorter ones are those of UTC.
  [[nodiscard]] core::TimeRange bucket(core::Interval interval, core::UtcTime t) const;
};

[[nodiscard]] TradingHours always_open();

}  // namespace wick::live
