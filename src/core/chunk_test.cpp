#include "core/chunk.hpp"

#include <gtest/gtest.h>

#include <random>

namespace wick::core::chunk_test {
namespace {

Chunk chunk_of(const std::vector<UtcTime>& opens) {
  ChunkBuilder rows;
  for (const UtcTime open : opens) rows.push({.open_time = open});
  return std::move(rows).finish(Tier::kRest, {});
}

// One bar after the other, each with its own length.
RangeSet covered_slowly(const std::vector<UtcTime>& opens, const Grid& grid) {
  RangeSet covered;
  for (const UtcTime open : opens) covered.add({open, grid.next(open)});
  return covered;
}

TEST(Chunk, CoversWhatItsBarsCover) {
  std::mt19937 random(5);
  for (int round = 0; round < 400; ++round) {
    const Grid grid(kIntervals[random() % kIntervals.size()], static_cast<int>(random() % 3));
    // Around 1970 as well, where times change their sign.
    const auto first = static_cast<std::int64_t>(random() % 40) - 20;
    std::vector<UtcTime> opens;
    UtcTime open = grid.advance(grid.floor(UtcTime{}), first);
    for (auto rows = random() % 40; rows > 0; --rows) {
      opens.push_back(open);
      open = grid.advance(open, random() % 4 == 0 ? 2 : 1);
    }
    EXPECT_EQ(covered(chunk_of(opens).columns(), grid), covered_slowly(opens, grid))
        << "round " << round << ", " << name(grid.interval());
  }
}

// Nothing promises it of what a file says; such a bar ends where the next one on the grid begins.
TEST(Chunk, CoversUntilTheNextBarWhereOneOpensBetween) {
  for (const Interval interval : {Interval::k1m, Interval::k1w, Interval::k1mo}) {
    const Grid grid(interval);
    for (const UtcTime first : {UtcTime{}, UtcTime{} + std::chrono::seconds{7}}) {
      std::vector<UtcTime> opens;
      for (UtcTime open = first; opens.size() < 3; open = grid.next(open)) {
        opens.push_back(open);
        EXPECT_EQ(covered(chunk_of(opens).columns(), grid), covered_slowly(opens, grid));
      }
    }
  }
}

}  // namespace
}  // namespace wick::core::chunk_test
