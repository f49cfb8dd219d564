#include "live/bar_builder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

namespace wick::live {
namespace {

using core::Interval;
using core::Tick;
using core::UtcTime;
using namespace std::chrono_literals;

const UtcTime kStart = core::midnight(2024, 3, 5) + 12h;

Tick tick(core::Micros after, double price, double size = 1) {
  return {.time = kStart + after, .received = {}, .bid = price - 1, .ask = price + 1, .size = size};
}

TEST(BarBuilder, ATickAtTheEndOpensTheNextBucket) {
  BarBuilder builder(Interval::k1m);
  EXPECT_FALSE(builder.take(tick(0s, 10)));
  EXPECT_FALSE(builder.take(tick(60s - 1us, 12)));
  const auto closed = builder.take(tick(60s, 11));
  ASSERT_TRUE(closed);
  EXPECT_EQ(closed->open_time, kStart);
  EXPECT_EQ(closed->close_time, kStart + 60s - 1us);
  EXPECT_EQ(closed->open, 10);
  EXPECT_EQ(closed->close, 12);
  EXPECT_EQ(closed->count, 2);
  EXPECT_EQ(builder.open_bar()->open, 11);
}

TEST(BarBuilder, ALateTickNeverReopensWhatWasClosed) {
  BarBuilder builder(Interval::k1m);
  (void)builder.take(tick(10s, 10));
  ASSERT_TRUE(builder.close_by_clock(kStart + 61s, 1s));
  EXPECT_FALSE(builder.take(tick(59s, 99)));
  EXPECT_FALSE(builder.open_bar());
  (void)builder.take(tick(70s, 11));
  EXPECT_FALSE(builder.take(tick(30s, 99)));
  EXPECT_EQ(builder.late_ticks(), 2);
  EXPECT_EQ(builder.open_bar()->high, 11);
}

TEST(BarBuilder, TheClockWaitsOutTheGrace) {
  BarBuilder builder(Interval::k1m);
  EXPECT_FALSE(builder.close_by_clock(kStart + 24h, 1s)) << "nothing is open";
  (void)builder.take(tick(0s, 10));
  EXPECT_FALSE(builder.close_by_clock(kStart + 61s - 1us, 1s));
  EXPECT_TRUE(builder.close_by_clock(kStart + 61s, 1s));
}

// Whatever the order of ticks inside a bucket, the bar is that of the sorted ticks.
TEST(BarBuilder, AgreesWithSortingTheTicksOfEachBucket) {
  std::mt19937 random(12);
  for (int round = 0; round < 2'000; ++round) {
    std::map<std::int64_t, std::vector<Tick>> buckets;
    BarBuilder builder(Interval::k1m);
    std::vector<core::Bar> bars;
    for (int minute = 0; minute < 5; ++minute) {
      std::vector<Tick>& ticks = buckets[minute];
      std::vector<int> milliseconds;
      for (auto n = random() % 6; n > 0; --n) {
        milliseconds.push_back(static_cast<int>(random() % 60'000));
      }
      std::ranges::sort(milliseconds);
      const auto twins = std::ranges::unique(milliseconds);
      milliseconds.erase(twins.begin(), twins.end());
      for (const int ms : milliseconds) {
        ticks.push_back(tick(std::chrono::minutes{minute} + std::chrono::milliseconds{ms},
                             static_cast<double>(random() % 100)));
      }
      std::vector<Tick> shuffled = ticks;
      std::shuffle(shuffled.begin(), shuffled.end(), random);
      for (const Tick& one : shuffled) {
        if (auto closed = builder.take(one)) bars.push_back(*closed);
      }
    }
    if (auto closed = builder.close_by_clock(kStart + 1h, 0s)) bars.push_back(*closed);

    std::size_t at = 0;
    for (const auto& [minute, ticks] : buckets) {
      if (ticks.empty()) continue;
      ASSERT_LT(at, bars.size());
      const core::Bar& bar = bars[at++];
      const auto price = [](const Tick& t) { return (t.bid + t.ask) / 2; };
      EXPECT_EQ(bar.open_time, kStart + std::chrono::minutes{minute});
      EXPECT_EQ(bar.open, price(ticks.front()));
      EXPECT_EQ(bar.close, price(ticks.back()));
      EXPECT_EQ(bar.high, price(*std::ranges::max_element(ticks, {}, price)));
      EXPECT_EQ(bar.low, price(*std::ranges::min_element(ticks, {}, price)));
      EXPECT_EQ(bar.count, static_cast<std::int64_t>(ticks.size()));
    }
    EXPECT_EQ(at, bars.size());
    EXPECT_EQ(builder.late_ticks(), 0);
  }
}

}  // namespace
}  // namespace wick::live
