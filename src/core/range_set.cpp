#include "core/range_set.hpp"

#include <algorithm>
#include <iterator>

namespace wick::core {

RangeSet::RangeSet(std::initializer_list<TimeRange> ranges) {
  for (const TimeRange& range : ranges) add(range);
}

void RangeSet::add(TimeRange range) {
  if (range.empty()) return;

  // Everything that touches `range` is contiguous; replace it by its hull.
  const auto first = std::ranges::lower_bound(ranges_, range.begin, {}, &TimeRange::end);
  const auto last =
      std::ranges::upper_bound(first, ranges_.end(), range.end, {}, &TimeRange::begin);
  if (first != last) {
    range.begin = std::min(range.begin, first->begin);
    range.end = std::max(range.end, std::prev(last)->end);
  }
  ranges_.insert(ranges_.erase(first, last), range);
}

void RangeSet::add(const RangeSet& other) {
  for (const TimeRange& range : other.ranges_) add(range);
}

RangeSet RangeSet::minus(const RangeSet& other) const {
  RangeSet left;
  auto hole = other.ranges_.begin();
  for (TimeRange range : ranges_) {
    while (hole != other.ranges_.end() && hole->end <= range.begin) ++hole;
    for (auto next = hole; next != other.ranges_.end() && next->begin < range.end; ++next) {
      left.add({range.begin, next->begin});
      range.begin = next->end;
    }
    left.add(range);
  }
  return left;
}

RangeSet RangeSet::intersect(const RangeSet& other) const {
  RangeSet both;
  auto theirs = other.ranges_.begin();
  for (const TimeRange& range : ranges_) {
    while (theirs != other.ranges_.end() && theirs->end <= range.begin) ++theirs;
    for (auto next = theirs; next != other.ranges_.end() && next->begin < range.end; ++next) {
      both.add({std::max(range.begin, next->begin), std::min(range.end, next->end)});
    }
  }
  return both;
}

RangeSet RangeSet::before(UtcTime end) const {
  RangeSet left;
  for (const TimeRange& range : ranges_) left.add({range.begin, std::min(range.end, end)});
  return left;
}

bool RangeSet::contains(UtcTime t) const {
  const auto after = std::ranges::upper_bound(ranges_, t, {}, &TimeRange::end);
  return after != ranges_.end() && after->begin <= t;
}

bool RangeSet::covers(TimeRange range) const {
  if (range.empty()) return true;
  const auto holder = std::ranges::upper_bound(ranges_, range.begin, {}, &TimeRange::end);
  return holder != ranges_.end() && holder->begin <= range.begin && range.end <= holder->end;
}

}  // namespace wick::core
