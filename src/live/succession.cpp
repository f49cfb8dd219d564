#include "live/succession.hpp"

#include <algorithm>
#include <utility>

#include "base/check.hpp"

namespace wick::live {
namespace {

core::Mark by_stream() {
  return {.final = true, .revision = 0, .origin = core::Origin::kStream};
}

bool same_values(const core::Bar& a, const core::Bar& b) {
  return a == b;
}

}  // namespace

bool Succession::by_frame(const Closed& closed) {
  return closed.mark.origin == core::Origin::kStream;
}

Succession::Succession(Options options) : options_(options) {}

void Succession::begin(core::UtcTime first) {
  WICK_CHECK(untouched());
  next_ = options_.grid.floor(first);
  held_.erase(held_.begin(), held_.lower_bound(*next_));
}

void Succession::hear(const core::CandleNews& news, core::MonoTime received) {
  if (!next_) return;
  if (news.closed) {
    hear_closed(news, received);
  } else {
    hear_forming(news, received);
  }
}

void Succession::hear_closed(const core::CandleNews& news, core::MonoTime received) {
  const Closed closed{news.bar, by_stream(), core::Tier::kStream, news.said, received};
  const core::UtcTime open = news.bar.open_time;
  if (open < *next_) return correct(open, closed);
  // Too many wait for the oldest: the newest can be had from history, when it is their turn.
  const bool full = held_.size() >= options_.held_max && open > held_.rbegin()->first;
  if (!full) hold(open, closed);
}

void Succession::hear_forming(const core::CandleNews& news, core::MonoTime received) {
  if (!options_.forming || news.bar.open_time < *next_) return;
  // What overtook an older frame stands.
  const bool newer = !forming_ || news.bar.open_time > forming_->bar.open_time ||
                     (news.bar.open_time == forming_->bar.open_time && news.said > forming_->said);
  if (!newer) return;
  forming_ = news;
  forming_->symbol = {};
  forming_received_ = received;
  forming_fresh_ = true;
}

// Of two closing frames of one candle the one said later is right; history is righter than both.
void Succession::hold(core::UtcTime open, const Closed& closed) {
  const auto [place, fresh] = held_.try_emplace(open, closed);
  if (fresh) return;
  Closed& standing = place->second;
  const bool frames = standing.mark == closed.mark;
  if (frames && same_values(standing.bar, closed.bar)) {
    ++counts_.duplicates;
  } else if (frames ? closed.said > standing.said : core::beats(closed.mark, standing.mark)) {
    standing = closed;
  }
}

// A better source than a frame says so, too.
void Succession::prove(Closed& told, core::Origin origin) {
  unproven_ -= by_frame(told) ? 1 : 0;
  told.mark.origin = origin;
}

// A candle that was told already comes again.
void Succession::correct(core::UtcTime open, const Closed& closed) {
  const auto place = std::ranges::find_if(told_, [&](const auto& it) { return it.first == open; });
  if (place == told_.end()) {
    ++counts_.duplicates;  // told so long ago that nobody remembers how
    return;
  }
  Closed& told = place->second;
  const bool higher = core::beats({.final = true, .revision = 0, .origin = closed.mark.origin},
                                  {.final = true, .revision = 0, .origin = told.mark.origin});
  const bool lower = closed.mark.origin != told.mark.origin && !higher;
  if (same_values(told.bar, closed.bar)) {
    ++counts_.duplicates;
    if (higher) prove(told, closed.mark.origin);
    told.said = std::max(told.said, closed.said);
    return;
  }
  if (lower) {
    ++counts_.conflicts;
    return;
  }
  if (!higher && closed.said <= told.said) {
    ++counts_.duplicates;  // an older frame on a longer way
    return;
  }
  const std::uint32_t revision = told.mark.revision + 1;
  if (higher) prove(told, closed.mark.origin);
  told = closed;
  told.mark.revision = revision;
  CandleEvent event;
  event.kind = Tidings::kRevised;
  event.bar = told.bar;
  event.tier = told.tier;
  event.mark = told.mark;
  event.received = told.received;
  revisions_.push_back(event);
}

std::optional<core::TimeRange> Succession::lacking(core::UtcTime venue_now) const {
  if (!next_) return std::nullopt;
  const core::Grid& grid = options_.grid;
  core::UtcTime end = grid.floor(venue_now - options_.grace);
  // A closed candle that is held says that everything before it is over.
  if (!held_.empty()) end = std::max(end, held_.rbegin()->first);
  core::UtcTime begin = *next_;
  while (begin < end && holes_.contains(begin)) begin = grid.next(begin);
  if (begin >= end || held_.contains(begin)) return unaudited();

  const auto later = held_.lower_bound(begin);
  if (later != held_.end()) end = std::min(end, later->first);
  end = std::min(end, grid.advance(begin, options_.fill_max));
  const bool unproven = begin == *next_ && !told_.empty() && by_frame(told_.back().second) &&
                        grid.next(told_.back().first) == begin;
  return core::TimeRange{unproven ? told_.back().first : begin, end};
}

std::optional<core::TimeRange> Succession::unaudited() const {
  if (unproven_ < options_.audit_after) return std::nullopt;
  const auto first =
      std::ranges::find_if(told_, [](const auto& one) { return by_frame(one.second); });
  return core::TimeRange{first->first, options_.grid.next(told_.back().first)};
}

core::UtcTime Succession::patient_until() const {
  if (!next_) return core::kFarFuture;
  return options_.grid.next(*next_) + options_.grace;
}

Succession::Account Succession::learn(const core::Chunk& rows) {
  Account account;
  if (!next_) return account;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const Closed closed{rows.bar(row), rows.mark(), rows.tier(), {}, {}};
    const core::UtcTime open = closed.bar.open_time;
    written_until_ = std::max(written_until_, open);
    if (open < *next_) {
      correct(open, closed);
      continue;
    }
    if (!held_.contains(open)) {
      ++account.rows;
      if (closed.bar.count > 0) ++account.traded_rows;
    }
    hold(open, closed);
  }
  return account;
}

void Succession::learn(const core::Hole& hole, core::UtcTime venue_now) {
  if (!next_ || !core::settled(hole)) return;
  for (auto& [open, closed] : told_) {  // history cannot contradict a frame by having nothing
    if (by_frame(closed) && hole.range.contains(open)) prove(closed, core::Origin::kRest);
  }
  // The venue may have had no time yet to write down a candle that has just ended, unless it has
  // written down a later one.
  const core::UtcTime sure =
      std::max(written_until_, options_.grid.floor(venue_now - options_.hole_doubt));
  const core::TimeRange range{std::max(hole.range.begin, *next_), std::min(hole.range.end, sure)};
  holes_.add(range);
}

void Succession::tell(std::vector<CandleEvent>& out) {
  if (!next_) return;
  for (CandleEvent& revision : revisions_) out.push_back(revision);
  revisions_.clear();
  tell_closed(out);
  tell_forming(out);
}

void Succession::tell_closed(std::vector<CandleEvent>& out) {
  for (;;) {
    CandleEvent event;
    const auto first = held_.begin();
    if (first != held_.end() && first->first == *next_) {
      event.kind = Tidings::kClosed;
      event.bar = first->second.bar;
      event.tier = first->second.tier;
      event.mark = first->second.mark;
      event.mark.revision = 0;
      event.received = first->second.received;
      remember(first->first, first->second);
      held_.erase(first);
    } else if (holes_.contains(*next_)) {
      event.kind = Tidings::kHole;
      event.bar.open_time = *next_;
      event.bar.close_time = options_.grid.next(*next_) - core::Micros{1};
    } else {
      return;
    }
    out.push_back(event);
    told_any_ = true;
    next_ = options_.grid.next(*next_);
    if (!holes_.empty()) holes_ = holes_.minus({{core::UtcTime::min(), *next_}});
  }
}

void Succession::remember(core::UtcTime open, Closed closed) {
  closed.mark.revision = 0;
  unproven_ += by_frame(closed) ? 1 : 0;
  told_.emplace_back(open, closed);
  if (told_.size() <= options_.remembered_max) return;
  unproven_ -= by_frame(told_.front().second) ? 1 : 0;
  told_.pop_front();
}

void Succession::tell_forming(std::vector<CandleEvent>& out) {
  if (!forming_fresh_ || !forming_ || forming_->bar.open_time != *next_) return;
  CandleEvent event;
  event.kind = Tidings::kForming;
  event.bar = forming_->bar;
  event.mark = by_stream();
  event.mark.final = false;
  event.received = forming_received_;
  out.push_back(event);
  forming_fresh_ = false;
}

}  // namespace wick::live
