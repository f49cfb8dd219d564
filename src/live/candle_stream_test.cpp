#include "live/candle_stream.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "live/scripted_venue_test.hpp"

namespace wick::live::candle_stream_test {
namespace {

using core::UtcTime;
using namespace std::chrono_literals;

const UtcTime kStart = core::midnight(2024, 3, 5) + 20s;

UtcTime minute(int number) {
  return core::midnight(2024, 3, 5) + number * 1min;
}

class CandleStreamTest : public testing::Test {
 protected:
  using Wish = CandleStream::Wish;

  void open(const std::vector<std::string>& symbols, Wish wish = {}) {
    for (const std::string& symbol : symbols) {
      wish.series.push_back({.symbol = symbol, .interval = core::Interval::k1m});
    }
    stream.emplace(std::move(wish), CandleStream::World{&sockets, &dialect, &past});
  }

  void run_until(UtcTime venue_time) {
    const core::MonoTime end = world.now().mono + (venue_time - venue.time());
    while (world.now().mono < end) {
      stream->step(world.now(), events);
      for (Notice& notice : stream->take_notices()) notices.push_back(std::move(notice));
      world.wait(std::min(end, stream->wake()));
    }
  }

  // Checks the order, and returns how many candles from which minute on.
  struct Heard {
    std::optional<int> first{};
    int closed{};
    int holes{};
    int forming{};
    int revised{};
  };
  Heard heard(std::size_t series = 0) const {
    Heard heard;
    UtcTime next{};
    for (const CandleEvent& event : events) {
      if (event.series != series) continue;
      const UtcTime open = event.bar.open_time;
      if (event.kind == Tidings::kRevised) {
        ++heard.revised;
        continue;
      }
      if (next != UtcTime{}) {
        EXPECT_EQ(open, next);
      }
      if (event.kind == Tidings::kForming) {
        ++heard.forming;
        continue;
      }
      if (!heard.first) heard.first = static_cast<int>((open - minute(0)) / 1min);
      ++(event.kind == Tidings::kClosed ? heard.closed : heard.holes);
      if (event.kind == Tidings::kClosed) {
        EXPECT_EQ(event.bar, true_bar(stream->series()[series].symbol, open));
      }
      next = open + 1min;
    }
    return heard;
  }

  [[nodiscard]] int noticed(Notice::Kind kind) const {
    return static_cast<int>(
        std::ranges::count_if(notices, [&](const Notice& it) { return it.kind == kind; }));
  }

  fake::World world{1, kStart};
  ScriptedVenue venue{world};
  fake::WebSockets sockets{world, venue};
  ScriptedDialect dialect;
  ScriptedPast past{world, venue};
  std::optional<CandleStream> stream;
  std::vector<CandleEvent> events;
  std::vector<Notice> notices;
};

TEST_F(CandleStreamTest, ClosedCandlesComeAsTheyClose) {
  open({"AAA", "BBB"});
  run_until(minute(10) + 2s);
  for (const std::size_t series : {0U, 1U}) {
    EXPECT_EQ(heard(series).first, 0);
    EXPECT_EQ(heard(series).closed, 10);
  }
  EXPECT_EQ(venue.connections, 1);
  EXPECT_EQ(stream->counters().filled, 0);
  EXPECT_TRUE(past.asked.empty());
}

TEST_F(CandleStreamTest, ManySymbolsShareAsFewConnectionsAsTheVenueAllows) {
  std::vector<std::string> symbols;
  for (char letter = 'A'; letter <= 'I'; ++letter) symbols.emplace_back(3, letter);
  open(symbols);
  run_until(minute(3) + 2s);
  EXPECT_EQ(venue.connections, 3);
  EXPECT_EQ(venue.subscribed.size(), 9U);
  for (std::size_t i = 0; i < symbols.size(); ++i) EXPECT_EQ(heard(i).closed, 3) << i;
  EXPECT_EQ(stream->standing(world.now()).connections, 3U);
}

TEST_F(CandleStreamTest, ThePastJoinsThePresentWithoutASeam) {
  open({"AAA"}, {.since = minute(-3000) + 7s});
  run_until(minute(5) + 2s);
  EXPECT_EQ(heard().first, -3000);
  EXPECT_EQ(heard().closed, 3005);
}

TEST_F(CandleStreamTest, ACandleWithoutAClosingFrameIsClosedByHistory) {
  venue.unclosed = {{"AAA", 3}, {"AAA", 4}};
  open({"AAA"});
  run_until(minute(8) + 2s);
  EXPECT_EQ(heard().closed, 8);
  EXPECT_EQ(stream->counters().filled, 2);
  const auto swept = std::ranges::find(
      events, minute(3), [](const CandleEvent& event) { return event.bar.open_time; });
  ASSERT_NE(swept, events.end());
  EXPECT_EQ(swept->tier, core::Tier::kRest);
  EXPECT_EQ(swept->received, core::MonoTime{});
}

TEST_F(CandleStreamTest, WhatACutCostsComesFromHistoryBeforeAnythingNewer) {
  open({"AAA", "BBB"});
  run_until(minute(3) + 2s);
  sockets.refuse(true);
  venue.cut_all();
  run_until(minute(9) + 30s);
  EXPECT_EQ(noticed(Notice::Kind::kConnected), 1);
  sockets.refuse(false);
  run_until(minute(12) + 2s);
  EXPECT_EQ(heard(0).closed, 12);
  EXPECT_EQ(heard(1).closed, 12);
  EXPECT_GE(stream->counters().losses, 2);
  EXPECT_EQ(noticed(Notice::Kind::kConnected), 2);
}

TEST_F(CandleStreamTest, NewerCandlesWaitUntilHistoryCanBeAsked) {
  open({"AAA"});
  run_until(minute(2) + 2s);
  venue.unclosed = {{"AAA", 2}};
  past.down = true;
  run_until(minute(9) + 2s);
  EXPECT_EQ(heard().closed, 2);
  EXPECT_GE(noticed(Notice::Kind::kUnfilled), 1);
  EXPECT_LE(past.asked.size(), 30U) << "patience grows";
  past.down = false;
  run_until(minute(10) + 2s);
  EXPECT_EQ(heard().closed, 10);
}

TEST_F(CandleStreamTest, AVenueWithoutACandleIsTakenAtItsWord) {
  venue.unclosed = {{"AAA", 2}};
  past.absent = {minute(2)};
  open({"AAA"});
  run_until(minute(6) + 2s);
  EXPECT_EQ(heard().closed, 5);
  EXPECT_EQ(heard().holes, 1);
  EXPECT_EQ(stream->counters().holes, 1);
}

TEST_F(CandleStreamTest, ASilentHostIsLeftForTheNext) {
  venue.mute_hosts = {"ws://host0/stream"};
  open({"AAA"});
  run_until(minute(6) + 2s);
  EXPECT_EQ(heard().closed + *heard().first, 6);
  ASSERT_GE(venue.urls.size(), 2U);
  EXPECT_EQ(venue.urls.back(), "ws://host1/stream");
  EXPECT_GE(stream->counters().frames, 20);
}

TEST_F(CandleStreamTest, ASymbolThatIsNeverServedIsSweptAndTheConnectionDoubted) {
  venue.mute_symbols = {"BBB"};
  open({"AAA", "BBB"});
  run_until(minute(10) + 10s);
  EXPECT_EQ(heard(0).closed, 10);
  EXPECT_EQ(heard(1).closed, 10);
  EXPECT_GE(venue.connections, 2) << "three traded candles without a frame are no accident";
  EXPECT_LE(venue.connections, 6);
}

TEST_F(CandleStreamTest, AQuietSymbolIsLookedUpAndAnUnknownOneRefused) {
  venue.mute_symbols = {"NOPE"};
  past.unknown = {"NOPE"};
  open({"AAA", "NOPE"});
  run_until(minute(0) + 50s);
  ASSERT_EQ(stream->refusals().size(), 1U);
  EXPECT_EQ(stream->refusals()[0].series, 1U);
  EXPECT_EQ(stream->refusals()[0].error.what, "no such symbol");
  const std::size_t asked = past.asked.size();
  run_until(minute(5) + 2s);
  EXPECT_EQ(heard(0).closed, 5);
  EXPECT_EQ(heard(1).closed, 0);
  EXPECT_EQ(past.asked.size(), asked) << "nobody asks for it again";
}

TEST_F(CandleStreamTest, AWrongWallClockChangesNothing) {
  for (const core::Micros skew : {-3h, 3h}) {
    fake::World other(2, kStart);
    ScriptedVenue its(other);
    other.jump(skew);
    its.unclosed = {{"AAA", 3}};
    fake::WebSockets doors(other, its);
    ScriptedPast memory(other, its);
    CandleStream live({.series = {{.symbol = "AAA", .interval = core::Interval::k1m}}},
                      {&doors, &dialect, &memory});
    std::vector<CandleEvent> told;
    const core::MonoTime end = other.now().mono + 8min;
    while (other.now().mono < end) {
      live.step(other.now(), told);
      other.wait(std::min(end, live.wake()));
    }
    ASSERT_EQ(told.size(), 8U) << skew.count();
    EXPECT_EQ(told.front().bar.open_time, minute(0));
    EXPECT_EQ(live.counters().filled, 1);
    EXPECT_NEAR(static_cast<double>(live.standing(other.now()).skew.count()),
                static_cast<double>(-skew.count()), 100'000);
  }
}

TEST_F(CandleStreamTest, AWrongWallClockAsksHistoryForNothingThatIsStillToCome) {
  world.wait(world.now().mono + 2s);  // so that the venue speaks three seconds after the begin
  world.jump(24h * 700);
  world.wait(world.now().mono + 2s);  // the first frame comes in three seconds
  open({"AAA"}, {.since = minute(-30)});
  run_until(minute(5) + 2s);
  EXPECT_EQ(heard().first, -30);
  EXPECT_EQ(heard().closed, 35);
  for (const auto& [symbol, ranges] : past.asked) EXPECT_LE(ranges.ranges().back().end, minute(5));
}

TEST_F(CandleStreamTest, AWallClockFarBehindDoesNotMoveTheBeginThatWasAskedFor) {
  world.jump(-24h * 700);
  venue.deaf = true;  // longer than anybody waits for the venue's time
  open({"AAA"}, {.since = minute(-30)});
  run_until(minute(1));
  venue.deaf = false;
  run_until(minute(5) + 2s);
  EXPECT_EQ(heard().first, -30);
  EXPECT_EQ(heard().closed, 35);
}

TEST_F(CandleStreamTest, ABeginStillToComeAtTheVenueIsNow) {
  open({"AAA"}, {.since = minute(90)});
  run_until(minute(5) + 2s);
  EXPECT_EQ(heard().first, 0);
  EXPECT_EQ(heard().closed, 5);
}

TEST_F(CandleStreamTest, ADaysEndCostsNothingAndNeitherDoesAnAnnouncedOne) {
  dialect.limits_.lifetime = 30min;
  open({"AAA"});
  run_until(minute(100) + 2s);
  EXPECT_GE(venue.connections, 4);
  venue.say_to_all("bye");
  run_until(minute(105) + 2s);
  EXPECT_EQ(heard().closed, 105);
  EXPECT_EQ(stream->counters().filled, 0) << "the next connection spoke before the last one left";
  EXPECT_EQ(stream->counters().losses, 0);
}

TEST_F(CandleStreamTest, CandlesUnderWayAreToldWhereAsked) {
  open({"AAA"}, {.forming = true});
  run_until(minute(5) + 2s);
  EXPECT_EQ(heard().closed, 5);
  EXPECT_GE(heard().forming, 40);
}

TEST_F(CandleStreamTest, AFrameThatMakesNoSenseIsToldAndCostsNothing) {
  open({"AAA"});
  run_until(minute(2));
  venue.say_to_all("junk");
  run_until(minute(4) + 2s);
  EXPECT_EQ(heard().closed, 4);
  EXPECT_EQ(stream->counters().odd, 1);
  EXPECT_EQ(noticed(Notice::Kind::kOdd), 1);
}

TEST_F(CandleStreamTest, ADeafVenueIsTriedForEver) {
  venue.deaf = true;
  open({"AAA"});
  run_until(minute(30));
  EXPECT_GE(venue.connections, 20);
  EXPECT_EQ(heard().closed, 29) << "history closes them all the same";
  venue.deaf = false;
  run_until(minute(40) + 2s);
  EXPECT_EQ(heard().closed, 40);
}

}  // namespace
}  // namespace wick::live::candle_stream_test
