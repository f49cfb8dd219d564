#include "api/broadcast.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "live/scripted_venue_test.hpp"

namespace wick::api::broadcast_test {
namespace {

using namespace std::chrono_literals;
using live::CandleEvent;
using live::Tidings;

const core::UtcTime kStart = core::midnight(2024, 3, 5) + 20s;

core::UtcTime minute(int number) {
  return core::midnight(2024, 3, 5) + number * 1min;
}

class Shelf final : public port::BarLog {
 public:
  std::map<std::string, std::vector<core::Bar>> bars;
  std::optional<base::Error> broken;

  void take(const core::SeriesId& id, const core::Bar& bar, core::Mark /*mark*/,
            core::Now /*now*/) override {
    bars[id.symbol].push_back(bar);
  }
  void step(core::Now /*now*/) override {}
  [[nodiscard]] core::MonoTime wake() const override { return core::MonoTime::max(); }
  void finish(core::Now /*now*/) override {}
  [[nodiscard]] std::optional<base::Error> trouble() const override { return broken; }
};

class BroadcastTest : public testing::Test {
 protected:
  void open(const std::vector<std::string>& symbols, live::CandleStream::Wish wish = {}) {
    for (const std::string& symbol : symbols) {
      wish.series.push_back({.symbol = symbol, .interval = core::Interval::k1m});
    }
    broadcast.emplace(
        std::move(wish),
        Broadcast::Parts{
            .world = {&sockets, &dialect, &past}, .kept = &shelf, .queue = &queue, .notes = &log});
  }

  bool run_until(core::UtcTime venue_time) {
    const core::MonoTime end = world.now().mono + (venue_time - venue.time());
    while (world.now().mono < end) {
      if (!broadcast->step(world.now())) return false;
      world.wait(std::min(end, broadcast->wake()));
    }
    return true;
  }

  std::vector<CandleEvent> read() {
    std::vector<CandleEvent> events;
    for (;;) {
      const auto next = queue.take(0us);
      if (!next || !*next) return events;
      events.push_back(**next);
    }
  }

  [[nodiscard]] std::ptrdiff_t lines(const std::string& words) const {
    return std::ranges::count_if(
        said, [&](const std::string& line) { return line.find(words) != std::string::npos; });
  }

  fake::World world{1, kStart};
  live::ScriptedVenue venue{world};
  fake::WebSockets sockets{world, venue};
  live::ScriptedDialect dialect;
  live::ScriptedPast past{world, venue};
  Shelf shelf;
  CandleQueue queue{1000};
  std::vector<std::string> said;
  base::Log log{{.level = base::LogLevel::kWarning,
                 .receive = [this](base::LogLevel /*level*/, std::string_view line) {
                   said.emplace_back(line);
                 }}};
  std::optional<Broadcast> broadcast;
};

TEST_F(BroadcastTest, WhatIsToldIsTheVenuesAndIsKept) {
  open({"AAA", "BBB"}, {.since = minute(-30)});
  ASSERT_TRUE(run_until(minute(5) + 2s));
  std::map<std::size_t, std::vector<core::Bar>> told;
  for (const CandleEvent& event : read()) {
    EXPECT_EQ(event.kind, Tidings::kClosed);
    told[event.series].push_back(event.bar);
  }
  for (const std::size_t series : {0U, 1U}) {
    const std::string symbol = series == 0 ? "AAA" : "BBB";
    std::vector<core::Bar> truth;
    for (int i = -30; i < 5; ++i) truth.push_back(live::true_bar(symbol, minute(i)));
    EXPECT_EQ(told[series], truth);
    EXPECT_EQ(shelf.bars[symbol], truth);
  }
  EXPECT_TRUE(said.empty());
}

TEST_F(BroadcastTest, FormingCandlesAndHolesAreToldAndNotKept) {
  venue.unclosed = {{"AAA", 1}};
  past.absent = {minute(1)};
  open({"AAA"}, {.forming = true});
  ASSERT_TRUE(run_until(minute(3) + 2s));
  std::map<Tidings, int> kinds;
  for (const CandleEvent& event : read()) ++kinds[event.kind];
  EXPECT_EQ(kinds[Tidings::kClosed], 2);
  EXPECT_EQ(kinds[Tidings::kHole], 1);
  EXPECT_GE(kinds[Tidings::kForming], 1);
  EXPECT_EQ(shelf.bars["AAA"].size(), 2U);
}

TEST_F(BroadcastTest, ASymbolThatIsNoneIsNamedAndTheOthersGoOn) {
  venue.mute_symbols = {"NOPE"};
  past.unknown = {"NOPE"};
  open({"AAA", "NOPE"});
  EXPECT_TRUE(run_until(minute(2) + 2s));
  ASSERT_EQ(broadcast->refusals().size(), 1U);
  EXPECT_EQ(lines("NOPE"), 1);
  EXPECT_EQ(read().size(), 2U);
}

TEST_F(BroadcastTest, WithoutAnySymbolItEnds) {
  venue.mute_symbols = past.unknown = {"NO", "NONE"};
  open({"NO", "NONE"});
  EXPECT_FALSE(run_until(minute(2)));
  const auto next = queue.take(1h);
  ASSERT_FALSE(next);
  EXPECT_EQ(next.error().kind, ErrorKind::kSymbol);
  EXPECT_NE(next.error().what.find("no such symbol"), std::string::npos) << next.error().what;
}

TEST_F(BroadcastTest, ADiskInTroubleIsToldOnceAndStopsNothing) {
  shelf.broken = base::Error{base::ErrorKind::kUnavailable, "disk full"};
  open({"AAA"});
  EXPECT_TRUE(run_until(minute(3) + 2s));
  EXPECT_EQ(lines("disk full"), 1);
  EXPECT_EQ(read().size(), 3U);
}

}  // namespace
}  // namespace wick::api::broadcast_test
