#include "feed/backoff.hpp"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace wick::feed::backoff_test {
namespace {

using namespace std::chrono_literals;

policy::PlainBackoffOptions times(std::int64_t percent) {
  return {.base_delay = 2s, .factor = policy::Ratio::percent(percent), .max_delay = 60s};
}

void expect_between_half_and_all(std::int64_t percent, const std::vector<core::Micros>& all) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Backoff backoff(times(percent), seed);
    for (int round = 0; round < 2; ++round) {
      for (const core::Micros whole : all) {
        const core::Micros delay = backoff.next();
        EXPECT_GE(delay, whole / 2) << seed;
        EXPECT_LE(delay, whole) << seed;
      }
      for (int i = 0; i < 100; ++i) EXPECT_LE(backoff.next(), 60s);
      backoff.recovered();
    }
  }
}

TEST(FeedBackoff, GrowsByItsFactorBetweenHalfAndAllUpToItsBound) {
  expect_between_half_and_all(200, {2s, 4s, 8s, 16s, 32s, 60s, 60s, 60s});
  expect_between_half_and_all(300, {2s, 6s, 18s, 54s, 60s, 60s});
  expect_between_half_and_all(100, {2s, 2s, 2s});
}

TEST(FeedBackoff, IsTheSameForTheSameSeedAndAnotherForOthers) {
  EXPECT_EQ(Backoff(times(200), 5).next(), Backoff(times(200), 5).next());
  std::set<core::Micros> drawn;
  for (std::uint64_t seed = 0; seed < 100; ++seed) drawn.insert(Backoff(times(200), seed).next());
  EXPECT_GT(drawn.size(), 95U);
}

}  // namespace
}  // namespace wick::feed::backoff_test
