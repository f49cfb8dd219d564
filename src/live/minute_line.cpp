#include "live/minute_line.hpp"

#include <algorithm>
#include <utility>

namespace wick::live {
namespace {

constexpr core::Micros kMinute = std::chrono::minutes{1};

core::UtcTime minute_floor(core::UtcTime t) {
  return std::chrono::floor<std::chrono::minutes>(t);
}
core::UtcTime minute_ceil(core::UtcTime t) {
  return std::chrono::ceil<std::chrono::minutes>(t);
}
core::TimeRange minute_at(core::UtcTime open) {
  return {open, open + kMinute};
}
bool has_bar_at(const std::vector<ConfirmedBar>& rows, core::UtcTime open) {
  return std::ranges::any_of(rows,
                             [open](const ConfirmedBar& row) { return row.bar.open_time == open; });
}
bool touches(const core::RangeSet& set, core::TimeRange range) {
  const auto& ranges = set.ranges();
  const auto at = std::ranges::upper_bound(ranges, range.begin, {}, &core::TimeRange::end);
  return at != ranges.end() && at->begin < range.end;
}
core::RangeSet from(const core::RangeSet& set, core::UtcTime begin) {
  return set.intersect({{begin, core::kFarFuture}});
}

}  // namespace

MinuteLine::MinuteLine(const Options& options, const TradingHours& hours, core::UtcTime first)
    : options_(options),
      hours_(&hours),
      next_(minute_ceil(first)),
      horizon_(next_),
      lost_{{core::UtcTime::min(), core::kFarFuture}} {}

void MinuteLine::hear(core::UtcTime at) {
  lost_ = lost_.minus({{at, core::kFarFuture}});
}

void MinuteLine::lose(core::UtcTime at) {
  lost_.add({at, core::kFarFuture});
  if (at >= next_) return;
  // A loss is noticed late: what was told since then may lack ticks.
  doubtful_.add(core::RangeSet{{minute_floor(at), next_}}.minus(owed_));
  for (Told& told : told_) {
    if (told.bar.end > at) told.proven = false;
  }
}

void MinuteLine::recall(core::TimeRange range, const std::vector<QuoteBar>& minutes) {
  doubtful_.add(core::RangeSet{range}.minus(owed_));
  for (const QuoteBar& minute : minutes) {
    if (range.contains(minute.open_time)) told_.push_back({.bar = minute});
  }
}

void MinuteLine::take(const QuoteBar& minute) {
  if (minute.open_time < next_ || minute.synthetic) return;
  ticks_.insert_or_assign(minute.open_time, minute);
}

void MinuteLine::close_until(core::UtcTime end) {
  if (end <= next_) return;  // also the beginning of time, which has no whole minute
  horizon_ = std::max(horizon_, minute_floor(end));
}

// ---- what history says

// A server that has not caught up leaves out the newest minutes, and means nothing by it.
core::UtcTime MinuteLine::trusted_end(const port::FeedHistoryPage& page, core::UtcTime now) const {
  core::UtcTime end = std::min(page.settled.end, minute_floor(now - options_.doubt));
  for (const HistoryBar& bar : page.bars) {
    if (bar.open_time + kMinute <= now) end = std::max(end, bar.open_time + kMinute);
  }
  return std::min(end, minute_floor(now));
}

void MinuteLine::learn(const port::FeedHistoryPage& page, core::Now now) {
  const core::TimeRange spoken{page.settled.begin, trusted_end(page, now.utc)};
  const auto rows = confirmed(page.bars, core::Interval::k1m, now.utc);
  for (const ConfirmedBar& row : rows) {
    if (spoken.contains(row.bar.open_time)) learn_bar(row.bar);
  }
  if (spoken.empty()) return;
  known_.add(spoken);
  settle(spoken, rows);
  // Ticks made these, and history has nothing to say against them.
  for (Told& told : told_) {
    if (spoken.contains(told.bar.open_time)) told.proven = true;
  }
  giving_up_ = false;
  if (stuck_since_) stuck_since_ = now.mono;
}

void MinuteLine::settle(core::TimeRange spoken, const std::vector<ConfirmedBar>& rows) {
  const core::RangeSet found = owed_.intersect({spoken});
  for (const core::TimeRange& range : found.ranges()) {
    for (core::UtcTime open = range.begin; open < range.end; open += kMinute) {
      corrections_.push_back({.kind = MinuteEvent::Kind::kFound,
                              .lost = has_bar_at(rows, open),
                              .gap = minute_at(open)});
    }
  }
  quiet_ = quiet_.minus({spoken});
  owed_ = owed_.minus({spoken});
  doubtful_ = doubtful_.minus({spoken});
}

void MinuteLine::learn_bar(const QuoteBar& bar) {
  if (bar.open_time >= next_) {
    history_.insert_or_assign(bar.open_time, bar);
    return;
  }
  const auto told = std::ranges::lower_bound(told_, bar.open_time, {},
                                             [](const Told& t) { return t.bar.open_time; });
  const bool found = told != told_.end() && told->bar.open_time == bar.open_time;
  if (found) {
    if (!told->proven) compare(*told, bar);
  } else if (owed_.contains(bar.open_time) || doubtful_.contains(bar.open_time) ||
             quiet_.contains(bar.open_time)) {
    ++counts_.repaired;
    corrections_.push_back(
        {.kind = MinuteEvent::Kind::kRepaired, .from = MinuteFrom::kHistory, .bar = bar});
  }
}

bool MinuteLine::agree(const Told& told, const QuoteBar& bar) const {
  const auto same = [&](Basis basis) {
    const Difference found =
        difference(bar_of(told.bar, basis), bar_of(bar, basis), options_.tolerance);
    return found == Difference::kNone || (found == Difference::kVolume && !options_.exact_volume);
  };
  if (!told.bar.only) return same(Basis::kBid) && same(Basis::kAsk);
  const bool all_heard = options_.exact_volume && told.bar.volume == bar.volume &&
                         bar.volume == static_cast<double>(told.bar.ticks);
  return all_heard || same(*told.bar.only);
}

void MinuteLine::compare(Told& told, const QuoteBar& bar) {
  told.proven = true;
  if (agree(told, bar)) {
    ++counts_.confirmed;
    if (!told.bar.mid_derived) scale_.learn(bar.volume, told.bar.ticks);
    return;
  }
  ++counts_.revised;
  ++told.revision;
  corrections_.push_back({.kind = MinuteEvent::Kind::kRevised,
                          .from = MinuteFrom::kHistory,
                          .revision = told.revision,
                          .bar = bar,
                          .before = std::exchange(told.bar, bar)});
}

// ---- what is to be asked

bool MinuteLine::is_lost(core::TimeRange minute) const {
  return touches(lost_, minute);
}

bool MinuteLine::is_lacking(core::UtcTime open) const {
  const core::TimeRange minute = minute_at(open);
  if (known_.covers(minute) || unreachable_.covers(minute) || !is_lost(minute)) return false;
  return ticks_.contains(open) || hours_->open_in(minute);
}

std::optional<core::TimeRange> MinuteLine::lacking() const {
  std::optional<core::TimeRange> wanted;
  for (core::UtcTime open = next_; open < horizon_; open += kMinute) {
    if (wanted && open >= wanted->begin + options_.ask_max * kMinute) break;
    if (is_lacking(open)) {
      wanted = {wanted ? wanted->begin : open, open + kMinute};
    } else if (!wanted) {
      const Stretch stretch = hours_->stretch_at(open);
      const bool skips = !stretch.open && ticks_.lower_bound(open) == ticks_.end();
      if (skips) open = std::max(open, minute_floor(stretch.time.end) - kMinute);
    }
  }
  return wanted;
}

std::optional<core::TimeRange> MinuteLine::owed() const {
  const core::RangeSet& first = doubtful_.empty() ? owed_ : doubtful_;
  if (first.empty()) return std::nullopt;
  const core::UtcTime end = first.ranges().back().end;
  return core::TimeRange{std::max(first.ranges().front().begin, end - options_.ask_max * kMinute),
                         end};
}

std::optional<core::TimeRange> MinuteLine::unproven(core::UtcTime now) const {
  std::optional<core::TimeRange> wanted;
  for (const Told& told : told_) {
    if (told.proven || told.bar.end > now - options_.doubt) continue;
    if (wanted && told.bar.end > wanted->begin + options_.ask_max * kMinute) break;
    wanted = {wanted ? wanted->begin : told.bar.open_time, told.bar.end};
  }
  if (wanted || quiet_.empty()) return wanted;
  const core::TimeRange quiet = quiet_.ranges().front();
  if (quiet.end > now - options_.doubt) return std::nullopt;
  return core::TimeRange{quiet.begin,
                         std::min(quiet.end, quiet.begin + options_.ask_max * kMinute)};
}

// ---- what is told

bool MinuteLine::out_of_patience(core::MonoTime now) {
  if (!stuck_since_) stuck_since_ = now;
  if (now - *stuck_since_ >= options_.patience) giving_up_ = true;
  return giving_up_;
}

core::MonoTime MinuteLine::wake() const {
  return stuck_since_ && !giving_up_ ? *stuck_since_ + options_.patience : core::MonoTime::max();
}

void MinuteLine::tell(core::Now now, std::vector<MinuteEvent>& out) {
  for (const MinuteEvent& each : std::exchange(corrections_, {})) out.push_back(each);
  const core::UtcTime before = next_;
  while (next_ < horizon_) {
    const core::TimeRange minute = minute_at(next_);
    const auto ticks = ticks_.find(next_);
    const auto history = history_.find(next_);
    const bool lost = is_lost(minute);
    if (ticks != ticks_.end() && !lost && !ticks->second.partial) {
      tell_minute(ticks->second, MinuteFrom::kTicks, out);
    } else if (history != history_.end()) {
      tell_minute(history->second, MinuteFrom::kHistory, out);
    } else if (is_lacking(next_)) {
      if (!out_of_patience(now.mono)) break;
      owed_.add(minute);
      pass_lost(minute, out);
      continue;
    } else if (lost && unreachable_.covers(minute) && hours_->open_in(minute)) {
      pass_lost(minute, out);
    } else if (fills(minute)) {
      tell_minute(flat(minute, last_close_), MinuteFrom::kFilled, out);
    } else {
      note_quiet({next_, end_of_pause()});
      pass({next_, end_of_pause()}, false, out);
    }
    stuck_since_.reset();
    giving_up_ = false;
  }
  if (next_ != before) forget();
}

void MinuteLine::tell_minute(QuoteBar bar, MinuteFrom from, std::vector<MinuteEvent>& out) {
  bar.partial = false;
  next_ = bar.end;
  last_close_ = bar.close;
  if (from == MinuteFrom::kFilled) {
    ++filled_;
    ++counts_.filled;
  } else {
    filled_ = 0;
    in_session_ = hours_->stretch_at(bar.open_time).open;
    if (from == MinuteFrom::kHistory) ++counts_.from_history;
  }
  remember(bar, from == MinuteFrom::kHistory);
  out.push_back({.kind = MinuteEvent::Kind::kTold, .from = from, .bar = bar});
}

void MinuteLine::pass(core::TimeRange gap, bool lost, std::vector<MinuteEvent>& out) {
  next_ = gap.end;
  in_session_ = false;
  if (lost) counts_.lost += (gap.end - gap.begin) / kMinute;
  if (!out.empty() && out.back().kind == MinuteEvent::Kind::kPassed && out.back().lost == lost &&
      out.back().gap.end == gap.begin) {
    out.back().gap.end = gap.end;
    return;
  }
  out.push_back({.kind = MinuteEvent::Kind::kPassed, .lost = lost, .gap = gap});
}

// Where it was heard from some tick to its end, the price that goes on is known all the same.
void MinuteLine::pass_lost(core::TimeRange minute, std::vector<MinuteEvent>& out) {
  const auto ticks = ticks_.find(minute.begin);
  const core::RangeSet lost = lost_.intersect({minute});
  const bool only_begun_late = !lost.empty() && lost.ranges().size() == 1 &&
                               lost.ranges()[0].begin == minute.begin &&
                               lost.ranges()[0].end < minute.end;
  pass(minute, true, out);
  if (ticks == ticks_.end() || !only_begun_late) return;
  last_close_ = ticks->second.close;
  in_session_ = hours_->stretch_at(minute.begin).open;
  filled_ = 0;
}

// That ticks were quiet is worth a question to history, as what they told is.
void MinuteLine::note_quiet(core::TimeRange gap) {
  const bool asked = known_.covers(gap) || !hours_->open_in(gap);
  if (asked) return;
  quiet_.add(gap);
  const core::Micros remembered = static_cast<std::int64_t>(options_.remembered_max) * kMinute;
  quiet_ = from(quiet_, gap.end - remembered);
}

bool MinuteLine::fills(core::TimeRange minute) const {
  if (!in_session_ || filled_ >= options_.fill_max) return false;
  const Stretch stretch = hours_->stretch_at(minute.begin);
  return stretch.open && minute.end <= stretch.time.end;
}

// To the first minute that may be told after a pause of the market: it is passed at once.
core::UtcTime MinuteLine::end_of_pause() const {
  const Stretch stretch = hours_->stretch_at(next_);
  core::UtcTime end = std::min(horizon_, minute_floor(stretch.time.end));
  const auto ticks = ticks_.lower_bound(next_);
  const auto history = history_.lower_bound(next_);
  if (ticks != ticks_.end()) end = std::min(end, ticks->first);
  if (history != history_.end()) end = std::min(end, history->first);
  return stretch.open ? next_ + kMinute : std::max(end, next_ + kMinute);
}

void MinuteLine::remember(const QuoteBar& bar, bool proven) {
  told_.push_back({.bar = bar, .proven = proven});
  if (told_.size() <= options_.remembered_max) return;
  // What is not remembered cannot be compared.
  if (!doubtful_.empty()) doubtful_ = from(doubtful_, told_.front().bar.end);
  told_.pop_front();
}

void MinuteLine::forget() {
  ticks_.erase(ticks_.begin(), ticks_.lower_bound(next_));
  history_.erase(history_.begin(), history_.lower_bound(next_));
  if (lost_.ranges().size() > 1) lost_ = from(lost_, next_);
  if (!known_.empty() && known_.ranges().front().end <= next_) known_ = from(known_, next_);
  if (!owed_.empty()) owed_ = from(owed_, next_ - options_.owed_for);
}

}  // namespace wick::live
