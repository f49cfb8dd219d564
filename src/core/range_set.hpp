// A set of instants: what is wanted, what is settled, what is missing.
#pragma once

#include <initializer_list>
#include <vector>

#include "core/time.hpp"

namespace wick::core {

// Ranges are kept sorted, disjoint and non-adjacent, so equal sets compare equal.
class RangeSet {
 public:
  RangeSet() = default;
  RangeSet(std::initializer_list<TimeRange> ranges);

  void add(TimeRange range);  // an empty range adds nothing
  void add(const RangeSet& other);

  [[nodiscard]] RangeSet minus(const RangeSet& other) const;
  [[nodiscard]] RangeSet intersect(const RangeSet& other) const;
  [[nodiscard]] RangeSet before(UtcTime end) const;

  [[nodiscard]] bool contains(UtcTime t) const;
  [[nodiscard]] bool covers(TimeRange range) const;
  [[nodiscard]] bool empty() const { return ranges_.empty(); }
  [[nodiscard]] const std::vector<TimeRange>& ranges() const { return ranges_; }
  bool operator==(const RangeSet&) const = default;

 private:
  std::vector<TimeRange> ranges_;
};

}  // namespace wick::core
