#include "policy/market_alarms.hpp"

namespace wick::policy {

std::string_view name(MarketAlarm alarm) {
  switch (alarm) {
    case MarketAlarm::kTicksWhileClosed:
      return "ticks_while_closed";
    case MarketAlarm::kNoTicksWhileOpen:
      return "no_ticks_while_open";
    case MarketAlarm::kHolidaysEnd:
      return "holidays_end";
    case MarketAlarm::kClockWrong:
      return "clock_wrong";
  }
  return "";
}

bool MarketAlarms::holds(MarketAlarm alarm, const Sight& sight, core::Now now) const {
  const bool silent = !sight.tick_silence || *sight.tick_silence >= options_.silence;
  switch (alarm) {
    case MarketAlarm::kTicksWhileClosed:
      return !sight.calendar_open && !silent &&
             now.mono - *sight.tick_silence >= since_ + options_.close_grace;
    case MarketAlarm::kNoTicksWhileOpen:
      return sight.calendar_open && silent && now.mono >= since_ + options_.silence;
    case MarketAlarm::kHolidaysEnd:
      return sight.holidays_end && now.utc + options_.holiday_notice >= *sight.holidays_end;
    case MarketAlarm::kClockWrong:
      return sight.clock_ahead > options_.clock_error || -sight.clock_ahead > options_.clock_error;
  }
  return false;
}

std::vector<MarketAlarms::Change> MarketAlarms::observe(const Sight& sight, core::Now now) {
  if (open_ != sight.calendar_open) since_ = now.mono;
  open_ = sight.calendar_open;
  std::vector<Change> changes;
  for (const MarketAlarm alarm : kMarketAlarms) {
    auto& raised = raised_.at(static_cast<std::size_t>(alarm));
    const bool held = holds(alarm, sight, now);
    if (held == raised.has_value()) continue;
    raised = held ? std::optional(now.utc) : std::nullopt;
    changes.push_back({.alarm = alarm, .raised = held});
  }
  return changes;
}

std::optional<core::UtcTime> MarketAlarms::raised(MarketAlarm alarm) const {
  return raised_.at(static_cast<std::size_t>(alarm));
}

}  // namespace wick::policy
