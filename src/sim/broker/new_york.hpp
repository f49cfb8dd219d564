// Local time in New York by the rules of the law, from 1967 on: the simulator asks no time zone
// database, and shares no table with who does.
#pragma once

#include <cstdint>

#include "sim/market/market.hpp"

namespace wick::sim {

// Minutes since 1970, of UTC or of New York's own clock.
using Minute = std::int64_t;
constexpr Minute kDayMinutes = 1440;

[[nodiscard]] Minute new_york_offset(Minute utc);  // -300, or -240 in summer
[[nodiscard]] inline Minute new_york_of(Minute utc) {
  return utc + new_york_offset(utc);
}

// The local hours that a switch leaves out or repeats are those of standard time.
[[nodiscard]] Minute utc_of_new_york(Minute local);

struct CivilDay {
  int year{}, month{}, day{}, weekday{};  // Sunday is 0
};
[[nodiscard]] CivilDay civil_day(std::int64_t day);  // days since 1970
[[nodiscard]] std::int64_t day_number(int year, int month, int day);
// The first such weekday on or after the day.
[[nodiscard]] std::int64_t weekday_from(std::int64_t day, int weekday);

}  // namespace wick::sim
