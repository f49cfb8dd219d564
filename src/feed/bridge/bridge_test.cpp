#include "feed/bridge/bridge.hpp"

#include <gtest/gtest.h>

#include "fake/feed_witness.hpp"
#include "feed/bridge/scripted_bridge_test.hpp"

namespace wick::feed::bridge::bridge_test {
namespace {

using namespace std::chrono_literals;
using Lines = std::vector<std::string>;

class BridgeRun : public testing::Test {
 protected:
  void subscribe(std::vector<std::string> symbols) {
    witness_.subscribed(symbols.size());
    bridge_.subscribe(std::move(symbols));
  }
  void pass(core::Micros time) {
    const core::MonoTime deadline = world_.now().mono + time;
    do {
      std::vector<port::FeedEvent> told;
      bridge_.step(world_.now(), told);
      witness_.saw(told);
      for (auto& one : told) events_.push_back(std::move(one));
      world_.wait(std::max(world_.now().mono, std::min(bridge_.wake(), deadline)));
    } while (world_.now().mono < deadline && witness_.fault().empty());
    EXPECT_EQ(witness_.fault(), "");
  }
  template <typename Event>
  std::vector<Event> all() const {
    std::vector<Event> found;
    for (const auto& one : events_) {
      if (const auto* event = std::get_if<Event>(&one)) found.push_back(*event);
    }
    return found;
  }
  std::string notes() const {
    std::string text;
    for (const auto& note : all<port::FeedNote>()) text += note.text + "\n";
    return text;
  }
  std::string ended() const {
    const auto ends = all<port::FeedEnd>();
    if (ends.empty()) return "(not ended)";
    return ends.front().error ? ends.front().error->what : "";
  }
  port::Pending<base::Result<port::FeedHistoryPage>> ask(const std::string& symbol) {
    return bridge_.history()->ask(
        {.symbol = symbol,
         .interval = core::Interval::k1m,
         .range = {core::midnight(2024, 3, 4), core::midnight(2024, 3, 4) + 1h}});
  }

  fake::World world_{3, core::midnight(2024, 3, 5)};
  ScriptedBridge program_{world_};
  fake::Children children_{world_, program_};
  Bridge bridge_{
      children_,
      {.command = {.words = {"my-bridge", "--fast"}, .environment = {{"FXCM_PASSWORD", "secret"}}},
       .secrets = {"secret", ""}}};
  fake::FeedWitness witness_;
  std::vector<port::FeedEvent> events_;
};

TEST_F(BridgeRun, SpeaksAsDocumented) {
  subscribe({"EUR/USD", "A\"B"});
  pass(1s);
  auto pending = ask("EUR/USD");
  pass(10s);
  ASSERT_TRUE(pending.ready());
  EXPECT_EQ(program_.lines, (Lines{R"({"type":"hello","protocol":1})",
                                   R"({"type":"subscribe","id":1,"symbols":["EUR/USD","A\"B"]})",
                                   R"({"type":"history","id":1,"symbol":"EUR/USD","interval":"1m",)"
                                   R"("from_ms":1709510400000,"to_ms":1709514000000})",
                                   R"({"type":"ping","id":1})"}));
  EXPECT_EQ(program_.command.words, (Lines{"my-bridge", "--fast"}));
  EXPECT_EQ(program_.command.environment.at("FXCM_PASSWORD"), "secret");
}

TEST_F(BridgeRun, TellsWhatATickSays) {
  subscribe({"EUR/USD"});
  pass(1s);
  program_.say(R"({"type":"tick","symbol":"EUR/USD","bid":1.5,"ask":1.75,"size":3,)"
               R"("time_ms":1709596799500.25})");
  program_.say(R"({"type":"tick","symbol":"EUR/USD","bid":2,"ask":3})");
  pass(1s);
  const auto ticks = all<port::FeedTick>();
  ASSERT_EQ(ticks.size(), 2U);
  EXPECT_EQ(ticks[0].tick.bid, 1.5);
  EXPECT_EQ(ticks[0].tick.ask, 1.75);
  EXPECT_EQ(ticks[0].tick.size, 3);
  EXPECT_EQ(core::micros_of(ticks[0].tick.time), 1709596799500250);
  EXPECT_EQ(ticks[1].tick.time, ticks[1].tick.received);
  EXPECT_GE(ticks[1].tick.received, core::midnight(2024, 3, 5) + 1s);
}

TEST_F(BridgeRun, TheOfferIsToldOncePerStart) {
  const std::string offer = R"({"type":"instruments","instruments":[)"
                            R"({"name":"XAU/USD","digits":2,"point":0.01,"tradable":false}]})";
  pass(1s);
  program_.say(offer);
  program_.say(offer);
  pass(1s);
  const auto offers = all<port::FeedOffer>();
  ASSERT_EQ(offers.size(), 1U);
  EXPECT_EQ(offers[0].instruments[0].name, "XAU/USD");
  EXPECT_EQ(offers[0].instruments[0].digits, 2);
  EXPECT_EQ(offers[0].instruments[0].point, 0.01);
  EXPECT_FALSE(offers[0].instruments[0].tradable);
}

TEST_F(BridgeRun, RestartsAreFurtherAndFurtherApart) {
  program_.dies_at_once = true;
  pass(200s);
  std::vector<std::int64_t> seconds;
  for (const auto at : program_.starts) {
    seconds.push_back(std::chrono::round<std::chrono::seconds>(at.time_since_epoch()).count());
  }
  EXPECT_EQ(seconds, (std::vector<std::int64_t>{0, 1, 3, 7, 15, 31, 63, 123, 183}));
  EXPECT_NE(notes().find("exited with 1; it is started again in 1 s"), std::string::npos);
}

TEST_F(BridgeRun, AfterALongGoodTimeItIsStartedAgainSoon) {
  program_.dies_at_once = true;
  pass(40s);
  program_.dies_at_once = false;
  pass(200s);
  const std::size_t before = program_.starts.size();
  program_.exit(9);
  pass(2s);
  EXPECT_EQ(program_.starts.size(), before + 1);
}

TEST_F(BridgeRun, NoHelloIsTheEnd) {
  program_.hello = "";
  pass(29s);
  EXPECT_EQ(ended(), "(not ended)");
  pass(2s);
  EXPECT_EQ(ended(),
            "the bridge my-bridge: it said no hello for 30 s; does it speak the protocol?");
  pass(5min);
  EXPECT_EQ(program_.starts.size(), 1U);
}

TEST_F(BridgeRun, AnotherProtocolIsTheEnd) {
  program_.hello = R"({"type":"hello","protocol":2,"name":"from the future"})";
  pass(1s);
  EXPECT_EQ(ended(), "from the future speaks protocol 2 of bridges; this program speaks 1");
}

TEST_F(BridgeRun, NoSuchProgramIsTheEnd) {
  program_.missing = "no such program: my-bridge";
  pass(1s);
  EXPECT_EQ(ended(), "the bridge: no such program: my-bridge");
}

TEST_F(BridgeRun, WhatCannotWorkHereIsTheEndWithItsOwnWords) {
  program_.hello = R"({"type":"error","code":"unsupported","text":"the package is missing"})";
  pass(1s);
  EXPECT_EQ(ended(), "bridge: the package is missing");
}

TEST_F(BridgeRun, ARefusedLoginIsTheEnd) {
  pass(1s);
  program_.say(R"({"type":"error","code":"refused","text":"wrong password"})");
  pass(1s);
  EXPECT_EQ(ended(), "scripted: wrong password");
  EXPECT_EQ(all<port::FeedEnd>()[0].error->kind, base::ErrorKind::kUnauthorized);
}

TEST_F(BridgeRun, NoSecretThatItRepeatsIsShown) {
  subscribe({"EUR/USD"});
  pass(1s);
  auto pending = ask("GBP/USD");
  program_.answers = false;
  pass(1s);
  program_.say(R"({"type":"log","text":"my secret"})");
  program_.say(R"({"type":"error","code":"failed","id":1,"text":"se\u0063ret"})");
  program_.say(R"({"type":"refused","symbol":"EUR/USD","text":"secret"})");
  program_.say(R"({"type":"state","state":"down","text":")" + std::string(397, 'x') +
               R"(secret"})");
  program_.say(R"({"type":"secret","symbol":)");
  program_.say(R"({"type":"tick"})");
  program_.run->complain(std::string(396, 'y') + "secret");
  program_.exit(3);
  pass(5s);
  program_.say(R"({"type":"error","code":"refused","text":"bad password secret"})");
  pass(1s);
  EXPECT_NE(notes().find("scripted: my ***\n"), std::string::npos) << notes();
  EXPECT_NE(notes().find("yyy***\n"), std::string::npos) << notes();
  ASSERT_TRUE(pending.ready());
  EXPECT_EQ(pending.take().error().what, "GBP/USD: ***");
  EXPECT_EQ(all<port::FeedRefusal>()[0].error.what, "EUR/USD: ***");
  EXPECT_EQ(all<port::FeedTurn>()[1].why, std::string(397, 'x') + "***");
  EXPECT_EQ(ended(), "scripted: bad password ***");
  EXPECT_EQ(notes().find("secret"), std::string::npos) << notes();
}

TEST_F(BridgeRun, AnEndingThatRepeatsASecretDoesNotShowIt) {
  program_.missing = "no such program: my-bridge --password=secret";
  pass(1s);
  EXPECT_EQ(ended(), "the bridge: no such program: my-bridge --password=***");
}

TEST_F(BridgeRun, ALostSessionStartsAnew) {
  subscribe({"EUR/USD"});
  pass(1s);
  auto pending = ask("GBP/USD");
  program_.ready = false;
  program_.say(R"({"type":"error","code":"session","text":"session is not valid"})");
  pass(5s);
  EXPECT_EQ(program_.starts.size(), 2U);
  const auto turns = all<port::FeedTurn>();
  ASSERT_EQ(turns.size(), 3U);
  EXPECT_EQ(turns[1].why, "session is not valid");
  ASSERT_TRUE(pending.ready());
  EXPECT_EQ(pending.take().error().kind, base::ErrorKind::kUnavailable);
}

TEST_F(BridgeRun, ALossIsAsOfWhatTheBridgeSays) {
  subscribe({"EUR/USD"});
  pass(60s);
  program_.say(R"({"type":"state","state":"down","since_ms":1709596830000,"text":"timeout"})");
  pass(1s);
  const auto turns = all<port::FeedTurn>();
  ASSERT_EQ(turns.size(), 2U);
  EXPECT_EQ(turns[1].at, core::midnight(2024, 3, 5) + 30s);
  EXPECT_EQ(turns[1].why, "timeout");
}

TEST_F(BridgeRun, GarbageIsToldRarely) {
  pass(1s);
  for (int i = 0; i < 1'000; ++i) program_.say("garbage " + std::to_string(i));
  pass(2s);
  EXPECT_EQ(notes(), "scripted said a line that is no JSON object\n");
  pass(60s);
  program_.say(R"({"type":"tick","symbol":"EUR/USD","bid":"1"})");
  pass(1s);
  EXPECT_NE(notes().find("a message \"tick\" whose \"bid\" is no number (and 999 before)"),
            std::string::npos)
      << notes();
}

TEST_F(BridgeRun, OfManyRemarksTwentyAMinuteAreShownAndTheOthersCounted) {
  pass(1s);
  for (int i = 0; i < 500; ++i) program_.say(R"({"type":"log","text":"chatter"})");
  for (int i = 0; i < 5; ++i) program_.say(R"({"type":"error","code":"failed","text":"oh"})");
  pass(2s);
  EXPECT_EQ(all<port::FeedNote>().size(), 20U);
  pass(70s);
  ASSERT_EQ(all<port::FeedNote>().size(), 21U);
  EXPECT_EQ(all<port::FeedNote>().back().text, "scripted: 485 more remarks were not shown");
  program_.say(R"({"type":"log","text":"again"})");
  pass(1s);
  EXPECT_EQ(all<port::FeedNote>().back().text, "scripted: again");
}

TEST_F(BridgeRun, ASymbolIsNamedOnce) {
  subscribe({"EUR/USD", "A"});
  pass(1s);
  program_.say(R"({"type":"refused","symbol":"EUR/USD","text":"EUR/USD: not today"})");
  program_.say(R"({"type":"refused","symbol":"A","text":"not today"})");
  pass(1s);
  const auto refusals = all<port::FeedRefusal>();
  ASSERT_EQ(refusals.size(), 2U);
  EXPECT_EQ(refusals[0].error.what, "EUR/USD: not today");
  EXPECT_EQ(refusals[1].error.what, "A: not today");
}

TEST_F(BridgeRun, ComplaintsAreToldRarely) {
  pass(1s);
  for (int i = 0; i < 50; ++i) program_.run->complain("oh\tdear");
  pass(1s);
  EXPECT_EQ(notes(), "scripted complains: oh dear\n");
}

TEST_F(BridgeRun, NothingIsHeardBeforeTheSubscriptionIsMadeGood) {
  program_.subscribes = false;
  subscribe({"EUR/USD"});
  pass(1s);
  program_.quote("EUR/USD", 1, 2);
  pass(20s);
  EXPECT_TRUE(all<port::FeedTurn>().empty());
  EXPECT_TRUE(all<port::FeedTick>().empty());
  program_.say(R"({"type":"subscribed","id":1})");
  pass(1s);
  EXPECT_EQ(all<port::FeedTurn>().size(), 1U);
}

TEST_F(BridgeRun, ASilentBridgeIsStartedAgain) {
  program_.pongs = false;
  subscribe({"EUR/USD"});
  pass(35s);
  EXPECT_EQ(program_.starts.size(), 2U);
  EXPECT_EQ(all<port::FeedTurn>()[1].why, "it said nothing for 30 s");
}

TEST_F(BridgeRun, HistoryThatIsNotAnsweredIsGivenUp) {
  subscribe({"EUR/USD"});
  pass(1s);
  program_.answers = false;
  auto late = ask("EUR/USD");
  auto next = ask("GBP/USD");
  pass(59s);
  EXPECT_FALSE(late.ready());
  program_.answers = true;
  pass(3s);
  ASSERT_TRUE(late.ready() && next.ready());
  EXPECT_EQ(late.take().error().what, "EUR/USD: history did not answer");
  EXPECT_TRUE(next.take());
  program_.say(R"({"type":"page","id":1,"bars":[]})");
  pass(1s);
  EXPECT_EQ(notes(), "");  // too late, but asked for
  program_.say(R"({"type":"page","id":3,"bars":[]})");
  pass(1s);
  EXPECT_EQ(notes(), "scripted said history that nobody asked for\n");
}

TEST_F(BridgeRun, HistoryForAnotherRangeIsCorrupt) {
  subscribe({"EUR/USD"});
  pass(1s);
  program_.answers = false;
  auto pending = ask("EUR/USD");
  pass(1s);
  program_.say(
      R"({"type":"page","id":1,"bars":[[1709514000000,1,1,1,1,1,1,1,1,1]]})");  // at its end
  pass(1s);
  ASSERT_TRUE(pending.ready());
  EXPECT_EQ(pending.take().error().kind, base::ErrorKind::kCorrupt);
}

TEST_F(BridgeRun, HistoryOfAnIntervalThatIsNotThereIsUnsupported) {
  pass(1s);
  auto pending =
      bridge_.history()->ask({.symbol = "A",
                              .interval = core::Interval::k4h,
                              .range = {core::midnight(2024, 3, 4), core::midnight(2024, 3, 5)}});
  ASSERT_TRUE(pending.ready());
  const auto refused = pending.take();
  EXPECT_EQ(refused.error().kind, base::ErrorKind::kUnsupported);
  EXPECT_EQ(refused.error().what, "the bridge has no history of 4h");  // others name the symbol
}

TEST_F(BridgeRun, AClockThatIsSetBackDisturbsNothing) {
  subscribe({"EUR/USD"});
  pass(1s);
  program_.quote("EUR/USD", 1, 2);
  pass(1s);
  world_.jump(-1h);
  program_.quote("EUR/USD", 2, 3);
  pass(1s);
  EXPECT_EQ(all<port::FeedTick>().size(), 2U);
}

}  // namespace
}  // namespace wick::feed::bridge::bridge_test
