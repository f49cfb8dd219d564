#include "fake/bars.hpp"

#include <algorithm>
#include <utility>

#include "fake/world.hpp"

namespace wick::fake {

core::Bar bar_at(core::UtcTime open, const core::Grid& grid, std::uint64_t seed) {
  SeededRandom random(seed * 1'000'003 + static_cast<std::uint64_t>(core::micros_of(open)));
  const auto cents = [&](std::uint64_t below) {
    return static_cast<double>(random.below(below)) / 100;
  };
  core::Bar bar;
  bar.open_time = open;
  bar.close_time = grid.next(open) - core::Micros{1};
  bar.open = 100 + cents(1000);
  bar.close = 100 + cents(1000);
  bar.low = std::min(bar.open, bar.close) - cents(100);
  bar.high = std::max(bar.open, bar.close) + cents(100);
  bar.volume = cents(100'000);
  bar.quote_volume = bar.volume * bar.close;
  bar.count = static_cast<std::int64_t>(random.below(500));
  bar.taker_volume = bar.volume / 2;
  bar.taker_quote_volume = bar.quote_volume / 2;
  return bar;
}

core::Chunk bars(const core::Grid& grid, const BarsOf& what) {
  core::ChunkBuilder rows;
  for (const core::TimeRange& range : what.opens.ranges()) {
    for (core::UtcTime t = grid.ceil(range.begin); t < range.end; t = grid.next(t)) {
      rows.push(bar_at(t, grid, what.seed));
    }
  }
  return std::move(rows).finish(what.tier, what.mark);
}

}  // namespace wick::fake
