// What bars ask of a market's hours, answered by its calendar.
//
// Outside of the years that the calendar knows the market is taken for closed, and days are those
// of UTC: nothing is filled in there.
#pragma once

#include <memory>

#include "core/calendar.hpp"
#include "live/trading_hours.hpp"

namespace wick::wiring {

[[nodiscard]] live::TradingHours trading_hours(
    const std::shared_ptr<const core::Calendar>& calendar);

}  // namespace wick::wiring
