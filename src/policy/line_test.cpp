#include "policy/line_test.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "policy/line.hpp"

namespace wick::policy::line_test {
namespace {

using core::Micros;
using core::MonoTime;
using namespace std::chrono_literals;

core::StreamLimits with_messages(std::size_t per_second) {
  core::StreamLimits limits;
  limits.messages_per_second = per_second;
  return limits;
}

// Fails an attempt at once.
void fail(Driven& driven) {
  driven.line.lost(driven.open(), driven.now);
}

TEST(Line, OpensSubscribesAndSpeaks) {
  Driven driven({.batches = 2});
  const LinkId link = driven.open();
  EXPECT_EQ(driven.host, 0U);
  EXPECT_EQ(driven.line.state(link), LinkState::kConnecting);
  driven.now += 1s;
  driven.line.opened(link, driven.now);
  EXPECT_EQ(driven.line.state(link), LinkState::kSubscribing);
  driven.send(link, 0);
  driven.send(link, 1);
  driven.line.accepted(link, driven.now);
  EXPECT_FALSE(driven.line.speaking());
  driven.line.accepted(link, driven.now);
  EXPECT_TRUE(driven.line.speaking());
  EXPECT_EQ(driven.line.state(link), LinkState::kSpeaking);
  EXPECT_EQ(driven.line.links(), 1U);
}

TEST(Line, AskingAgainMovesNothing) {
  Driven driven({.hosts = 3});
  for (int i = 0; i < 100; ++i) {
    ASSERT_EQ(std::get<Line::Open>(driven.line.next(kStart + i * 1h)).host, 0U);
  }
  const LinkId link = driven.open();
  for (int i = 0; i < 100; ++i) {
    ASSERT_EQ(std::get<Line::Close>(driven.line.next(kStart + 1h)).link, link);
    ASSERT_EQ(driven.wait(), 10s);
  }
}

TEST(Line, AnAttemptThatDoesNotOpenIsLeftWhenItsTimeIsUp) {
  Driven driven({.hosts = 2, .connect_max = 7s});
  const LinkId link = driven.open();
  EXPECT_EQ(driven.sleep(), 7s);
  EXPECT_EQ(driven.close(link), Leave::kNoAnswer);
  EXPECT_EQ(driven.line.links(), 0U);
  EXPECT_LE(driven.until_open(), 500ms);
  driven.open();
  EXPECT_EQ(driven.host, 1U);
}

TEST(Line, AnAnswerThatDoesNotComeInTimeEndsIt) {
  Driven driven({.hosts = 2, .answer_max = 4s});
  const LinkId link = driven.open();
  driven.now += 9s;
  driven.line.opened(link, driven.now);
  driven.send(link, 0);
  EXPECT_EQ(driven.sleep(), 4s);
  EXPECT_EQ(driven.close(link), Leave::kNoAnswer);
  driven.until_open();
  driven.open();
  EXPECT_EQ(driven.host, 1U);
}

TEST(Line, EachAnswerHasItsOwnTimeAndTheyAreCounted) {
  Driven driven({.limits = with_messages(3), .batches = 3});  // one in a second
  const LinkId link = driven.open();
  driven.line.opened(link, driven.now);
  driven.send(link, 0);
  EXPECT_EQ(driven.sleep(), 1s);
  driven.send(link, 1);
  EXPECT_EQ(driven.sleep(), 1s);
  driven.send(link, 2);
  EXPECT_EQ(driven.wait(), 8s);  // the first question was two seconds ago
  driven.line.accepted(link, driven.now);
  EXPECT_EQ(driven.wait(), 9s);
  driven.now += 5s;
  driven.line.accepted(link, driven.now);
  EXPECT_EQ(driven.sleep(), 5s);
  EXPECT_EQ(driven.close(link), Leave::kNoAnswer);
}

TEST(Line, AnAnswerToNothingIsNoAnswer) {
  Driven driven({});
  const LinkId link = driven.open();
  driven.line.accepted(link, driven.now);
  driven.line.opened(link, driven.now);
  driven.line.accepted(link, driven.now);
  driven.send(link, 0);
  EXPECT_EQ(driven.line.state(link), LinkState::kSubscribing);
  EXPECT_EQ(driven.wait(), 10s);
}

TEST(Line, TwoMessagesInASecondAreLeftForPongs) {
  Driven driven({.limits = with_messages(5), .batches = 7});
  const LinkId link = driven.open();
  driven.line.opened(link, driven.now);
  for (std::size_t batch = 0; batch < 7; ++batch) {
    if (batch == 3 || batch == 6) {
      ASSERT_EQ(driven.sleep(), 1s) << batch;
    }
    driven.send(link, batch);
  }
  for (int i = 0; i < 7; ++i) driven.line.accepted(link, driven.now);
  EXPECT_TRUE(driven.line.speaking());
}

TEST(Line, PongsAreOurMessagesToo) {
  Driven driven({.limits = with_messages(4), .batches = 4});  // two in a second
  const LinkId link = driven.open();
  driven.line.opened(link, driven.now);
  driven.send(link, 0);
  driven.now += 300ms;
  driven.line.heard_ping(link, driven.now);
  EXPECT_EQ(driven.sleep(), 700ms);
  driven.send(link, 1);
  EXPECT_EQ(driven.sleep(), 300ms);
  driven.send(link, 2);
  driven.now += 100ms;
  driven.line.heard_ping(link, driven.now);
  driven.line.heard_ping(link, driven.now);
  EXPECT_EQ(driven.sleep(), 1s);
  driven.send(link, 3);
}

TEST(Line, AVenueThatAllowsLittleGetsOneMessageASecond) {
  for (const std::size_t allowed : {0U, 1U, 2U, 3U}) {
    Driven driven({.limits = with_messages(allowed), .batches = 2});
    const LinkId link = driven.open();
    driven.line.opened(link, driven.now);
    driven.send(link, 0);
    EXPECT_EQ(driven.sleep(), 1s) << allowed;
    driven.send(link, 1);
  }
}

TEST(Line, WhatIsRefusedIsClosedAndAskedOfTheNextHost) {
  Driven driven({.hosts = 2});
  const LinkId link = driven.open();
  driven.line.opened(link, driven.now);
  driven.send(link, 0);
  driven.line.refused(link, driven.now);
  driven.line.accepted(link, driven.now);  // of no use any more
  EXPECT_FALSE(driven.line.speaking());
  EXPECT_EQ(driven.close(link), Leave::kRefused);
  driven.until_open();
  driven.open();
  EXPECT_EQ(driven.host, 1U);
}

TEST(Line, RefusedAfterAllWasTakenMeansNothing) {
  Driven driven({});
  const LinkId link = driven.speak();
  driven.line.refused(link, driven.now);
  EXPECT_EQ(driven.line.state(link), LinkState::kSpeaking);
  EXPECT_EQ(driven.wait(), 60s);
}

TEST(Line, FailuresDoubleTheDelayUpToALimitForEver) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    Driven driven({.hosts = 3, .backoff = 500ms, .backoff_max = 30s, .seed = seed});
    Micros most = 500ms;
    for (std::size_t i = 0; i < 200; ++i) {
      const Micros delay = driven.until_open();
      if (i == 0) {
        ASSERT_EQ(delay, 0s);
      } else {
        ASSERT_LE(delay, most) << "seed " << seed << " attempt " << i;
        most = std::min<Micros>(most * 2, 30s);
      }
      fail(driven);
      ASSERT_EQ(driven.host, i % 3);
    }
  }
}

TEST(Line, TheJitterIsFullAndBelongsToTheSeed) {
  for (std::size_t failures = 1; failures <= 8; ++failures) {
    const Micros most = std::min<Micros>(500ms * (1 << (failures - 1)), 30s);
    std::set<Micros> delays;
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
      Driven driven({.seed = seed});
      Driven twin({.seed = seed});
      for (std::size_t i = 0; i < failures; ++i) {
        driven.until_open();
        fail(driven);
        twin.until_open();
        fail(twin);
      }
      const Micros delay = driven.until_open();
      ASSERT_EQ(delay, twin.until_open());
      delays.insert(delay);
    }
    EXPECT_GT(delays.size(), 380U);
    EXPECT_LT(*delays.begin(), most / 20);
    EXPECT_GT(*delays.rbegin(), most * 19 / 20);
  }
}

TEST(Line, TheDelayCountsFromWhenTheTimeWasUp) {
  Driven driven({.backoff = 500ms});
  const LinkId link = driven.open();
  driven.now += 1h;  // the machine slept
  EXPECT_EQ(driven.close(link), Leave::kNoAnswer);
  EXPECT_EQ(driven.until_open(), 0s);
}

TEST(Line, ACutIsMendedAtOnceOnTheSameHost) {
  std::set<Micros> delays;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Driven driven({.hosts = 2, .backoff = 500ms, .seed = seed});
    const LinkId link = driven.speak();
    driven.talk(link, 5s);
    driven.line.lost(link, driven.now);
    EXPECT_FALSE(driven.line.speaking());
    const Micros delay = driven.until_open();
    delays.insert(delay);
    ASSERT_LE(delay, 250ms);
    driven.open();
    ASSERT_EQ(driven.host, 0U);
  }
  EXPECT_GT(delays.size(), 190U);
  EXPECT_GT(*delays.rbegin(), 240ms);
}

TEST(Line, TheSecondCutWaitsAndGoesElsewhere) {
  Micros longest{};
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Driven driven({.hosts = 3, .seed = seed});
    driven.line.lost(driven.speak(), driven.now);
    driven.until_open();
    driven.line.lost(driven.speak(), driven.now);
    longest = std::max(longest, driven.until_open());
    ASSERT_LE(longest, 1s);
    driven.open();
    ASSERT_EQ(driven.host, 1U);
  }
  EXPECT_GT(longest, 900ms);
}

// How long it takes, at most, to be back after a cut, when the link spoke for `time`.
Micros longest_after(Micros time, bool with_data) {
  Micros longest{};
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    Driven driven({.seed = seed});
    for (int i = 0; i < 10; ++i) {
      driven.until_open();
      fail(driven);
    }
    driven.until_open();
    const LinkId link = driven.speak();
    if (with_data) driven.line.heard_data(link, driven.now);
    driven.now += time;
    driven.line.lost(link, driven.now);
    longest = std::max(longest, driven.until_open());
  }
  return longest;
}

TEST(Line, OnlyALinkThatSpokeForAWhileStartsTheCountAnew) {
  EXPECT_GT(longest_after(0s, true), 20s);
  EXPECT_GT(longest_after(30s - 1us, true), 20s);
  EXPECT_LE(longest_after(30s, true), 250ms);
  EXPECT_GT(longest_after(60s - 1us, false), 20s);
  EXPECT_LE(longest_after(60s, false), 250ms);
}

TEST(Line, DataBeforeAllIsSubscribedProveNothing) {
  Micros longest{};
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    Driven driven({.seed = seed});
    for (int i = 0; i < 10; ++i) {
      driven.until_open();
      fail(driven);
    }
    driven.until_open();
    const LinkId link = driven.open();
    driven.line.opened(link, driven.now);
    driven.send(link, 0);
    driven.line.heard_data(link, driven.now);
    driven.line.accepted(link, driven.now);
    driven.now += 40s;
    driven.line.lost(link, driven.now);
    longest = std::max(longest, driven.until_open());
  }
  EXPECT_GT(longest, 20s);
}

TEST(Line, ReportsAboutLinksThatAreGoneAreIgnored) {
  Driven driven({});
  const LinkId gone = driven.speak();
  driven.line.lost(gone, driven.now);
  const Micros delay = driven.wait();
  for (const LinkId link : {gone, LinkId{0}, LinkId{77}}) {
    driven.line.opened(link, driven.now);
    driven.line.sent(link, driven.now);
    driven.line.accepted(link, driven.now);
    driven.line.refused(link, driven.now);
    driven.line.heard_data(link, driven.now);
    driven.line.heard_ping(link, driven.now);
    driven.line.going_away(link, driven.now);
    driven.line.lost(link, driven.now);
    driven.line.closed(link);
    EXPECT_EQ(driven.line.state(link), std::nullopt);
    EXPECT_EQ(driven.line.leaving(link), std::nullopt);
  }
  driven.line.doubted(driven.now);
  EXPECT_EQ(driven.wait(), delay);
  EXPECT_EQ(driven.line.links(), 0U);
}

TEST(Line, AnOpeningCanBePutOff) {
  Driven driven({});
  driven.line.postpone(kStart + 40s);
  EXPECT_EQ(driven.wait(), 40s);
  driven.line.postpone(kStart + 20s);  // the later one holds
  EXPECT_EQ(driven.sleep(), 40s);
  driven.open();
}

TEST(LineDeathTest, MistakesOfTheDriver) {
  Driven driven({});
  const LinkId link = driven.open();
  EXPECT_DEATH(driven.line.opening(driven.now), "due.has_value");
  EXPECT_DEATH(driven.line.sent(link, driven.now), "kSubscribing");
  driven.line.opened(link, driven.now);
  EXPECT_DEATH(driven.line.opened(link, driven.now), "has_value");
  driven.send(link, 0);
  EXPECT_DEATH(driven.line.sent(link, driven.now), "batches");
  EXPECT_DEATH(Line({.hosts = 0}), "hosts");
  EXPECT_DEATH(Line({.batches = 0}), "batches");
  core::StreamLimits limits;
  limits.lifetime = 0s;
  EXPECT_DEATH(Line({.limits = limits}), "lifetime");
}

}  // namespace
}  // namespace wick::policy::line_test
