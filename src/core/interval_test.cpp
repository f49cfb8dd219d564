#include "core/interval.hpp"

#include <gtest/gtest.h>

#include <random>

namespace wick::core::interval_test {
namespace {

using namespace std::chrono;

TEST(Interval, MinutesAndMonthsAreNotConfused) {
  EXPECT_EQ(parse_interval("1m"), Interval::k1m);
  EXPECT_EQ(parse_interval("1M"), Interval::k1mo);
  EXPECT_EQ(parse_interval("1mo"), Interval::k1mo);
  EXPECT_EQ(name(Interval::k1mo), "1M");
  EXPECT_EQ(path_name(Interval::k1mo), "1mo");
  for (const char* text : {"", "1", "m", "1H", "2m", "60m", "1mon", "1m "}) {
    EXPECT_EQ(parse_interval(text), std::nullopt) << text;
  }
  for (const Interval interval : kIntervals) {
    EXPECT_EQ(parse_interval(name(interval)), interval);
    EXPECT_EQ(parse_interval(path_name(interval)), interval);
  }
}

TEST(Grid, WeeksOpenOnMondayAndMonthsOnTheFirst) {
  const UtcTime wednesday = midnight(2024, 2, 28) + 5h;
  EXPECT_EQ(Grid(Interval::k1w).floor(wednesday), midnight(2024, 2, 26));
  EXPECT_EQ(Grid(Interval::k1w).next(midnight(2024, 2, 26)), midnight(2024, 3, 4));
  EXPECT_EQ(Grid(Interval::k1mo).floor(wednesday), midnight(2024, 2, 1));
  EXPECT_EQ(Grid(Interval::k1mo).next(midnight(2024, 2, 1)), midnight(2024, 3, 1));
  EXPECT_EQ(Grid(Interval::k1mo).advance(midnight(2024, 2, 1), -2), midnight(2023, 12, 1));
}

TEST(Grid, ThreeDayBarsFollowTheVenuesPhase) {
  const UtcTime t = midnight(2024, 1, 2);  // day 19,724 since 1970, which leaves 2
  EXPECT_EQ(Grid(Interval::k3d).floor(t), midnight(2023, 12, 31));
  EXPECT_EQ(Grid(Interval::k3d, 1).floor(t), midnight(2024, 1, 1));
  EXPECT_EQ(Grid(Interval::k3d, 2).floor(t), t);
}

TEST(Grid, AlignsBothEndsDownAndNeverToNothing) {
  const Grid hours_grid(Interval::k1h);
  const UtcTime day = midnight(2024, 1, 15);
  EXPECT_EQ(hours_grid.align({day + 14h + 30min, day + 16h + 45min}),
            (TimeRange{day + 14h, day + 16h}));
  EXPECT_EQ(hours_grid.align({day + 10min, day + 20min}), (TimeRange{day, day + 1h}));
}

TEST(Grid, ABarBelongsToThePeriodInWhichItOpens) {
  const TimeRange august = month_of(midnight(2024, 8, 15));
  EXPECT_EQ(bars_opening_in(august, Grid(Interval::k1w)),
            (TimeRange{midnight(2024, 8, 5), midnight(2024, 9, 2)}));
  EXPECT_EQ(bars_opening_in(august, Grid(Interval::k1h)), august);
}

// The open times of the next 200 bars, found by asking the calendar about every single step.
std::vector<UtcTime> walk(Interval interval, UtcTime from) {
  std::vector<UtcTime> opens;
  const Micros step = std::min<Micros>(length_max(interval), hours{24});
  for (UtcTime t = from; opens.size() < 200; t += step) {
    const sys_days day = floor<days>(t);
    const bool opens_here =
        interval == Interval::k1w    ? weekday{day} == Monday
        : interval == Interval::k1mo ? year_month_day{day}.day() == std::chrono::day{1}
        : interval == Interval::k3d  ? day.time_since_epoch().count() % 3 == 0
                                     : (t - sys_days{day}) % length_max(interval) == Micros{0};
    if (opens_here) opens.push_back(t);
  }
  return opens;
}

TEST(Grid, AgreesWithTheCalendarStepByStep) {
  std::mt19937_64 random(3);
  for (const Interval interval : kIntervals) {
    SCOPED_TRACE(name(interval));
    const Grid grid(interval);
    const UtcTime from = midnight(2016, 2, 27);
    const auto opens = walk(interval, from);
    for (std::size_t i = 0; i + 1 < opens.size(); ++i) {
      const auto inside = Micros{static_cast<std::int64_t>(
          random() % static_cast<std::uint64_t>((opens[i + 1] - opens[i]).count()))};
      ASSERT_EQ(grid.floor(opens[i] + inside), opens[i]);
      ASSERT_EQ(grid.next(opens[i]), opens[i + 1]);
      ASSERT_TRUE(grid.has(opens[i]));
      ASSERT_EQ(grid.advance(opens[0], static_cast<std::int64_t>(i)), opens[i]);
      ASSERT_EQ(grid.count({opens[0], opens[i]}), static_cast<std::int64_t>(i));
      ASSERT_EQ(grid.count({opens[0], opens[i] + Micros{1}}), static_cast<std::int64_t>(i) + 1);
    }
  }
}

}  // namespace
}  // namespace wick::core::interval_test
