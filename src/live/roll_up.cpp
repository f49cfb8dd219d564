#include "live/roll_up.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/check.hpp"

namespace wick::live {
namespace {

constexpr core::Micros kMinute = std::chrono::minutes{1};
constexpr core::Micros kAmendable = std::chrono::hours{4};  // so long a bar that was told is kept

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
  roll.last = minute.open_time;
  roll.spoiled = roll.spoiled || minute.partial;
  if (roll.traded) return append(roll.bar, minute);
  const QuoteBar before = std::exchange(roll.bar, minute);
  roll.bar.open_time = before.open_time;
  roll.bar.end = before.end;
  roll.bar.partial = before.partial || minute.partial;
  roll.first = minute.open_time;
  roll.traded = true;
}

void RollUp::mark(Roll& roll, core::TimeRange gap, core::TimeRange lost) const {
  const core::TimeRange inside = both(gap, time_of(roll.bar));
  if (!hours_->open_in(inside)) return;
  roll.unfilled = true;
  const core::TimeRange unheard = both(inside, lost);
  if (!hours_->open_in(unheard)) return;
  roll.bar.partial = true;
  core::UtcTime minute = std::chrono::floor<std::chrono::minutes>(unheard.begin);
  for (; minute < unheard.end; minute += kMinute) {
    if (hours_->open_in({minute, minute + kMinute})) ++roll.lost;
  }
}

void RollUp::close(std::size_t index, ClosedBars& closed) {
  Roll& roll = rolls_[index];
  if (const auto bar = told(roll)) closed.push_back({kRolled[index], *bar});
  std::deque<Roll>& before = closed_[index];
  std::erase_if(before, [&](const Roll& old) {
    return !old.bar.partial && old.bar.end + kAmendable <= roll.bar.open_time;
  });
  before.push_back(roll);
  if (before.size() > kClosedMax) before.pop_front();
  roll.bar.end = roll.bar.open_time;
}

std::optional<QuoteBar> RollUp::told(const Roll& roll) {
  if (roll.traded) return roll.bar;
  if (roll.filled && !roll.unfilled) return flat(time_of(roll.bar), roll.bar.close);
  return std::nullopt;
}

template <typename Change>
void RollUp::change(core::UtcTime minute, ClosedBars& revised, const Change& change_roll) {
  for (std::size_t i = 0; i < rolls_.size(); ++i) {
    if (time_of(rolls_[i].bar).contains(minute)) change_roll(rolls_[i]);
    for (Roll& roll : closed_[i]) {
      if (!time_of(roll.bar).contains(minute)) continue;
      const auto was = told(roll);
      change_roll(roll);
      const auto is = told(roll);
      if (is && is != was) revised.push_back({kRolled[i], *is, ++roll.revision});
    }
  }
}

void RollUp::amend(const QuoteBar& minute, const std::optional<QuoteBar>& before,
                   ClosedBars& revised) {
  change(minute.open_time, revised, [&](Roll& roll) {
    if (before && !before->synthetic) {
      exchange(roll, minute, *before);
    } else {
      insert(roll, minute);
    }
    roll.bar.partial = roll.spoiled || roll.lost > 0;
  });
}

void RollUp::find(core::UtcTime minute, ClosedBars& revised) {
  change(minute, revised, [](Roll& roll) {
    if (roll.lost > 0) --roll.lost;
    roll.bar.partial = roll.spoiled || roll.lost > 0;
  });
}

void RollUp::insert(Roll& roll, const QuoteBar& minute) {
  if (!roll.traded) return add(roll, minute);
  const QuoteBar was = roll.bar;
  append(roll.bar, minute);
  if (minute.open_time < roll.last) {
    roll.bar.close = was.close;
  } else {
    roll.last = minute.open_time;
  }
  if (minute.open_time < roll.first) {
    roll.bar.open = minute.open;
    roll.first = minute.open_time;
  }
}

// Where the minute had a price beyond what it has now, that price may have been the bar's, and what
// is next to it is not known.
void RollUp::exchange(Roll& roll, const QuoteBar& minute, const QuoteBar& before) {
  const auto shrinks = [only = before.only](const Quote& was, const Quote& is) {
    if (only) return price_of(was, *only) > price_of(is, *only);
    return was.bid > is.bid || was.ask > is.ask;
  };
  if (shrinks(before.high, minute.high) || shrinks(minute.low, before.low)) roll.spoiled = true;
  roll.bar.high = highest(roll.bar.high, minute.high);
  roll.bar.low = lowest(roll.bar.low, minute.low);
  roll.bar.volume += minute.volume - before.volume;
  roll.bar.spread_sum += minute.spread_sum - before.spread_sum;
  roll.bar.ticks += minute.ticks - before.ticks;
  roll.bar.mid_derived = roll.bar.mid_derived || minute.mid_derived;
  if (minute.only) roll.bar.only = minute.only;
  if (minute.open_time == roll.first) roll.bar.open = minute.open;
  if (minute.open_time == roll.last) roll.bar.close = minute.close;
}

}  // namespace wick::live
