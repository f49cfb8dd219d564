#include "store/importing.hpp"

#include <algorithm>
#include <utility>

namespace wick::store {
namespace {

constexpr std::size_t kLeftOverMax = 100'000;  // rows that are held before they are written

// What sealed files say to the rows of a period.
struct Comparison {
  bool whole{};  // they speak for every instant
  std::uint64_t same{};
  std::uint64_t other{};  // values
  std::uint64_t added{};  // rows of which they have none
};

std::optional<core::Bar> bar_at(const core::Chunk& rows, core::UtcTime open) {
  const auto times = rows.columns().open_time;
  const auto at = std::ranges::lower_bound(times, core::micros_of(open));
  if (at == times.end() || *at != core::micros_of(open)) return std::nullopt;
  return rows.bar(static_cast<std::size_t>(at - times.begin()));
}

std::optional<core::Bar> bar_at(const std::vector<Found>& found, core::UtcTime open) {
  for (const Found& one : found) {
    for (const Sourced& part : one.parts) {
      if (auto bar = bar_at(part.rows, open)) return bar;
    }
  }
  return std::nullopt;
}

void compare(const std::vector<Found>& found, const core::Chunk& rows, Comparison& comparison) {
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const core::Bar bar = rows.bar(row);
    const auto known = bar_at(found, bar.open_time);
    if (!known) {
      ++comparison.added;
    } else {
      ++(*known == bar ? comparison.same : comparison.other);
    }
  }
}

Comparison compare(const Shelf& shelf, core::TimeRange opens, const std::vector<Sourced>& rows) {
  const Shelf::Look look = shelf.look({opens});
  Comparison comparison;
  core::RangeSet spoken;
  for (const Found& found : look.found) spoken.add(found.opens);
  comparison.whole = look.damaged.empty() && spoken.covers(opens);
  for (const Sourced& part : rows) compare(look.found, part.rows, comparison);
  return comparison;
}

}  // namespace

ImportCounts& ImportCounts::operator+=(const ImportCounts& other) {
  sealed += other.sealed;
  unchanged += other.unchanged;
  incomplete += other.incomplete;
  tail_rows += other.tail_rows;
  known_rows += other.known_rows;
  differing_rows += other.differing_rows;
  return *this;
}

base::Result<void> Importing::take_all(const Period& period, Brought brought, core::UtcTime now) {
  std::erase_if(brought.rows, [](const Sourced& part) { return part.rows.empty(); });
  const auto came = outcome(period, brought, now);
  if (!came) return came.error();
  switch (*came) {
    case Outcome::kSealed:
      ++counts_.sealed;
      return {};
    case Outcome::kUnchanged:
      ++counts_.unchanged;
      return {};
    case Outcome::kIncomplete:
      break;
  }
  ++counts_.incomplete;
  for (Sourced& part : brought.rows) {
    left_over_rows_ += part.rows.size();
    left_over_.push_back(std::move(part));
  }
  return left_over_rows_ < kLeftOverMax ? base::Result<void>() : put_into_tail();
}

// What is whole already and hears nothing new is left as it is, without a look at the tail.
base::Result<Outcome> Importing::outcome(const Period& period, const Brought& brought,
                                         core::UtcTime now) {
  const core::TimeRange opens = core::bars_opening_in(period.range, shelf_.grid());
  const Comparison comparison = compare(shelf_, opens, brought.rows);
  counts_.known_rows += comparison.same;
  counts_.differing_rows += comparison.other;
  const bool nothing_new = comparison.other == 0 && comparison.added == 0;
  if (comparison.whole && nothing_new) return Outcome::kUnchanged;
  if (mode_ == ImportMode::kJudge) {
    core::RangeSet settled = covered(brought.rows, shelf_.grid());
    for (const StoredHole& stored : brought.holes) settled.add(stored.hole.range);
    if (!comparison.whole && !settled.covers(opens)) return Outcome::kIncomplete;
    const bool news = comparison.added > 0 || !comparison.whole;
    return news ? Outcome::kSealed : Outcome::kUnchanged;
  }
  const auto held = shelf_.lock();
  if (!held) return held.error();
  return seal(shelf_, period, brought, now);
}

// Of the time of what is left over.
base::Result<Importing::Values> Importing::values_in_tail(const Tail& tail) const {
  const auto content = tail.read();
  if (!content) return content.error();
  // Parts of one period may begin in any order.
  const core::TimeRange range{core::month_of(left_over_.front().rows.open_time(0)).begin,
                              core::month_of(left_over_.back().rows.open_time(0)).end};
  Values values;
  for (const TailEntry& entry : content->entries) {
    const core::Chunk rows = entry.rows.within(range);
    for (std::size_t row = 0; row < rows.size(); ++row) {
      values[rows.open_time(row)].push_back(rows.bar(row));
    }
  }
  return values;
}

// What the tail does not have already.
std::vector<TailEntry> Importing::news(const Values& known) {
  std::vector<TailEntry> entries;
  for (const Sourced& part : left_over_) {
    std::vector<core::Bar> fresh;
    for (std::size_t row = 0; row < part.rows.size(); ++row) {
      const core::Bar bar = part.rows.bar(row);
      const auto there = known.find(bar.open_time);
      const bool is_known =
          there != known.end() && std::ranges::find(there->second, bar) != there->second.end();
      if (!is_known) fresh.push_back(bar);
    }
    counts_.known_rows += part.rows.size() - fresh.size();
    counts_.tail_rows += fresh.size();
    if (!fresh.empty()) entries.push_back({part.source, chunk_of(fresh), {}});
  }
  return entries;
}

base::Result<void> Importing::put_into_tail() {
  if (left_over_.empty()) return {};
  const auto held =
      mode_ == ImportMode::kWrite ? shelf_.lock() : base::Result<port::Files::Lock>(nullptr);
  if (!held) return held.error();
  Tail tail(*shelf_.disk().files, shelf_.disk().layout.tail(shelf_.id()));
  const auto known = values_in_tail(tail);
  if (!known) return known.error();
  const std::vector<TailEntry> entries = news(*known);
  left_over_.clear();
  left_over_rows_ = 0;
  if (entries.empty() || mode_ == ImportMode::kJudge) return {};
  return tail.append(entries);
}

}  // namespace wick::store
