#include "policy/ladder.hpp"

#include <algorithm>
#include <utility>

#include "base/check.hpp"

namespace wick::policy {

core::TimeRange unit_of(Unit unit, core::UtcTime open) {
  WICK_CHECK(unit != Unit::kBar);
  return unit == Unit::kMonth ? core::month_of(open) : core::day_of(open);
}

namespace {

// The part of `missing` that the rung can be expected to have by now.
core::RangeSet offered(const Rung& rung, const core::Grid& grid, const core::RangeSet& missing,
                       core::UtcTime now) {
  const core::UtcTime horizon = now - rung.lag;
  if (rung.unit == Unit::kBar) {
    const bool lags = rung.lag > core::Micros::zero();  // then only bars that ended by then
    return missing.before(lags ? grid.floor(horizon) : horizon).minus(rung.except);
  }

  core::RangeSet offered;
  for (const core::TimeRange& range : missing.ranges()) {
    for (core::UtcTime t = range.begin; t < range.end;) {
      const auto bars = core::bars_opening_in(unit_of(rung.unit, grid.floor(t)), grid);
      const bool there = bars.end <= horizon && (!rung.whole_only || missing.covers(bars));
      if (there) offered.add({t, std::min(bars.end, range.end)});
      t = bars.end;
    }
  }
  return offered.minus(rung.except);
}

// Why nobody is left to ask: the last one was read, and others were not allowed.
std::string absence(core::Tier tier) {
  if (tier == core::Tier::kCache) return "not in the cache, and nobody else was asked";
  if (tier == core::Tier::kBulk) return "not in the archive, and nobody else was asked";
  return "no bar there";
}

}  // namespace

Ladder::Ladder(std::vector<Rung> rungs, const core::Grid& grid, const core::RangeSet& wanted,
               Options options)
    : rungs_(std::move(rungs)), grid_(grid), options_(options), stands_(rungs_.size()) {
  if (stands_.empty()) {
    drop(0, wanted, "no source was allowed");
  } else {
    stands_.front().waiting = wanted;
  }
}

Step Ladder::next(core::Now now) {
  for (std::size_t rung = 0; rung < stands_.size(); ++rung) {
    Stand& stand = stands_[rung];
    if (stand.waiting.empty()) continue;
    const core::RangeSet here = offered(rungs_[rung], grid_, stand.waiting, now.utc);
    const core::RangeSet below = stand.waiting.minus(here);
    stand.waiting = here;
    drop(rung + 1, below, "too recent");
    if (here.empty()) continue;
    if (now.mono < not_before_) return Wait{not_before_};
    stand.waiting = {};
    stand.asked.add(here);
    return Ask{rung, rungs_[rung].tier, here};
  }
  const bool listening =
      std::ranges::any_of(stands_, [](const Stand& stand) { return !stand.asked.empty(); });
  if (listening) return Listen{};
  return Done{core::join(holes_)};
}

void Ladder::report(const Report& report, core::Now now) {
  WICK_CHECK(report.rung < stands_.size());
  Stand& stand = stands_[report.rung];
  WICK_CHECK(report.asked.minus(stand.asked).empty());
  stand.asked = stand.asked.minus(report.asked);
  holes_.insert(holes_.end(), report.holes.begin(), report.holes.end());

  const core::RangeSet rest = report.asked.minus(report.settled);
  if (rest.empty()) return;
  const bool throttled = report.error && report.error->kind == base::ErrorKind::kThrottled;
  if (throttled && options_.wait_when_throttled) {
    constexpr core::Micros kUntold = std::chrono::minutes{1};
    stand.waiting.add(rest);
    not_before_ = std::max(not_before_, now.mono + report.error->retry_after.value_or(kUntold));
    return;
  }
  if (report.error) {
    drop(report.rung + 1, rest, report.error->what);
  } else {
    drop(next_tier(report.rung), rest, absence(rungs_[report.rung].tier));
  }
}

std::size_t Ladder::next_tier(std::size_t rung) const {
  const core::Tier tier = rungs_[rung].tier;
  while (rung < rungs_.size() && rungs_[rung].tier == tier) ++rung;
  return rung;
}

void Ladder::drop(std::size_t rung, const core::RangeSet& ranges, const std::string& reason) {
  if (rung < stands_.size()) {
    stands_[rung].waiting.add(ranges);
    return;
  }
  for (const core::TimeRange& range : ranges.ranges()) {
    holes_.push_back({range, core::Cause::kNotFetched, reason});
  }
}

}  // namespace wick::policy
