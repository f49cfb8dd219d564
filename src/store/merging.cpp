#include "store/merging.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "core/series.hpp"

namespace wick::store {
namespace {

bool inside(const core::Chunk& part, const core::Chunk& whole) {
  const auto inner = part.columns().open_time;
  const auto outer = whole.columns().open_time;
  return inner.data() >= outer.data() && inner.data() + inner.size() <= outer.data() + outer.size();
}

// A merged chunk is a slice of one of the inputs: the one whose memory it shows.
const core::Source& source_of(const core::Chunk& slice, const std::vector<Sourced>& inputs) {
  const auto owner =
      std::ranges::find_if(inputs, [&](const Sourced& input) { return inside(slice, input.rows); });
  WICK_CHECK(owner != inputs.end());
  return owner->source;
}

// Rows of the input that were not taken, where the row that was taken has other values.
void compare(const Sourced& input, const Sourced& taken, core::UtcTime now,
             std::vector<JournalEntry>& differences) {
  if (inside(taken.rows, input.rows)) return;
  const core::TimeRange both{taken.rows.open_time(0),
                             taken.rows.open_time(taken.rows.size() - 1) + core::Micros{1}};
  const core::Chunk rejected = input.rows.within(both);
  const auto times = taken.rows.columns().open_time;
  for (std::size_t row = 0; row < rejected.size(); ++row) {
    const auto at = std::ranges::lower_bound(times, core::micros_of(rejected.open_time(row)));
    if (at == times.end() || *at != core::micros_of(rejected.open_time(row))) continue;
    const core::Bar stands = taken.rows.bar(static_cast<std::size_t>(at - times.begin()));
    const core::Bar other = rejected.bar(row);
    if (stands == other) continue;
    const bool better = core::beats(taken.source.mark(), input.source.mark());
    differences.push_back({.change = better ? Change::kRevision : Change::kConflict,
                           .at = now,
                           .stands = Sighting{stands, taken.source},
                           .other = Sighting{other, input.source},
                           .note = ""});
  }
}

}  // namespace

Merged merge(const std::vector<Sourced>& inputs, core::UtcTime now) {
  core::Series series;
  std::size_t rows_in = 0;
  for (const Sourced& input : inputs) {
    series.add(input.rows);
    rows_in += input.rows.size();
  }
  Merged merged;
  for (const core::Chunk& chunk : series.chunks()) {
    merged.rows.push_back({source_of(chunk, inputs), chunk});
  }
  if (rows_in == series.rows()) return merged;
  for (const Sourced& input : inputs) {
    for (const Sourced& taken : merged.rows) compare(input, taken, now, merged.differences);
  }
  return merged;
}

core::RangeSet covered(const std::vector<Sourced>& parts, const core::Grid& grid) {
  core::RangeSet covered;
  for (const Sourced& part : parts) covered.add(core::covered(part.rows.columns(), grid));
  return covered;
}

std::vector<StoredHole> without(const std::vector<StoredHole>& holes, const core::RangeSet& have) {
  std::vector<StoredHole> left;
  for (const StoredHole& stored : holes) {
    const core::RangeSet absent = core::RangeSet{stored.hole.range}.minus(have);
    for (const core::TimeRange& range : absent.ranges()) {
      left.push_back(stored);
      left.back().hole.range = range;
    }
  }
  std::ranges::sort(left, {}, [](const StoredHole& stored) { return stored.hole.range.begin; });
  return left;
}

}  // namespace wick::store
