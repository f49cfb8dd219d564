#include "policy/cut.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace wick::policy {

namespace {

core::UtcTime page_end(core::UtcTime begin, const core::Grid& grid, PageLimits limits) {
  const core::UtcTime first = grid.floor(begin);
  const core::UtcTime by_rows = grid.advance(first, limits.rows_max);
  if (by_rows - begin <= limits.span_max) return by_rows;
  return std::max(grid.next(first), grid.floor(begin + limits.span_max));
}

}  // namespace

std::vector<Piece> cut_into_units(const core::RangeSet& wanted, const core::Grid& grid, Unit unit) {
  std::vector<Piece> pieces;
  for (const core::TimeRange& range : wanted.ranges()) {
    for (core::UtcTime t = range.begin; t < range.end;) {
      const core::TimeRange whole = unit_of(unit, grid.floor(t));
      const core::UtcTime end = core::bars_opening_in(whole, grid).end;
      if (pieces.empty() || pieces.back().whole != whole) pieces.push_back({whole, {}});
      pieces.back().wanted.add({t, std::min(end, range.end)});
      t = end;
    }
  }
  return pieces;
}

std::vector<Piece> cut_into_pages(const core::RangeSet& wanted, const core::Grid& grid,
                                  PageLimits limits) {
  WICK_CHECK(limits.rows_max > 0);
  std::vector<Piece> pages;
  core::RangeSet rest = wanted;
  while (!rest.empty()) {
    const core::UtcTime begin = rest.ranges().front().begin;
    const core::RangeSet here = rest.before(page_end(begin, grid, limits));
    pages.push_back({{begin, here.ranges().back().end}, here});
    rest = rest.minus(here);
  }
  return pages;
}

}  // namespace wick::policy
