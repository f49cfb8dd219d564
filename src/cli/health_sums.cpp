#include "cli/health_sums.hpp"

namespace wick::cli {

std::int64_t SeriesSums::covered_thousandths() const {
  return expected <= 0 ? 1000 : (expected - missing) * 1000 / expected;
}

SeriesSums sums_of(const store::SeriesCheckup& series, const HealthFacts& facts) {
  const core::Grid grid = core::grid_of(series.id);
  SeriesSums sums{.bars = grid.count(series.bars),
                  .unsealed = grid.count(series.unsealed),
                  .expected = grid.count(judged_range(series, facts)),
                  .missing = grid.count(missing_of(series, facts))};
  if (core::is_sparse(series.id.chart)) return sums;  // most of its instants have nothing to tell
  for (const store::StoredHole& stored : series.holes) {
    const std::int64_t bars = grid.count(stored.hole.range);
    (is_provisional(stored, facts.now) ? sums.holes_provisional : sums.holes_settled) += bars;
  }
  return sums;
}

CacheSums sums_of(const HealthFacts& facts) {
  CacheSums all;
  all.count = facts.series.size();
  for (const store::SeriesCheckup& series : facts.series) {
    const SeriesSums sums = sums_of(series, facts);
    all.series.bars += sums.bars;
    all.series.unsealed += sums.unsealed;
    all.series.expected += sums.expected;
    all.series.missing += sums.missing;
    all.series.holes_provisional += sums.holes_provisional;
    all.series.holes_settled += sums.holes_settled;
    all.files += series.files;
    all.bytes += series.bytes;
    for (const auto& [origin, rows] : series.rows) all.rows[origin] += rows;
  }
  return all;
}

}  // namespace wick::cli
