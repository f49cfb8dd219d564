#include "live/feed_clock.hpp"

#include <gtest/gtest.h>

namespace wick::live::feed_clock_test {
namespace {

using namespace std::chrono_literals;

const core::UtcTime kStart = core::midnight(2026, 3, 2);

core::Tick late_by(core::Micros at, core::Micros late) {
  return {.time = kStart + at - late, .received = kStart + at, .bid = 1, .ask = 1};
}

TEST(FeedClock, WhatTheGraceCoversIsNoMatter) {
  FeedClock clock(1s);
  for (int i = 0; i < 20; ++i) clock.hear(late_by(i * 1s, 800ms));
  EXPECT_EQ(clock.shift(), 0us);
}

TEST(FeedClock, TheFastestTickTells) {
  FeedClock clock(1s);
  for (int i = 0; i < 20; ++i) clock.hear(late_by(i * 1s, 3s + (i % 4) * 500ms));
  EXPECT_EQ(clock.shift(), -3s);
}

TEST(FeedClock, AFewOldTicksProveNothing) {
  FeedClock clock(1s);
  for (int i = 0; i < 4; ++i) clock.hear(late_by(i * 1s, 1h));
  EXPECT_EQ(clock.shift(), 0us);
  clock.hear(late_by(5s, 1h));
  EXPECT_EQ(clock.shift(), -30s) << "and never more than that";
}

TEST(FeedClock, AClockThatIsBehindHarmsNobody) {
  FeedClock clock(1s);
  for (int i = 0; i < 20; ++i) clock.hear(late_by(i * 1s, -7s));
  EXPECT_EQ(clock.shift(), 0us);
}

TEST(FeedClock, AClockThatWasSetIsForgottenWithItsWindow) {
  FeedClock clock(1s);
  for (int i = 0; i < 20; ++i) clock.hear(late_by(i * 1s, 5s));
  for (int i = 0; i < 20; ++i) clock.hear(late_by(6min + i * 1s, 9s));
  EXPECT_EQ(clock.shift(), -5s) << "the window before counts";
  for (int i = 0; i < 20; ++i) clock.hear(late_by(12min + i * 1s, 9s));
  EXPECT_EQ(clock.shift(), -9s);
}

TEST(FeedClock, OldTicksOfAPauseDoNotMakeTheFirstOnesAfterItComeFromTheFuture) {
  FeedClock clock(1s);
  for (int i = 0; i < 20; ++i) clock.hear(late_by(i * 10s, 40h));
  EXPECT_EQ(clock.shift(), -30s);
  clock.hear(late_by(10min, 100ms));
  EXPECT_EQ(clock.shift(), 0us) << "one that comes at once tells enough";
}

}  // namespace
}  // namespace wick::live::feed_clock_test
