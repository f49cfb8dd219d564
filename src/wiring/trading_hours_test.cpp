#include "wiring/trading_hours.hpp"

#include <gtest/gtest.h>

#include "core/time_text.hpp"
#include "wiring/calendar.hpp"

namespace wick::wiring::trading_hours_test {
namespace {

using core::Interval;
using core::TimeRange;
using std::chrono::hours;
using std::chrono::minutes;

core::UtcTime utc(std::string_view text) {
  return *core::parse_utc(text);
}
TimeRange range(std::string_view begin, std::string_view end) {
  return {utc(begin), utc(end)};
}

// 2026, written down from the laws of both places.
base::Result<core::ZoneRules> zone(const std::string& name) {
  if (name == "America/New_York") {
    return core::ZoneRules{
        hours{-5}, {{utc("2026-03-08T07:00"), hours{-4}}, {utc("2026-11-01T06:00"), hours{-5}}}};
  }
  if (name == "Europe/London" || name == "Europe/Berlin") {
    const hours winter{name == "Europe/Berlin" ? 1 : 0};
    return core::ZoneRules{
        winter, {{utc("2026-03-29T01:00"), winter + hours{1}}, {utc("2026-10-25T01:00"), winter}}};
  }
  return core::ZoneRules{name == "Asia/Tokyo" ? hours{9} : hours{name == "UTC" ? 0 : 8}, {}};
}

std::shared_ptr<const core::Calendar> calendar(std::string profile, std::string overrides = "{}") {
  CalendarWanted wanted{.profile = std::move(profile), .years = {2026, 2026}};
  wanted.overrides = {"o.json", std::move(overrides)};
  auto made = make_calendar(wanted, zone);
  EXPECT_TRUE(made) << (made ? "" : made.error().what);
  return std::make_shared<core::Calendar>(*std::move(made));
}

TEST(TradingHours, ADayOfNewYorkHas23And25HoursWhenClocksChange) {
  const live::TradingHours fx = trading_hours(calendar("fx"));
  EXPECT_EQ(fx.day_at(utc("2026-03-06T12:00")), range("2026-03-05T22:00", "2026-03-06T22:00"));
  EXPECT_EQ(fx.day_at(utc("2026-03-08T12:00")), range("2026-03-07T22:00", "2026-03-08T21:00"));
  EXPECT_EQ(fx.day_at(utc("2026-03-08T21:00")), range("2026-03-08T21:00", "2026-03-09T21:00"));
  EXPECT_EQ(fx.day_at(utc("2026-11-01T21:59")), range("2026-10-31T21:00", "2026-11-01T22:00"));
  EXPECT_EQ(fx.bucket(Interval::k1d, utc("2026-11-01T22:00")),
            range("2026-11-01T22:00", "2026-11-02T22:00"));
}

TEST(TradingHours, FourHoursCountFromTheDaysBeginning) {
  const live::TradingHours metals = trading_hours(calendar("metals"));
  EXPECT_EQ(metals.bucket(Interval::k4h, utc("2026-07-07T22:30")),
            range("2026-07-07T21:00", "2026-07-08T01:00"));
  EXPECT_EQ(metals.bucket(Interval::k4h, utc("2026-01-07T22:30")),
            range("2026-01-07T22:00", "2026-01-08T02:00"));
  EXPECT_EQ(metals.bucket(Interval::k4h, utc("2026-01-07T21:59")),
            range("2026-01-07T18:00", "2026-01-07T22:00"));
  // A day of 23 hours ends with a bucket of three, one of 25 with a bucket of one.
  EXPECT_EQ(metals.bucket(Interval::k4h, utc("2026-03-08T20:00")),
            range("2026-03-08T18:00", "2026-03-08T21:00"));
  EXPECT_EQ(metals.bucket(Interval::k4h, utc("2026-11-01T21:30")),
            range("2026-11-01T21:00", "2026-11-01T22:00"));
  EXPECT_EQ(metals.bucket(Interval::k1h, utc("2026-07-07T22:30")),
            range("2026-07-07T22:00", "2026-07-07T23:00"));
}

TEST(TradingHours, EachMarketHasItsDay) {
  EXPECT_EQ(trading_hours(calendar("eu-index")).day_at(utc("2026-01-07T22:00")),
            range("2026-01-07T22:00", "2026-01-08T22:00"));
  EXPECT_EQ(trading_hours(calendar("hk-index")).day_at(utc("2026-01-07T18:59")),
            range("2026-01-06T19:00", "2026-01-07T19:00"));
  EXPECT_EQ(trading_hours(calendar("crypto")).day_at(utc("2026-01-07T18:59")),
            range("2026-01-07T00:00", "2026-01-08T00:00"));
  const auto moved = calendar("fx", R"({"day_start": "18:00@ny"})");
  EXPECT_EQ(trading_hours(moved).day_at(utc("2026-01-07T22:59")),
            range("2026-01-06T23:00", "2026-01-07T23:00"));
}

TEST(TradingHours, AStretchIsTheWholeOfATradingTimeOrOfAPause) {
  const live::TradingHours fxcm = trading_hours(calendar("fxcm-default"));
  const live::Stretch open = fxcm.stretch_at(utc("2026-07-07T12:00"));
  EXPECT_TRUE(open.open);
  EXPECT_EQ(open.time, range("2026-07-06T22:00", "2026-07-07T21:00"));
  const live::Stretch pause = fxcm.stretch_at(utc("2026-07-07T21:00"));
  EXPECT_FALSE(pause.open);
  EXPECT_EQ(pause.time, range("2026-07-07T21:00", "2026-07-07T22:00"));
  // Five minutes of pause before the week's end are no stretch of their own, nor is the clock's
  // change inside the weekend.
  EXPECT_EQ(fxcm.stretch_at(utc("2026-03-07T12:00")).time,
            range("2026-03-06T21:55", "2026-03-08T22:00"));
  EXPECT_TRUE(fxcm.open_in(range("2026-07-07T20:00", "2026-07-07T21:30")));
  EXPECT_FALSE(fxcm.open_in(range("2026-07-07T21:10", "2026-07-07T21:30")));
  EXPECT_TRUE(fxcm.open_in(range("2026-07-07T21:10", "2026-07-07T22:01")));
}

TEST(TradingHours, HolidaysEarlyClosesAndLateOpensMakeOnePauseWithWhatIsBesideThem) {
  const auto christmas = calendar("fxcm-default", R"({
      "holidays": ["2026-12-25@ny"], "early_closes": ["2026-12-24T13:45@ny"],
      "late_opens": ["2026-12-28T01:30@ny"]})");
  const live::TradingHours fxcm = trading_hours(christmas);
  const live::Stretch early = fxcm.stretch_at(utc("2026-12-24T18:45"));
  EXPECT_FALSE(early.open);
  EXPECT_EQ(early.time, range("2026-12-24T18:45", "2026-12-24T23:00"));
  // Trading goes on at 18:00 until the holiday begins at midnight.
  EXPECT_EQ(fxcm.stretch_at(utc("2026-12-24T23:00")).time,
            range("2026-12-24T23:00", "2026-12-25T05:00"));
  EXPECT_EQ(fxcm.stretch_at(utc("2026-12-25T12:00")).time,
            range("2026-12-25T05:00", "2026-12-28T06:30"));
  EXPECT_EQ(fxcm.stretch_at(utc("2026-12-28T07:00")).open, true);
}

TEST(TradingHours, StretchesAndDaysLeaveNoInstantOut) {
  for (const core::CalendarRules& rules : core::shipped_calendars()) {
    const auto known = calendar(rules.name);
    const live::TradingHours market = trading_hours(known);
    for (core::UtcTime t = known->known().begin; t < known->known().end;) {
      const live::Stretch stretch = market.stretch_at(t);
      ASSERT_EQ(stretch.time.begin, t) << rules.name;
      ASSERT_EQ(stretch.open, known->is_open(t));
      ASSERT_EQ(market.stretch_at(stretch.time.end - core::Micros{1}).time, stretch.time);
      t = stretch.time.end;
    }
    core::TimeRange day = market.day_at(known->known().begin);
    while (day.end + core::kDay < known->known().end) {
      const core::TimeRange next = market.day_at(day.end);
      ASSERT_EQ(next.begin, day.end) << rules.name;
      ASSERT_EQ(market.day_at(next.begin + minutes{700}), next);
      ASSERT_LE(next.end - next.begin, hours{25});
      ASSERT_GE(next.end - next.begin, hours{23});
      day = next;
    }
  }
}

TEST(TradingHours, OutsideOfTheYearsTheMarketIsClosed) {
  const live::TradingHours crypto = trading_hours(calendar("crypto"));
  const live::Stretch after = crypto.stretch_at(utc("2027-01-01"));
  EXPECT_FALSE(after.open);
  EXPECT_EQ(after.time, (TimeRange{utc("2027-01-01"), core::kFarFuture}));
  EXPECT_EQ(crypto.stretch_at(utc("2025-12-31")).time.end, utc("2026-01-01"));
  EXPECT_EQ(crypto.stretch_at(utc("2026-05-01")).time, range("2026-01-01", "2027-01-01"));
  EXPECT_EQ(crypto.day_at(utc("2031-05-01T12:00")), range("2031-05-01", "2031-05-02"));
}

}  // namespace
}  // namespace wick::wiring::trading_hours_test
