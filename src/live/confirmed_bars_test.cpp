#include "live/confirmed_bars.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "live/roll_up.hpp"

namespace wick::live::confirmed_bars_test {
namespace {

using core::Interval;
using core::UtcTime;
using namespace std::chrono_literals;

const UtcTime kTen = core::midnight(2025, 12, 15) + 22h;

HistoryBar row(UtcTime open_time, double bid = 100) {
  return {.open_time = open_time,
          .open = {bid, bid + 2},
          .high = {bid + 3, bid + 6},
          .low = {bid - 1, bid + 1},
          .close = {bid + 1, bid + 2},
          .volume = 4};
}

TEST(ConfirmedBars, Scenario6ATimeTooLargeForSecondsIsInMilliseconds) {
  EXPECT_EQ(feed_time(1.76e12), core::utc_micros(1'760'000'000'000'000));
  EXPECT_EQ(feed_time(1.76e9), core::utc_micros(1'760'000'000'000'000));
  EXPECT_EQ(feed_time(1764541732000.0), feed_time(1764541732.0));
}

TEST(ConfirmedBars, Scenario9ABarThatIsNotOverIsDropped) {
  EXPECT_TRUE(confirmed({row(kTen)}, Interval::k5m, kTen + 7s).empty());
  EXPECT_TRUE(confirmed({row(kTen)}, Interval::k5m, kTen + 5min - 10s - 2us).empty());
  const auto bars = confirmed({row(kTen)}, Interval::k5m, kTen + 5min - 10s);
  ASSERT_EQ(bars.size(), 1U) << "the two clocks may differ by ten seconds";
  const core::Bar bar = bar_of(bars[0].bar, Basis::kMid);
  EXPECT_EQ(bar.close_time - bar.open_time + 1us, 300'000ms);
}

TEST(ConfirmedBars, Scenario9RowsOfImpossibleTimesAreDropped) {
  const auto kept =
      confirmed({row(UtcTime{}), row(kTen), row(kTen + 1min)}, Interval::k1m, kTen + 1h);
  EXPECT_EQ(kept.size(), 2U);
  const UtcTime first = core::midnight(2000, 1, 1);
  EXPECT_EQ(confirmed({row(first - 1min), row(first)}, Interval::k1m, kTen).size(), 1U);
}

TEST(ConfirmedBars, Scenario9TheMiddleIsDerivedAndSaysSo) {
  const auto bars = confirmed({row(kTen)}, Interval::k1m, kTen + 1h);
  ASSERT_EQ(bars.size(), 1U);
  EXPECT_TRUE(bars[0].mid_derived);
  EXPECT_EQ(bars[0].bar.high, (Quote{103, 106, 104.5, 3}));
  EXPECT_EQ(bars[0].bar.open.mid, 101);
}

TEST(ConfirmedBars, RowsAreSortedAndTheLaterOfTwoStays) {
  const auto bars =
      confirmed({row(kTen + 1min), row(kTen, 50), row(kTen, 70)}, Interval::k1m, kTen + 1h);
  ASSERT_EQ(bars.size(), 2U);
  EXPECT_EQ(bars[0].bar.open.bid, 70);
  EXPECT_EQ(bars[1].bar.open_time, kTen + 1min);
}

// Sixty minutes of history, but for those that are left out.
ClosedBars rolled(const std::vector<int>& left_out, core::TimeRange lost) {
  const TradingHours hours = always_open();
  RollUp rolls(hours);
  ClosedBars closed;
  for (int minute = 0; minute < 60; ++minute) {
    const UtcTime open_time = kTen + std::chrono::minutes{minute};
    if (std::ranges::count(left_out, minute) > 0) {
      rolls.pass({open_time, open_time + 1min}, lost, closed);
      continue;
    }
    const auto bars = confirmed({row(open_time, 100 + minute)}, Interval::k1m, kTen + 2h);
    rolls.take(bars.at(0).bar, closed);
  }
  std::erase_if(closed, [](const ClosedBar& each) { return each.interval != Interval::k1h; });
  return closed;
}

TEST(ConfirmedBars, Scenario10SixtyMinutesMakeOneHour) {
  const ClosedBars hours = rolled({}, {});
  ASSERT_EQ(hours.size(), 1U);
  EXPECT_EQ(hours[0].bar.open_time, kTen);
  EXPECT_EQ(hours[0].bar.open.bid, 100);
  EXPECT_EQ(hours[0].bar.high.ask, 165);
  EXPECT_EQ(hours[0].bar.low.bid, 99);
  EXPECT_EQ(hours[0].bar.close.bid, 160);
  EXPECT_EQ(hours[0].bar.volume, 240);
  EXPECT_FALSE(hours[0].bar.partial);
}

TEST(ConfirmedBars, Scenario10AMinuteWithoutTradesDoesNotSpoilTheHourAndALostOneMarksIt) {
  const ClosedBars quiet = rolled({0, 17, 59}, {});
  ASSERT_EQ(quiet.size(), 1U);
  EXPECT_FALSE(quiet[0].bar.partial);
  EXPECT_EQ(quiet[0].bar.volume, 57 * 4);
  EXPECT_EQ(quiet[0].bar.open.bid, 101);
  const ClosedBars lost = rolled({17}, {kTen + 17min, kTen + 18min});
  ASSERT_EQ(lost.size(), 1U);
  EXPECT_TRUE(lost[0].bar.partial);
}

TEST(ConfirmedBars, Scenario10ACrosscheckTellsOfPricesAndOfVolume) {
  const core::Bar ours = bar_of(rolled({}, {}).at(0).bar, Basis::kMid);
  EXPECT_EQ(difference(ours, ours, {}), Difference::kNone);
  core::Bar theirs = ours;
  theirs.low += 1e-4 / 2;
  EXPECT_EQ(difference(ours, theirs, {}), Difference::kNone);
  theirs.low += 1e-3;
  EXPECT_EQ(difference(ours, theirs, {}), Difference::kPrices);
  theirs = ours;
  theirs.volume += 1;
  EXPECT_EQ(difference(ours, theirs, {}), Difference::kVolume);
  theirs.close += 1;
  EXPECT_EQ(difference(ours, theirs, {}), Difference::kPrices);
}

}  // namespace
}  // namespace wick::live::confirmed_bars_test
