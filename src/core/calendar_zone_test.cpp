#include "core/calendar_zone.hpp"

#include <gtest/gtest.h>

#include <random>

#include "base/sanitized.hpp"

namespace wick::core::calendar_zone_test {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

WallTime wall(UtcTime digits) {  // what the clock shows, written as if it were UTC
  return WallTime{digits.time_since_epoch()};
}

const UtcTime kForward = midnight(2024, 3, 10) + hours{7};
const UtcTime kBack = midnight(2024, 11, 3) + hours{6};

ZoneRules new_york() {
  return {hours{-5}, {{kForward, hours{-4}}, {kBack, hours{-5}}}};
}

TEST(ZoneRules, AnOffsetHoldsFromItsInstantOn) {
  EXPECT_EQ(new_york().offset_at(kForward - Micros{1}), hours{-5});
  EXPECT_EQ(new_york().offset_at(kForward), hours{-4});
  EXPECT_EQ(new_york().offset_at(kBack), hours{-5});
  EXPECT_EQ(new_york().to_wall(kForward), wall(midnight(2024, 3, 10) + hours{3}));
}

TEST(ZoneRules, AWallTimeThatNeverComesIsReadOnTheClockBefore) {
  const auto at = [](minutes time) {
    return new_york().to_utc(wall(midnight(2024, 3, 10)) + time);
  };
  EXPECT_EQ(at(minutes{119}), kForward - minutes{1});
  EXPECT_EQ(at(minutes{120}), kForward);
  EXPECT_EQ(at(minutes{150}), kForward + minutes{30});
  EXPECT_EQ(at(minutes{180}), kForward);
  EXPECT_EQ(at(minutes{181}), kForward + minutes{1});
}

TEST(ZoneRules, AWallTimeThatComesTwiceIsTheEarlier) {
  const auto at = [](minutes time) {
    return new_york().to_utc(wall(midnight(2024, 11, 3)) + time);
  };
  EXPECT_EQ(at(minutes{59}), kBack - minutes{61});
  EXPECT_EQ(at(minutes{60}), kBack - minutes{60});
  EXPECT_EQ(at(minutes{119}), kBack - minutes{1});
  EXPECT_EQ(at(minutes{120}), kBack + minutes{60});
}

TEST(ZoneRules, AZoneWithoutChangesOnlyShifts) {
  const ZoneRules kolkata{minutes{330}, {}};
  EXPECT_EQ(kolkata.to_utc(wall(midnight(2024, 1, 1))), midnight(2024, 1, 1) - minutes{330});
}

// The oracle looks at every minute: the first whose clock shows the time, else, in a gap, what the
// offset before the gap makes of it.
UtcTime found_by_looking(const ZoneRules& zone, WallTime time) {
  const UtcTime near{time.time_since_epoch()};
  for (UtcTime t = near - hours{30}; t <= near + hours{30}; t += minutes{30}) {
    if (zone.to_wall(t) == time) return t;
  }
  UtcTime t = near - hours{30};
  while (zone.to_wall(t + minutes{30}) < time) t += minutes{30};
  return UtcTime{time.time_since_epoch() - zone.offset_at(t)};
}

TEST(ZoneRules, AgreeWithLookingAtEveryHalfHour) {
  std::mt19937 random(7);
  for (int round = 0; round < (base::kSanitized ? 40 : 200); ++round) {
    const auto offset = [&] { return minutes{(static_cast<int>(random() % 50) - 24) * 30}; };
    std::vector<ZoneChange> changes;
    UtcTime at = midnight(2024, 1, 1);
    for (int i = 0; i < 4; ++i) {
      at += hours{72 + random() % 96};
      changes.push_back({at, offset()});
    }
    const ZoneRules zone{offset(), changes};
    for (UtcTime t = midnight(2024, 1, 1); t < at + hours{72}; t += minutes{30}) {
      ASSERT_EQ(zone.to_utc(wall(t)), found_by_looking(zone, wall(t))) << "round " << round;
    }
  }
}

}  // namespace
}  // namespace wick::core::calendar_zone_test
