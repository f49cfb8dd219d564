#include "live/tick_bars.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "live/tick_maker_test.hpp"

namespace wick::live::tick_bars_test {
namespace {

using core::Interval;
using core::Tick;
using core::UtcTime;

TEST(TickBars, Scenario1TicksOfAMinuteAreItsBarAndTheTickAtTheEndOpensTheNext) {
  Maker maker({.volume = VolumeFrom::kSizes});
  maker.take(tick(0s, 100, 1));
  maker.take(tick(10s, 101, 2));
  maker.take(tick(60s - 1us, 99, 3));
  EXPECT_TRUE(maker.closed.empty());
  maker.take(tick(60s, 98, 7));
  ASSERT_EQ(maker.minutes().size(), 1U);
  const QuoteBar bar = maker.minutes()[0];
  EXPECT_EQ(bar.open_time, kStart);
  EXPECT_EQ(bar.end, kStart + 60s);
  EXPECT_EQ(bar.open, (Quote{99, 101, 100, 2}));
  EXPECT_EQ(bar.high, (Quote{100, 102, 101, 2}));
  EXPECT_EQ(bar.low, (Quote{98, 100, 99, 2}));
  EXPECT_EQ(bar.close, (Quote{98, 100, 99, 2}));
  EXPECT_EQ(bar.volume, 6);
  EXPECT_EQ(bar.ticks, 3);
  maker.advance(121s);
  EXPECT_EQ(maker.minutes().at(1).high, maker.minutes().at(1).low) << "a single tick has no range";
  EXPECT_EQ(maker.minutes().at(1).volume, 7);
}

TEST(TickBars, Scenario2QuietMinutesAreFilledUpToTheLimitOrNotAtAll) {
  const auto flats = [](std::int64_t limit, core::Micros next) {
    Maker maker({.fill_max = limit});
    maker.take(tick(5s, 100));
    maker.take(tick(next, 200));
    EXPECT_EQ(maker.minutes().front().synthetic, false);
    for (std::size_t i = 1; i < maker.minutes().size(); ++i) {
      const QuoteBar bar = maker.minutes()[i];
      EXPECT_TRUE(bar.synthetic);
      EXPECT_EQ(bar.open_time, kStart + std::chrono::minutes{i});
      EXPECT_EQ(bar.open.mid, 100);
      EXPECT_EQ(bar.high, bar.low);
      EXPECT_EQ(bar.volume, 0);
    }
    return maker.minutes().size() - 1;
  };
  EXPECT_EQ(flats(3, 2min), 1U);
  EXPECT_EQ(flats(3, 10min), 0U);
  EXPECT_EQ(flats(3, 4min), 3U) << "as many as the limit";
  EXPECT_EQ(flats(3, 5min), 0U);
  EXPECT_EQ(flats(0, 2min), 0U);
}

TEST(TickBars, Scenario3ALateTickAfterTheClockNeverReopensTheMinute) {
  Maker maker;
  maker.take(tick(10s, 100));
  maker.advance(61s);
  ASSERT_EQ(maker.minutes().size(), 1U);
  maker.take(tick(59900ms, 105));
  EXPECT_EQ(maker.bars.counts().late, 1);
  EXPECT_FALSE(maker.bars.preview(Interval::k1m));
  maker.advance(62s);
  EXPECT_EQ(maker.minutes().size(), 1U);
  EXPECT_EQ(maker.minutes()[0].close.mid, 100);
}

TEST(TickBars, Scenario3QuietMinutesAfterTheClockAreFilledAsMuch) {
  Maker maker;
  maker.take(tick(10s, 100));
  maker.advance(61s);
  maker.advance(121s);
  EXPECT_EQ(maker.minutes().size(), 2U) << "the second minute was quiet";
  maker.take(tick(300s, 101));
  ASSERT_EQ(maker.minutes().size(), 5U) << "and so were three more";
  EXPECT_TRUE(maker.minutes()[4].synthetic);
  EXPECT_EQ(maker.minutes()[4].open_time, kStart + 4min);
}

TEST(TickBars, Scenario3TicksOfOlderMinutesAreCountedAndThoseInsideAreTaken) {
  Maker maker;
  maker.take(tick(70s, 100));
  maker.take(tick(30s, 500));
  EXPECT_EQ(maker.bars.counts().late, 1);
  maker.take(tick(65s, 90));
  maker.take(tick(69s, 110));
  maker.advance(121s);
  ASSERT_EQ(maker.minutes().size(), 1U);
  const QuoteBar bar = maker.minutes()[0];
  EXPECT_EQ(bar.open.mid, 90) << "the earliest tick opens, whenever it arrives";
  EXPECT_EQ(bar.close.mid, 100) << "and the latest closes";
  EXPECT_EQ(bar.high.mid, 110);
}

TEST(TickBars, Scenario3ARestartWithNothingOpenStartsAFreshBar) {
  Maker maker;
  maker.take(tick(10s, 100));
  maker.advance(61s);
  TickBars saved = maker.bars;
  ClosedBars closed;
  saved.lose(kStart + 62s, closed);
  saved.hear(kStart + 130s, closed);
  saved.take(heard(150s, 150s, 90), closed);
  const auto preview = saved.preview(Interval::k1m);
  ASSERT_TRUE(preview);
  EXPECT_EQ(preview->open.mid, 90);
  EXPECT_TRUE(preview->partial) << "nobody listened for its first ten seconds";
  EXPECT_TRUE(closed.empty()) << "minutes that nobody heard are not filled";
}

TEST(TickBars, TheClockWaitsOutTheGrace) {
  Maker maker;
  maker.advance(-1h);
  maker.take(tick(0s, 10));
  maker.advance(61s - 1us);
  EXPECT_TRUE(maker.closed.empty());
  maker.advance(61s);
  EXPECT_EQ(maker.minutes().size(), 1U);
  Maker at_once({.grace = 0s});
  at_once.take(tick(0s, 10));
  at_once.advance(60s);
  EXPECT_EQ(at_once.minutes().size(), 1U);
}

TEST(TickBars, Scenario4SpreadsAreAveragedOverTicks) {
  Maker maker;
  const std::array<double, 3> spreads = {2, 3, 4};
  for (int i = 0; i < 3; ++i) {
    Tick one = tick(std::chrono::seconds{i}, 100);
    one.ask = one.bid + spreads.at(static_cast<std::size_t>(i));
    maker.take(one);
  }
  maker.take(tick(60s, 100));  // a spread of 2, and one tick
  maker.take(tick(5min, 100));
  const QuoteBar minute = maker.minutes().at(0);
  EXPECT_EQ(minute.spread_average(), 3);
  EXPECT_EQ(minute.high.spread, 4);
  const QuoteBar five = maker.of(Interval::k5m).at(0);
  EXPECT_EQ(five.spread_average(), 11. / 4) << "not the mean of the minutes' means";
  EXPECT_EQ(five.high.spread, 4);
}

TEST(TickBars, Scenario4FiveMinutesMakeOneBarAndItIsSyntheticOnlyIfAllAre) {
  Maker maker({.volume = VolumeFrom::kSizes});
  for (int minute = 0; minute < 5; ++minute) {
    maker.take(tick(std::chrono::minutes{minute}, 100 + minute, 2));
  }
  maker.take(tick(5min + 30s, 90, 2));
  maker.advance(15min + 1s);
  const auto fives = maker.of(Interval::k5m);
  ASSERT_EQ(fives.size(), 3U);
  EXPECT_EQ(fives[0].open.mid, 100);
  EXPECT_EQ(fives[0].high.mid, 104);
  EXPECT_EQ(fives[0].close.mid, 104);
  EXPECT_EQ(fives[0].volume, 10);
  EXPECT_FALSE(fives[1].synthetic);
  EXPECT_EQ(fives[1].ticks, 1);
  EXPECT_FALSE(fives[1].partial) << "minutes without a trade do not spoil it";
  EXPECT_TRUE(fives[2].synthetic);
  EXPECT_EQ(fives[2].open.mid, 90);
  EXPECT_EQ(fives[2].volume, 0);
  const auto fifteen = maker.of(Interval::k15m);
  ASSERT_EQ(fifteen.size(), 1U);
  EXPECT_FALSE(fifteen[0].synthetic);
  EXPECT_EQ(fifteen[0].volume, 12);
}

TEST(TickBars, Scenario5OverABoundaryOutOfOrderOpenTimesStaySortedAndUnique) {
  Maker maker;
  std::vector<UtcTime> previews;
  for (const auto at : {58s, 59s, 61s, 57s, 60s, 59s, 122s, 119s, 121s}) {
    maker.take(tick(at, 100));
    const auto preview = maker.bars.preview(Interval::k1m);
    ASSERT_TRUE(preview);
    previews.push_back(preview->open_time);
  }
  EXPECT_TRUE(std::ranges::is_sorted(previews));
  EXPECT_EQ(maker.bars.counts().late, 3);
  maker.advance(4min);
  const auto minutes = maker.minutes();
  for (std::size_t i = 1; i < minutes.size(); ++i) {
    EXPECT_EQ(minutes[i].open_time, minutes[i - 1].end);
  }
  EXPECT_EQ(minutes.at(0).ticks + minutes.at(1).ticks + minutes.at(2).ticks, 6);
}

TEST(TickBars, Scenario6ATickFromTheFutureIsOfNow) {
  Maker maker;
  maker.take(heard(10s, 10s, 100));
  maker.take(heard(140s, 20s, 101));
  EXPECT_EQ(maker.bars.counts().ahead, 1);
  EXPECT_TRUE(maker.closed.empty());
  EXPECT_EQ(maker.bars.preview(Interval::k1m)->close.mid, 101);
  maker.take(heard(30s, 25s, 102));
  EXPECT_EQ(maker.bars.counts().ahead, 1) << "five seconds are let pass";
  maker.take(heard(30s + 1us, 25s, 103));
  EXPECT_EQ(maker.bars.counts().ahead, 2);
  EXPECT_EQ(maker.bars.preview(Interval::k1m)->close.mid, 102);
}

// Defect: what the clock closed was opened and published a second time.
TEST(TickBars, Defect1OneMinuteIsNeverClosedTwice) {
  Maker maker;
  maker.take(heard(10s, 10s, 100));
  maker.advance(61s);
  maker.take(heard(59900ms, 61500ms, 105));
  maker.advance(121s);
  ASSERT_EQ(maker.minutes().size(), 2U);
  EXPECT_EQ(maker.minutes()[0].close.mid, 100);
  EXPECT_EQ(maker.minutes()[1].open_time, kStart + 1min);
  EXPECT_EQ(maker.bars.counts().late, 1);
}

// Defect: after the clock had closed a minute, nothing remembered that there was a gap to fill.
TEST(TickBars, Defect2TheClockForgetsNoGap) {
  Maker maker({.fill_max = 4});
  maker.take(tick(10s, 100));
  maker.advance(121s);
  maker.take(tick(300s, 101));
  EXPECT_EQ(maker.minutes().size(), 5U);
  Maker shorter({.fill_max = 3});
  shorter.take(tick(10s, 100));
  shorter.advance(121s);
  shorter.take(tick(300s, 101));
  EXPECT_EQ(shorter.minutes().size(), 2U) << "one was filled, and three more would be too many";
}

}  // namespace
}  // namespace wick::live::tick_bars_test
