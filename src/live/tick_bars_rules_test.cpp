// What TickBars does beyond the numbered scenarios.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "live/tick_maker_test.hpp"

namespace wick::live::tick_bars_rules_test {
namespace {

using core::Interval;
using core::Tick;
using core::UtcTime;

TEST(TickBars, TheClockFillsQuietMinutesOnTimeAndStopsAtTheLimit) {
  Maker maker({.fill_max = 3});
  maker.take(heard(10s, 10s, 100));
  for (int second = 11; second < 600; ++second) maker.advance(std::chrono::seconds{second});
  EXPECT_EQ(maker.minutes().size(), 4U);
  maker.take(heard(605s, 605s, 101));
  EXPECT_EQ(maker.minutes().size(), 4U);
}

TEST(TickBars, NothingIsFilledOverABreak) {
  Maker maker({}, noon_market());
  maker.take(heard(28min, 28min, 100));
  maker.advance(61min);
  ASSERT_EQ(maker.minutes().size(), 2U) << "12:29 is filled, and the break is not";
  EXPECT_TRUE(maker.minutes()[1].synthetic);
  EXPECT_EQ(maker.minutes()[1].open_time, kStart + 29min);
  maker.advance(70min);
  EXPECT_EQ(maker.minutes().size(), 2U) << "a session begins with its first tick";
  maker.take(heard(71min, 71min, 100));
  maker.advance(74min + 1s);
  EXPECT_EQ(maker.minutes().size(), 5U);

  Maker jump({}, noon_market());
  jump.take(tick(28min, 100));
  jump.take(tick(61min, 100));
  EXPECT_EQ(jump.minutes().size(), 2U);
}

TEST(TickBars, TheLastBarOfASessionIsClosedByTheClock) {
  Maker maker({}, noon_market());
  maker.take(heard(29min + 59s, 29min + 59s, 100));
  maker.advance(30min + 1s);
  EXPECT_EQ(maker.minutes().size(), 1U);
  EXPECT_EQ(maker.of(Interval::k5m).size(), 1U);
  EXPECT_EQ(maker.of(Interval::k15m).size(), 1U);
  EXPECT_EQ(maker.of(Interval::k30m).size(), 1U);
  EXPECT_TRUE(maker.of(Interval::k1h).empty());
  maker.advance(1h + 1s);
  EXPECT_EQ(maker.of(Interval::k1h).size(), 1U);
  EXPECT_FALSE(maker.of(Interval::k1h)[0].partial) << "the break is not missing";
}

TEST(TickBars, TicksWhileTheMarketIsClosedAreTakenAndCounted) {
  Maker maker({}, noon_market());
  maker.take(heard(31min, 31min, 100));
  maker.take(heard(31min + 1s, 31min + 1s, 101));
  maker.advance(40min);
  ASSERT_EQ(maker.minutes().size(), 1U);
  EXPECT_EQ(maker.bars.counts().while_closed, 2);
}

TEST(TickBars, WhatWasNotHeardIsMarked) {
  Maker maker;
  maker.take(heard(10s, 10s, 100));
  maker.bars.lose(kStart + 130s, maker.closed);
  maker.bars.hear(kStart + 190s, maker.closed);
  maker.take(heard(200s, 200s, 101));
  maker.advance(1h + 1s);
  const auto minutes = maker.minutes();
  ASSERT_GE(minutes.size(), 3U);
  EXPECT_FALSE(minutes[0].partial);
  EXPECT_TRUE(minutes[1].synthetic) << "the minute before was heard, and quiet";
  EXPECT_EQ(minutes[2].open_time, kStart + 3min) << "a minute that was lost is not filled";
  EXPECT_TRUE(minutes[2].partial);
  EXPECT_TRUE(maker.of(Interval::k5m).at(0).partial);
  EXPECT_TRUE(maker.of(Interval::k5m).at(1).synthetic);
  EXPECT_FALSE(maker.of(Interval::k5m).at(1).partial);
  EXPECT_TRUE(maker.of(Interval::k1h).at(0).partial);
}

TEST(TickBars, WhoseFeedFailsInABreakHasLostNothing) {
  Maker maker({}, noon_market());
  maker.take(heard(10min, 10min, 100));
  maker.bars.lose(kStart + 35min, maker.closed);
  maker.bars.hear(kStart + 55min, maker.closed);
  maker.advance(1h + 1s);
  EXPECT_FALSE(maker.of(Interval::k1h).at(0).partial);
}

TEST(TickBars, ItsFirstBarsArePartialUnlessItHeardTheirBeginning) {
  Maker maker({.heard_since = kStart + 2min + 30s});
  for (int minute = 2; minute < 10; ++minute) {
    const auto at = std::chrono::minutes{minute} + 40s;
    maker.take(heard(at, at, 100));
  }
  maker.advance(10min + 1s);
  EXPECT_TRUE(maker.minutes().at(0).partial);
  EXPECT_FALSE(maker.minutes().at(1).partial);
  EXPECT_TRUE(maker.of(Interval::k5m).at(0).partial);
  EXPECT_FALSE(maker.of(Interval::k5m).at(1).partial);
}

TEST(TickBars, ACopyGoesOnWithTheOpenMinute) {
  Maker maker;
  maker.take(heard(10s, 10s, 100));
  TickBars saved = maker.bars;
  saved.lose(kStart + 11s, maker.closed);
  saved.hear(kStart + 15s, maker.closed);
  saved.take(heard(20s, 20s, 110), maker.closed);
  const auto bar = saved.preview(Interval::k1m);
  ASSERT_TRUE(bar);
  EXPECT_EQ(bar->open.mid, 100);
  EXPECT_EQ(bar->high.mid, 110);
  EXPECT_TRUE(bar->partial);
}

TEST(TickBars, OfTicksInOneInstantTheLastReceivedCloses) {
  Maker maker;
  maker.take(heard(10s, 12s, 100));
  maker.take(heard(10s, 14s, 102));
  maker.take(heard(10s, 13s, 101));
  maker.take(heard(10s, 11s, 99));
  const auto bar = maker.bars.preview(Interval::k1m);
  EXPECT_EQ(bar->open.mid, 99);
  EXPECT_EQ(bar->close.mid, 102);
  Maker untold;
  untold.take(tick(10s, 100));
  untold.take(tick(10s, 102));
  EXPECT_EQ(untold.bars.preview(Interval::k1m)->open.mid, 100) << "else by arrival";
  EXPECT_EQ(untold.bars.preview(Interval::k1m)->close.mid, 102);
}

TEST(TickBars, ARepeatedTickIsCountedAndDroppedOnDemand) {
  for (const Repeats repeats : {Repeats::kTake, Repeats::kDrop}) {
    Maker maker({.repeats = repeats});
    maker.take(heard(10s, 10s, 100));
    maker.take(heard(11s, 11s, 101));
    maker.take(heard(11s, 12s, 101));
    maker.take(heard(11s, 12s, 102));
    EXPECT_EQ(maker.bars.counts().repeated, 1);
    EXPECT_EQ(maker.bars.preview(Interval::k1m)->ticks, repeats == Repeats::kTake ? 4 : 3);
  }
}

TEST(TickBars, WhatIsNoPriceIsRefusedAndCounted) {
  Maker maker;
  const double infinite = std::numeric_limits<double>::infinity();
  for (const double wrong : {0., -1., std::nan(""), infinite}) {
    Tick bid = tick(10s, 100);
    bid.bid = wrong;
    maker.take(bid);
    Tick ask = tick(10s, 100);
    ask.ask = wrong;
    maker.take(ask);
  }
  maker.take(tick(10s, 100, -1));
  maker.take(tick(10s, 100, std::nan("")));
  EXPECT_EQ(maker.bars.counts().refused, 10);
  EXPECT_FALSE(maker.bars.preview(Interval::k1m));
  Tick crossed = tick(10s, 100);
  std::swap(crossed.bid, crossed.ask);
  maker.take(crossed);
  EXPECT_EQ(maker.bars.counts().crossed, 1);
  EXPECT_EQ(maker.bars.preview(Interval::k1m)->close.spread, -2);
}

TEST(TickBars, VolumeIsOfTicksOrSizesOrToldByTheFeed) {
  const auto volume = [](VolumeFrom from) {
    Maker maker({.volume = from});
    maker.bars.set_tick_volume(5);
    for (const double size : {1., 4., 3.}) maker.take(tick(10s, 100, size));
    return maker.bars.preview(Interval::k1m)->volume;
  };
  EXPECT_EQ(volume(VolumeFrom::kTicks), 15);
  EXPECT_EQ(volume(VolumeFrom::kSizes), 8);
  EXPECT_EQ(volume(VolumeFrom::kMinuteTotal), 4);
}

TEST(TickBars, DaysAndFourHoursBeginWithTheTradingDay) {
  TradingHours hours = always_open();
  hours.day_at = [](UtcTime t) {  // from 22:00 to 22:00
    const core::TimeRange day = core::day_of(t + 2h);
    return core::TimeRange{day.begin - 2h, day.end - 2h};
  };
  Maker maker({}, hours);
  maker.take(tick(0s, 100));
  maker.take(tick(24h, 100));
  ASSERT_EQ(maker.of(Interval::k4h).size(), 1U);
  EXPECT_EQ(maker.of(Interval::k4h)[0].open_time, kStart - 2h);
  EXPECT_EQ(maker.of(Interval::k4h)[0].end, kStart + 2h);
  ASSERT_EQ(maker.of(Interval::k1d).size(), 1U);
  EXPECT_EQ(maker.of(Interval::k1d)[0].open_time, kStart - 14h);
  EXPECT_EQ(maker.of(Interval::k1h).size(), 1U);
}

TEST(TickBars, APreviewHasTheOpenMinuteInIt) {
  Maker maker;
  EXPECT_FALSE(maker.bars.preview(Interval::k5m));
  maker.take(tick(0s, 100));
  maker.take(tick(70s, 120));
  maker.take(tick(80s, 110));
  const auto five = maker.bars.preview(Interval::k5m);
  ASSERT_TRUE(five);
  EXPECT_EQ(five->open.mid, 100);
  EXPECT_EQ(five->high.mid, 120);
  EXPECT_EQ(five->close.mid, 110);
  EXPECT_EQ(five->ticks, 3);
  EXPECT_EQ(five->end, kStart + 5min);
  EXPECT_TRUE(maker.of(Interval::k5m).empty());
}

}  // namespace
}  // namespace wick::live::tick_bars_rules_test
