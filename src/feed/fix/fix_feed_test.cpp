#include "feed/fix/fix_feed.hpp"

#include <gtest/gtest.h>

#include <optional>

#include "base/sanitized.hpp"
#include "feed/fix/fix_broker_test.hpp"

namespace wick::feed::fix::fix_feed_test {
namespace {

using namespace std::chrono_literals;
using port::FeedState;

FixOptions ours(std::uint64_t seed = 1) {
  FixOptions options{.address = {.host = "broker", .port = 80}};
  options.session.sender = "me";
  options.session.target_sub = "sub";
  options.session.user = "me";
  options.session.password = "secret";
  options.session.seed = seed;
  return options;
}

// A feed, its broker, and what came of them.
struct Stage {
  explicit Stage(std::uint64_t seed = 1)
      : world(seed, core::midnight(2024, 1, 5)), options(ours(seed)) {}

  void start() { feed.emplace(options, streams); }
  void step() {
    std::vector<port::FeedEvent> events;
    feed->step(world.now(), events);
    for (auto& event : events) take(event);
  }
  void run(core::Micros time) {
    const core::MonoTime until = world.now().mono + time;
    while (world.now().mono < until) {
      step();
      world.wait(std::min(until, std::max(feed->wake(), world.now().mono)));
    }
    step();
  }
  void take(port::FeedEvent& event) {
    if (auto* tick = std::get_if<port::FeedTick>(&event)) ticks.push_back(*tick);
    if (auto* turn = std::get_if<port::FeedTurn>(&event)) turns.push_back(std::move(*turn));
    if (auto* note = std::get_if<port::FeedNote>(&event)) notes.push_back(std::move(note->text));
    if (auto* end = std::get_if<port::FeedEnd>(&event)) ends.push_back(std::move(*end));
    refusals += std::holds_alternative<port::FeedRefusal>(event) ? 1 : 0;
    offers += std::holds_alternative<port::FeedOffer>(event) ? 1 : 0;
  }
  FeedState state() const { return turns.empty() ? FeedState::kDown : turns.back().state; }

  fake::World world;
  FixBroker broker{world};
  fake::ByteStreams streams{world, broker};
  FixOptions options;
  std::vector<port::FeedTick> ticks;
  std::vector<port::FeedTurn> turns;
  std::vector<std::string> notes;
  std::vector<port::FeedEnd> ends;
  int refusals{}, offers{};
  std::optional<FixFeed> feed;  // last: it speaks to the others when it ends
};

TEST(FixFeed, LogsOnSubscribesAndTells) {
  Stage stage;
  stage.broker.unknown = {"C"};
  stage.start();
  stage.feed->subscribe({"A", "B", "C"});
  stage.run(3s);
  EXPECT_EQ(stage.state(), FeedState::kOpen);
  EXPECT_EQ(stage.refusals, 1);
  EXPECT_EQ(stage.offers, 1);
  ASSERT_EQ(stage.ticks.size(), 2U);
  for (int i = 0; i < 100; ++i) stage.broker.quote(i % 3 == 0 ? "A" : "B");
  stage.run(1s);
  ASSERT_EQ(stage.ticks.size(), 102U);
  std::vector<double> last{1, 1};
  for (std::size_t i = 2; i < stage.ticks.size(); ++i) {
    const auto& [symbol, tick] = stage.ticks[i];
    EXPECT_EQ(symbol, (i - 2) % 3 == 0 ? 0U : 1U);
    EXPECT_EQ(tick.bid, ++last.at(symbol));
    EXPECT_EQ(tick.ask, tick.bid + 0.5);
    EXPECT_LE(tick.time, tick.received);
    EXPECT_LE(stage.ticks[i - 1].tick.received, tick.received);
  }
  EXPECT_TRUE(stage.notes.empty());
}

TEST(FixFeed, StaysWhereNothingHappensForHours) {
  Stage stage;
  stage.start();
  stage.feed->subscribe({"A"});
  stage.run(3h);
  EXPECT_EQ(stage.turns.size(), 1U);
  EXPECT_EQ(stage.broker.connections, 1);
  EXPECT_GT(stage.broker.tests, 200) << "a broker that beats not is tested";
}

TEST(FixFeed, ACutIsToldAndMended) {
  Stage stage;
  stage.start();
  stage.feed->subscribe({"A", "B"});
  stage.run(100s);
  stage.broker.quote("A");
  stage.run(1s);
  const core::UtcTime well = stage.ticks.back().tick.received;
  stage.run(10s);
  stage.broker.cut();
  stage.run(10s);
  ASSERT_EQ(stage.turns.size(), 3U);
  EXPECT_EQ(stage.turns[1].state, FeedState::kDown);
  EXPECT_EQ(stage.turns[1].at, well);
  EXPECT_EQ(stage.turns[1].why, "cut by the test");
  EXPECT_EQ(stage.turns[2].state, FeedState::kOpen);
  EXPECT_EQ(stage.broker.subscribed.size(), 2U);
  EXPECT_EQ(stage.broker.connections, 2);
}

TEST(FixFeed, HalfAMessageDiesWithItsConnection) {
  Stage stage;
  stage.start();
  stage.feed->subscribe({"A"});
  stage.run(5s);
  stage.broker.mutter(with_soh("8=FIX.4.4|9=60000|35=W|"));
  stage.run(1s);
  stage.broker.cut();
  stage.run(5s);
  EXPECT_EQ(stage.broker.connections, 2);
  EXPECT_EQ(stage.state(), FeedState::kOpen);
}

TEST(FixFeed, NoiseIsPassedOverAndNoted) {
  Stage stage;
  stage.start();
  stage.feed->subscribe({"A"});
  stage.run(5s);
  stage.broker.mutter(with_soh("8=FIX.4.4|9=5|35=W|10=000|"));
  stage.broker.quote("A");
  stage.run(1s);
  EXPECT_EQ(stage.ticks.size(), 2U);
  EXPECT_EQ(stage.notes, std::vector<std::string>{"messages that were broken or meant nothing: 1"});
}

TEST(FixFeed, ReceiptIsWhenItCameNotWhenItWasLookedAt) {
  Stage stage;
  stage.start();
  stage.feed->subscribe({"A"});
  stage.run(5s);
  stage.broker.quote("A");
  const core::UtcTime sent = stage.world.now().utc;
  const core::MonoTime later = stage.world.now().mono + 5s;
  while (stage.world.now().mono < later) stage.world.wait(later);
  stage.step();
  ASSERT_EQ(stage.ticks.size(), 2U);
  EXPECT_GE(stage.ticks[1].tick.received, sent);
  EXPECT_LE(stage.ticks[1].tick.received, sent + 1s);
}

TEST(FixFeed, SilenceIsALoss) {
  Stage stage;
  stage.start();
  stage.feed->subscribe({"A"});
  stage.run(10s);
  stage.broker.silent = true;
  stage.run(73s);
  ASSERT_EQ(stage.turns.size(), 2U);
  EXPECT_EQ(stage.turns[1].why, "nothing heard for 72 s");
  stage.broker.silent = false;
  stage.run(30s);
  EXPECT_EQ(stage.state(), FeedState::kOpen);
}

TEST(FixFeed, MessagesThatAreSkippedAreAGap) {
  Stage stage;
  stage.start();
  stage.feed->subscribe({"A"});
  stage.run(5s);
  stage.broker.next_out += 3;
  stage.broker.quote("A");
  stage.run(2s);
  stage.broker.quote("A");
  stage.run(2s);
  ASSERT_EQ(stage.turns.size(), 3U);
  EXPECT_TRUE(stage.turns[1].why.ends_with("did not arrive"));
  EXPECT_EQ(stage.ticks.size(), 3U);
  EXPECT_EQ(stage.broker.connections, 1);
}

TEST(FixFeed, AWrongPasswordEndsItForGoodAndIsNotShown) {
  Stage stage;
  stage.broker.password = "other";
  stage.start();
  stage.feed->subscribe({"A"});
  stage.run(1h);
  ASSERT_EQ(stage.ends.size(), 1U);
  EXPECT_EQ(stage.ends[0].error->kind, base::ErrorKind::kUnauthorized);
  EXPECT_EQ(stage.ends[0].error->what.find("secret"), std::string::npos);
  EXPECT_EQ(stage.broker.connections, 1);
  EXPECT_TRUE(stage.turns.empty());
}

TEST(FixFeed, RefusedConnectionsAreTriedAgainAtAPace) {
  Stage stage;
  stage.streams.refuse(true);
  stage.start();
  stage.run(10min);
  EXPECT_GT(stage.notes.size(), 10U);
  EXPECT_LT(stage.notes.size(), 30U);
  EXPECT_TRUE(stage.notes[0].starts_with("broker:80: Connection refused; trying again in"));
  stage.streams.refuse(false);
  stage.run(61s);
  EXPECT_EQ(stage.state(), FeedState::kOpen);
}

TEST(FixFeed, DoubtConnectsAnew) {
  Stage stage;
  stage.start();
  stage.feed->subscribe({"A"});
  stage.run(10s);
  stage.feed->doubt(stage.world.now());
  stage.run(10s);
  EXPECT_EQ(stage.broker.connections, 2);
  ASSERT_EQ(stage.turns.size(), 3U);
  EXPECT_EQ(stage.turns[1].why, "nothing was heard for too long");
}

TEST(FixFeed, LogsOutWhenItEnds) {
  Stage stage;
  stage.start();
  stage.run(5s);
  stage.feed.reset();
  for (int i = 0; i < 20 && stage.world.events_waiting() > 0; ++i) {
    stage.world.wait(stage.world.now().mono + 1s);
  }
  EXPECT_EQ(stage.broker.heard.back(), "5");
}

// What is told is what was said, in order, whatever the line does; and in the end all is well.
TEST(FixFeed, WalksThroughBadDays) {
  const std::vector<std::string> all{"A", "B", "C", "D"};
  for (std::uint64_t seed = 1; seed <= (base::kSanitized ? 10 : 40); ++seed) {
    SCOPED_TRACE(seed);
    Stage stage(seed);
    fake::SeededRandom random(seed);
    stage.start();
    stage.feed->subscribe(all);
    for (int i = 0; i < 300; ++i) {
      const std::uint64_t dice = random.below(30);
      if (dice == 0) stage.broker.cut();
      if (dice == 1) stage.broker.silent = true;
      if (dice == 2) stage.broker.next_out += 2;
      if (dice == 3) stage.broker.say("1", "112=x|");
      if (dice == 4) stage.broker.say("5", "58=going down|");
      if (dice == 5) stage.streams.refuse(true);
      if (dice == 6) stage.feed->doubt(stage.world.now());
      if (dice == 7) stage.broker.say("2", "7=1|16=0|");
      if (dice == 8) stage.broker.next_out = 1;
      if (dice > 8) {
        stage.broker.silent = false;
        stage.streams.refuse(false);
      }
      for (const auto& [symbol, request] : std::map(stage.broker.subscribed)) {
        stage.broker.quote(symbol);
      }
      stage.run(core::Micros(static_cast<std::int64_t>(random.below(20'000'000))));
    }
    stage.broker.silent = false;
    stage.streams.refuse(false);
    stage.run(5min);
    EXPECT_EQ(stage.state(), FeedState::kOpen);
    EXPECT_EQ(stage.broker.subscribed.size(), all.size());
    EXPECT_TRUE(stage.ends.empty());
    std::vector<double> last(all.size(), 0);
    for (const auto& [symbol, tick] : stage.ticks) {
      EXPECT_GT(tick.bid, last[symbol]) << "nothing twice, nothing out of order";
      last[symbol] = tick.bid;
    }
    for (std::size_t i = 1; i < stage.turns.size(); ++i) {
      EXPECT_NE(stage.turns[i].state, stage.turns[i - 1].state);
      EXPECT_GE(stage.turns[i].at, stage.turns[i - 1].at);
    }
    const auto told = stage.ticks.size();
    for (const auto& symbol : all) stage.broker.quote(symbol);
    stage.run(1s);
    EXPECT_EQ(stage.ticks.size(), told + all.size());
  }
}

}  // namespace
}  // namespace wick::feed::fix::fix_feed_test
