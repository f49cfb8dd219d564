#include "wiring/trading_hours.hpp"

#include "base/check.hpp"

namespace wick::wiring {

live::TradingHours trading_hours(const std::shared_ptr<const core::Calendar>& calendar) {
  WICK_CHECK(calendar != nullptr);
  const auto stretch_at = [calendar](core::UtcTime t) {
    return live::Stretch{.time = calendar->stretch(t), .open = calendar->is_open(t)};
  };
  const auto day_at = [calendar](core::UtcTime t) { return calendar->day(t); };
  return {.stretch_at = stretch_at, .day_at = day_at};
}

}  // namespace wick::wiring
