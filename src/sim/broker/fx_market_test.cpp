#include "sim/broker/fx_market.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <set>

namespace wick::sim::fx_market_test {
namespace {

constexpr Minute kTuesday = 28'493'280;  // 2024-03-05T00:00Z
constexpr std::array kFrames{FxFrame::kM1, FxFrame::kM5, FxFrame::kM15, FxFrame::kM30,
                             FxFrame::kH1, FxFrame::kH4, FxFrame::kD1};

TEST(FxInstruments, AreNamedOnceAndFiled) {
  std::set<std::string_view> names;
  int filed = 0;
  for (const FxInstrument& one : fx_instruments()) {
    EXPECT_TRUE(names.insert(one.name).second) << one.name;
    EXPECT_EQ(find_fx(one.name), &one);
    if (one.filed) {
      ++filed;
      EXPECT_EQ(find_filed(file_name(one)), &one);
    }
  }
  EXPECT_GE(names.size(), 28U);
  EXPECT_EQ(filed, 21);
  EXPECT_EQ(find_filed("XAUUSD"), nullptr);
  EXPECT_EQ(find_fx("EURUSD"), nullptr);
}

TEST(FxMarket, TicksLieInTheirMinuteInOrder) {
  std::vector<FxTick> ticks;
  std::mt19937_64 random{3};
  for (const FxInstrument& one : fx_instruments()) {
    FxReader reader(7, one);
    for (int i = 0; i < 300; ++i) {
      const Minute minute = kTuesday + static_cast<Minute>(random() % (400 * 1440));
      reader.ticks(minute, ticks);
      if (!reader.hours().open(minute)) {
        EXPECT_TRUE(ticks.empty());
      }
      Millis last = minute * kMinuteMillis - 1;
      std::int64_t number = 0;
      for (const FxTick& tick : ticks) {
        ASSERT_GT(tick.time, last);
        ASSERT_LT(tick.time, (minute + 1) * kMinuteMillis);
        ASSERT_EQ(tick.number, ++number);
        ASSERT_GT(tick.bid, one.price / 4) << one.name;
        ASSERT_LT(tick.ask, one.price * 4) << one.name;
        last = tick.time;
      }
    }
  }
}

TEST(FxMarket, AnyMinuteIsTheSameWhoeverAsks) {
  const FxInstrument& gold = *find_fx("XAU/USD");
  FxReader forward(1, gold);
  std::vector<FxTick> seen, again;
  for (Minute minute = kTuesday; minute < kTuesday + 3000; minute += 37) {
    forward.ticks(minute, seen);
    FxReader(1, gold).ticks(minute, again);
    EXPECT_EQ(seen, again);
    FxReader(2, gold).ticks(minute, again);
    EXPECT_TRUE(seen.empty() || seen != again);
  }
}

TEST(FxMarket, BarsAreWhatTheTicksAre) {
  std::mt19937_64 random{11};
  std::vector<FxTick> ticks;
  for (const char* name : {"EUR/USD", "XAU/USD", "NZD/CHF", "SPX500"}) {
    FxReader reader(5, *find_fx(name));
    for (const FxFrame frame : kFrames) {
      const Minute at = kTuesday + static_cast<Minute>(random() % (200 * 1440));
      const Minute open = frame_open(frame, at);
      ASSERT_LE(open, at);
      ASSERT_GT(frame_next(frame, open), at);
      EXPECT_EQ(frame_open(frame, frame_next(frame, open)), frame_next(frame, open));
      EXPECT_EQ(frame_next(frame, frame_before(frame, open)), open);
      const Millis until = at * kMinuteMillis + static_cast<Millis>(random() % 60'000);
      FxBar expected{open, {}, {}, 0};
      for (Minute minute = open; minute <= at; ++minute) {
        reader.ticks(minute, ticks);
        for (const FxTick& tick : ticks) {
          if (tick.time >= until) continue;
          if (expected.volume++ == 0) {
            expected.bid = {tick.bid, tick.bid, tick.bid, tick.bid};
            expected.ask = {tick.ask, tick.ask, tick.ask, tick.ask};
          }
          expected.bid.close = tick.bid;
          expected.ask.close = tick.ask;
          if (tick.bid > expected.bid.high) expected.bid.high = tick.bid;
          if (tick.bid < expected.bid.low) expected.bid.low = tick.bid;
          if (tick.ask > expected.ask.high) expected.ask.high = tick.ask;
          if (tick.ask < expected.ask.low) expected.ask.low = tick.ask;
        }
      }
      EXPECT_EQ(reader.bar(frame, open, until), expected) << name;
    }
  }
}

TEST(FxMarket, IsBusyAndQuietAsMarketsAre) {
  FxReader reader(1, *find_fx("EUR/USD"));
  FxReader rare(1, *find_fx("NZD/CHF"));
  std::vector<FxTick> ticks;
  std::int64_t busy = 0, empty = 0, crossed = 0, minutes = 0;
  for (Minute minute = kTuesday; minute < kTuesday + 60 * kDayMinutes; ++minute) {
    if (!reader.hours().open(minute)) continue;
    ++minutes;
    reader.ticks(minute, ticks);
    if (minute % kDayMinutes == 14 * 60 + 30) {
      busy += static_cast<std::int64_t>(ticks.size()) >= 20;
    }
    for (const FxTick& tick : ticks) crossed += tick.bid > tick.ask;
    rare.ticks(minute, ticks);
    empty += ticks.empty();
  }
  EXPECT_GE(busy, 40);
  EXPECT_GT(empty, minutes / 200);
  EXPECT_GT(crossed * 1000, minutes * 2);
  EXPECT_LT(crossed * 1000, minutes * 4);
}

TEST(FxMarket, ThePriceOfATickIsNearTheLastOne) {
  FxReader reader(1, *find_fx("EUR/USD"));
  std::vector<FxTick> ticks;
  std::int64_t last = 0;
  for (Minute minute = kTuesday; minute < kTuesday + 2 * kDayMinutes; ++minute) {
    reader.ticks(minute, ticks);
    for (const FxTick& tick : ticks) {
      if (last != 0) {
        ASSERT_LT(std::abs(tick.bid - last), 200) << minute;
      }
      last = tick.bid;
    }
  }
  EXPECT_NE(last, 0);
}

TEST(FxMarket, TheLastTickBeforeSundayIsFridays) {
  FxReader reader(1, *find_fx("EUR/USD"));
  constexpr Minute sunday = kTuesday + 5 * kDayMinutes;  // 2024-03-10
  const auto last = reader.last_tick(sunday * kMinuteMillis);
  ASSERT_TRUE(last.has_value());
  EXPECT_LT(last->time, (sunday - 2 * kDayMinutes + 22 * 60) * kMinuteMillis);
  EXPECT_GT(last->time, (sunday - 2 * kDayMinutes + 21 * 60) * kMinuteMillis);
  std::vector<FxTick> ticks;
  reader.ticks(last->time / kMinuteMillis, ticks);
  EXPECT_EQ(ticks.back(), *last);
}

TEST(FxMarket, DaysAndQuartersBeginAtFiveInNewYork) {
  constexpr Minute noon = kTuesday + 12 * 60;
  EXPECT_EQ(frame_open(FxFrame::kD1, noon), kTuesday - 2 * 60);
  EXPECT_EQ(frame_open(FxFrame::kH4, noon), kTuesday + 10 * 60);
  EXPECT_EQ(frame_open(FxFrame::kH1, noon + 59), noon);
  EXPECT_EQ(fx_frame("H4"), FxFrame::kH4);
  EXPECT_EQ(fx_frame("h4"), std::nullopt);
}

}  // namespace
}  // namespace wick::sim::fx_market_test
