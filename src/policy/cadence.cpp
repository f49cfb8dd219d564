#include "policy/cadence.hpp"

#include <algorithm>

namespace wick::policy {

TickCadenceOptions clamped(TickCadenceOptions options) {
  options.poll = std::max<core::Micros>(options.poll, std::chrono::milliseconds{1});
  options.live_threshold = std::max(options.live_threshold, core::Micros::zero());
  options.idle_threshold = std::max(options.idle_threshold, options.live_threshold);
  options.live_multiplier = std::max(options.live_multiplier, Ratio::percent(50));
  options.idle_multiplier = std::max(options.idle_multiplier, Ratio::percent(100));
  return options;
}

std::string_view name(CadenceState state) {
  return state == CadenceState::kLive ? "live" : "idle";
}

std::string_view name(HistoryState state) {
  switch (state) {
    case HistoryState::kOk:
      return "ok";
    case HistoryState::kLag:
      return "lag";
    case HistoryState::kStale:
      return "stale";
  }
  return "";
}

std::string_view name(CadenceReason reason) {
  switch (reason) {
    case CadenceReason::kLiveTicks:
      return "live_ticks";
    case CadenceReason::kTickLag:
      return "tick_lag";
    case CadenceReason::kNoTicks:
      return "no_ticks";
    case CadenceReason::kTickIdle:
      return "tick_idle";
    case CadenceReason::kCalendarClosed:
      return "calendar_closed";
  }
  return "";
}

namespace {

CadenceReason judge(const TickCadence::Sight& sight, const TickCadenceOptions& options) {
  if (!sight.market_open) return CadenceReason::kCalendarClosed;
  if (!sight.tick_silence.has_value()) return CadenceReason::kNoTicks;
  if (*sight.tick_silence <= options.live_threshold) return CadenceReason::kLiveTicks;
  if (*sight.tick_silence >= options.idle_threshold) return CadenceReason::kTickIdle;
  return CadenceReason::kTickLag;
}

}  // namespace

TickCadence::TickCadence(TickCadenceOptions options, const std::vector<core::Interval>& timeframes)
    : options_(clamped(options)) {
  for (const core::Interval timeframe : timeframes) slots_.push_back({.timeframe = timeframe});
}

void TickCadence::observe(const Sight& sight) {
  const bool paused = state() == CadenceState::kIdle;
  reason_ = judge(sight, options_);
  silence_ = sight.tick_silence;
  if (!paused || state() == CadenceState::kIdle) return;
  for (Slot& slot : slots_) slot.taken.reset();
}

CadenceState TickCadence::state() const {
  return history_state() == HistoryState::kStale ? CadenceState::kIdle : CadenceState::kLive;
}

HistoryState TickCadence::history_state() const {
  switch (reason_) {
    case CadenceReason::kLiveTicks:
      return HistoryState::kOk;
    case CadenceReason::kTickLag:
    case CadenceReason::kNoTicks:
      return HistoryState::kLag;
    case CadenceReason::kTickIdle:
    case CadenceReason::kCalendarClosed:
      break;
  }
  return HistoryState::kStale;
}

Ratio TickCadence::multiplier() const {
  const Ratio live = options_.live_multiplier;
  const Ratio idle = options_.idle_multiplier;
  switch (history_state()) {
    case HistoryState::kOk:
      return live;
    case HistoryState::kLag:
      return Ratio::millionths((live.millionths() + idle.millionths()) / 2);
    case HistoryState::kStale:
      break;
  }
  return idle;
}

core::Micros TickCadence::cadence(core::Interval timeframe) const {
  const std::int64_t minutes = core::length_max(timeframe) / std::chrono::minutes{1};
  const core::Micros base = options_.poll * std::max<std::int64_t>(minutes, 1);
  return multiplier().of(std::clamp(base, kBaseLeast, kBaseMost));
}

core::Micros TickCadence::until_open(const Slot& slot, core::MonoTime now) const {
  if (!slot.taken.has_value()) return core::Micros::zero();
  return std::max(core::Micros::zero(), *slot.taken + cadence(slot.timeframe) - now);
}

bool TickCadence::take_slot(core::Interval timeframe, core::MonoTime now) {
  if (state() == CadenceState::kIdle) return false;
  const auto slot = std::find_if(slots_.begin(), slots_.end(),
                                 [&](const Slot& each) { return each.timeframe == timeframe; });
  if (slot == slots_.end() || until_open(*slot, now) > core::Micros::zero()) return false;
  slot->taken = now;
  return true;
}

std::optional<core::Micros> TickCadence::next_poll_in(core::Interval timeframe,
                                                      core::MonoTime now) const {
  if (state() == CadenceState::kIdle) return std::nullopt;
  for (const Slot& slot : slots_) {
    if (slot.timeframe == timeframe) return until_open(slot, now);
  }
  return std::nullopt;
}

core::Micros TickCadence::sleep(core::MonoTime now) const {
  if (state() == CadenceState::kIdle || slots_.empty()) return options_.poll;
  core::Micros least = core::Micros::max();
  for (const Slot& slot : slots_) least = std::min(least, until_open(slot, now));
  return least;
}

TickCadence::Snapshot TickCadence::snapshot(core::MonoTime now) const {
  Snapshot told{.state = state(),
                .history_state = history_state(),
                .reason = reason_,
                .multiplier = multiplier(),
                .tick_silence = silence_};
  for (const Slot& slot : slots_) {
    told.slots.push_back({.timeframe = slot.timeframe,
                          .cadence = cadence(slot.timeframe),
                          .next_poll_in = next_poll_in(slot.timeframe, now)});
  }
  return told;
}

}  // namespace wick::policy
