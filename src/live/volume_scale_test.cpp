#include "live/volume_scale.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace wick::live::volume_scale_test {
namespace {

TEST(VolumeScale, Scenario7TenOfVolumeInTwoTicksAreFiveEach) {
  VolumeScale minutes;
  EXPECT_FALSE(minutes.tick_volume());
  minutes.learn(10, 2);
  EXPECT_EQ(minutes.tick_volume(), 5);
}

TEST(VolumeScale, Scenario7LongerBarsTakeTheScaleOfMinutesUntilTheyHaveTheirOwn) {
  VolumeScale minutes;
  VolumeScale hours;
  EXPECT_EQ(tick_volume_of(hours, minutes), 1);
  minutes.learn(10, 2);
  EXPECT_EQ(tick_volume_of(hours, minutes), 5);
  hours.learn(30, 10);
  EXPECT_EQ(tick_volume_of(hours, minutes), 3);
}

TEST(VolumeScale, OneWildMinuteDoesNotMoveTheMedian) {
  VolumeScale scale;
  for (int i = 0; i < 10; ++i) scale.learn(20, 10);
  scale.learn(1e6, 10);
  EXPECT_EQ(scale.tick_volume(), 2);
}

TEST(VolumeScale, LeastSquaresWinWhereTheyAreNearerForTheMedianMinute) {
  VolumeScale scale;
  scale.learn(1, 1);
  scale.learn(1, 1);
  scale.learn(290, 100);
  scale.learn(300, 100);
  scale.learn(310, 100);
  // The median of the ratios is 2.9, which is wrong by 6.5 % for the median minute; squares by 3.4.
  EXPECT_DOUBLE_EQ(scale.tick_volume().value(), 90002. / 30002);
}

TEST(VolumeScale, FiftyMinutesAreRemembered) {
  VolumeScale scale;
  for (int i = 0; i < 50; ++i) scale.learn(10, 10);
  for (int i = 0; i < 50; ++i) scale.learn(40, 10);
  EXPECT_EQ(scale.samples(), 50U);
  EXPECT_EQ(scale.tick_volume(), 4);
}

TEST(VolumeScale, EmptyMinutesTeachNothing) {
  VolumeScale scale;
  scale.learn(0, 5);
  scale.learn(5, 0);
  scale.learn(-1, 1);
  scale.learn(std::numeric_limits<double>::infinity(), 1);
  EXPECT_EQ(scale.samples(), 0U);
}

}  // namespace
}  // namespace wick::live::volume_scale_test
