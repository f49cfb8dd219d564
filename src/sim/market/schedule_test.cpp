#include "sim/market/schedule.hpp"

#include <gtest/gtest.h>

#include <cstdint>

#include "sim/market/market.hpp"

namespace wick::sim::schedule_test {
namespace {

constexpr std::int64_t kYear = 365 * 24 * 60;
constexpr std::int64_t kSince2018 = 25'246'080;

TEST(Schedule, MaintenanceIsAHandfulAYearAndStaysInItsSlot) {
  for (const Venue venue : {Venue::kSpot, Venue::kUm, Venue::kCm}) {
    int early = 0;
    int late = 0;
    for (std::int64_t slot = kSince2018 / kSlot; slot < (kSince2018 + 10 * kYear) / kSlot; ++slot) {
      const Minutes gap = maintenance(42, venue, slot);
      if (gap.empty()) continue;
      EXPECT_GE(gap.end - gap.begin, 10);
      EXPECT_LE(gap.end - gap.begin, 360);
      EXPECT_EQ(gap.begin / kSlot, slot);
      EXPECT_EQ((gap.end - 1) / kSlot, slot);
      ++(slot * kSlot < kSince2018 + 5 * kYear ? early : late);
    }
    EXPECT_GE(late, 5);
    EXPECT_GT(early, late);
    EXPECT_LE(early, 60);
  }
}

TEST(Schedule, MaintenanceNeverLeavesItsSlot) {
  for (std::int64_t slot = 500; slot < 50'000; ++slot) {
    const Minutes gap = maintenance(1, Venue::kSpot, slot);
    ASSERT_TRUE(gap.empty() || (gap.end - 1) / kSlot == slot) << slot;
  }
}

TEST(Schedule, LostMinutesAreSingleAndDifferFromSymbolToSymbol) {
  int lost = 0;
  int shared = 0;
  for (std::int64_t slot = 500; slot < 700; ++slot) {
    const Minutes one = lost_minute(1, slot);
    const Minutes other = lost_minute(2, slot);
    if (one.empty()) continue;
    EXPECT_EQ(one.end - one.begin, 1);
    EXPECT_EQ(one.begin / kSlot, slot);
    ++lost;
    if (one == other) ++shared;
  }
  EXPECT_GT(lost, 20);
  EXPECT_EQ(shared, 0);
}

TEST(Schedule, IsOpenInLifeButForWhatIsClosed) {
  Symbol symbol;
  symbol.venue = Venue::kUm;
  symbol.listed = kSince2018 * kMinute;
  symbol.delisted = (kSince2018 + kYear) * kMinute;
  Schedule schedule{7, 8, symbol};
  for (std::int64_t minute = kSince2018 - 10; minute < kSince2018 + kYear + 10; ++minute) {
    const bool alive = minute >= kSince2018 && minute < kSince2018 + kYear;
    const bool closed = maintenance(7, Venue::kUm, minute / kSlot).holds(minute) ||
                        lost_minute(8, minute / kSlot).holds(minute);
    ASSERT_EQ(schedule.open(minute), alive && !closed);
  }
}

}  // namespace
}  // namespace wick::sim::schedule_test
