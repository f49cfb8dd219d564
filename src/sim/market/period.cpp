#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "sim/market/market.hpp"

namespace wick::sim {
namespace {

struct Period {
  std::string_view rest, archive;
  Micros length{};  // none for the month
  Micros phase{};   // of the first one after 1970
};

constexpr Micros kMonday = 4 * kDay;  // 1970-01-05

constexpr std::array<Period, 16> kPeriods{{
    {"1s", "1s", kSecond},
    {"1m", "1m", kMinute},
    {"3m", "3m", 3 * kMinute},
    {"5m", "5m", 5 * kMinute},
    {"15m", "15m", 15 * kMinute},
    {"30m", "30m", 30 * kMinute},
    {"1h", "1h", kHour},
    {"2h", "2h", 2 * kHour},
    {"4h", "4h", 4 * kHour},
    {"6h", "6h", 6 * kHour},
    {"8h", "8h", 8 * kHour},
    {"12h", "12h", 12 * kHour},
    {"1d", "1d", kDay},
    {"3d", "3d", 3 * kDay},
    {"1w", "1w", 7 * kDay, kMonday},
    {"1M", "1mo"},
}};

const Period& period(Interval interval) {
  return kPeriods.at(static_cast<std::size_t>(interval));
}

Micros floor_to(Micros at, Micros length) {
  const Micros past = at % length;
  return at - (past < 0 ? past + length : past);
}

std::chrono::year_month month_of(Micros at) {
  const std::chrono::sys_days day{std::chrono::days{floor_to(at, kDay) / kDay}};
  const std::chrono::year_month_day date{day};
  return date.year() / date.month();
}

Micros start_of(std::chrono::year_month month) {
  return std::chrono::sys_days{month / 1}.time_since_epoch().count() * kDay;
}

}  // namespace

std::optional<Interval> interval_of(std::string_view name) {
  const auto* found = std::ranges::find_if(
      kPeriods, [&](const Period& each) { return each.rest == name || each.archive == name; });
  if (found == kPeriods.end()) return std::nullopt;
  return static_cast<Interval>(found - kPeriods.begin());
}

std::string_view rest_name(Interval interval) {
  return period(interval).rest;
}

std::string_view archive_name(Interval interval) {
  return period(interval).archive;
}

Micros open_of(Interval interval, Micros at) {
  const Period& of = period(interval);
  if (of.length == 0) return start_of(month_of(at));
  return floor_to(at - of.phase, of.length) + of.phase;
}

Micros next_open(Interval interval, Micros open) {
  const Period& of = period(interval);
  if (of.length == 0) return start_of(month_of(open) + std::chrono::months{1});
  return open_of(interval, open) + of.length;
}

}  // namespace wick::sim
