#include "live/venue_clock.hpp"

#include <gtest/gtest.h>

#include <random>

namespace wick::live::venue_clock_test {
namespace {

using core::MonoTime;
using core::Now;
using core::UtcTime;
using namespace std::chrono_literals;

const UtcTime kVenue = core::midnight(2024, 3, 5);
const MonoTime kMono{std::chrono::hours{100}};

TEST(VenueClock, OurOwnWordCountsWhileNothingWasHeard) {
  const VenueClock clock;
  EXPECT_FALSE(clock.heard());
  EXPECT_EQ(clock.at({kVenue + 3h, kMono}), kVenue + 3h);
}

TEST(VenueClock, OurWallClockDoesNotMatterOnceItWasHeard) {
  VenueClock clock;
  clock.hear(kVenue, kMono);
  EXPECT_EQ(clock.at({UtcTime{} + 5h, kMono + 7s}), kVenue + 7s);
  EXPECT_EQ(clock.mono_at(kVenue + 1min, {UtcTime{}, kMono + 7s}), kMono + 1min);
}

TEST(VenueClock, TheFastestFrameTellsBest) {
  VenueClock clock;
  clock.hear(kVenue, kMono + 300ms);
  clock.hear(kVenue + 1s, kMono + 1s + 40ms);
  clock.hear(kVenue + 2s, kMono + 2s + 900ms);
  EXPECT_EQ(clock.at({{}, kMono + 10s}), kVenue + 10s - 40ms);
}

TEST(VenueClock, AClockThatWasSetBackIsFollowedWithinTenMinutes) {
  VenueClock clock;
  for (int s = 0; s < 60; ++s) clock.hear(kVenue + s * 1s, kMono + s * 1s);
  for (int s = 60; s < 700; ++s) clock.hear(kVenue - 1h + s * 1s, kMono + s * 1s);
  EXPECT_EQ(clock.at({{}, kMono + 700s}), kVenue - 1h + 700s);
}

TEST(VenueClock, ItIsNeverAheadAndBehindByTheShortestJourney) {
  std::mt19937 random(5);
  VenueClock clock;
  core::Micros shortest = 1h;
  for (int i = 0; i < 2000; ++i) {
    const core::Micros journey{20'000 + random() % 200'000};
    const MonoTime received = kMono + i * 100ms + journey;
    clock.hear(kVenue + i * 100ms, received);
    shortest = std::min(shortest, journey);
    EXPECT_EQ(clock.at({{}, received}), kVenue + (received - kMono) - shortest);
  }
}

}  // namespace
}  // namespace wick::live::venue_clock_test
