#include "wiring/news_feed.hpp"

#include <gtest/gtest.h>

#include "core/time_text.hpp"
#include "fake/bars.hpp"
#include "wiring/news_venue_test.hpp"
#include "wiring/streams.hpp"

namespace wick::wiring::news_feed_test {
namespace {

using port::FeedState;
using namespace std::chrono_literals;

class NewsFeedTest : public testing::Test {
 protected:
  explicit NewsFeedTest(core::Topic topic = core::Topic::kTrades)
      : feed({.market = core::Market::kSpot, .topic = topic},
             {.sockets = &sockets, .dialect = dialect.get()}) {}

  // "open A100 A101 down(-3s) ...": what is told until then; the age of a loss in brackets.
  std::string run(core::Micros length) {
    const core::MonoTime end = world.now().mono + length;
    std::string text;
    for (;;) {
      std::vector<port::FeedEvent> events;
      feed.step(world.now(), events);
      for (const auto& event : events) text += brief(event);
      if (world.now().mono >= end) return text;
      world.wait(std::min(end, std::max(feed.wake(), world.now().mono)));
    }
  }

  std::string brief(const port::FeedEvent& event) {
    if (const auto* tick = std::get_if<port::FeedTick>(&event)) {
      ticks.push_back(tick->tick);
      return std::string(1, static_cast<char>('A' + tick->symbol)) +
             std::to_string(static_cast<int>(tick->tick.bid)) + " ";
    }
    if (const auto* turn = std::get_if<port::FeedTurn>(&event)) {
      turns.push_back(*turn);
      return turn->state == FeedState::kOpen ? "open " : "down ";
    }
    if (const auto* note = std::get_if<port::FeedNote>(&event)) notes.push_back(note->text);
    return "";
  }

  fake::World world{1, core::midnight(2024, 3, 5)};
  NewsVenue venue{world};
  fake::WebSockets sockets{world, venue};
  std::unique_ptr<port::StreamDialect> dialect =
      stream_dialect(*Config::load({}, {}), core::Market::kSpot);
  NewsFeed feed;
  std::vector<core::Tick> ticks;
  std::vector<port::FeedTurn> turns;
  std::vector<std::string> notes;
};

class NewsFeedOfQuotes : public NewsFeedTest {
 protected:
  NewsFeedOfQuotes() : NewsFeedTest(core::Topic::kQuotes) {}
};

TEST_F(NewsFeedTest, ATradeIsATickWithItsAmount) {
  EXPECT_EQ(feed.volume(), port::FeedVolume::kSizes);
  feed.subscribe({"BTCUSDT", "ETHUSDT"});
  EXPECT_EQ(run(5s), "open ");
  const core::UtcTime said = std::chrono::floor<std::chrono::milliseconds>(world.now().utc);
  venue.trade("ETHUSDT", 200.25, 0.5);
  EXPECT_EQ(run(1s), "B200 ");
  EXPECT_EQ(ticks[0].bid, 200.25);
  EXPECT_EQ(ticks[0].ask, 200.25);
  EXPECT_EQ(ticks[0].size, 0.5);
  EXPECT_EQ(ticks[0].time, said);
  EXPECT_GT(ticks[0].received, said);
  EXPECT_EQ(feed.history(), nullptr);
}

TEST_F(NewsFeedOfQuotes, BothSidesAreToldWithoutAmounts) {
  EXPECT_EQ(feed.volume(), port::FeedVolume::kNone);
  feed.subscribe({"BTCUSDT"});
  EXPECT_EQ(run(5s), "open ");
  venue.quote("BTCUSDT", 100.5, 100.75);
  EXPECT_EQ(run(1s), "A100 ");
  EXPECT_EQ(ticks[0].ask, 100.75);
  EXPECT_EQ(ticks[0].size, 0);
  EXPECT_EQ(ticks[0].time, ticks[0].received) << "the venue does not say when";
}

TEST_F(NewsFeedTest, AConnectionIsNoted) {
  feed.subscribe({"BTCUSDT"});
  (void)run(5s);
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_TRUE(notes[0].starts_with("listening to 1 stream from ")) << notes[0];
}

TEST_F(NewsFeedTest, ALossIsToldAsOfTheLastNewsAndNotAgainByTheNumbers) {
  feed.subscribe({"BTCUSDT"});
  EXPECT_EQ(run(5s), "open ");
  venue.trade("BTCUSDT", 100);
  EXPECT_EQ(run(10s), "A100 ");
  venue.cut();
  venue.miss_trades("BTCUSDT", 3);
  EXPECT_EQ(run(30s), "down open ");
  EXPECT_EQ(turns[1].at, ticks[0].received);
  venue.trade("BTCUSDT", 101);
  EXPECT_EQ(run(5s), "A101 ");
}

TEST_F(NewsFeedTest, MissingNumbersAreALoss) {
  feed.subscribe({"BTCUSDT", "ETHUSDT"});
  EXPECT_EQ(run(5s), "open ");
  venue.trade("BTCUSDT", 100);
  venue.trade("ETHUSDT", 200);
  (void)run(3s);
  venue.miss_trades("BTCUSDT", 2);
  venue.trade("BTCUSDT", 101);
  EXPECT_EQ(run(3s), "down open A101 ");
  EXPECT_EQ(turns[1].at, ticks[ticks.front().bid == 100 ? 0 : 1].received);
  EXPECT_EQ(turns[1].why, "BTCUSDT: 2 trades are missing");
  EXPECT_EQ(turns[2].at, ticks.back().received);
  venue.trade("BTCUSDT", 102);
  venue.trade("ETHUSDT", 201);
  EXPECT_EQ(run(1s).size(), 10U);
}

TEST_F(NewsFeedTest, SilenceIsALoss) {
  feed.subscribe({"BTCUSDT"});
  EXPECT_EQ(run(5s), "open ");
  EXPECT_EQ(run(600s), "") << "pings are enough";
  venue.fall_silent();
  EXPECT_EQ(run(300s), "down open ");
}

TEST_F(NewsFeedTest, AChangedSetLosesNothingAndDoublesNothing) {
  feed.subscribe({"BTCUSDT", "ETHUSDT"});
  EXPECT_EQ(run(5s), "open ");
  std::string told;
  for (int n = 0; n < 100; ++n) {
    venue.trade("ETHUSDT", 200 + n);
    venue.trade("BTCUSDT", 1);
    if (n == 30) feed.subscribe({"ETHUSDT", "BNBUSDT"});
    told += run(100ms);
  }
  told += run(5s);
  std::vector<double> prices;
  for (const core::Tick& tick : ticks) {
    if (tick.bid > 1) prices.push_back(tick.bid);
  }
  ASSERT_EQ(prices.size(), 100U) << told;
  for (int n = 0; n < 100; ++n) EXPECT_EQ(prices[static_cast<std::size_t>(n)], 200 + n);
  EXPECT_EQ(turns.size(), 1U) << told;
  EXPECT_EQ(venue.urls.size(), 2U);
  venue.trade("BNBUSDT", 300);
  venue.trade("BTCUSDT", 2);
  EXPECT_EQ(run(1s), "B300 ");
}

TEST_F(NewsFeedTest, ALossWhileTheSetChangesIsToldOnce) {
  feed.subscribe({"BTCUSDT"});
  EXPECT_EQ(run(5s), "open ");
  feed.subscribe({"BTCUSDT", "ETHUSDT"});
  venue.cut();
  EXPECT_EQ(run(30s), "down open ");
  venue.trade("ETHUSDT", 200);
  EXPECT_EQ(run(1s), "B200 ");
}

TEST_F(NewsFeedTest, OnlyOtherNumbersNeedNoConnection) {
  feed.subscribe({"BTCUSDT", "ETHUSDT"});
  EXPECT_EQ(run(5s), "open ");
  feed.subscribe({"ETHUSDT", "BTCUSDT"});
  venue.trade("BTCUSDT", 100);
  EXPECT_EQ(run(5s), "B100 ");
  EXPECT_EQ(venue.urls.size(), 1U);
}

TEST_F(NewsFeedTest, ADoubtConnectsAnew) {
  feed.subscribe({"BTCUSDT"});
  EXPECT_EQ(run(5s), "open ");
  venue.trade("BTCUSDT", 100);
  EXPECT_EQ(run(60s), "A100 ");
  feed.doubt(world.now());
  EXPECT_EQ(run(30s), "down open ");
  EXPECT_EQ(turns[1].at, ticks[0].received);
  EXPECT_EQ(venue.urls.size(), 2U);
}

TEST_F(NewsFeedTest, NothingSubscribedIsNothingHeard) {
  feed.subscribe({"BTCUSDT"});
  EXPECT_EQ(run(5s), "open ");
  feed.subscribe({});
  EXPECT_EQ(run(5s), "down ");
  EXPECT_EQ(feed.wake(), core::MonoTime::max());
  feed.subscribe({"BTCUSDT"});
  EXPECT_EQ(run(5s), "open ");
}

TEST_F(NewsFeedTest, AVenueThatIsAwayIsWaitedForQuietly) {
  sockets.refuse(true);
  feed.subscribe({"BTCUSDT"});
  EXPECT_EQ(run(600s), "");
  EXPECT_LT(notes.size(), 200U);
  sockets.refuse(false);
  EXPECT_EQ(run(300s), "open ");
}

}  // namespace
}  // namespace wick::wiring::news_feed_test
