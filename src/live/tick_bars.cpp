#include "live/tick_bars.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace wick::live {
namespace {

constexpr core::Micros kMinute = std::chrono::minutes{1};
constexpr core::UtcTime kUnknown{};

core::UtcTime minute_of(core::UtcTime t) {
  return std::chrono::floor<std::chrono::minutes>(t);
}
bool overlap(core::TimeRange a, core::TimeRange b) {
  return std::max(a.begin, b.begin) < std::min(a.end, b.end);
}

}  // namespace

TickBars::TickBars(const TickRules& rules, const TradingHours& hours)
    : ahead_max_(rules.ahead_max),
      volume_(rules.volume),
      repeats_(rules.repeats),
      grace_(rules.grace),
      fill_max_(rules.fill_max),
      lost_{kUnknown, rules.heard_since},
      hours_(&hours) {
  if (rules.rolls) rolls_.emplace(hours);
}

void TickBars::take_odd(const core::Tick& tick, ClosedBars& closed) {
  if (!is_usable(tick)) {
    ++counts_.refused;
    return;
  }
  core::Tick taken = tick;
  if (tick.received != kUnknown && tick.time - ahead_max_ > tick.received) {
    ++counts_.ahead;
    taken.time = tick.received;
  }
  if (taken.time < last_closed_end_) {
    ++counts_.late;
    return;
  }
  if (is_open() && repeats_last(taken)) {
    ++counts_.repeated;
    if (repeats_ == Repeats::kDrop) return;
  }
  if (taken.bid > taken.ask) ++counts_.crossed;
  if (!is_open() || taken.time >= minute_.end) open_minute(taken, closed);
  add(taken);
}

bool TickBars::is_usable(const core::Tick& tick) {
  const auto is_price = [](double value) { return value > 0 && value <= kValueMax; };
  return is_price(tick.bid) && is_price(tick.ask) && tick.size >= 0 && tick.size <= kValueMax;
}

bool TickBars::repeats_last(const core::Tick& tick) const {
  return tick.time == last_.time && tick.bid == minute_.close.bid &&
         tick.ask == minute_.close.ask && tick.size == last_size_;
}

void TickBars::open_minute(const core::Tick& tick, ClosedBars& closed) {
  const core::UtcTime begin = minute_of(tick.time);
  close_until(begin, Watch::kByTick, closed);
  const Quote quote = quote_of(tick);
  minute_ = {.open_time = begin,
             .end = begin + kMinute,
             .open = quote,
             .high = quote,
             .low = quote,
             .close = quote};
  first_ = last_ = {tick.time, tick.received};
  volume_rest_ = 0;
  tick_volume_ = tick_volume_next_;
  // Ticks run ahead of the clock: the feed may be back before this minute begins.
  if (lost_.end != core::kFarFuture) mark_lost();
  set_deadline();
}

// Sizes are summed with what each rounding loses, so that their order does not show in the sum.
void TickBars::add_volume(double size) {
  if (volume_ == VolumeFrom::kMinuteTotal) {
    minute_.volume = std::max(minute_.volume, size);
    return;
  }
  const double sum = minute_.volume + size;
  const double added = sum - minute_.volume;
  volume_rest_ += (minute_.volume - (sum - added)) + (size - added);
  minute_.volume = sum;
}

QuoteBar TickBars::finished_minute() const {
  QuoteBar minute = minute_;
  if (volume_ == VolumeFrom::kTicks) {
    minute.volume = static_cast<double>(minute.ticks) * tick_volume_;
  } else {
    minute.volume += volume_rest_;
  }
  return minute;
}

void TickBars::advance(core::UtcTime now, ClosedBars& closed) {
  if (now < deadline_) return;
  close_until(minute_of(now - grace_), Watch::kByClock, closed);
  set_deadline();
}

void TickBars::close_until(core::UtcTime end, Watch watch, ClosedBars& closed) {
  if (is_open()) {
    if (minute_.end > end) return;
    close_minute(closed);
  }
  if (end <= last_closed_end_) return;
  fill(end, watch, closed);
  if (end <= last_closed_end_) return;
  filling_ = false;
  // No bar that is open now began earlier.
  const core::UtcTime begin = std::max(last_closed_end_, end - 7 * core::kDay);
  if (rolls_) rolls_->pass({begin, end}, lost_, closed);
  last_closed_end_ = end;
}

void TickBars::close_minute(ClosedBars& closed) {
  mark_lost();
  const QuoteBar minute = finished_minute();
  filling_ = stretch(minute.open_time).open;
  if (!filling_) counts_.while_closed += minute.ticks;
  filled_ = 0;
  last_close_ = minute.close;
  last_closed_end_ = minute.end;
  minute_.end = minute_.open_time;
  closed.push_back({core::Interval::k1m, minute});
  if (rolls_) rolls_->take(minute, closed);
}

// What the clock saw pass without a tick is quiet. A tick that comes without a clock proves nothing
// of a long time before it: then all of it is filled, or none.
void TickBars::fill(core::UtcTime end, Watch watch, ClosedBars& closed) {
  if (!filling_ || !stretch(last_closed_end_).open) return;
  core::UtcTime fill_end = std::min(end, minute_of(stretch_.time.end));
  if (!lost_.empty() && lost_.end > last_closed_end_)
    fill_end = std::min(fill_end, minute_of(lost_.begin));
  const std::int64_t quiet = (fill_end - last_closed_end_) / kMinute;
  const std::int64_t room = fill_max_ - filled_;
  if (watch == Watch::kByTick && quiet > room) return;
  for (std::int64_t left = std::min(quiet, room); left > 0; --left) {
    const QuoteBar minute = flat({last_closed_end_, last_closed_end_ + kMinute}, last_close_);
    last_closed_end_ = minute.end;
    ++filled_;
    closed.push_back({core::Interval::k1m, minute});
    if (rolls_) rolls_->take(minute, closed);
  }
}

const Stretch& TickBars::stretch(core::UtcTime t) {
  if (!stretch_.time.contains(t)) stretch_ = hours_->stretch_at(t);
  return stretch_;
}

void TickBars::lose(core::UtcTime at, ClosedBars& closed) {
  advance(at, closed);
  if (lost_.empty() || lost_.end <= last_closed_end_) lost_.begin = at;
  lost_.end = core::kFarFuture;
}

void TickBars::hear(core::UtcTime at, ClosedBars& closed) {
  advance(at, closed);
  if (lost_.end != core::kFarFuture) return;
  lost_.end = std::max(at, lost_.begin);
  mark_lost();
}

void TickBars::mark_lost() {
  if (is_open() && overlap({minute_.open_time, minute_.end}, lost_)) minute_.partial = true;
}

void TickBars::set_deadline() {
  deadline_ = (is_open() ? minute_.end : last_closed_end_ + kMinute) + grace_;
}

std::optional<QuoteBar> TickBars::preview(core::Interval interval) const {
  std::optional<QuoteBar> minute;
  if (is_open()) minute = finished_minute();
  if (interval == core::Interval::k1m) return minute;
  return rolls_ ? rolls_->preview(interval, minute) : std::nullopt;
}

}  // namespace wick::live
