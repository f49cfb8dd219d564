// Make before break: how one link relieves another.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "policy/line.hpp"
#include "policy/line_test.hpp"

namespace wick::policy::line_relief_test {
namespace {

using core::Micros;
using namespace std::chrono_literals;

// The one link speaks, long enough to be trusted.
LinkId proven(Driven& driven) {
  const LinkId link = driven.speak();
  driven.talk(link, 30s);
  return link;
}

// Keeps it speaking until a successor is asked for.
Micros until_relief(Driven& driven, LinkId link) {
  const core::MonoTime since = driven.now;
  for (;;) {
    const Line::Step asked = driven.step();
    const auto* wait = std::get_if<Line::Wait>(&asked);
    if (wait == nullptr) return driven.now - since;
    driven.now = std::min(wait->until, driven.now + 50s);
    driven.line.heard_data(link, driven.now);
  }
}

TEST(LineRelief, BeforeTheLifetimeEndsAtATimeOfItsOwn) {
  std::set<Micros> times;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Driven driven({.hosts = 2, .early = 10min, .seed = seed});
    LinkId link = driven.speak();
    for (int i = 0; i < 3; ++i) {
      const Micros time = until_relief(driven, link);
      ASSERT_GE(time, 24h - 10min);
      ASSERT_LE(time, 24h - 5min);
      times.insert(time);
      const LinkId next = driven.open();
      ASSERT_EQ(driven.host, 0U);
      ASSERT_EQ(driven.line.leaving(link), Leave::kLifetime);
      driven.subscribe(next);
      ASSERT_EQ(driven.close(link), Leave::kRelieved);
      link = next;
    }
  }
  EXPECT_GT(times.size(), 145U);
  EXPECT_LT(*times.begin(), 24h - 9min - 50s);
  EXPECT_GT(*times.rbegin(), 24h - 5min - 10s);
}

TEST(LineRelief, AShortLifeIsUsedAtLeastByHalf) {
  core::StreamLimits limits;
  limits.lifetime = 2min;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Driven driven({.limits = limits, .early = 10min, .seed = seed});
    const Micros time = until_relief(driven, driven.speak());
    ASSERT_GE(time, 1min);
    ASSERT_LE(time, 90s);
  }
}

TEST(LineRelief, AVenueThatNeverCutsIsNotLeft) {
  core::StreamLimits limits;
  limits.lifetime = Micros::max();
  Driven driven({.limits = limits});
  const LinkId link = driven.speak();
  driven.now += 24h * 365;
  driven.line.heard_data(link, driven.now);
  EXPECT_EQ(driven.wait(), 60s);
}

TEST(LineRelief, TheOldLinkSpeaksUntilTheNewOneIsSubscribedToEverything) {
  Driven driven({.batches = 2});
  const LinkId old = driven.open();
  driven.line.opened(old, driven.now);
  driven.send(old, 0);
  driven.send(old, 1);
  driven.line.accepted(old, driven.now);
  driven.line.accepted(old, driven.now);
  until_relief(driven, old);

  const LinkId next = driven.open();
  EXPECT_EQ(driven.line.state(old), LinkState::kRetiring);
  EXPECT_TRUE(driven.line.speaking());
  driven.line.opened(next, driven.now);
  driven.send(next, 0);
  driven.send(next, 1);
  driven.line.accepted(next, driven.now);
  EXPECT_FALSE(driven.close(old).has_value());
  driven.line.heard_data(old, driven.now);
  EXPECT_EQ(driven.line.links(), 2U);
  driven.line.accepted(next, driven.now);
  EXPECT_EQ(driven.close(old), Leave::kRelieved);
  EXPECT_EQ(driven.line.links(), 1U);
  EXPECT_EQ(driven.line.state(old), std::nullopt);
  EXPECT_EQ(driven.line.state(next), LinkState::kSpeaking);
}

TEST(LineRelief, AServerThatSaysGoodbyeIsFollowedAtOnce) {
  Driven driven({.hosts = 2});
  const LinkId old = proven(driven);
  driven.line.going_away(old, driven.now);
  EXPECT_EQ(driven.line.state(old), LinkState::kRetiring);
  EXPECT_EQ(driven.line.leaving(old), Leave::kGoingAway);
  EXPECT_TRUE(driven.line.speaking());
  const LinkId next = driven.open();
  EXPECT_EQ(driven.host, 0U);
  driven.line.going_away(old, driven.now);  // we know
  driven.subscribe(next);
  EXPECT_EQ(driven.close(old), Leave::kRelieved);
}

TEST(LineRelief, GoodbyesInARowWaitAndGoElsewhere) {
  std::array<Micros, 4> longest{};
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Driven driven({.hosts = 2, .seed = seed});
    LinkId link = driven.speak();
    for (std::size_t i = 0; i < longest.size(); ++i) {
      driven.line.going_away(link, driven.now);
      longest.at(i) = std::max(longest.at(i), driven.until_open());
      const LinkId next = driven.open();
      ASSERT_EQ(driven.host, i % 2);
      driven.subscribe(next);
      ASSERT_EQ(driven.close(link), Leave::kRelieved);
      link = next;
    }
  }
  EXPECT_EQ(longest.at(0), 0s);
  for (std::size_t i = 1; i < longest.size(); ++i) {
    const Micros most = 500ms * (1 << i);
    EXPECT_LE(longest.at(i), most);
    EXPECT_GT(longest.at(i), most * 9 / 10);
  }
}

TEST(LineRelief, AGoodbyeToALinkThatSpokeForAWhileIsTheFirst) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Driven driven({.hosts = 2, .seed = seed});
    for (int i = 0; i < 7; ++i) {
      driven.until_open();
      driven.line.lost(driven.open(), driven.now);
    }
    driven.until_open();
    const LinkId link = proven(driven);
    driven.line.going_away(link, driven.now);
    ASSERT_EQ(driven.until_open(), 0s);
    driven.open();
    ASSERT_EQ(driven.host, 1U);  // where it spoke
  }
}

TEST(LineRelief, AGoodbyeBeforeItSpeaksIsAFailure) {
  for (const bool opened : {false, true}) {
    Driven driven({.hosts = 2});
    const LinkId link = driven.open();
    if (opened) driven.line.opened(link, driven.now);
    driven.line.going_away(link, driven.now);
    EXPECT_EQ(driven.close(link), Leave::kGoingAway);
    EXPECT_LE(driven.until_open(), 500ms);
    driven.open();
    EXPECT_EQ(driven.host, 1U);
  }
}

TEST(LineRelief, TheOldLinkMayBeCutMeanwhile) {
  Driven driven({});
  const LinkId old = proven(driven);
  driven.line.going_away(old, driven.now);
  const LinkId next = driven.open();
  driven.line.lost(old, driven.now);
  EXPECT_FALSE(driven.line.speaking());
  EXPECT_EQ(driven.line.links(), 1U);
  EXPECT_EQ(driven.wait(), 10s);
  driven.subscribe(next);
  EXPECT_EQ(driven.wait(), 60s);
}

TEST(LineRelief, TheOldLinkMayBeCutBeforeTheNewOneIsOpened) {
  Driven driven({});
  const LinkId old = proven(driven);
  driven.line.going_away(old, driven.now);
  driven.line.postpone(driven.now + 8s);
  EXPECT_EQ(driven.wait(), 8s);
  driven.line.lost(old, driven.now);
  EXPECT_EQ(driven.sleep(), 8s);
  driven.speak();
  EXPECT_EQ(driven.line.links(), 1U);
}

TEST(LineRelief, ASuccessorThatFailsIsTriedAgainWhileTheOldOneSpeaks) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Driven driven({.hosts = 3, .seed = seed});
    const LinkId old = proven(driven);
    driven.line.going_away(old, driven.now);
    Micros most = 1s;  // the goodbye was the first
    for (std::size_t i = 0; i < 6; ++i) {
      const LinkId next = driven.open();
      ASSERT_EQ(driven.host, i % 3);
      driven.line.lost(next, driven.now);
      ASSERT_EQ(driven.line.state(old), LinkState::kRetiring);
      driven.line.heard_data(old, driven.now);
      ASSERT_LE(driven.until_open(), most);
      most = std::min<Micros>(most * 2, 30s);
    }
    const LinkId next = driven.speak();
    ASSERT_EQ(driven.close(old), Leave::kRelieved);
    ASSERT_EQ(driven.line.state(next), LinkState::kSpeaking);
  }
}

TEST(LineRelief, ASuccessorThatDoesNotAnswerIsLeftAndTheOldOneIsNot) {
  Driven driven({.hosts = 2});
  const LinkId old = proven(driven);
  driven.line.going_away(old, driven.now);
  const LinkId next = driven.open();
  driven.line.opened(next, driven.now);
  driven.send(next, 0);
  EXPECT_EQ(driven.sleep(), 10s);
  EXPECT_EQ(driven.close(next), Leave::kNoAnswer);
  EXPECT_EQ(driven.line.state(old), LinkState::kRetiring);
}

TEST(LineRelief, FailuresOfSuccessorsCountThoughTheOldOneSpeaksWell) {
  Micros longest{};
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    Driven driven({.seed = seed});
    const LinkId old = proven(driven);
    driven.line.going_away(old, driven.now);
    for (int i = 0; i < 8; ++i) {
      driven.until_open();
      driven.line.heard_data(old, driven.now);
      driven.line.lost(driven.open(), driven.now);
    }
    driven.line.lost(old, driven.now);  // no reason to hurry: nobody opens
    longest = std::max(longest, driven.until_open());
    driven.line.lost(driven.open(), driven.now);
    longest = std::max(longest, driven.until_open());
    ASSERT_LE(longest, 30s);
  }
  EXPECT_GT(longest, 28s);
}

TEST(LineRelief, ASuccessorOnALifetimeStartsTheCountAnew) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Driven driven({.seed = seed});
    for (int i = 0; i < 8; ++i) {
      driven.until_open();
      driven.line.lost(driven.open(), driven.now);
    }
    driven.until_open();
    until_relief(driven, driven.speak());
    driven.line.lost(driven.open(), driven.now);
    ASSERT_LE(driven.until_open(), 500ms);
  }
}

TEST(LineRelief, ALifeOfAFewSecondsProvesNothing) {
  core::StreamLimits limits;
  limits.lifetime = 40s;
  Micros longest{};
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    Driven driven({.limits = limits, .early = 40s, .seed = seed});
    for (int i = 0; i < 8; ++i) {
      driven.until_open();
      driven.line.lost(driven.open(), driven.now);
    }
    driven.until_open();
    ASSERT_LE(until_relief(driven, driven.speak()), 30s);
    driven.line.lost(driven.open(), driven.now);
    longest = std::max(longest, driven.until_open());
  }
  EXPECT_GT(longest, 25s);
}

TEST(LineRelief, ADeadOldLinkIsClosedBeforeItsSuccessorSpeaks) {
  Driven driven({.connect_max = 5min});
  const LinkId old = proven(driven);
  driven.line.going_away(old, driven.now);
  const LinkId next = driven.open();
  EXPECT_EQ(driven.sleep(), 60s);
  EXPECT_EQ(driven.close(old), Leave::kDead);
  EXPECT_EQ(driven.line.state(next), LinkState::kConnecting);
  EXPECT_EQ(driven.wait(), 4min);
}

TEST(LineRelief, BothMayBeLost) {
  for (const bool old_first : {false, true}) {
    Driven driven({.hosts = 2});
    const LinkId old = proven(driven);
    driven.line.going_away(old, driven.now);
    const LinkId next = driven.open();
    driven.line.lost(old_first ? old : next, driven.now);
    driven.line.lost(old_first ? next : old, driven.now);
    EXPECT_EQ(driven.line.links(), 0U);
    EXPECT_LE(driven.until_open(), 1s);
    driven.speak();
    EXPECT_EQ(driven.host, 1U);
  }
}

TEST(LineRelief, TheNewLinkMayBeCutBeforeTheOldOneIsClosed) {
  Driven driven({.hosts = 2});
  const LinkId old = proven(driven);
  driven.line.going_away(old, driven.now);
  const LinkId next = driven.speak();
  driven.line.lost(next, driven.now);
  EXPECT_EQ(driven.line.state(old), LinkState::kRetiring);
  EXPECT_TRUE(driven.line.speaking());
  driven.until_open();
  driven.speak();
  EXPECT_EQ(driven.close(old), Leave::kRelieved);
}

TEST(LineRelief, TheNewLinkMayBeSentAwayBeforeTheOldOneIsClosed) {
  Driven driven({});
  const LinkId first = proven(driven);
  driven.line.going_away(first, driven.now);
  const LinkId second = driven.speak();
  driven.line.going_away(second, driven.now);
  EXPECT_EQ(driven.close(first), Leave::kRelieved);  // never three
  driven.until_open();
  driven.speak();
  EXPECT_EQ(driven.close(second), Leave::kRelieved);
  EXPECT_EQ(driven.line.links(), 1U);
}

TEST(LineReliefDeathTest, AThirdIsNotOpenedWhileTheOldOneIsStillOpen) {
  Driven driven({});
  const LinkId old = proven(driven);
  driven.line.going_away(old, driven.now);
  driven.speak();
  driven.line.doubted(driven.now);
  EXPECT_DEATH(driven.line.opening(driven.now), "due.has_value");
  EXPECT_EQ(driven.close(old), Leave::kRelieved);
  driven.until_open();
  driven.open();
}

}  // namespace
}  // namespace wick::policy::line_relief_test
