#include "venue/binance/row_comparison.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace wick::venue::binance::row_comparison_test {
namespace {

using namespace std::chrono_literals;

const core::UtcTime kDay = core::midnight(2024, 3, 1);
using Change = void (*)(core::Bar&);

core::Bar bar_at(int hour) {
  return {.open_time = kDay + hour * 1h,
          .close_time = kDay + hour * 1h + 1h - 1us,
          .open = 10,
          .high = 12,
          .low = 9,
          .close = 11,
          .volume = 3,
          .quote_volume = 4,
          .count = 5,
          .taker_volume = 1,
          .taker_quote_volume = 2};
}

// Hours of the day, of which one is changed.
core::Chunk rows(const std::vector<int>& hours, int changed = -1, Change change = nullptr) {
  core::ChunkBuilder builder;
  for (const int hour : hours) {
    core::Bar bar = bar_at(hour);
    if (hour == changed) change(bar);
    builder.push(bar);
  }
  return std::move(builder).finish(core::Tier::kRest, {});
}

TEST(RowComparison, EachPriceCountsAndOtherValuesWhereAllDo) {
  const std::vector<Change> prices = {
      [](core::Bar& bar) { bar.open += 1; }, [](core::Bar& bar) { bar.high += 1; },
      [](core::Bar& bar) { bar.low -= 1; }, [](core::Bar& bar) { bar.close -= 1; }};
  const std::vector<Change> others = {
      [](core::Bar& bar) { bar.volume += 1; }, [](core::Bar& bar) { bar.quote_volume += 1; },
      [](core::Bar& bar) { bar.count += 1; }, [](core::Bar& bar) { bar.taker_volume += 1; },
      [](core::Bar& bar) { bar.taker_quote_volume += 1; }};
  const core::Chunk ours = rows({0, 1, 2});
  const auto different = [&](Change change, Compared compared) {
    return compare_rows(ours, rows({0, 1, 2}, 1, change), compared).different;
  };
  for (const Change change : prices) {
    EXPECT_EQ(different(change, Compared::kPrices), 1U);
    EXPECT_EQ(different(change, Compared::kAllValues), 1U);
  }
  for (const Change change : others) {
    EXPECT_EQ(different(change, Compared::kPrices), 0U);
    EXPECT_EQ(different(change, Compared::kAllValues), 1U);
  }
  EXPECT_EQ(different([](core::Bar& bar) { bar.close_time -= 7s; }, Compared::kAllValues), 0U);
}

TEST(RowComparison, RowsThatBothHaveAreCountedAndTheFirstDifferenceIsShown) {
  const auto dearer = [](core::Bar& bar) { bar.close += 0.5; };
  const auto comparison =
      compare_rows(rows({1, 2, 4, 7, 9}), rows({0, 2, 3, 4, 9, 10}, 4, dearer), Compared::kPrices);
  EXPECT_EQ(comparison.rows, 3U);
  EXPECT_EQ(comparison.different, 1U);
  EXPECT_EQ(comparison.first_difference,
            "at 2024-03-01T04:00:00Z: archive 10,12,9,11,3,4,1,2,5 REST 10,12,9,11.5,3,4,1,2,5");
  EXPECT_EQ(compare_rows(rows({1, 3}), rows({2, 4}), Compared::kPrices).rows, 0U);
  EXPECT_EQ(compare_rows(rows({1}), rows({}), Compared::kPrices).rows, 0U);
}

}  // namespace
}  // namespace wick::venue::binance::row_comparison_test
