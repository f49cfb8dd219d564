// The bars of the store, day by day, for files that a stranger can read.
#pragma once

#include <vector>

#include "core/hole.hpp"
#include "store/cache.hpp"
#include "store/census.hpp"

namespace wick::store {

// The bars that open in a day, wherever they rest, and the instants known to have none.
struct ExportedDay {
  core::TimeRange day;
  core::TimeRange opens;  // the instants that were wanted of it
  std::vector<core::Chunk> chunks;
  std::vector<core::Hole> holes;
  std::uint64_t rows{};
};

// The months for which the store has a file, or bars in the tail of the series.
[[nodiscard]] std::vector<core::TimeRange> months_of(const Disk& disk, const SeriesCensus& series);

// The days with bars of one month, as far as they open in the range. Where a file cannot be read
// the error says which; what was there is not told for less.
[[nodiscard]] base::Result<std::vector<ExportedDay>> export_month(Cache& cache,
                                                                  const core::SeriesId& id,
                                                                  core::TimeRange wanted,
                                                                  core::Now now);

}  // namespace wick::store
