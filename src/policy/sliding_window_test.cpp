#include "policy/sliding_window.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace wick::policy::sliding_window_test {
namespace {

using core::MonoTime;
using namespace std::chrono_literals;

constexpr MonoTime kBegin{5h};

TEST(SlidingWindow, ACallExactlyOneLengthOldIsOutside) {
  SlidingWindow window(3, 60s);
  window.add(kBegin);
  EXPECT_EQ(window.count(kBegin), 1U);
  EXPECT_EQ(window.count(kBegin + 60s - 1us), 1U);
  EXPECT_EQ(window.count(kBegin + 60s), 0U);
}

TEST(SlidingWindow, TellsWhenEnoughWillHaveLeft) {
  SlidingWindow window(3, 60s);
  window.add(kBegin);
  window.add(kBegin + 10s);
  window.add(kBegin + 20s);
  EXPECT_EQ(window.until_below(4, kBegin + 20s), 0s);
  EXPECT_EQ(window.until_below(3, kBegin + 20s), 40s);
  EXPECT_EQ(window.until_below(2, kBegin + 20s), 50s);
  EXPECT_EQ(window.until_below(1, kBegin + 20s), 60s);
  EXPECT_EQ(window.until_below(0, kBegin + 20s), 60s);
  EXPECT_EQ(window.until_below(0, kBegin + 9h), 60s);
}

// The oracle keeps everything and counts.
TEST(SlidingWindow, CountsAsOneWhoForgetsNothing) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    std::mt19937 random(seed);
    const std::size_t room = 1 + random() % 9;
    const core::Micros length{1 + static_cast<std::int64_t>(random() % 40)};
    SlidingWindow window(room, length);
    std::vector<MonoTime> all;
    MonoTime now = kBegin;
    const auto inside = [&](MonoTime at) {
      return static_cast<std::size_t>(
          std::count_if(all.begin(), all.end(), [&](MonoTime call) { return call > at - length; }));
    };
    for (int i = 0; i < 100; ++i) {
      now += core::Micros{static_cast<std::int64_t>(random() % 12)};
      ASSERT_EQ(window.count(now), inside(now)) << "seed " << seed;
      const std::size_t limit = 1 + random() % room;
      const core::Micros wait = window.until_below(limit, now);
      ASSERT_LT(inside(now + wait), limit) << "seed " << seed;
      ASSERT_TRUE(wait == 0us || inside(now + wait - 1us) >= limit) << "seed " << seed;
      if (window.count(now) == room) continue;
      window.add(now);
      all.push_back(now);
    }
  }
}

TEST(SlidingWindowDeathTest, RefusesMoreThanItHasRoomForAndAClockThatRunsBack) {
  SlidingWindow window(2, 60s);
  window.add(kBegin);
  EXPECT_DEATH(window.add(kBegin - 1us), "now");
  window.add(kBegin);
  EXPECT_DEATH(window.add(kBegin), "held_");
  EXPECT_DEATH(SlidingWindow(0, 60s), "room");
}

}  // namespace
}  // namespace wick::policy::sliding_window_test
