#include "policy/link_pace.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "policy/line.hpp"

namespace wick::policy::link_pace_test {
namespace {

using core::MonoTime;
using namespace std::chrono_literals;

constexpr MonoTime kBegin{5h};

TEST(Pace, LetsSoManyGoAtOnceAndTheNextWhenTheFirstIsOutOfSight) {
  Pace pace(3, 1s);
  pace.made(kBegin);
  pace.made(kBegin + 200ms);
  EXPECT_EQ(pace.earliest(kBegin + 300ms), kBegin + 300ms);
  pace.made(kBegin + 300ms);
  EXPECT_EQ(pace.earliest(kBegin + 300ms), kBegin + 1s);
  EXPECT_EQ(pace.earliest(kBegin + 1s - 1us), kBegin + 1s);
  EXPECT_EQ(pace.earliest(kBegin + 1s), kBegin + 1s);
  pace.made(kBegin + 1s);
  EXPECT_EQ(pace.earliest(kBegin + 1s), kBegin + 1200ms);
  EXPECT_EQ(pace.earliest(kBegin + 2h), kBegin + 2h);
}

TEST(Pace, WhatCameTooEarlyCountsAsWell) {
  Pace pace(2, 10s);
  for (int i = 0; i < 5; ++i) pace.made(kBegin + i * 1s);
  EXPECT_EQ(pace.earliest(kBegin + 4s), kBegin + 13s);  // after the last but one
}

TEST(Pace, ConnectionsOfAllLinesTogether) {
  const core::StreamLimits limits;
  ConnectPace pace(limits.connects_max, limits.connects_window);
  MonoTime now = kBegin;
  for (std::size_t i = 0; i < 300; ++i) {
    ASSERT_EQ(pace.earliest(now), now);
    pace.made(now);
    now += 10ms;
  }
  EXPECT_EQ(pace.earliest(now), kBegin + 5min);
}

// The oracle keeps everything and counts.
TEST(Pace, NeverMoreThanAllowedInAnyWindowAndNeverLaterThanNeeded) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    std::mt19937 random(seed);
    const std::size_t most = 1 + random() % 6;
    const core::Micros window{1 + static_cast<std::int64_t>(random() % 50)};
    Pace pace(most, window);
    std::vector<MonoTime> all;
    MonoTime now = kBegin;
    const auto full = [&](MonoTime at) {
      return std::count_if(all.begin(), all.end(), [&](MonoTime made) {
               return made > at - window;
             }) >= static_cast<std::ptrdiff_t>(most);
    };
    for (int i = 0; i < 60; ++i) {
      now += core::Micros{static_cast<std::int64_t>(random() % 20)};
      const MonoTime at = pace.earliest(now);
      ASSERT_FALSE(full(at)) << "seed " << seed;
      ASSERT_TRUE(at == now || full(at - 1us)) << "seed " << seed;
      now = at;
      pace.made(now);
      all.push_back(now);
    }
  }
}

TEST(PaceDeathTest, NothingAtAllIsNoPace) {
  EXPECT_DEATH(Pace(0, 1s), "count_max");
}

}  // namespace
}  // namespace wick::policy::link_pace_test
