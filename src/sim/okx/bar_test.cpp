#include "sim/okx/bar.hpp"

#include <gtest/gtest.h>

namespace wick::sim::bar_test {
namespace {

Micros open_by(const char* name, Micros at) {
  const auto bar = bar_of(name);
  EXPECT_TRUE(bar) << name;
  return bar ? open_of(bar->interval, at + bar->shift) - bar->shift : -1;
}

// 2024-03-06T21:30Z, a Wednesday: in Hong Kong it is Thursday, 05:30.
constexpr Micros kAt = 1'709'760'600 * kSecond;
constexpr Micros kDayUtc = 1'709'683'200 * kSecond;

TEST(Bar, LongOnesOpenByTheClockOfHongKongUnlessTheySayUtc) {
  EXPECT_EQ(open_by("6H", kAt), kDayUtc + 16 * kHour);
  EXPECT_EQ(open_by("6Hutc", kAt), kDayUtc + 18 * kHour);
  EXPECT_EQ(open_by("12H", kAt), kDayUtc + 16 * kHour);
  EXPECT_EQ(open_by("12Hutc", kAt), kDayUtc + 12 * kHour);
  EXPECT_EQ(open_by("1D", kAt), kDayUtc + 16 * kHour);
  EXPECT_EQ(open_by("1Dutc", kAt), kDayUtc);
  EXPECT_EQ(open_by("1W", kAt), kDayUtc - 3 * kDay + 16 * kHour);  // Monday begins on Sunday
  EXPECT_EQ(open_by("1Wutc", kAt), kDayUtc - 2 * kDay);
  EXPECT_EQ(open_by("1M", kAt), kDayUtc - 6 * kDay + 16 * kHour);
  EXPECT_EQ(open_by("1Mutc", kAt), kDayUtc - 5 * kDay);
}

TEST(Bar, ShortOnesOpenAlikeEverywhere) {
  EXPECT_EQ(open_by("4H", kAt), kDayUtc + 20 * kHour);
  EXPECT_EQ(open_by("2H", kAt), kDayUtc + 20 * kHour);
  EXPECT_EQ(open_by("1H", kAt), kDayUtc + 21 * kHour);
  EXPECT_EQ(open_by("30m", kAt), kAt);
  EXPECT_EQ(open_by("1s", kAt + 999'999), kAt);
}

TEST(Bar, NamesAreExact) {
  for (const char* name :
       {"", "1h", "1d", "1w", "1mo", "8H", "3D", "4Hutc", "1HUTC", "1D ", "60m"}) {
    EXPECT_FALSE(bar_of(name)) << name;
  }
}

}  // namespace
}  // namespace wick::sim::bar_test
