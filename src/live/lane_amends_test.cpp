// What a lane tells when it learns of something late.
#include <gtest/gtest.h>

#include <vector>

#include "live/lane.hpp"

namespace wick::live::lane_amends_test {
namespace {

using core::Interval;
using core::Quote;
using core::UtcTime;
using namespace std::chrono_literals;

const UtcTime kStart = core::midnight(2024, 3, 5) + 12h;

core::Now at(UtcTime t) {
  return {.utc = t, .mono = core::MonoTime{t - kStart}};
}

Lane::Options patient() {
  Lane::Options options{.first = kStart};
  options.minutes.patience = 24h;
  return options;
}

port::FeedHistoryPage page_with(UtcTime open, double high) {
  const Quote quote = core::quote_of(100, 101);
  const Quote top = core::quote_of(high, high + 1);
  return {.bars = {{open, quote, top, quote, quote, 2}}, .settled = {open, open + 1min}};
}

// Everything that a lane told of a market that is always open.
struct Told {
  explicit Told(const Lane::Options& options) : lane(options, hours) {}
  void tick(core::Micros after, double price) {
    const UtcTime time = kStart + after;
    lane.take({.time = time, .received = time, .bid = price, .ask = price + 1, .size = 1});
    lane.step(at(time), events);
  }
  [[nodiscard]] const QuoteBar* last(LiveEvent::Kind kind, Interval interval, UtcTime open) const {
    const QuoteBar* found = nullptr;
    for (const LiveEvent& event : events) {
      const bool same = event.kind == kind && event.interval == interval;
      if (same && event.bar.open_time == open) found = &event.bar;
    }
    return found;
  }

  TradingHours hours = always_open();
  Lane lane;
  std::vector<LiveEvent> events;
};

TEST(Lane, ALongBarIsAmendedAfterLaterOnesHaveClosed) {
  Told told(patient());
  told.lane.hear(kStart);
  for (int minute = 0; minute < 26; ++minute) told.tick(minute * 1min + 5s, 100);
  const UtcTime now = kStart + 26min;
  told.lane.learn(page_with(kStart + 3min, 140), at(now));
  told.lane.step(at(now), told.events);
  const QuoteBar* const five = told.last(LiveEvent::Kind::kRevision, Interval::k5m, kStart);
  ASSERT_NE(five, nullptr);
  EXPECT_EQ(five->high.bid, 140);
  ASSERT_NE(told.last(LiveEvent::Kind::kRevision, Interval::k15m, kStart), nullptr);
}

TEST(Lane, AnEarlierLifeMayHaveDiedBeforeItToldALongBar) {
  Told first(patient());
  first.lane.hear(kStart);
  for (int minute = 0; minute < 12; ++minute) first.tick(minute * 1min + 5s, 100 + minute);
  Lane::Past past{.since = core::day_of(kStart).begin};
  for (const LiveEvent& event : first.events) {
    if (event.kind == LiveEvent::Kind::kBar && event.interval == Interval::k1m) {
      past.minutes.push_back(event.bar);
    }
  }
  past.last = {{Interval::k1m, past.minutes.back().open_time}, {Interval::k5m, kStart}};
  Lane::Options options = patient();
  options.first = past.minutes.back().end;
  Told second(options);
  second.lane.resume(past);
  second.lane.step(at(options.first), second.events);
  EXPECT_EQ(second.last(LiveEvent::Kind::kBar, Interval::k5m, kStart), nullptr) << "told before";
  ASSERT_NE(second.last(LiveEvent::Kind::kBar, Interval::k5m, kStart + 5min), nullptr);
}

TEST(Lane, ALostMinuteInWhichNobodyTradedIsQuietInTheEnd) {
  Lane::Options options = patient();
  options.minutes.patience = 10s;
  Told told(options);
  told.lane.step(at(kStart + 2min + 5s), told.events);
  told.lane.step(at(kStart + 2min + 20s), told.events);
  ASSERT_NE(told.last(LiveEvent::Kind::kLost, Interval::k1m, kStart), nullptr);
  told.lane.learn({.bars = {}, .settled = {kStart, kStart + 1min}}, at(kStart + 10min));
  told.lane.step(at(kStart + 10min), told.events);
  EXPECT_NE(told.last(LiveEvent::Kind::kQuiet, Interval::k1m, kStart), nullptr);
}

// Nobody has the minute that was under way; what was quoted in it is the price of those after it.
TEST(Lane, QuietMinutesAfterOneThatWasHeardInPartAreFlat) {
  Lane::Options options{.first = kStart};
  options.ticks.fill_max = options.minutes.fill_max = 5;
  Told told(options);
  told.lane.hear(kStart + 20s);
  told.lane.give_up({kStart, kStart + 1min});
  told.tick(30s, 100);
  told.lane.step(at(kStart + 4min + 5s), told.events);
  EXPECT_NE(told.last(LiveEvent::Kind::kLost, Interval::k1m, kStart), nullptr);
  for (int minute = 1; minute < 4; ++minute) {
    const auto* const flat =
        told.last(LiveEvent::Kind::kBar, Interval::k1m, kStart + minute * 1min);
    ASSERT_NE(flat, nullptr) << minute;
    EXPECT_TRUE(flat->synthetic);
    EXPECT_EQ(flat->close.bid, 100);
  }
}

// The price may have gone anywhere since.
TEST(Lane, QuietMinutesAfterOneWhoseEndWasNotHeardAreNotFlat) {
  Lane::Options options{.first = kStart};
  options.ticks.fill_max = options.minutes.fill_max = 5;
  Told told(options);
  told.lane.hear(kStart + 20s);
  told.tick(30s, 100);
  told.lane.lose(kStart + 40s);
  told.lane.hear(kStart + 70s);
  told.lane.give_up({kStart, kStart + 2min});
  told.lane.step(at(kStart + 4min + 5s), told.events);
  EXPECT_EQ(told.last(LiveEvent::Kind::kBar, Interval::k1m, kStart + 2min), nullptr);
}

}  // namespace
}  // namespace wick::live::lane_amends_test
