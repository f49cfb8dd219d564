#include "wiring/calendar.hpp"

#include <gtest/gtest.h>

#include "core/time_text.hpp"

namespace wick::wiring::calendar_test {
namespace {

using std::chrono::hours;

core::UtcTime utc(std::string_view text) {
  return *core::parse_utc(text);
}

// Winter of 2025: nobody's clocks change in the days these tests look at.
base::Result<core::ZoneRules> winter(const std::string& name) {
  const std::map<std::string, int> offsets = {{"America/New_York", -5}, {"Europe/London", 0},
                                              {"Asia/Tokyo", 9},        {"Europe/Berlin", 1},
                                              {"Asia/Hong_Kong", 8},    {"UTC", 0}};
  const auto found = offsets.find(name);
  if (found == offsets.end()) {
    return base::Error{base::ErrorKind::kInvalid, "there is no time zone '" + name + "'"};
  }
  return core::ZoneRules{hours{found->second}, {}};
}

base::Result<core::Calendar> with(std::string text) {
  CalendarWanted wanted;
  wanted.overrides = {"o.json", std::move(text)};
  wanted.years = {2025, 2025};
  return make_calendar(wanted, winter);
}

std::string refusal(const std::string& text) {
  const auto calendar = with(text);
  if (calendar) return "taken";
  EXPECT_EQ(calendar.error().kind, base::ErrorKind::kInvalid);
  return calendar.error().what;
}

constexpr const char* kSundayViaTokyo = R"({
  "weekly_open_utc": "00:00@Asia/Tokyo", "weekly_close_utc": "21:55@UTC",
  "daily_breaks": ["06:00-08:30@UTC", {"start": "21:55", "end": "23:00", "tz": "UTC"}],
  "holidays": ["2025-01-01", "2025-12-25"],
  "session_windows": [
    {"tag": "TOKYO_METALS", "start": "00:00", "end": "06:00", "tz": "UTC",
     "timezone": "Asia/Tokyo"},
    {"tag": "LDN_METALS", "start": "08:30", "end": "14:30", "tz": "UTC"},
    {"tag": "NY_METALS", "start": "14:30", "end": "21:55", "tz": "UTC"}]})";

TEST(CalendarFile, TheExampleThatOpensSundayViaTokyo) {
  const auto calendar = with(kSundayViaTokyo);
  ASSERT_TRUE(calendar) << calendar.error().what;
  EXPECT_TRUE(calendar->is_open(utc("2025-12-05T15:00")));
  EXPECT_FALSE(calendar->is_open(utc("2025-12-07T06:00")));
  EXPECT_EQ(calendar->next_open(utc("2025-12-07T06:00")), utc("2025-12-07T15:00"));
  EXPECT_EQ(calendar->next_close(utc("2025-12-05T15:00")), utc("2025-12-05T21:55"));
  EXPECT_EQ(calendar->next_open(utc("2025-12-08T21:55")), utc("2025-12-08T23:00"));
  EXPECT_EQ(calendar->reason(utc("2025-12-08T07:00")), core::MarketReason::kDailyBreak);
  EXPECT_EQ(calendar->reason(utc("2025-12-25T12:00")), core::MarketReason::kHoliday);
  const auto session = calendar->session(utc("2025-12-08T01:00"));
  ASSERT_TRUE(session);
  EXPECT_EQ(session->window->zone, "UTC");
  EXPECT_EQ(session->window->timezone, "Asia/Tokyo");
  EXPECT_EQ(calendar->session(utc("2025-12-08T09:00"))->window->timezone, "UTC");
}

TEST(CalendarFile, WhatItDoesNotSayIsTheProfiles) {
  const auto calendar = with(R"({"holidays": ["2025-12-25@Asia/Tokyo"]})");
  ASSERT_TRUE(calendar) << calendar.error().what;
  EXPECT_EQ(calendar->next_open(utc("2025-12-07T06:00")), utc("2025-12-07T23:00"));
  EXPECT_EQ(calendar->next_close(utc("2025-12-24T12:00")), utc("2025-12-24T15:00"));
  EXPECT_EQ(calendar->rules().windows.size(), 3U);
  EXPECT_TRUE(with("{}"));
}

TEST(CalendarFile, ThreeWaysToWriteABreakAndTheNamesOfPlaces) {
  const auto calendar =
      with(R"({"daily_breaks": ["17:00-18:00@NY", ["08:00", "09:00", "est"], ["01:00", "02:00"],
               {"start": "12:00", "end": "12:30", "tz": "uk"}, {"start": "23:30", "end": "00:10"}],
               "early_closes": ["2025-12-24T13:45@ny"], "late_opens": ["2025-12-26 01:30@ny"]})");
  ASSERT_TRUE(calendar) << calendar.error().what;
  for (const char* const closed : {"22:30", "13:30", "01:30", "12:15", "23:45", "00:05"}) {
    EXPECT_EQ(calendar->reason(utc(std::string("2025-12-03T") + closed)),
              core::MarketReason::kDailyBreak)
        << closed;
  }
  for (const char* const open : {"21:30", "12:45", "00:10", "02:00"}) {
    EXPECT_TRUE(calendar->is_open(utc(std::string("2025-12-03T") + open))) << open;
  }
  EXPECT_EQ(calendar->reason(utc("2025-12-24T18:45")), core::MarketReason::kEarlyClose);
  EXPECT_EQ(calendar->reason(utc("2025-12-26T06:29")), core::MarketReason::kLateOpen);
}

TEST(CalendarFile, TheDayOfTheWeekIsThatOfGreenwich) {
  // Friday in Tokyo begins on Thursday; what closes on Friday closes there on Saturday.
  const auto calendar = with(R"({"weekly_close_utc": "05:00@tokyo", "daily_breaks": []})");
  ASSERT_TRUE(calendar) << calendar.error().what;
  EXPECT_EQ(calendar->next_close(utc("2025-12-03T12:00")), utc("2025-12-05T20:00"));
  const auto utc_open = with(R"({"weekly_open_utc": "22:15", "daily_breaks": []})");
  EXPECT_EQ(utc_open->next_open(utc("2025-12-06T12:00")), utc("2025-12-07T22:15"));
}

TEST(CalendarFile, AMistakeNamesItsPlace) {
  EXPECT_EQ(refusal("[1]").rfind("o.json: it is not a JSON object", 0), 0U);
  EXPECT_EQ(refusal("{\"holidays\": [").rfind("o.json: it is not a JSON object", 0), 0U);
  EXPECT_EQ(refusal(R"({"holidays": "2025-12-25"})"), "o.json: holidays must be a list");
  EXPECT_EQ(refusal(R"({"holidays": ["2025-12-25", "2025-02-30"]})"),
            "o.json: holidays[1] is '2025-02-30'; write a day as 2025-12-25");
  EXPECT_EQ(refusal(R"({"holidays": [20251225]})"), "o.json: holidays[0] must be a text");
  EXPECT_EQ(refusal(R"({"daily_breaks": ["06:00-08:30", "17:00-25:00"]})"),
            "o.json: daily_breaks[1] is '25:00'; write a time as 17:00");
  EXPECT_EQ(refusal(R"({"daily_breaks": [{"start": "17:00", "stop": "18:00"}]})"),
            "o.json: daily_breaks[0] has an unknown key 'stop'; there are start, end, tz");
  EXPECT_EQ(refusal(R"({"daily_breaks": [{"start": "17:00"}]})"),
            "o.json: daily_breaks[0] has no 'end'");
  EXPECT_EQ(refusal(R"({"daily_breaks": ["17:00-17:00"]})"),
            "o.json: daily_breaks[0] begins and ends at 17:00");
  EXPECT_EQ(refusal(R"({"weekly_open_utc": "18:00@Mars/Base"})"),
            "o.json: weekly_open_utc: there is no time zone 'Mars/Base'");
  EXPECT_EQ(refusal(R"({"weekly_open_utc": 18})"), "o.json: weekly_open_utc must be a text");
  EXPECT_EQ(refusal(R"({"session_windows": [{"start": "08:00", "end": "16:00"}]})"),
            "o.json: session_windows[0] has no 'tag'");
  EXPECT_EQ(refusal(R"({"early_closes": ["2025-12-24"]})"),
            "o.json: early_closes[0] is '2025-12-24'; write 2025-12-24T13:45@America/New_York");
  EXPECT_NE(refusal(R"({"holiday": []})").find("the file has an unknown key 'holiday'"),
            std::string::npos);
}

TEST(CalendarFile, AKeyThatStandsTwiceIsToldWithBothPlaces) {
  EXPECT_EQ(refusal("{\"holidays\": [],\n \"daily_breaks\": [],\n \"holi\\u0064ays\": []}"),
            "o.json: line 3: 'holidays' is already set on line 1");
  EXPECT_EQ(refusal(R"({"daily_breaks": [{"start": "17:00", "end": "18:00", "start": "16:00"}]})"),
            "o.json: daily_breaks[0] has 'start' twice");
}

TEST(CalendarFile, AWindowNeedsAName) {
  EXPECT_EQ(refusal(R"({"session_windows": [{"tag": " ", "start": "08:00", "end": "16:00"}]})"),
            "o.json: session_windows[0].tag is empty; write a name as LDN");
}

TEST(CalendarFile, AMarkOfTheByteOrderIsPassedOver) {
  const auto calendar = with("\xEF\xBB\xBF{\"holidays\": [\"2025-12-25\"]}");
  ASSERT_TRUE(calendar) << calendar.error().what;
  EXPECT_EQ(calendar->reason(utc("2025-12-25T12:00")), core::MarketReason::kHoliday);
}

TEST(CalendarFile, DatesThatChangeNothingAreTold) {
  CalendarWanted wanted{.profile = "fx", .years = {2025, 2025}};
  wanted.overrides = {"o.json", R"({"holidays": ["2025-12-25"],
    "early_closes": ["2025-12-24T13:45@ny", "2025-12-25T13:45", "2025-12-27T10:00"],
    "late_opens": ["2025-12-26T01:30@ny", "2025-12-20T10:00", "2039-01-01T10:00"]})"};
  const auto calendar = make_calendar(wanted, winter);
  ASSERT_TRUE(calendar) << calendar.error().what;
  const std::vector<std::string> told = {
      "o.json: early_closes[1] at 2025-12-25T13:45:00Z changes nothing: the market is closed "
      "anyway (holiday)",
      "o.json: early_closes[2] at 2025-12-27T10:00:00Z changes nothing: the market is closed "
      "anyway (weekend)",
      "o.json: late_opens[1] at 2025-12-20T10:00:00Z changes nothing: the market is closed anyway "
      "(weekend)"};
  EXPECT_EQ(idle_dates(wanted, *calendar, winter), told);
  wanted.dates_alone = true;
  EXPECT_TRUE(idle_dates(wanted, *calendar, winter).empty());
}

TEST(CalendarFile, ForAnotherCalendarOnlyItsDatesCount) {
  CalendarWanted wanted{.profile = "metals", .dates_alone = true};
  wanted.overrides = {"o.json",
                      R"({"holidays":["2025-12-25"],"daily_breaks":["06:00-07:00"],)"
                      R"("early_closes":["2025-12-24T18:45"],"late_opens":["2025-12-26T06:30"],)"
                      R"("weekly_open_utc":"20:00"})"};
  const auto dates = make_calendar(wanted, winter);
  ASSERT_TRUE(dates) << dates.error().what;
  EXPECT_EQ(dates->reason(utc("2025-12-25T12:00")), core::MarketReason::kHoliday);
  EXPECT_EQ(dates->reason(utc("2025-12-24T19:00")), core::MarketReason::kEarlyClose);
  EXPECT_EQ(dates->reason(utc("2025-12-26T06:15")), core::MarketReason::kLateOpen);
  EXPECT_TRUE(dates->is_open(utc("2025-12-03T06:30")));
  EXPECT_FALSE(dates->is_open(utc("2025-12-03T22:30"))) << "its own pause";
  EXPECT_FALSE(dates->is_open(utc("2025-12-07T21:00"))) << "its own week";
}

TEST(Calendars, CurrenciesAndMetalsShareTheirDatesAndNobodyElse) {
  for (const char* const one : {"fxcm-default", "fx", "metals"}) {
    for (const char* const other : {"fxcm-default", "fx", "metals"}) {
      EXPECT_EQ(overrides_reach(one, other),
                one == std::string_view(other) ? OverridesReach::kAll : OverridesReach::kDates);
    }
    for (const char* const other : {"us-index", "eu-index", "hk-index", "crypto"}) {
      EXPECT_EQ(overrides_reach(one, other), OverridesReach::kNothing);
      EXPECT_EQ(overrides_reach(other, one), OverridesReach::kNothing);
      EXPECT_EQ(overrides_reach(other, other), OverridesReach::kAll);
    }
  }
}

TEST(Calendars, AnUnknownProfileIsToldWithTheNearestAndAllThereAre) {
  const auto told = [](const std::string& profile) {
    const auto calendar = make_calendar({.profile = profile}, winter);
    return calendar ? "taken" : calendar.error().what;
  };
  const std::string all =
      "there are fxcm-default, fx, metals, us-index, eu-index, hk-index, crypto";
  EXPECT_EQ(told("forex"), "there is no calendar 'forex'; did you mean 'fx'? " + all);
  EXPECT_EQ(told("fxcm"), "there is no calendar 'fxcm'; did you mean 'fxcm-default'? " + all);
  EXPECT_EQ(told("us_index"), "there is no calendar 'us_index'; did you mean 'us-index'? " + all);
  EXPECT_EQ(told("stocks"), "there is no calendar 'stocks'; " + all);
  EXPECT_EQ(told(""), "there is no calendar ''; " + all);
  EXPECT_EQ(told("\n"), "there is no calendar '?'; " + all);
  EXPECT_EQ(told(std::string(1000, 'x')),
            "there is no calendar '" + std::string(40, 'x') + "'; " + all);
}

}  // namespace
}  // namespace wick::wiring::calendar_test
