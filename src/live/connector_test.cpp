#include "live/connector.hpp"

#include <gtest/gtest.h>

#include <deque>

namespace wick::live::connector_test {
namespace {

using core::UtcTime;
using namespace std::chrono_literals;

const UtcTime kStart = core::midnight(2026, 3, 2) + 12h;

core::Now at(core::Micros since) {
  return {.utc = kStart + since, .mono = core::MonoTime{since}};
}

// Tells what it is handed; its history has the minutes that it is given.
struct Venue final : port::Feed, port::FeedHistory {
  void subscribe(std::vector<std::string> symbols) override { names = std::move(symbols); }
  void step(core::Now /*now*/, std::vector<port::FeedEvent>& out) override {
    for (; !coming.empty(); coming.pop_front()) out.push_back(coming.front());
  }
  [[nodiscard]] core::MonoTime wake() const override { return wakes; }
  [[nodiscard]] port::FeedVolume volume() const override { return port::FeedVolume::kSizes; }
  [[nodiscard]] port::FeedHistory* history() override { return this; }
  void step(core::Now /*now*/) override {}
  [[nodiscard]] port::Pending<base::Result<port::FeedHistoryPage>> ask(
      const port::FeedHistoryAsk& ask) override {
    asked.push_back(ask);
    auto [promise, pending] = port::Promise<base::Result<port::FeedHistoryPage>>::make();
    promise.fulfil(answer(ask));
    return pending;
  }
  [[nodiscard]] base::Result<port::FeedHistoryPage> answer(const port::FeedHistoryAsk& ask) const {
    if (refuses_before && ask.range.begin < *refuses_before) {
      return base::Error{base::ErrorKind::kUnsupported, "before its memory"};
    }
    port::FeedHistoryPage page{.settled = ask.range};
    page.settled.end = std::max(page.settled.begin, std::min(page.settled.end, now));
    for (const core::HistoryBar& bar : bars) {
      if (page.settled.contains(bar.open_time)) page.bars.push_back(bar);
    }
    return page;
  }

  void open(core::Micros since) {
    coming.emplace_back(
        port::FeedTurn{.state = port::FeedState::kOpen, .at = kStart + since, .why = "connected"});
  }
  void tick(core::Micros time, core::Micros received, double price, std::size_t symbol = 0) {
    coming.emplace_back(port::FeedTick{symbol,
                                       {.time = kStart + time,
                                        .received = kStart + received,
                                        .bid = price,
                                        .ask = price + 1,
                                        .size = 1}});
  }
  void minute(core::Micros open, double price, double volume) {
    const Quote quote = core::quote_of(price, price + 1);
    bars.push_back({kStart + open, quote, quote, quote, quote, volume});
  }

  std::vector<std::string> names;
  std::deque<port::FeedEvent> coming;
  std::vector<port::FeedHistoryAsk> asked;
  std::vector<core::HistoryBar> bars;
  std::optional<UtcTime> refuses_before;
  core::MonoTime wakes{core::MonoTime::max()};
  UtcTime now{core::kFarFuture};  // what is later is not settled
};

struct Life {
  explicit Life(std::vector<std::string> names = {"A"}, core::Micros first = {},
                core::Micros in_flight = 2s) {
    Connector::Options options{.in_flight = in_flight};
    for (std::string& name : names) {
      options.symbols.push_back(
          {.name = std::move(name), .hours = always_open(), .first = kStart + first});
    }
    connector.emplace(std::move(options), Connector::World{.feed = &venue, .history = &venue});
  }

  // One step a second, as a reactor would.
  void run(core::Micros from, core::Micros until) {
    for (core::Micros t = from; t <= until; t += 1s) connector->step(at(t), events);
  }
  [[nodiscard]] std::vector<LiveEvent> of(LiveEvent::Kind kind, core::Interval interval) const {
    std::vector<LiveEvent> found;
    for (const LiveEvent& event : events) {
      if (event.kind == kind && event.interval == interval) found.push_back(event);
    }
    return found;
  }
  [[nodiscard]] std::vector<LiveEvent> minutes() const {
    return of(LiveEvent::Kind::kBar, core::Interval::k1m);
  }

  Venue venue;
  std::optional<Connector> connector;
  std::vector<LiveEvent> events;
};

TEST(Connector, AFeedsEndClosesWhatIsOverAndNamesWhatIsNot) {
  Life life({"A", "B", "C"}, {}, 0s);
  life.venue.open(-5s);
  life.venue.tick(10s, 10s, 100, 0);
  life.venue.tick(20s, 20s, 200, 1);
  life.run(0s, 60s);  // its grace is not over
  EXPECT_TRUE(life.minutes().empty());
  life.venue.tick(60s + 500ms, 60s + 500ms, 101, 0);
  life.venue.coming.emplace_back(port::FeedEnd{});
  life.connector->step(at(60s + 600ms), life.events);
  const auto minutes = life.minutes();
  ASSERT_EQ(minutes.size(), 2U);
  for (const LiveEvent& each : minutes) {
    EXPECT_EQ(each.bar.open_time, kStart);
    EXPECT_EQ(each.bar.close.bid, each.symbol == 0 ? 100 : 200);
  }
  ASSERT_TRUE(life.connector->end());
  std::string said;
  for (const Notice& notice : life.connector->take_notices()) {
    if (notice.kind == Notice::Kind::kUnfinished) said += notice.text + '\n';
  }
  EXPECT_EQ(said, "the feed ended within the minute 2026-03-02T12:01:00Z, which is not told: A\n");
  life.connector->step(at(3min), life.events);
  EXPECT_EQ(life.minutes().size(), 2U);
  EXPECT_TRUE(life.connector->take_notices().empty());
}

TEST(Connector, AMinuteThatTheProgramStoodStillInIsHistorys) {
  Life life;
  life.venue.open(-5s);
  life.venue.minute(1min, 200, 9);
  life.venue.minute(2min, 201, 9);
  life.venue.tick(10s, 10s, 100);
  life.run(0s, 70s);
  life.venue.tick(65s, 150s, 150);  // waited in a socket for as long
  life.venue.tick(149s, 150s, 151);
  life.run(150s, 240s);
  const auto minutes = life.minutes();
  ASSERT_GE(minutes.size(), 3U);
  EXPECT_EQ(minutes[0].made_by, MadeBy::kTicks);
  EXPECT_EQ(minutes[1].made_by, MadeBy::kHistory);
  EXPECT_EQ(minutes[1].bar.close.bid, 200);
  EXPECT_EQ(minutes[2].made_by, MadeBy::kHistory);
  EXPECT_EQ(minutes[2].bar.volume, 9);
}

TEST(Connector, AClockThatWasSetMakesMinutesDoubtful) {
  Life life;
  life.venue.open(-5s);
  life.venue.tick(10s, 10s, 100);
  life.run(0s, 30s);
  life.connector->step({.utc = kStart + 1h + 31s, .mono = core::MonoTime{31s}}, life.events);
  const auto notices = life.connector->take_notices();
  const bool told = std::ranges::any_of(notices, [](const Notice& notice) {
    return notice.text == "the clock of this machine was set";
  });
  EXPECT_TRUE(told);
  life.connector->step({.utc = kStart + 1h + 95s, .mono = core::MonoTime{36s}}, life.events);
  for (const LiveEvent& event : life.minutes()) {
    EXPECT_NE(event.made_by, MadeBy::kTicks) << "nothing of that hour was heard";
  }
}

// A feed that has something to do at once says so with the beginning of time.
TEST(Connector, WhoIsInAHurryHasNotStoodStill) {
  Life life;
  life.venue.wakes = core::MonoTime::min();
  life.venue.open(-5s);
  for (int second = 0; second <= 125; ++second) {
    life.venue.tick(second * 1s, second * 1s, 100);
    life.run(second * 1s, second * 1s);
  }
  for (const Notice& notice : life.connector->take_notices()) {
    EXPECT_NE(notice.kind, Notice::Kind::kLost) << notice.text;
  }
  const auto minutes = life.minutes();
  ASSERT_EQ(minutes.size(), 2U);
  EXPECT_EQ(minutes[1].made_by, MadeBy::kTicks);
}

// Two hours ahead, then two behind, then right: what lies between is history's, and nothing is told
// of what has not been yet.
TEST(Connector, AClockThatWasSetThreeTimesInventsNoMinutes) {
  Life life;
  life.venue.open(-5s);
  for (int minute = 0; minute < 4; ++minute) life.venue.minute(minute * 1min, 200, 9);
  const auto off = [](int second) {
    if (second < 25 || second >= 130) return core::Micros{0};
    return second < 90 ? core::Micros{2h} : core::Micros{-2h};
  };
  for (int second = 0; second <= 200; ++second) {
    life.venue.now = kStart + second * 1s;
    life.venue.tick(second * 1s, second * 1s + off(second), 100);
    life.connector->step(
        {.utc = kStart + second * 1s + off(second), .mono = core::MonoTime{second * 1s}},
        life.events);
  }
  for (const LiveEvent& minute : life.minutes()) {
    EXPECT_LE(minute.bar.end, kStart + 200s);
    EXPECT_FALSE(minute.bar.synthetic);
  }
  EXPECT_GE(life.minutes().size(), 2U);
}

TEST(Connector, AClockFarFromTheVenuesIsToldOf) {
  for (const core::Micros off : {core::Micros{5min}, core::Micros{-5min}}) {
    Life life;
    life.venue.open(-5s + off);
    std::string said;
    for (int second = 0; second <= 20; ++second) {
      life.venue.tick(second * 1s, second * 1s + off, 100);
      life.connector->step({.utc = kStart + second * 1s + off, .mono = core::MonoTime{second * 1s}},
                           life.events);
      for (const Notice& notice : life.connector->take_notices()) {
        if (notice.kind == Notice::Kind::kAlarm) said += notice.text + '\n';
      }
    }
    EXPECT_EQ(said, std::string("the clock of this machine is 300 s ") +
                        (off > 0s ? "ahead of" : "behind") +
                        " the venue's, so bars are late or wrong; set it\n");
  }
}

TEST(Connector, AClockThatIsAheadCostsNoTicks) {
  Life life;
  life.venue.open(-5s);
  life.run(0s, 9s);
  for (int second = 10; second <= 180; ++second) {
    life.venue.tick(second * 1s - 3s, second * 1s, 100 + second);  // ours is 3 s ahead
    life.run(second * 1s, second * 1s);
  }
  const auto minutes = life.minutes();
  ASSERT_GE(minutes.size(), 2U);
  EXPECT_EQ(minutes[1].bar.open_time, kStart + 1min);
  EXPECT_EQ(minutes[1].bar.volume, 60) << "with the ticks of its last seconds";
  EXPECT_EQ(minutes[1].bar.close.bid, 100 + 122);
  EXPECT_EQ(life.connector->tick_counts().late, 0);
}

TEST(Connector, BeforeTheMemoryOfHistoryNothingIsKnownAndAllGoesOnAfterIt) {
  Life life({"A"}, -20min);
  life.venue.refuses_before = kStart - 5min;
  for (int minute = -20; minute < 0; ++minute) life.venue.minute(minute * 1min, 200, 3);
  life.venue.open(-1s);
  life.run(0s, 60s);
  const auto lost = life.of(LiveEvent::Kind::kLost, core::Interval::k1m);
  ASSERT_FALSE(lost.empty());
  EXPECT_EQ(lost.front().bar.open_time, kStart - 20min);
  life.venue.tick(70s, 70s, 100);
  life.venue.tick(130s, 130s, 101);
  life.run(61s, 140s);
  EXPECT_FALSE(life.minutes().empty()) << "one answer is no refusal for ever";
  EXPECT_EQ(life.minutes().back().made_by, MadeBy::kTicks);
}

TEST(Connector, WhereNoSymbolIsToBeHadItEnds) {
  Life life({"A", "B"});
  const base::Error unknown{base::ErrorKind::kInvalid, "no such instrument"};
  life.venue.coming.emplace_back(port::FeedRefusal{0, unknown});
  life.run(0s, 0s);
  EXPECT_FALSE(life.connector->end().has_value());
  life.venue.coming.emplace_back(port::FeedRefusal{1, unknown});
  life.venue.tick(1s, 1s, 100, 1);
  life.run(1s, 1s);
  ASSERT_TRUE(life.connector->end().has_value());
  EXPECT_TRUE(life.connector->end()->error.has_value());
}

TEST(Connector, ATickThatHistoryHasAndWeHaveNotOfAQuietMinuteIsToldAfterAll) {
  Life life;
  life.venue.open(-5s);
  life.venue.minute(3min, 300, 2);
  life.run(0s, 5min);
  const auto revised = life.of(LiveEvent::Kind::kRevision, core::Interval::k1m);
  ASSERT_EQ(revised.size(), 1U);
  EXPECT_EQ(revised[0].bar.open_time, kStart + 3min);
  EXPECT_EQ(revised[0].bar.volume, 2);
}

TEST(Connector, TheTableOfHolidaysThatEndsFirstIsToldWithItsSymbol) {
  Life life;
  Connector::Options options;
  const auto symbol = [](const char* name, int days) {
    return Connector::Symbol{.name = name,
                             .hours = always_open(),
                             .first = kStart,
                             .holidays_end = kStart + days * core::kDay};
  };
  options.symbols = {symbol("A", 40), symbol("B", 20), symbol("C", 20)};
  Connector connector(std::move(options), {.feed = &life.venue, .history = &life.venue});
  life.venue.open(-5s);
  connector.step(at(0s), life.events);
  std::string said;
  for (const Notice& notice : connector.take_notices()) {
    if (notice.kind == Notice::Kind::kAlarm) said += notice.text + '\n';
  }
  EXPECT_EQ(said,
            "the table of holidays of B ends at 2026-03-22T12:00:00Z; write down the next ones\n");
}

}  // namespace
}  // namespace wick::live::connector_test
