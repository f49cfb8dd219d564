#include "sim/broker/new_york.hpp"

#include <chrono>

namespace wick::sim {
namespace {

namespace chrono = std::chrono;

constexpr int kSunday = 0;
constexpr Minute kStandard = -300, kSummer = -240;
constexpr Minute kTwo = 120;  // o'clock by the clock in force

// Half-open, in UTC.
struct Summer {
  Minute begin{}, end{};
};

// From 2007 on the second Sunday of March to the first of November; before that April's first to
// October's last; until 1986 from April's last.
Summer summer_of(int year) {
  std::int64_t first = weekday_from(day_number(year, 3, 8), kSunday);
  std::int64_t last = weekday_from(day_number(year, 11, 1), kSunday);
  if (year < 2007) {
    first = weekday_from(day_number(year, 4, year < 1987 ? 24 : 1), kSunday);
    last = weekday_from(day_number(year, 10, 25), kSunday);
  }
  return {first * kDayMinutes + kTwo - kStandard, last * kDayMinutes + kTwo - kSummer};
}

std::int64_t day_of(Minute minute) {
  return minute >= 0 ? minute / kDayMinutes : (minute - kDayMinutes + 1) / kDayMinutes;
}

}  // namespace

CivilDay civil_day(std::int64_t day) {
  const chrono::sys_days at{chrono::days(day)};
  const chrono::year_month_day date(at);
  return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day())),
          static_cast<int>(chrono::weekday(at).c_encoding())};
}

std::int64_t day_number(int year, int month, int day) {
  const chrono::year_month_day date(chrono::year(year), chrono::month(static_cast<unsigned>(month)),
                                    chrono::day(static_cast<unsigned>(day)));
  return chrono::sys_days(date).time_since_epoch().count();
}

std::int64_t weekday_from(std::int64_t day, int weekday) {
  return day + (weekday - civil_day(day).weekday + 7) % 7;
}

Minute new_york_offset(Minute utc) {
  const Summer summer = summer_of(civil_day(day_of(utc)).year);
  return summer.begin <= utc && utc < summer.end ? kSummer : kStandard;
}

Minute utc_of_new_york(Minute local) {
  const Minute guess = local - kSummer;
  return new_york_offset(guess) == kSummer ? guess : local - kStandard;
}

}  // namespace wick::sim
