#include "policy/market_watch.hpp"

namespace wick::policy {

std::string_view name(IdleReason reason) {
  switch (reason) {
    case IdleReason::kCalendarClosed:
      return "calendar_closed";
    case IdleReason::kTicksStoppedAfterCalendarClose:
      return "ticks_stopped_after_calendar_close";
    case IdleReason::kFxcmTemporarilyUnavailable:
      return "fxcm_temporarily_unavailable";
    case IdleReason::kFxcmBackoff:
      return "fxcm_backoff";
    case IdleReason::kMarketClosed:
      return "market_closed";
  }
  return "";
}

std::optional<IdleReason> MarketWatch::idle_reason(const Sight& sight) const {
  if (!sight.calendar_open) {
    return ticked_since_ ? IdleReason::kTicksStoppedAfterCalendarClose
                         : IdleReason::kCalendarClosed;
  }
  if (sight.backoff_active) return IdleReason::kFxcmBackoff;
  if (!sight.history_ready) return IdleReason::kFxcmTemporarilyUnavailable;
  if (sight.feed_closed) return IdleReason::kMarketClosed;
  return std::nullopt;
}

MarketWatch::View MarketWatch::observe(const Sight& sight, core::MonoTime now) {
  if (sight.calendar_open) {
    closed_since_.reset();
    ticked_since_ = false;
  } else {
    if (!closed_since_.has_value()) closed_since_ = now;
    if (sight.tick_silence && now - *sight.tick_silence > *closed_since_) ticked_since_ = true;
  }
  const bool alive = sight.tick_silence && *sight.tick_silence < ticks_alive_within_;
  View view{.calendar_open = sight.calendar_open,
            .ticks_alive = alive,
            .effective_market_open = sight.calendar_open || alive,
            .history_paused = sight.backoff_active || !sight.history_ready};
  if (!alive) view.idle_reason = idle_reason(sight);
  return view;
}

}  // namespace wick::policy
