#include "live/tick_bars.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace wick::live {
namespace {

using core::Interval;
using core::Tick;
using core::UtcTime;
using namespace std::chrono_literals;

const UtcTime kStart = core::midnight(2024, 3, 5) + 12h;  // a Tuesday

Tick tick(core::Micros after, double mid, double size = 1) {
  return {.time = kStart + after, .received = {}, .bid = mid - 1, .ask = mid + 1, .size = size};
}
Tick heard(core::Micros after, core::Micros received_after, double mid) {
  Tick made = tick(after, mid);
  made.received = kStart + received_after;
  return made;
}

// Open from noon to 12:30, from 13:00 to 14:00, and from the next noon on.
TradingHours noon_market() {
  const auto stretch_at = [](UtcTime t) {
    const std::array edges = {kStart, kStart + 30min, kStart + 1h, kStart + 2h, kStart + 24h};
    Stretch stretch{.time = {core::UtcTime{}, core::kFarFuture}, .open = false};
    for (const UtcTime edge : edges) {
      if (t < edge) {
        stretch.time.end = edge;
        break;
      }
      stretch.time.begin = edge;
      stretch.open = !stretch.open;
    }
    return stretch;
  };
  return {.stretch_at = stretch_at, .day_at = [](UtcTime t) { return core::day_of(t); }};
}

struct Maker {
  explicit Maker(const TickRules& rules = {}, TradingHours when = always_open())
      : hours(std::move(when)), bars(rules, hours) {}

  void take(const Tick& one) { bars.take(one, closed); }
  void advance(core::Micros after) { bars.advance(kStart + after, closed); }
  [[nodiscard]] std::vector<QuoteBar> of(Interval interval) const {
    std::vector<QuoteBar> found;
    for (const ClosedBar& each : closed) {
      if (each.interval == interval) found.push_back(each.bar);
    }
    return found;
  }
  [[nodiscard]] std::vector<QuoteBar> minutes() const { return of(Interval::k1m); }

  TradingHours hours;
  TickBars bars;
  ClosedBars closed;
};

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
}  // namespace wick::live
