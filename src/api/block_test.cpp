#include "api/block.hpp"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <map>
#include <random>
#include <vector>

#include "base/sanitized.hpp"

namespace wick::api::block_test {
namespace {

using Whole = std::int64_t;
constexpr Whole kMinute = 60'000'000;
constexpr std::size_t kAmounts = 8;
constexpr std::size_t kCloseTime = 8;
constexpr std::size_t kCount = 9;

struct Values {
  std::vector<Whole> open_time, close_time, count;
  std::array<std::vector<double>, kAmounts> amounts;
};

// Of a bar everything can be told from its time.
double amount(std::size_t column, Whole time) {
  return static_cast<double>(column) + static_cast<double>(time / kMinute) / 8;
}

Piece piece_at(const std::vector<Whole>& times) {
  const auto held = std::make_shared<Values>();
  for (const Whole time : times) {
    held->open_time.push_back(time);
    held->close_time.push_back(time + kMinute - 1);
    held->count.push_back(time / kMinute % 1000);
    for (std::size_t i = 0; i < kAmounts; ++i) held->amounts[i].push_back(amount(i, time));
  }
  const auto& a = held->amounts;
  return {.columns = {held->open_time, a[0], a[1], a[2], a[3], a[4], held->close_time, a[5],
                      held->count, a[6], a[7]},
          .memory = held};
}

Bars bars_of(std::vector<Piece> pieces) {
  return {std::make_shared<const Bars::Facts>(), std::move(pieces)};
}

struct Laid {
  std::vector<Whole> open_time;
  std::vector<std::uint64_t> words;
  std::size_t rows{};
  std::size_t empty{};

  [[nodiscard]] Whole whole(std::size_t column, std::size_t row) const {
    return std::bit_cast<Whole>(words[column * rows + row]);
  }
  [[nodiscard]] double real(std::size_t column, std::size_t row) const {
    return std::bit_cast<double>(words[column * rows + row]);
  }
};

Laid laid(const Bars& bars, const BlockShape& shape) {
  Laid block{.open_time = {}, .words = {}, .rows = block_rows(bars, shape)};
  block.words.assign(kBlockColumns * block.rows, 0x5a5a5a5a5a5a5a5aU);
  block.open_time.assign(block.rows, 1);
  block.empty =
      lay_out(bars, shape, {block.open_time, std::as_writable_bytes(std::span(block.words))});
  return block;
}

void expect_bar(const Laid& block, std::size_t row, Whole time, const BlockShape& shape) {
  const Whole unit = shape.nanoseconds ? 1000 : 1;
  for (std::size_t i = 0; i < kAmounts; ++i) ASSERT_EQ(block.real(i, row), amount(i, time));
  ASSERT_EQ(block.open_time[row], time * unit);
  ASSERT_EQ(block.whole(kCloseTime, row), (time + kMinute - 1) * unit);
  const Whole count = time / kMinute % 1000;
  if (shape.grid) {
    ASSERT_EQ(block.real(kCount, row), static_cast<double>(count));
  } else {
    ASSERT_EQ(block.whole(kCount, row), count);
  }
}

void expect_nothing(const Laid& block, std::size_t row, Whole time, const BlockShape& shape) {
  for (std::size_t i = 0; i < kAmounts; ++i) ASSERT_TRUE(std::isnan(block.real(i, row)));
  ASSERT_EQ(block.open_time[row], time * (shape.nanoseconds ? 1000 : 1));
  ASSERT_EQ(block.whole(kCloseTime, row), std::numeric_limits<Whole>::min());
  ASSERT_TRUE(std::isnan(block.real(kCount, row)));
}

TEST(Block, PiecesLieOneBehindTheOther) {
  const Bars bars = bars_of({piece_at({0, kMinute}), piece_at({5 * kMinute}), piece_at({})});
  for (const bool fine : {false, true}) {
    const BlockShape shape{.nanoseconds = fine};
    const Laid block = laid(bars, shape);
    ASSERT_EQ(block.rows, 3U);
    EXPECT_EQ(block.empty, 0U);
    expect_bar(block, 0, 0, shape);
    expect_bar(block, 1, kMinute, shape);
    expect_bar(block, 2, 5 * kMinute, shape);
  }
}

TEST(Block, OfNothingIsNothing) {
  EXPECT_EQ(laid(Bars(), {}).rows, 0U);
  const std::vector<Whole> grid{0, kMinute};
  const BlockShape shape{.grid = grid};
  const Laid block = laid(Bars(), shape);
  EXPECT_EQ(block.empty, 2U);
  expect_nothing(block, 0, 0, shape);
  expect_nothing(block, 1, kMinute, shape);
  EXPECT_EQ(laid(bars_of({piece_at({0})}), {.grid = std::span<const Whole>{}}).rows, 0U);
}

// What is on both, what only the grid has, and bars that it has not: before, behind and between.
TEST(Block, BarsFindTheirInstants) {
  for (unsigned seed = 0; seed < (base::kSanitized ? 60 : 300); ++seed) {
    std::mt19937 random(seed);
    const unsigned share = seed % 3 == 0 ? 997 : 100 + seed % 900;  // of a thousand
    std::vector<Whole> grid;
    std::vector<std::vector<Whole>> pieces(1);
    std::map<Whole, bool> has_bar;
    for (Whole minute = -20; minute < 3000; ++minute) {
      const bool on_grid = minute >= 0 && minute < 2900 && (seed % 2 == 0 || minute % 7 != 0);
      const bool bar = random() % 1000 < share;
      if (on_grid) grid.push_back(minute * kMinute);
      if (on_grid) has_bar[minute * kMinute] = bar;
      if (bar) pieces.back().push_back(minute * kMinute);
      if (random() % 600 == 0) pieces.emplace_back();
    }
    std::vector<Piece> made;
    for (const auto& times : pieces) made.push_back(piece_at(times));
    const Bars bars = bars_of(std::move(made));
    const BlockShape shape{.grid = grid, .nanoseconds = seed % 5 < 2};
    const Laid block = laid(bars, shape);
    ASSERT_EQ(block.rows, grid.size());
    std::size_t empty = 0;
    for (std::size_t row = 0; row < grid.size(); ++row) {
      const bool bar = has_bar.at(grid[row]);
      empty += bar ? 0 : 1;
      const auto expect = bar ? expect_bar : expect_nothing;
      ASSERT_NO_FATAL_FAILURE(expect(block, row, grid[row], shape)) << seed << ' ' << row;
    }
    ASSERT_EQ(block.empty, empty) << seed;
  }
}

TEST(Stretches, EndWhereABarIsMissingAndNotWhereAPieceEnds) {
  const Bars bars = bars_of({piece_at({0, kMinute}), piece_at({2 * kMinute, 4 * kMinute}),
                             piece_at({}), piece_at({6 * kMinute, 7 * kMinute})});
  const auto found = stretches(bars, Micros{kMinute}, 3);
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 3U);
  const std::vector<std::array<Whole, 3>> right{{0, 3, 0}, {3, 1, 4}, {4, 2, 6}};
  for (std::size_t i = 0; i < right.size(); ++i) {
    EXPECT_EQ(static_cast<Whole>((*found)[i].row), right[i][0]);
    EXPECT_EQ(static_cast<Whole>((*found)[i].rows), right[i][1]);
    EXPECT_EQ((*found)[i].open_time, right[i][2] * kMinute);
  }
  EXPECT_FALSE(stretches(bars, Micros{kMinute}, 2));
  EXPECT_EQ(stretches(bars, Micros{2 * kMinute}, 100)->size(), 4U);
  EXPECT_TRUE(stretches(Bars(), Micros{kMinute}, 0)->empty());
}

}  // namespace
}  // namespace wick::api::block_test
