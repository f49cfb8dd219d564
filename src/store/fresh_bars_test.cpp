#include "store/fresh_bars.hpp"

#include <gtest/gtest.h>

#include "fake/bars.hpp"

namespace wick::store::fresh_bars_test {
namespace {

using namespace std::chrono_literals;

const core::UtcTime kDay = core::midnight(2024, 3, 5);
const core::Grid kGrid(core::Interval::k1m);
const core::SeriesId kId{core::Provider::kBinance, core::Market::kSpot, core::ChartType::kKlines,
                         "BTCUSDT", core::Interval::k1m};
constexpr core::TimeRange kAlways{core::UtcTime::min(), core::kFarFuture};
constexpr core::Mark kStream{.origin = core::Origin::kStream};
constexpr core::Mark kRest{.origin = core::Origin::kRest};

FreshBar fresh(int minute, core::Mark mark, std::uint64_t seed = 1, core::Micros taken = 1h) {
  return {fake::bar_at(kDay + std::chrono::minutes{minute}, kGrid, seed), mark, kDay + taken};
}

FreshBars with(const std::vector<FreshBar>& all, std::size_t bars_max = 100) {
  FreshBars bars(bars_max);
  for (const FreshBar& one : all) bars.take(one);
  return bars;
}

TEST(FreshBars, OneSourceForWhatCameInOneMinuteFromOnePlace) {
  const FreshBars bars =
      with({fresh(3, kStream, 1, 1h), fresh(1, kStream, 1, 1h + 20s), fresh(2, kRest, 1, 1h + 30s),
            fresh(4, kStream, 1, 1h + 70s), fresh(5, kStream, 1, 1h + 59s)});
  const auto entries = bars.entries(kId, kAlways);
  ASSERT_EQ(entries.size(), 3U);
  EXPECT_EQ(entries[0].rows.size(), 3U);
  EXPECT_EQ(entries[0].source.object, "stream BTCUSDT 1m");
  EXPECT_EQ(entries[0].source.fetched, kDay + 1h + 59s);
  EXPECT_EQ(entries[1].source.object, "REST");
  EXPECT_EQ(entries[1].source.origin, core::Origin::kRest);
  EXPECT_EQ(entries[2].source.fetched, kDay + 1h + 70s);
}

TEST(FreshBars, AValueIsHeldOnceUnderItsBestMark) {
  FreshBars bars = with({fresh(1, kStream), fresh(1, kRest), fresh(1, kStream), fresh(1, kRest)});
  EXPECT_EQ(bars.size(), 1U);
  EXPECT_EQ(bars.entries(kId, kAlways)[0].source.origin, core::Origin::kRest);
}

TEST(FreshBars, OfEqualMarksWhatCameFirstIsFirst) {
  const FreshBars bars =
      with({fresh(2, kStream, 7, 4min), fresh(1, kStream, 1, 5min), fresh(2, kStream, 8, 5min),
            fresh(2, kStream, 9, 5min), fresh(2, kStream, 6, 6min)});
  std::vector<core::Bar> seen;
  for (const TailEntry& entry : bars.entries(kId, kAlways)) {
    for (std::size_t row = 0; row < entry.rows.size(); ++row) {
      if (entry.rows.open_time(row) == kDay + 2min) seen.push_back(entry.rows.bar(row));
    }
  }
  EXPECT_EQ(seen, (std::vector{fresh(2, kStream, 7).bar, fresh(2, kStream, 8).bar,
                               fresh(2, kStream, 9).bar, fresh(2, kStream, 6).bar}));
}

TEST(FreshBars, AValueThatComesAgainWithABetterMarkComesLastOfThatMark) {
  const FreshBars bars = with({fresh(1, kStream, 1), fresh(1, kRest, 2), fresh(1, kRest, 1)});
  const auto entries = bars.entries(kId, kAlways);
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].rows.bar(0), fresh(1, kRest, 2).bar);
  EXPECT_EQ(entries[1].rows.bar(0), fresh(1, kRest, 1).bar);
}

TEST(FreshBars, BeyondTheBoundTheEarliestAreLetGo) {
  const FreshBars bars = with({fresh(5, kStream), fresh(9, kStream), fresh(1, kStream),
                               fresh(7, kStream), fresh(2, kStream)},
                              3);
  EXPECT_EQ(bars.instants(kGrid), (core::RangeSet{{kDay + 5min, kDay + 6min},
                                                  {kDay + 7min, kDay + 8min},
                                                  {kDay + 9min, kDay + 10min}}));
}

TEST(FreshBars, WhatStandsThereAlreadyIsForgotten) {
  const auto tail =
      with({fresh(1, kStream), fresh(2, kRest), fresh(3, kStream)}).entries(kId, kAlways);
  FreshBars bars = with({fresh(1, kStream), fresh(2, kStream), fresh(3, kRest), fresh(4, kStream),
                         fresh(1, kStream, 9)});
  bars.forget_known(tail);
  std::vector<core::Bar> left;
  for (const TailEntry& entry : bars.entries(kId, kAlways)) {
    for (std::size_t row = 0; row < entry.rows.size(); ++row) left.push_back(entry.rows.bar(row));
  }
  EXPECT_EQ(left,
            (std::vector{fresh(1, kStream, 9).bar, fresh(4, kStream).bar, fresh(3, kRest).bar}));
}

TEST(FreshBars, ARangeIsTakenAndForgotten) {
  FreshBars bars = with({fresh(1, kStream), fresh(2, kStream), fresh(3, kStream)});
  const core::TimeRange middle{kDay + 2min, kDay + 3min};
  const auto entries = bars.entries(kId, middle);
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].rows.size(), 1U);
  bars.forget(middle);
  EXPECT_EQ(bars.size(), 2U);
  EXPECT_TRUE(bars.entries(kId, middle).empty());
}

}  // namespace
}  // namespace wick::store::fresh_bars_test
