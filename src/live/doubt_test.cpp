#include "live/doubt.hpp"

#include <gtest/gtest.h>

namespace wick::live::doubt_test {
namespace {

using core::MonoTime;
using namespace std::chrono_literals;

constexpr MonoTime kBegin{5h};

// Seconds after the beginning at which it doubts, looked at every second.
std::vector<int> doubts(Doubt& doubt, int from, int until) {
  std::vector<int> when;
  for (int second = from; second < until; ++second) {
    if (doubt.step(true, kBegin + std::chrono::seconds{second})) when.push_back(second);
  }
  return when;
}

TEST(Doubt, LongerAndLongerWhileNothingHelps) {
  Doubt doubt({});
  EXPECT_EQ(doubts(doubt, 0, 600), (std::vector{30, 62, 96, 134, 180, 242, 332, 422, 512}));
  EXPECT_EQ(doubt.doubts(), 9);
}

TEST(Doubt, OnlyATickMakesItShortAgain) {
  Doubt doubt({});
  EXPECT_EQ(doubts(doubt, 0, 100), (std::vector{30, 62, 96}));
  EXPECT_FALSE(doubt.step(false, kBegin + 100s));  // connected anew
  EXPECT_EQ(doubts(doubt, 101, 140), (std::vector{139}));
  doubt.tick(kBegin + 150s);
  EXPECT_EQ(doubts(doubt, 150, 181), (std::vector{180}));
}

TEST(Doubt, SilenceIsFineWhileNothingIsExpected) {
  Doubt doubt({});
  doubt.tick(kBegin);
  for (int hour = 0; hour < 48; ++hour) EXPECT_FALSE(doubt.step(false, kBegin + hour * 1h));
  EXPECT_FALSE(doubt.step(true, kBegin + 48h));  // and counts from the opening
  EXPECT_FALSE(doubt.step(true, kBegin + 48h + 30s - 1us));
  EXPECT_TRUE(doubt.step(true, kBegin + 48h + 30s));
}

TEST(Doubt, TicksKeepItAway) {
  Doubt doubt({});
  for (int i = 0; i < 1000; ++i) {
    doubt.tick(kBegin + i * 20s);
    EXPECT_FALSE(doubt.step(true, kBegin + i * 20s + 19s));
  }
}

}  // namespace
}  // namespace wick::live::doubt_test
