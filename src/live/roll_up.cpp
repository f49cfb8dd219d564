#include "live/roll_up.hpp"

#include <algorithm>
#include <utility>

#include "base/check.hpp"

namespace wick::live {
namespace {

core::TimeRange time_of(const QuoteBar& bar) {
  return {bar.open_time, bar.end};
}
core::TimeRange both(core::TimeRange a, core::TimeRange b) {
  return {std::max(a.begin, b.begin), std::min(a.end, b.end)};
}

}  // namespace

void RollUp::take(const QuoteBar& minute, ClosedBars& closed) {
  for (std::size_t i = 0; i < rolls_.size(); ++i) {
    Roll& roll = rolls_[i];
    if (time_of(roll.bar).empty()) open(roll, hours_->bucket(kRolled[i], minute.open_time));
    if (minute.synthetic) {
      if (!roll.traded) roll.bar.close = minute.close;
      roll.filled = true;
    } else {
      add(roll, minute);
    }
    if (roll.bar.end <= minute.end) close(i, closed);
  }
}

void RollUp::pass(core::TimeRange gap, core::TimeRange lost, ClosedBars& closed) {
  for (std::size_t i = 0; i < rolls_.size(); ++i) {
    Roll& roll = rolls_[i];
    if (!time_of(roll.bar).empty()) {
      mark(roll, gap, lost);
      if (roll.bar.end > gap.end) continue;
      close(i, closed);
    }
    const core::TimeRange bucket = hours_->bucket(kRolled[i], gap.end);
    if (bucket.begin == gap.end) continue;
    open(roll, bucket);
    mark(roll, gap, lost);
  }
}

std::optional<QuoteBar> RollUp::preview(core::Interval interval,
                                        const std::optional<QuoteBar>& minute) const {
  const auto* const at = std::ranges::find(kRolled, interval);
  WICK_CHECK(at != kRolled.end());
  Roll roll = rolls_[static_cast<std::size_t>(at - kRolled.begin())];
  if (minute) {
    if (time_of(roll.bar).empty()) open(roll, hours_->bucket(interval, minute->open_time));
    add(roll, *minute);
  }
  if (time_of(roll.bar).empty() || !roll.traded) return std::nullopt;
  return roll.bar;
}

void RollUp::open(Roll& roll, core::TimeRange bucket) {
  roll = {};
  roll.bar.open_time = bucket.begin;
  roll.bar.end = bucket.end;
}

void RollUp::add(Roll& roll, const QuoteBar& minute) {
  if (roll.traded) return append(roll.bar, minute);
  const QuoteBar before = std::exchange(roll.bar, minute);
  roll.bar.open_time = before.open_time;
  roll.bar.end = before.end;
  roll.bar.partial = before.partial || minute.partial;
  roll.traded = true;
}

void RollUp::mark(Roll& roll, core::TimeRange gap, core::TimeRange lost) const {
  const core::TimeRange inside = both(gap, time_of(roll.bar));
  if (!hours_->open_in(inside)) return;
  roll.unfilled = true;
  if (hours_->open_in(both(inside, lost))) roll.bar.partial = true;
}

void RollUp::close(std::size_t index, ClosedBars& closed) {
  Roll& roll = rolls_[index];
  if (roll.traded) {
    closed.push_back({kRolled[index], roll.bar});
  } else if (roll.filled && !roll.unfilled) {
    closed.push_back({kRolled[index], flat(time_of(roll.bar), roll.bar.close)});
  }
  roll.bar.end = roll.bar.open_time;
}

}  // namespace wick::live
