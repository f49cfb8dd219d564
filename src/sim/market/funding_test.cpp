#include "sim/market/funding.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <random>
#include <set>

#include "sim/market/quotes.hpp"

namespace wick::sim::market_funding_test {
namespace {

constexpr Micros kStart = 1'709'251'200 * kSecond;  // 2024-03-01

const Market& market() {
  static const Market the_market(1);
  return the_market;
}

const Symbol& bitcoin() {
  return *market().find(Venue::kUm, "BTCUSDT");
}

TEST(Funding, IsSettledEveryEightHoursAndOfSomeSymbolsEveryFour) {
  int small = 0;
  for (const Symbol& symbol : market().symbols(Venue::kUm)) {
    const Micros step = funding_step(symbol);
    ASSERT_TRUE(step == 8 * kHour || step == 4 * kHour);
    if (step == 4 * kHour && has_funding(symbol)) ++small;
  }
  EXPECT_GT(small, 10);
  for (const char* name : {"BTCUSDT", "ETHUSDT"}) {
    EXPECT_EQ(funding_step(*market().find(Venue::kUm, name)), 8 * kHour);
  }
  EXPECT_FALSE(has_funding(*market().find(Venue::kSpot, "BTCUSDT")));
  EXPECT_FALSE(has_funding(*market().find(Venue::kUm, "BTCUSDT_240628")));
  EXPECT_TRUE(fundings(market(), *market().find(Venue::kUm, "BTCUSDT_240628"), 0, kNever).empty());
}

TEST(Funding, IsBookedSomeMillisecondsAfterTheHour) {
  std::set<Micros> late;
  std::set<std::int64_t> rates;
  const auto rows = fundings(market(), bitcoin(), kStart, kStart + 100 * kDay);
  ASSERT_EQ(rows.size(), 300U);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Micros behind = rows[i].time - kStart - static_cast<Micros>(i) * 8 * kHour;
    ASSERT_EQ(behind % 1000, 0);
    ASSERT_GE(behind, 0);
    ASSERT_LE(behind, 15'000);
    ASSERT_GE(rows[i].rate, -30'000);
    ASSERT_LE(rows[i].rate, 50'000);
    late.insert(behind);
    rates.insert(rows[i].rate);
  }
  EXPECT_EQ(late.size(), 16U);
  EXPECT_GT(rates.size(), 100U);
  EXPECT_LT(*rates.begin(), -20'000);
  EXPECT_GT(*rates.rbegin(), 40'000);
}

// The slow way: all of a life, then the filter.
TEST(Funding, RangesAreHalfOpenToTheMillisecond) {
  const auto all = fundings(market(), bitcoin(), 0, kStart + 30 * kDay);
  std::mt19937_64 random(7);
  for (int round = 0; round < 300; ++round) {
    const auto edge = [&] {
      const Funding& one = all[all.size() - 1 - random() % 80];
      return one.time + static_cast<Micros>(random() % 3) - 1;
    };
    const Micros a = edge();
    const Micros b = edge();
    const Micros begin = std::min(a, b);
    const Micros end = std::max(a, b);
    std::vector<Funding> want;
    for (const Funding& one : all) {
      if (begin <= one.time && one.time < end) want.push_back(one);
    }
    ASSERT_EQ(fundings(market(), bitcoin(), begin, end), want) << begin << ' ' << end;
  }
}

TEST(Funding, BeginsAfterTheListingAndEndsWithTheDelisting) {
  const Symbol& gone = *market().find(Venue::kUm, "LUNAUSDT");
  const auto rows = fundings(market(), gone, 0, kNever);
  ASSERT_FALSE(rows.empty());
  const Micros step = funding_step(gone);
  EXPECT_GT(rows.front().time, gone.listed);
  EXPECT_LE(rows.front().time, gone.listed + step + 15'000);
  EXPECT_LT(rows.back().time, gone.delisted);
  EXPECT_GT(rows.back().time, gone.delisted - step);
  EXPECT_TRUE(fundings(market(), gone, gone.delisted, kNever).empty());
}

TEST(Funding, ComesWithTheMarkPriceOfItsMinute) {
  const auto rows = fundings(market(), bitcoin(), kStart, kStart + 3 * kDay);
  const Quotes marks(market(), bitcoin(), Price::kMark);
  for (const Funding& one : rows) {
    const Micros minute = open_of(Interval::k1m, one.time);
    const auto candle = marks.candles(Interval::k1m, minute, minute + kMinute);
    if (candle.empty()) continue;
    EXPECT_EQ(funding_mark(market(), bitcoin(), one), candle.front().open);
  }
}

TEST(Funding, HasAMarkPriceInMaintenanceToo) {
  const auto gaps = market().gaps(Venue::kUm, kStart - 2000 * kDay, kStart + 500 * kDay);
  int inside = 0;
  for (const Market::Gap& gap : gaps) {
    for (const Funding& one : fundings(market(), bitcoin(), gap.begin, gap.end)) {
      if (open_of(Interval::k1m, one.time) < gap.begin) continue;
      ++inside;
      const auto before =
          market().candles(bitcoin(), Interval::k1m, gap.begin - kMinute, gap.begin);
      if (before.empty()) continue;
      const std::int64_t close = before.front().close * 10'000'000;
      EXPECT_LE(std::abs(funding_mark(market(), bitcoin(), one) - close), close / 1000);
    }
  }
  EXPECT_GT(inside, 0);
}

}  // namespace
}  // namespace wick::sim::market_funding_test
