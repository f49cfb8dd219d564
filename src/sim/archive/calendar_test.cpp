#include "sim/archive/calendar.hpp"

#include <gtest/gtest.h>

#include <ctime>

namespace wick::sim::calendar_test {
namespace {

constexpr Micros kLeapDay = 1'582'934'400 * kSecond;  // 2020-02-29

TEST(Period, IsTheDayOrTheMonth) {
  const Period day = period_of(Span::kDaily, kLeapDay + 5);
  EXPECT_EQ(day.begin, kLeapDay);
  EXPECT_EQ(day.end, kLeapDay + kDay);
  EXPECT_EQ(period_name(day), "2020-02-29");
  const Period month = period_of(Span::kMonthly, kLeapDay + 5);
  EXPECT_EQ(month.begin, kLeapDay - 28 * kDay);
  EXPECT_EQ(month.end, kLeapDay + kDay);
  EXPECT_EQ(period_name(month), "2020-02");
}

TEST(Period, ReadsBackWhatItWrites) {
  for (Micros at = 0; at < 60 * 365 * kDay; at += 9 * kDay + kHour) {
    for (const Span span : {Span::kDaily, Span::kMonthly}) {
      const Period period = period_of(span, at);
      const auto again = parse_period(span, period_name(period));
      ASSERT_TRUE(again.has_value());
      ASSERT_EQ(again->begin, period.begin);
      ASSERT_EQ(again->end, period.end);
    }
  }
}

TEST(Period, RefusesWhatIsNoDate) {
  for (const char* text : {"", "2021-02-29", "2021-13-01", "2021-1-01", "2021-01-00", "2021-01-+1",
                           "2021/01/01", "2021-01", "2021-01-01 ", "20a1-01-01"}) {
    EXPECT_FALSE(parse_period(Span::kDaily, text).has_value()) << text;
  }
  for (const char* text : {"", "2021-00", "2021-13", "2021-01-01", "2021_01", "-021-01"}) {
    EXPECT_FALSE(parse_period(Span::kMonthly, text).has_value()) << text;
  }
}

TEST(FirstMonday, IsAMondayInTheFirstWeek) {
  for (int month = 0; month < 400; ++month) {
    const Micros monday = first_monday(kDay * 15 + kDay * 30 * month);
    const auto seconds = static_cast<std::time_t>(monday / kSecond);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    ASSERT_EQ(parts.tm_wday, 1);
    ASSERT_LE(parts.tm_mday, 7);
  }
}

TEST(HttpDate, IsThatOfTheCLibrary) {
  for (std::int64_t at = 0; at < 4'000'000'000; at += 7'654'321) {
    const auto seconds = static_cast<std::time_t>(at);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    char text[64];
    std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
    ASSERT_EQ(http_date(at * kSecond), text);
    ASSERT_EQ(parse_http_date(text), at * kSecond);
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S.000Z", &parts);
    ASSERT_EQ(iso_time(at * kSecond + 999'999), text);
  }
}

TEST(HttpDate, RefusesEverythingElse) {
  for (const char* text :
       {"", "Sat, 29 Feb 2020 01:02:03 UTC", "Sun, 29 Feb 2020 01:02:03 GMT",
        "Sat, 29 Feb 2020 24:02:03 GMT", "Sat, 30 Feb 2020 01:02:03 GMT",
        "Sat  29 Feb 2020 01:02:03 GMT", "Sat, 29 Fab 2020 01:02:03 GMT", "2020-02-29"}) {
    EXPECT_FALSE(parse_http_date(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace wick::sim::calendar_test
