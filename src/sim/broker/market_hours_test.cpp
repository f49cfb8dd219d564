#include "sim/broker/market_hours.hpp"

#include <gtest/gtest.h>

namespace wick::sim::market_hours_test {
namespace {

Minute at(int year, int month, int day, int hour, int minute = 0) {
  return day_number(year, month, day) * kDayMinutes + hour * 60 + minute;
}

bool currencies(Minute utc) {
  return MarketHours(Trading::kCurrencies).open(utc);
}
bool metals(Minute utc) {
  return MarketHours(Trading::kMetals).open(utc);
}

// The minute is the first of a state that lasted from there, and the one before was the other.
void expect_opens(bool (*open)(Minute), Minute utc) {
  EXPECT_FALSE(open(utc - 1)) << utc;
  EXPECT_TRUE(open(utc)) << utc;
}
void expect_closes(bool (*open)(Minute), Minute utc) {
  EXPECT_TRUE(open(utc - 1)) << utc;
  EXPECT_FALSE(open(utc)) << utc;
}

TEST(NewYork, SwitchesWhereTheTablesSay) {
  const auto switches = [](Minute utc, Minute before, Minute after) {
    EXPECT_EQ(new_york_offset(utc - 1), before) << utc;
    EXPECT_EQ(new_york_offset(utc), after) << utc;
  };
  switches(at(2026, 3, 8, 7), -300, -240);
  switches(at(2026, 11, 1, 6), -240, -300);
  switches(at(2024, 3, 10, 7), -300, -240);
  switches(at(2024, 11, 3, 6), -240, -300);
  switches(at(2007, 3, 11, 7), -300, -240);
  switches(at(2006, 4, 2, 7), -300, -240);
  switches(at(2006, 10, 29, 6), -240, -300);
  switches(at(1986, 4, 27, 7), -300, -240);
  switches(at(1999, 10, 31, 6), -240, -300);
}

TEST(NewYork, ComesBackToUtc) {
  for (Minute utc = at(2024, 1, 1, 0); utc < at(2025, 1, 1, 0); utc += 17) {
    const Minute local = new_york_of(utc);
    const Minute back = utc_of_new_york(local);
    // An hour is lived twice in autumn.
    if (back != utc) {
      EXPECT_EQ(new_york_of(back), local);
    }
  }
}

TEST(MarketHours, CurrenciesTradeFromSundayToFriday) {
  expect_opens(currencies, at(2025, 11, 30, 22));
  expect_closes(currencies, at(2025, 12, 5, 22));
  expect_opens(currencies, at(2025, 7, 13, 21));
  expect_closes(currencies, at(2025, 7, 18, 21));
  EXPECT_TRUE(currencies(at(2025, 7, 15, 21, 30)));  // no break
  EXPECT_FALSE(currencies(at(2025, 12, 7, 6)));
}

TEST(MarketHours, MetalsHaveABreak) {
  expect_opens(metals, at(2025, 11, 30, 23));
  expect_closes(metals, at(2025, 12, 5, 21, 45));
  expect_closes(metals, at(2025, 12, 3, 22));
  expect_opens(metals, at(2025, 12, 3, 23));
  expect_opens(metals, at(2025, 7, 13, 22));
}

TEST(MarketHours, TheSwitchMovesTheWeekByAnHour) {
  expect_closes(currencies, at(2026, 3, 6, 22));
  expect_opens(currencies, at(2026, 3, 8, 21));
  expect_closes(currencies, at(2026, 10, 30, 21));
  expect_opens(currencies, at(2026, 11, 1, 22));
}

TEST(MarketHours, HolidaysAndEarlyCloses) {
  expect_closes(currencies, at(2025, 12, 24, 22));
  expect_opens(currencies, at(2025, 12, 25, 22));
  expect_closes(metals, at(2025, 12, 24, 18));
  expect_opens(metals, at(2025, 12, 25, 23));
  expect_closes(currencies, at(2025, 12, 31, 22));
  expect_opens(currencies, at(2026, 1, 1, 22));
  expect_closes(metals, at(2026, 1, 19, 18));  // Martin Luther King
  expect_opens(metals, at(2026, 1, 19, 23));
  EXPECT_FALSE(metals(at(2024, 3, 29, 15)));  // Good Friday
  EXPECT_TRUE(currencies(at(2024, 3, 29, 15)));
  EXPECT_FALSE(metals(at(2025, 4, 18, 15)));
  EXPECT_FALSE(metals(at(2026, 4, 3, 15)));
  expect_closes(metals, at(2026, 11, 26, 18));  // Thanksgiving
}

TEST(MarketHours, FindsTheNearestOpenMinute) {
  MarketHours hours(Trading::kCurrencies);
  const Minute saturday = at(2025, 12, 6, 12);
  EXPECT_EQ(hours.last_open(saturday), at(2025, 12, 5, 21, 59));
  EXPECT_EQ(hours.next_open(saturday), at(2025, 12, 7, 22));
  EXPECT_EQ(hours.last_open(at(2025, 12, 3, 12)), at(2025, 12, 3, 12));
}

TEST(MarketHours, TheOrderOfTheQuestionsIsOfNoConsequence) {
  MarketHours forward(Trading::kMetals);
  for (Minute utc = at(2025, 12, 20, 0); utc < at(2026, 1, 5, 0); utc += 7) {
    EXPECT_EQ(forward.open(utc), metals(utc)) << utc;
  }
}

TEST(MarketHours, TradingDaysBeginAtFive) {
  EXPECT_EQ(trading_day(at(2025, 12, 3, 21, 59)), at(2025, 12, 2, 22));
  EXPECT_EQ(trading_day(at(2025, 12, 3, 22)), at(2025, 12, 3, 22));
  EXPECT_EQ(trading_day(at(2025, 7, 3, 21)), at(2025, 7, 3, 21));
  EXPECT_EQ(next_trading_day(at(2026, 3, 7, 22)), at(2026, 3, 8, 21));
}

}  // namespace
}  // namespace wick::sim::market_hours_test
