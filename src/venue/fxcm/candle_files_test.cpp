#include "venue/fxcm/candle_files.hpp"

#include <gtest/gtest.h>

#include "core/time_text.hpp"

namespace wick::venue::fxcm::candle_files_test {
namespace {

using core::Interval;
using core::midnight;

struct Known {
  int year;
  unsigned month;
  unsigned day;
  int iso_year;
  int iso_week;
};

// Sundays around each New Year, and the ISO week of the day after by Python's isocalendar().
constexpr Known kKnown[] = {
    {2012, 1, 1, 2012, 1},    {2012, 1, 8, 2012, 2}, {2012, 12, 23, 2012, 52},
    {2012, 12, 30, 2013, 1},  {2013, 1, 6, 2013, 2}, {2013, 12, 22, 2013, 52},
    {2013, 12, 29, 2014, 1},  {2014, 1, 5, 2014, 2}, {2014, 12, 21, 2014, 52},
    {2014, 12, 28, 2015, 1},  {2015, 1, 4, 2015, 2}, {2015, 12, 20, 2015, 52},
    {2015, 12, 27, 2015, 53}, {2016, 1, 3, 2016, 1}, {2016, 12, 25, 2016, 52},
    {2017, 1, 1, 2017, 1},    {2017, 1, 8, 2017, 2}, {2017, 12, 24, 2017, 52},
    {2017, 12, 31, 2018, 1},  {2018, 1, 7, 2018, 2}, {2018, 12, 23, 2018, 52},
    {2018, 12, 30, 2019, 1},  {2019, 1, 6, 2019, 2}, {2019, 12, 22, 2019, 52},
    {2019, 12, 29, 2020, 1},  {2020, 1, 5, 2020, 2}, {2020, 12, 20, 2020, 52},
    {2020, 12, 27, 2020, 53}, {2021, 1, 3, 2021, 1}, {2021, 12, 19, 2021, 51},
    {2021, 12, 26, 2021, 52}, {2022, 1, 2, 2022, 1}, {2022, 12, 25, 2022, 52},
    {2023, 1, 1, 2023, 1},    {2023, 1, 8, 2023, 2}, {2023, 12, 24, 2023, 52},
    {2023, 12, 31, 2024, 1},  {2024, 1, 7, 2024, 2}, {2024, 12, 22, 2024, 52},
    {2024, 12, 29, 2025, 1},  {2025, 1, 5, 2025, 2}, {2025, 12, 21, 2025, 52},
    {2025, 12, 28, 2026, 1},  {2026, 1, 4, 2026, 2}, {2026, 12, 20, 2026, 52},
    {2026, 12, 27, 2026, 53}, {2027, 1, 3, 2027, 1}};

TEST(FxcmCandleFiles, WeeksAreThoseOfTheCalendar) {
  for (const Known& one : kKnown) {
    const core::UtcTime sunday = midnight(one.year, one.month, one.day);
    EXPECT_EQ(iso_week_of(sunday), (IsoWeek{one.iso_year, one.iso_week})) << core::to_iso(sunday);
  }
}

TEST(FxcmCandleFiles, ATradingWeekBeginsOnSunday) {
  const core::TimeRange week{midnight(2024, 1, 28), midnight(2024, 2, 4)};
  EXPECT_EQ(trading_week_of(week.begin), week);
  EXPECT_EQ(trading_week_of(midnight(2024, 1, 31)), week);
  EXPECT_EQ(trading_week_of(week.end - core::Micros{1}), week);
  EXPECT_EQ(trading_week_of(week.end).begin, week.end);
}

std::string names(Interval filed, core::UtcTime begin, int shift = 0) {
  std::string text;
  for (const Candidate& one :
       candidates({.pair = "EURUSD", .filed = filed, .begin = begin}, shift)) {
    EXPECT_TRUE(one.name.ends_with(".csv.gz"));
    text += one.name.substr(0, one.name.size() - 7) + " ";
  }
  return text;
}

TEST(FxcmCandleFiles, TheLikeliestFileIsFirst) {
  EXPECT_EQ(names(Interval::k1m, midnight(2024, 1, 28)),
            "m1/EURUSD/2024/5 m1/EURUSD/2024/4 m1/EURUSD/2024/6 ");
  EXPECT_EQ(names(Interval::k1h, midnight(2026, 2, 1), -1),
            "H1/EURUSD/2026/5 H1/EURUSD/2026/6 H1/EURUSD/2026/7 ");
  EXPECT_EQ(names(Interval::k1d, midnight(2023, 1, 1)), "D1/EURUSD/2023 ");
}

TEST(FxcmCandleFiles, AroundNewYearThereAreMorePlaces) {
  EXPECT_EQ(names(Interval::k1m, midnight(2018, 12, 30)),
            "m1/EURUSD/2019/1 m1/EURUSD/2018/52 m1/EURUSD/2018/53 m1/EURUSD/2019/2 ");
  EXPECT_EQ(names(Interval::k1m, midnight(2018, 12, 23)),
            "m1/EURUSD/2018/52 m1/EURUSD/2018/51 m1/EURUSD/2018/53 m1/EURUSD/2019/1 ");
  EXPECT_EQ(names(Interval::k1m, midnight(2020, 12, 27)),
            "m1/EURUSD/2020/53 m1/EURUSD/2020/52 m1/EURUSD/2021/1 ");
  EXPECT_EQ(names(Interval::k1m, midnight(2021, 1, 3)),
            "m1/EURUSD/2021/1 m1/EURUSD/2020/53 m1/EURUSD/2021/2 ");
  EXPECT_EQ(names(Interval::k1m, midnight(2012, 1, 1)), "m1/EURUSD/2012/1 m1/EURUSD/2012/2 ");
}

TEST(FxcmCandleFiles, WhatIsFiledAsWhat) {
  EXPECT_EQ(filed_as(Interval::k30m), Interval::k1m);
  EXPECT_EQ(filed_as(Interval::k4h), Interval::k1h);
  EXPECT_EQ(filed_as(Interval::k1d), Interval::k1d);
  EXPECT_EQ(period_of(Interval::k1d, midnight(2024, 7, 1)),
            (core::TimeRange{midnight(2024, 1, 1), midnight(2025, 1, 1)}));
  EXPECT_TRUE(is_filed_pair("USDJPY"));
  EXPECT_FALSE(is_filed_pair("XAUUSD"));
}

}  // namespace
}  // namespace wick::venue::fxcm::candle_files_test
