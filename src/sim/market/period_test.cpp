#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <random>
#include <string_view>

#include "sim/market/market.hpp"

namespace wick::sim::period_test {
namespace {

using namespace std::chrono_literals;

Micros at(std::chrono::sys_days day) {
  return day.time_since_epoch().count() * kDay;
}

TEST(IntervalGrid, BothNamesAreRead) {
  constexpr std::array<std::string_view, 16> kNames{"1s", "1m", "3m", "5m", "15m", "30m",
                                                    "1h", "2h", "4h", "6h", "8h",  "12h",
                                                    "1d", "3d", "1w", "1M"};
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    const auto interval = static_cast<Interval>(i);
    EXPECT_EQ(interval_of(kNames.at(i)), interval);
    EXPECT_EQ(rest_name(interval), kNames.at(i));
    EXPECT_EQ(archive_name(interval), interval == Interval::k1mo ? "1mo" : kNames.at(i));
  }
  EXPECT_EQ(interval_of("1mo"), Interval::k1mo);
  for (const std::string_view wrong : {"", "1", "1H", "2m", "1Mo", "1m "}) {
    EXPECT_FALSE(interval_of(wrong)) << wrong;
  }
}

TEST(IntervalGrid, WeeksOpenOnMondayAndMonthsOnTheFirst) {
  EXPECT_EQ(open_of(Interval::k1w, at(2024y / 2 / 29)), at(2024y / 2 / 26));
  EXPECT_EQ(open_of(Interval::k1w, at(2024y / 2 / 26) - 1), at(2024y / 2 / 19));
  EXPECT_EQ(next_open(Interval::k1w, at(2024y / 2 / 26)), at(2024y / 3 / 4));
  EXPECT_EQ(open_of(Interval::k1mo, at(2024y / 3 / 1) - 1), at(2024y / 2 / 1));
  EXPECT_EQ(next_open(Interval::k1mo, at(2023y / 12 / 1)), at(2024y / 1 / 1));
  EXPECT_EQ(open_of(Interval::k3d, at(1970y / 1 / 6)), at(1970y / 1 / 4));
}

// Day by day, an independent calendar.
TEST(IntervalGrid, EveryDayBelongsToItsWeekMonthAndThreeDays) {
  for (std::chrono::sys_days day = 2017y / 1 / 1; day < 2031y / 1 / 1;
       day += std::chrono::days{1}) {
    const std::chrono::weekday weekday{day};
    const std::chrono::year_month_day date{day};
    const Micros noon = at(day) + 12 * kHour;
    const auto since_monday = static_cast<int>(weekday.iso_encoding()) - 1;
    ASSERT_EQ(open_of(Interval::k1w, noon), at(day - std::chrono::days{since_monday}));
    ASSERT_EQ(open_of(Interval::k1mo, noon), at(date.year() / date.month() / 1));
    ASSERT_EQ(open_of(Interval::k3d, noon), at(day) / (3 * kDay) * (3 * kDay));
    ASSERT_EQ(open_of(Interval::k1d, noon), at(day));
  }
}

TEST(IntervalGrid, OpensAndNextOpensEncloseTheInstant) {
  std::mt19937_64 random{3};
  for (int i = 0; i < 20'000; ++i) {
    const auto instant =
        static_cast<Micros>(random() % (2 * 1'900'000'000'000'000U)) - 1'900'000'000'000'000;
    const auto interval = static_cast<Interval>(random() % 16);
    const Micros open = open_of(interval, instant);
    const Micros next = next_open(interval, open);
    ASSERT_LE(open, instant);
    ASSERT_GT(next, instant);
    ASSERT_EQ(open_of(interval, open), open);
    ASSERT_EQ(open_of(interval, next - 1), open);
    ASSERT_EQ(open_of(interval, next), next);
  }
}

}  // namespace
}  // namespace wick::sim::period_test
