#include "core/time.hpp"

#include "base/check.hpp"

namespace wick::core {

UtcTime midnight(int year, unsigned month, unsigned day) {
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month},
                                         std::chrono::day{day}};
  WICK_CHECK(date.ok());
  return std::chrono::sys_days{date};
}

}  // namespace wick::core
