#include "cli/calendar_text.hpp"

#include <gtest/gtest.h>

#include "core/time_text.hpp"

namespace wick::cli::calendar_text_test {
namespace {

core::UtcTime utc(std::string_view text) {
  return *core::parse_utc(text);
}

// The default in a New York without summer time.
core::Calendar fxcm(std::vector<core::Holiday> holidays = {}) {
  core::CalendarRules rules = *core::shipped_calendar("fxcm-default");
  rules.holidays = std::move(holidays);
  core::Zones zones;
  for (const auto& [name, offset] :
       {std::pair{"America/New_York", -5}, {"Europe/London", 0}, {"Asia/Tokyo", 9}, {"UTC", 0}}) {
    zones.emplace(name, core::ZoneRules{std::chrono::hours{offset}, {}});
  }
  return {std::move(rules), zones, {2025, 2025}};
}

const core::UtcTime kOpen = utc("2025-12-03T20:00");  // a Wednesday
const core::UtcTime kPause = utc("2025-12-03T22:30");
const core::UtcTime kSaturday = utc("2025-12-06T10:00");

TEST(CalendarText, AnOpenMarketSaysWhenItCloses) {
  EXPECT_EQ(calendar_text(fxcm(), kOpen),
            "fxcm-default is open at 2025-12-03T20:00Z\n"
            "  closes       2025-12-03T22:00Z, in 2 h 0 min\n"
            "  opens again  2025-12-03T23:00Z, in 3 h 0 min\n"
            "  session      NY_METALS, 2025-12-03T13:00Z to 2025-12-03T21:55Z\n");
}

TEST(CalendarText, AClosedOneSaysWhyAndWhenItOpens) {
  EXPECT_EQ(calendar_text(fxcm(), kPause),
            "fxcm-default is closed (daily break) at 2025-12-03T22:30Z\n"
            "  opens    2025-12-03T23:00Z, in 30 min\n"
            "  closes   2025-12-04T22:00Z, in 23 h 30 min\n"
            "  session  none\n");
}

TEST(CalendarText, WhatIsNotKnownIsSaid) {
  const auto last = utc("2025-12-31T23:30");
  EXPECT_EQ(calendar_text(fxcm(), last),
            "fxcm-default is open at 2025-12-31T23:30Z\n"
            "  closes       never, as far as is known\n"
            "  opens again  never, as far as is known\n"
            "  session      TOKYO_METALS, 2025-12-31T23:00Z to 2026-01-01T07:00Z\n");
  EXPECT_EQ(calendar_next_text(fxcm(), last), "");
}

TEST(CalendarText, TheNextEdgeIsOneLine) {
  EXPECT_EQ(calendar_next_text(fxcm(), kOpen), "closes 2025-12-03T22:00Z\n");
  EXPECT_EQ(calendar_next_text(fxcm(), kPause), "opens 2025-12-03T23:00Z\n");
}

TEST(CalendarJson, IsOneDocument) {
  EXPECT_EQ(calendar_json(fxcm({{core::WallDay{std::chrono::days{20447}}, "UTC"}}), kSaturday),
            R"({"profile":"fxcm-default","at":"2025-12-06T10:00:00Z","open":false,)"
            R"("reason":"weekend","state_detail":"weekend","next_open":"2025-12-07T23:00:00Z",)"
            R"("next_close":"2025-12-08T22:00:00Z",)"
            R"("day":{"begin":"2025-12-05T22:00:00Z","end":"2025-12-06T22:00:00Z"},)"
            R"("holidays_end":"2025-12-26T00:00:00Z","session":null,)"
            R"("stats":{"LDN_METALS":{"tag":"LDN_METALS","timezone":"Europe/London",)"
            R"("session_open_utc":"2025-12-05T08:00:00Z",)"
            R"("session_close_utc":"2025-12-05T16:30:00Z","trading_minutes":510},)"
            R"("NY_METALS":{"tag":"NY_METALS","timezone":"America/New_York",)"
            R"("session_open_utc":"2025-12-05T13:00:00Z",)"
            R"("session_close_utc":"2025-12-05T21:55:00Z","trading_minutes":535}}})"
            "\n");
}

TEST(CalendarJson, OfAnOpenMarketThereIsNoDetail) {
  const std::string open = calendar_json(fxcm(), kOpen);
  EXPECT_NE(open.find(R"("open":true,"reason":"trading","state_detail":null,)"), std::string::npos);
  EXPECT_NE(open.find(R"("session":{"tag":"NY_METALS",)"), std::string::npos);
  EXPECT_NE(open.find(R"("holidays_end":null)"), std::string::npos);
  EXPECT_NE(calendar_json(fxcm(), kPause).find(R"("state_detail":"intrabreak")"),
            std::string::npos);
}

TEST(CalendarHours, AreListed) {
  const core::TimeRange range{kOpen, utc("2025-12-04T01:00")};
  EXPECT_EQ(calendar_hours_text(fxcm(), range),
            "opens              closes               trading\n"
            "2025-12-03T20:00Z  2025-12-03T22:00Z  2 h 0 min\n"
            "2025-12-03T23:00Z  2025-12-04T01:00Z  2 h 0 min\n");
  EXPECT_EQ(calendar_hours_json(fxcm(), range),
            R"({"profile":"fxcm-default","from":"2025-12-03T20:00:00Z",)"
            R"("to":"2025-12-04T01:00:00Z","trading_minutes":240,)"
            R"("hours":[{"open":"2025-12-03T20:00:00Z","close":"2025-12-03T22:00:00Z"},)"
            R"({"open":"2025-12-03T23:00:00Z","close":"2025-12-04T01:00:00Z"}]})"
            "\n");
}

TEST(CalendarProfiles, AreListedInTheirOrder) {
  const std::string text = calendar_profiles_text();
  EXPECT_EQ(text.rfind("fxcm-default  Sunday 18:00", 0), 0U);
  EXPECT_NE(text.find("\ncrypto        Always open\n"), std::string::npos);
  const std::string json = calendar_profiles_json();
  EXPECT_EQ(json.rfind(R"([{"profile":"fxcm-default","about":"Sunday 18:00)", 0), 0U);
}

}  // namespace
}  // namespace wick::cli::calendar_text_test
