// How a set of wanted instants becomes objects and pages to ask for.
#pragma once

#include <cstdint>
#include <vector>

#include "core/interval.hpp"
#include "core/range_set.hpp"
#include "policy/ladder.hpp"

namespace wick::policy {

struct Piece {
  core::TimeRange whole;  // the object: a day, a month, a page
  core::RangeSet wanted;  // what is wanted of it
};

// One piece for each day or month in which a wanted bar opens, in order.
[[nodiscard]] std::vector<Piece> cut_into_units(const core::RangeSet& wanted,
                                                const core::Grid& grid, Unit unit);

struct PageLimits {
  std::int64_t rows_max{1};
  core::Micros span_max{core::Micros::max()};  // from the begin of the page to its end
};

// Pages within the limits, each starting at a wanted bar and reaching over small gaps, so that
// scattered holes share a request. A page holds one bar at least, however long that is.
[[nodiscard]] std::vector<Piece> cut_into_pages(const core::RangeSet& wanted,
                                                const core::Grid& grid, PageLimits limits);

}  // namespace wick::policy
