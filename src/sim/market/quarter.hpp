// The delivery dates of quarterly futures: the last Friday of March, June, September and December,
// 08:00 UTC.
#pragma once

#include <chrono>
#include <string>

#include "sim/market/market.hpp"

namespace wick::sim {

[[nodiscard]] constexpr Micros start_of(std::chrono::year_month_day date) {
  return std::chrono::sys_days{date}.time_since_epoch().count() * kDay;
}

// Quarters are counted since 1970: the first of 2021 is 204.
[[nodiscard]] constexpr int quarter_of(std::chrono::year_month month) {
  return (static_cast<int>(month.year()) - 1970) * 4 +
         static_cast<int>(static_cast<unsigned>(month.month()) - 1) / 3;
}
[[nodiscard]] Micros delivery_of(int quarter);
[[nodiscard]] std::string delivery_name(int quarter);  // 240329

}  // namespace wick::sim
