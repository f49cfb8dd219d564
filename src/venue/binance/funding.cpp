#include "venue/binance/funding.hpp"

namespace wick::venue::binance {

std::optional<std::string> accept_funding(Klines& klines, std::int64_t millis, double rate,
                                          const KlineRules& rules) {
  if (time_unit_of(millis) != TimeUnit::kMillis) return "a time that is no time";
  const core::UtcTime open = rules.grid.floor(open_instant(millis, TimeUnit::kMillis));
  return accept_row(klines,
                    {.open_time = open,
                     .close_time = rules.grid.next(open) - core::Micros{1},
                     .open = rate,
                     .high = rate,
                     .low = rate,
                     .close = rate},
                    rules);
}

}  // namespace wick::venue::binance
