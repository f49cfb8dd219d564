#include "live/probe.hpp"

#include <gtest/gtest.h>

#include "live/scripted_venue_test.hpp"

namespace wick::live::probe_test {
namespace {

using namespace std::chrono_literals;

class LiveProbeTest : public testing::Test {
 protected:
  std::vector<HostHeard> probe() {
    world.wait(world.now().mono + 2s);  // the venue speaks every five seconds
    Probe probe({core::Topic::kCandles, "AAA", core::Interval::k1m}, {&sockets, &dialect},
                world.now().mono);
    const core::MonoTime begin = world.now().mono;
    while (!probe.done()) {
      probe.step(world.now().mono);
      if (!probe.done()) world.wait(probe.wake());
    }
    took = world.now().mono - begin;
    return probe.report();
  }

  fake::World world{1, core::midnight(2024, 3, 5)};
  ScriptedVenue venue{world};
  fake::WebSockets sockets{world, venue};
  ScriptedDialect dialect;
  core::Micros took{};
};

TEST_F(LiveProbeTest, EveryHostIsAskedAndTold) {
  const auto heard = probe();
  ASSERT_EQ(heard.size(), 2U);
  EXPECT_EQ(heard[0].address, "ws://host0/stream");
  EXPECT_EQ(heard[1].address, "ws://host1/stream");
  for (const HostHeard& host : heard) {
    EXPECT_FALSE(host.trouble);
    ASSERT_TRUE(host.opened && host.accepted && host.spoken);
    EXPECT_LE(*host.opened, *host.accepted);
    EXPECT_LT(*host.accepted, *host.spoken);
  }
}

TEST_F(LiveProbeTest, SilenceAfterASubscriptionIsNoTrouble) {
  venue.mute_hosts = {"ws://host1/stream"};
  const auto heard = probe();
  EXPECT_TRUE(heard[0].spoken);
  EXPECT_FALSE(heard[1].spoken);
  EXPECT_TRUE(heard[1].accepted);
  EXPECT_FALSE(heard[1].trouble);
  EXPECT_EQ(took, 5s);
}

TEST_F(LiveProbeTest, NoAnswerIsToldAfterFiveSeconds) {
  venue.deaf = true;
  const auto heard = probe();
  ASSERT_TRUE(heard[0].trouble);
  EXPECT_EQ(heard[0].trouble->what, "no answer to a subscription in 5 s");
  EXPECT_TRUE(heard[0].opened);
}

TEST_F(LiveProbeTest, AClosedDoorAndARefusalAreToldAtOnce) {
  venue.refuses = true;
  auto heard = probe();
  ASSERT_TRUE(heard[0].trouble);
  EXPECT_EQ(heard[0].trouble->what, "refused: no");
  sockets.refuse(true);
  heard = probe();
  ASSERT_TRUE(heard[0].trouble);
  EXPECT_EQ(heard[0].trouble->what, "connection refused");
  EXPECT_LT(took, 1s);
}

}  // namespace
}  // namespace wick::live::probe_test
