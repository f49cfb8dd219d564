#include "sim/market/quarter.hpp"

#include <chrono>
#include <string>

namespace wick::sim {
namespace {

std::chrono::sys_days friday_of(int quarter) {
  const std::chrono::year year{1970 + quarter / 4};
  const std::chrono::month month{static_cast<unsigned>(quarter % 4) * 3 + 3};
  return std::chrono::sys_days{year / month / std::chrono::Friday[std::chrono::last]};
}

}  // namespace

Micros delivery_of(int quarter) {
  return friday_of(quarter).time_since_epoch().count() * kDay + 8 * kHour;
}

std::string delivery_name(int quarter) {
  const std::chrono::year_month_day date{friday_of(quarter)};
  const auto year = static_cast<unsigned>(static_cast<int>(date.year()));
  std::string name;
  for (const unsigned part :
       {year % 100, static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day())}) {
    name += static_cast<char>('0' + part / 10);
    name += static_cast<char>('0' + part % 10);
  }
  return name;
}

}  // namespace wick::sim
