// Whether a link is alive, whether it speaks, and what is done when it does not.
#include <gtest/gtest.h>

#include <algorithm>

#include "policy/line.hpp"
#include "policy/line_test.hpp"

namespace wick::policy::line_liveness_test {
namespace {

using core::Micros;
using namespace std::chrono_literals;

core::StreamLimits with_pings(Micros every) {
  core::StreamLimits limits;
  limits.ping_every = every;
  return limits;
}

TEST(LineLiveness, NotAByteOnSpotForAMinute) {
  Driven driven({.hosts = 2});
  const LinkId link = driven.speak();
  driven.talk(link, 5s);
  EXPECT_EQ(driven.sleep(), 60s);
  EXPECT_EQ(driven.close(link), Leave::kDead);
  EXPECT_EQ(driven.until_open(), 0s);  // it ended when it was last heard
  driven.open();
  EXPECT_EQ(driven.host, 1U);
}

TEST(LineLiveness, NotAByteOnFuturesForNineMinutes) {
  Driven driven({.limits = with_pings(3min), .quiet_max = 1h, .quiet_limit = 2h});
  const LinkId link = driven.speak();
  EXPECT_EQ(driven.wait(), 9min);
  for (int i = 0; i < 5; ++i) {
    driven.now += 9min - 1us;
    driven.line.heard_ping(link, driven.now);
    ASSERT_EQ(driven.wait(), 9min);
  }
  driven.now += 9min;
  EXPECT_EQ(driven.close(link), Leave::kDead);
}

TEST(LineLiveness, FrequentPingsMayStillBeMissedForHalfAMinute) {
  Driven driven({.limits = with_pings(1s)});
  driven.speak();
  EXPECT_EQ(driven.wait(), 30s);
}

TEST(LineLiveness, AVenueWithoutPingsHasAsLongAsTheQuietestSymbol) {
  Driven driven({.limits = with_pings(0s), .quiet_max = 1min, .quiet_limit = 10min});
  const LinkId link = driven.speak();
  EXPECT_EQ(driven.sleep(), 1min);
  driven.line.lost(driven.open(), driven.now);
  driven.line.postpone(driven.now + 1h);
  EXPECT_EQ(driven.sleep(), 9min);
  EXPECT_EQ(driven.close(link), Leave::kDead);
}

TEST(LineLiveness, EachKindOfByteIsASignOfLife) {
  using Report = void (*)(Line&, LinkId, core::MonoTime);
  constexpr std::array<Report, 5> kReports{
      [](Line& line, LinkId link, core::MonoTime now) { line.heard_data(link, now); },
      [](Line& line, LinkId link, core::MonoTime now) { line.heard_ping(link, now); },
      [](Line& line, LinkId link, core::MonoTime now) { line.accepted(link, now); },
      [](Line& line, LinkId link, core::MonoTime now) { line.refused(link, now); },
      [](Line& line, LinkId link, core::MonoTime now) { line.going_away(link, now); }};
  for (const Report report : kReports) {
    Driven driven({.quiet_max = 1h, .quiet_limit = 2h});
    const LinkId link = driven.speak();
    driven.now += 50s;
    report(driven.line, link, driven.now);
    driven.line.postpone(driven.now + 3h);
    EXPECT_EQ(driven.wait(), 60s);
  }
}

TEST(LineLiveness, ASubscriptionThatIsNeverSentEndsToo) {
  Driven driven({});
  const LinkId link = driven.open();
  driven.now += 5s;
  driven.line.opened(link, driven.now);
  driven.now += 60s - 1us;
  EXPECT_TRUE(std::holds_alternative<Line::Send>(driven.step()));
  driven.now += 1us;
  EXPECT_EQ(driven.close(link), Leave::kDead);
}

TEST(LineLiveness, AliveWithoutDataIsFollowedOnTheNextHost) {
  Driven driven({.limits = with_pings(3min), .hosts = 2, .quiet_max = 60s});
  const LinkId old = driven.speak();
  driven.talk(old, 40s);
  EXPECT_EQ(driven.hold(old), 60s);
  const LinkId next = driven.open();
  EXPECT_EQ(driven.host, 1U);
  EXPECT_EQ(driven.line.state(old), LinkState::kRetiring);
  EXPECT_EQ(driven.line.leaving(old), Leave::kHushed);
  driven.subscribe(next);
  EXPECT_EQ(driven.close(old), Leave::kRelieved);
}

TEST(LineLiveness, SilenceCountsFromTheDayItBeganToSpeak) {
  Driven driven({.limits = with_pings(3min), .answer_max = 50s});
  const LinkId link = driven.open();
  driven.line.opened(link, driven.now);
  driven.send(link, 0);
  driven.line.heard_data(link, driven.now);
  driven.now += 45s;
  driven.line.accepted(link, driven.now);
  EXPECT_EQ(driven.wait(), 60s);
}

// How long each of a row of links is borne that say nothing.
Micros bear(Driven& driven, LinkId& link) {
  const Micros time = driven.hold(link);
  const LinkId next = driven.speak();
  EXPECT_EQ(driven.close(link), Leave::kRelieved);
  link = next;
  return time;
}

TEST(LineLiveness, PatienceDoublesWhileItIsInVain) {
  Driven driven({.hosts = 3, .quiet_max = 60s, .quiet_limit = 10min});
  LinkId link = driven.speak();
  std::size_t host = 0;
  for (const Micros expected : {1min, 2min, 4min, 8min, 10min, 10min, 10min}) {
    ASSERT_EQ(bear(driven, link), expected);
    ASSERT_EQ(driven.host, ++host % 3);
  }
}

TEST(LineLiveness, DataBringPatienceBack) {
  Driven driven({});
  LinkId link = driven.speak();
  for (int i = 0; i < 3; ++i) bear(driven, link);
  driven.line.heard_data(link, driven.now);
  EXPECT_EQ(bear(driven, link), 1min);
  EXPECT_EQ(bear(driven, link), 2min);
  driven.hold(link);  // four minutes
  const LinkId next = driven.open();
  driven.line.heard_data(link, driven.now);  // the old one speaks again
  driven.subscribe(next);
  EXPECT_EQ(driven.close(link), Leave::kRelieved);
  EXPECT_EQ(driven.hold(next), 1min);
}

TEST(LineLiveness, PatienceIsNeverLessThanItBeganWith) {
  Driven driven({.quiet_max = 30min, .quiet_limit = 10min});
  LinkId link = driven.speak();
  for (int i = 0; i < 3; ++i) ASSERT_EQ(bear(driven, link), 30min);
}

TEST(LineLiveness, DataInTimeCallTheSuccessorOff) {
  Driven driven({});
  const LinkId link = driven.speak();
  driven.hold(link);
  ASSERT_TRUE(std::holds_alternative<Line::Open>(driven.step()));
  driven.line.heard_data(link, driven.now);
  EXPECT_EQ(driven.wait(), 60s);
  EXPECT_EQ(driven.line.state(link), LinkState::kSpeaking);
}

TEST(LineLiveness, AHushedLinkIsKeptUntilItsSuccessorSpeaks) {
  Driven driven({.hosts = 2});
  const LinkId old = driven.speak();
  driven.hold(old);
  for (int i = 0; i < 5; ++i) {
    driven.line.lost(driven.open(), driven.now);
    driven.until_open();
    driven.line.heard_ping(old, driven.now);
    ASSERT_EQ(driven.line.state(old), LinkState::kRetiring);
  }
  driven.speak();
  EXPECT_EQ(driven.close(old), Leave::kRelieved);
}

TEST(LineLiveness, ADoubtIsFollowedAtOnceOnTheNextHost) {
  Driven driven({.hosts = 2});
  const LinkId old = driven.speak();
  driven.talk(old, 30s);
  driven.line.doubted(driven.now);
  EXPECT_EQ(driven.line.state(old), LinkState::kSpeaking);
  const LinkId next = driven.open();
  EXPECT_EQ(driven.host, 1U);
  EXPECT_EQ(driven.line.leaving(old), Leave::kHushed);
  driven.line.heard_data(old, driven.now);
  driven.line.doubted(driven.now);  // it is on its way
  driven.subscribe(next);
  EXPECT_EQ(driven.close(old), Leave::kRelieved);
  driven.line.heard_data(next, driven.now);
  EXPECT_EQ(driven.wait(), 60s);
}

TEST(LineLiveness, ADoubtIsNotAnsweredByData) {
  Driven driven({});
  const LinkId old = driven.speak();
  driven.line.doubted(driven.now);
  driven.line.heard_data(old, driven.now);
  driven.open();
  EXPECT_EQ(driven.line.state(old), LinkState::kRetiring);
}

TEST(LineLiveness, AMovedDoubtDoesNotChangePatience) {
  Driven driven({});
  LinkId link = driven.speak();
  driven.talk(link, 30s);
  driven.line.doubted(driven.now);
  const LinkId next = driven.speak();
  driven.close(link);
  EXPECT_EQ(driven.hold(next), 1min);
}

TEST(LineLiveness, WhoDoubtsAgainAndAgainIsHeededLessAndLess) {
  std::array<Micros, 10> longest{};
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    Driven driven({.seed = seed});
    LinkId link = driven.speak();
    for (Micros& most : longest) {
      driven.line.doubted(driven.now);
      driven.line.doubted(driven.now);  // the same doubt
      const Micros time = driven.until_open();
      driven.line.heard_data(link, driven.now);
      most = std::max(most, time);
      const LinkId next = driven.speak();
      ASSERT_EQ(driven.close(link), Leave::kRelieved);
      link = next;
    }
  }
  EXPECT_EQ(longest.at(0), 0s);
  for (std::size_t i = 1; i < longest.size(); ++i) {
    const Micros most = std::min<Micros>(500ms * (1 << i), 30s);
    EXPECT_LE(longest.at(i), most);
    EXPECT_GT(longest.at(i), most * 9 / 10);
  }
}

// Who doubts too often does not profit from the time it was made to wait.
TEST(LineLiveness, ADoubtPutOffProvesNothing) {
  Micros longest{};
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Driven driven({.seed = seed});
    for (int i = 0; i < 8; ++i) {
      driven.until_open();
      driven.line.lost(driven.open(), driven.now);
    }
    driven.until_open();
    const LinkId link = driven.speak();
    driven.talk(link, 29s);
    driven.line.doubted(driven.now);
    driven.line.postpone(driven.now + 2s);
    driven.until_open();
    driven.line.lost(driven.open(), driven.now);
    longest = std::max(longest, driven.until_open());
  }
  EXPECT_GT(longest, 25s);
}

TEST(LineLiveness, ADoubtAfterALongGoodTimeIsHeededAtOnce) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Driven driven({.seed = seed});
    LinkId link = driven.speak();
    for (int i = 0; i < 20; ++i) {
      driven.talk(link, 30s);
      driven.line.doubted(driven.now);
      ASSERT_EQ(driven.until_open(), 0s);
      const LinkId next = driven.speak();
      ASSERT_EQ(driven.close(link), Leave::kRelieved);
      link = next;
    }
  }
}

TEST(LineLiveness, ADoubtWhileNobodySpeaksIsNoNews) {
  Driven driven({});
  driven.line.doubted(driven.now);
  const LinkId link = driven.open();
  driven.line.doubted(driven.now);
  driven.line.opened(link, driven.now);
  driven.line.doubted(driven.now);
  driven.send(link, 0);
  driven.line.accepted(link, driven.now);
  EXPECT_EQ(driven.wait(), 60s);
}

}  // namespace
}  // namespace wick::policy::line_liveness_test
