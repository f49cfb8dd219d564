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

// More rows than are looked at in one go, and a gap, or a bar too early, anywhere among them.
TEST(Chunk, CoversLongRowsWithOneFlaw) {
  const Grid grid(Interval::k1m);
  std::mt19937 random(7);
  for (const std::size_t rows : {63U, 64U, 65U, 66U, 129U, 130U, 1440U}) {
    for (int round = 0; round < 200; ++round) {
      const std::size_t flaw = random() % (rows + 1);
      const Micros shift = std::chrono::seconds{random() % 2 == 0 ? 60 : -7};
      std::vector<UtcTime> opens;
      for (std::size_t row = 0; row < rows; ++row) {
        opens.push_back(grid.advance(UtcTime{}, static_cast<std::int64_t>(row)) +
                        (row >= flaw ? shift : Micros{0}));
      }
      EXPECT_EQ(covered(chunk_of(opens).columns(), grid), covered_slowly(opens, grid))
          << rows << " rows, the flaw at " << flaw;
    }
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
