#include "store/series_log.hpp"

#include <utility>

#include "store/joining.hpp"
#include "store/tail.hpp"

namespace wick::store {
namespace {

constexpr core::Micros kSealAgainAfter = std::chrono::minutes{5};
constexpr core::TimeRange kAlways{core::UtcTime::min(), core::kFarFuture};

bool same(const std::optional<port::FileFacts>& a, const std::optional<port::FileFacts>& b) {
  if (!a || !b) return !a && !b;
  return a->size == b->size && a->modified == b->modified;
}

bool is_absent(const base::Error& error) {
  return error.kind == base::ErrorKind::kUnsupported;
}

}  // namespace

SeriesLog::SeriesLog(const Disk& disk, const core::SeriesId& id, std::size_t bars_max)
    : shelf_(disk, id), fresh_(bars_max) {}

void SeriesLog::take(const core::Bar& bar, core::Mark mark, core::UtcTime now) {
  if (mark.final && shelf_.grid().has(bar.open_time)) fresh_.take({bar, mark, now});
}

void SeriesLog::take(const core::Hole& hole, core::UtcTime now) {
  const core::TimeRange whole{shelf_.grid().ceil(hole.range.begin),
                              shelf_.grid().floor(hole.range.end)};
  if (whole.begin < whole.end) fresh_.take({whole, hole.cause, hole.evidence}, now);
}

base::Result<SeriesLog::Commit> SeriesLog::commit(core::Now now) {
  const auto held = shelf_.try_lock();
  if (!held) return held.error();
  if (!*held) return Commit::kHeld;
  if (auto looked = look_at_tail(); !looked) return looked.error();
  if (now.mono >= seal_again_) {
    const auto sealed = seal_ripe(now);
    not_sealed_ = sealed ? std::nullopt : std::optional(sealed.error());
    if (not_sealed_) seal_again_ = now.mono + kSealAgainAfter;
  }
  if (auto appended = append(); !appended) return appended.error();
  if (not_sealed_) return *not_sealed_;
  return Commit::kDone;
}

Tail SeriesLog::tail() const {
  return {*shelf_.disk().files, shelf_.disk().layout.tail(shelf_.id())};
}

base::Result<std::optional<port::FileFacts>> SeriesLog::tail_facts() const {
  const auto facts = shelf_.disk().files->facts(shelf_.disk().layout.tail(shelf_.id()));
  if (facts) return std::optional(*facts);
  if (is_absent(facts.error())) return std::optional<port::FileFacts>();
  return facts.error();
}

// Nobody else writes while we hold the lock: what is seen now stays so until we let go of it.
base::Result<void> SeriesLog::look_at_tail() {
  const auto facts = tail_facts();
  if (!facts) return lose_sight(facts.error());
  const bool known = seen_ && same(seen_->facts, *facts);
  if (known && seen_->rows.intersect(fresh_.instants(shelf_.grid())).empty()) return {};
  auto content = tail().read();
  if (!content) return lose_sight(content.error());
  const std::vector<TailEntry> entries = joined(std::move(content->entries));
  seen_ = Seen{*facts, {}, {}};
  for (const TailEntry& entry : entries) {
    seen_->rows.add(core::covered(entry.rows.columns(), shelf_.grid()));
    for (const core::Hole& hole : entry.holes) seen_->settled.add(hole.range);
  }
  seen_->settled.add(seen_->rows);
  fresh_.forget_known(entries);
  return {};
}

base::Error SeriesLog::lose_sight(const base::Error& error) {
  seen_.reset();
  return error;
}

base::Result<void> SeriesLog::seal_ripe(core::Now now) {
  const std::vector<Period> periods = ripe(now.utc);
  base::Result<void> done;
  for (const Period& period : periods) {
    done = seal_one(period, now.utc);
    if (!done) break;
  }
  looked_back_ = looked_back_ || done;
  if (periods.empty()) return done;
  auto looked = look_at_tail();
  return done ? looked : done;
}

// Days that have ended and are whole by all we know, and those that are sealed already.
std::vector<Period> SeriesLog::ripe(core::UtcTime now) const {
  const core::RangeSet fresh = fresh_.instants(shelf_.grid());
  core::RangeSet settled = seen_->settled;
  settled.add(fresh);
  std::vector<Period> ripe;
  core::UtcTime done = core::UtcTime::min();
  for (const core::TimeRange& range : settled.ranges()) {
    for (core::UtcTime t = std::max(range.begin, done); t < range.end; t = done) {
      const Period period = unit_with(shelf_.id().interval, t);
      if (period.range.end > now) return ripe;
      const auto opens = core::bars_opening_in(period.range, shelf_.grid());
      done = opens.end;
      const bool news = !looked_back_ || !fresh.intersect({opens}).empty();
      if (settled.covers(opens) || (news && may_be_sealed(period))) ripe.push_back(period);
    }
  }
  return ripe;
}

bool SeriesLog::may_be_sealed(const Period& period) const {
  const auto there = [&](const Period& file) {
    return static_cast<bool>(
        shelf_.disk().files->facts(shelf_.disk().layout.sealed(shelf_.id(), file)));
  };
  return there(period) || there(Period::month_with(period.range.begin));
}

base::Result<void> SeriesLog::seal_one(const Period& period, core::UtcTime now) {
  const auto opens = core::bars_opening_in(period.range, shelf_.grid());
  Brought brought;
  for (TailEntry& entry : fresh_.entries(shelf_.id(), opens)) {
    for (core::Hole& hole : entry.holes) {
      brought.holes.push_back({std::move(hole), false, entry.source.fetched});
    }
    if (!entry.rows.empty()) {
      brought.rows.push_back({std::move(entry.source), std::move(entry.rows)});
    }
  }
  const auto outcome = seal(shelf_, period, brought, now);
  if (!outcome) return outcome.error();
  if (*outcome != Outcome::kIncomplete) fresh_.forget(opens);
  return {};
}

base::Result<void> SeriesLog::append() {
  if (fresh_.empty()) return {};
  const std::vector<TailEntry> entries = fresh_.entries(shelf_.id(), kAlways);
  if (auto done = tail().append(entries); !done) return done;
  fresh_.forget(kAlways);
  if (!seen_) return {};
  for (const TailEntry& entry : entries) {
    const core::RangeSet instants = core::covered(entry.rows.columns(), shelf_.grid());
    seen_->rows.add(instants);
    seen_->settled.add(instants);
    for (const core::Hole& hole : entry.holes) seen_->settled.add(hole.range);
  }
  if (const auto facts = tail_facts()) {
    seen_->facts = *facts;
  } else {
    seen_.reset();
  }
  return {};
}

}  // namespace wick::store
