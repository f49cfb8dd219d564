#include "core/calendar.hpp"

#include <gtest/gtest.h>

#include "base/sanitized.hpp"
#include "core/time_text.hpp"

namespace wick::core::calendar_test {
namespace {

using std::chrono::Friday;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::Monday;
using std::chrono::Sunday;

UtcTime utc(std::string_view text) {
  return *parse_utc(text);
}
WallDay day(int year, unsigned month, unsigned number) {
  return WallDay{midnight(year, month, number).time_since_epoch() / kDay * std::chrono::days{1}};
}

// Written down by hand, from the laws of both places.
Zones zones() {
  const auto at = [](std::string_view text) { return utc(text); };
  const ZoneRules new_york{hours{-5},
                           {{at("2025-03-09T07:00"), hours{-4}},
                            {at("2025-11-02T06:00"), hours{-5}},
                            {at("2026-03-08T07:00"), hours{-4}},
                            {at("2026-11-01T06:00"), hours{-5}}}};
  const ZoneRules london{hours{0},
                         {{at("2025-03-30T01:00"), hours{1}},
                          {at("2025-10-26T01:00"), hours{0}},
                          {at("2026-03-29T01:00"), hours{1}},
                          {at("2026-10-25T01:00"), hours{0}}}};
  const ZoneRules berlin{hours{1},
                         {{at("2025-03-30T01:00"), hours{2}},
                          {at("2025-10-26T01:00"), hours{1}},
                          {at("2026-03-29T01:00"), hours{2}},
                          {at("2026-10-25T01:00"), hours{1}}}};
  return {{"America/New_York", new_york},     {"Europe/London", london},
          {"Europe/Berlin", berlin},          {"Asia/Tokyo", {hours{9}, {}}},
          {"Asia/Hong_Kong", {hours{8}, {}}}, {"UTC", {hours{0}, {}}}};
}

Calendar calendar(const CalendarRules& rules) {
  return {rules, zones(), {2025, 2026}};
}
Calendar shipped(std::string_view name) {
  return calendar(*shipped_calendar(name));
}
CalendarRules fxcm_with_tables() {
  CalendarRules rules = *shipped_calendar("fxcm-default");
  rules.holidays = {{day(2025, 12, 25), "UTC"}, {day(2025, 7, 5), "UTC"}};  // that is a Saturday
  rules.early_closes = {{day(2025, 12, 24), minutes{13 * 60 + 45}, "America/New_York"}};
  rules.late_opens = {{day(2025, 12, 26), minutes{90}, "America/New_York"}};
  return rules;
}

TEST(Calendar, TheDefaultKnowsItsWeekAndItsPause) {
  const Calendar fxcm = shipped("fxcm-default");
  EXPECT_EQ(fxcm.next_open(utc("2025-11-30T21:29:43")), utc("2025-11-30T23:00"));
  EXPECT_EQ(fxcm.next_open(utc("2025-07-13T20:29")), utc("2025-07-13T22:00"));
  EXPECT_FALSE(fxcm.is_open(utc("2025-07-07T21:30")));
  EXPECT_TRUE(fxcm.is_open(utc("2025-07-07T22:05")));
  EXPECT_EQ(fxcm.reason(utc("2025-07-07T21:30")), MarketReason::kDailyBreak);
  EXPECT_EQ(fxcm.reason(utc("2025-07-12T12:00")), MarketReason::kWeekend);
  EXPECT_EQ(fxcm.next_close(utc("2025-07-11T12:00")), utc("2025-07-11T20:55"));
}

TEST(Calendar, AnEdgeBelongsToWhatBegins) {
  const Calendar fx = shipped("fx");
  const UtcTime open = utc("2025-07-13T21:00");
  EXPECT_FALSE(fx.is_open(open - Micros{1}));
  EXPECT_TRUE(fx.is_open(open));
  EXPECT_EQ(fx.next_open(open - Micros{1}), open);
  EXPECT_EQ(fx.next_open(open), open + hours{7 * 24});
  const UtcTime close = utc("2025-07-18T21:00");
  EXPECT_TRUE(fx.is_open(close - Micros{1}));
  EXPECT_FALSE(fx.is_open(close));
  EXPECT_EQ(fx.next_close(close - Micros{1}), close);
  EXPECT_EQ(fx.next_close(close), close + hours{7 * 24});
}

TEST(Calendar, ClocksChangeOverAWeekend) {
  const Calendar fx = shipped("fx");
  EXPECT_EQ(fx.next_close(utc("2026-03-05T12:00")), utc("2026-03-06T22:00"));
  EXPECT_EQ(fx.next_open(utc("2026-03-08T06:00")), utc("2026-03-08T21:00"));
  EXPECT_EQ(fx.next_close(utc("2026-10-28T12:00")), utc("2026-10-30T21:00"));
  EXPECT_EQ(fx.next_open(utc("2026-11-01T05:00")), utc("2026-11-01T22:00"));
}

TEST(Calendar, AWeekOpensInOnePlaceAndClosesInAnother) {
  CalendarRules rules;
  rules.weeks = {
      {{Monday, minutes{0}, "Asia/Tokyo"}, {Friday, minutes{21 * 60 + 55}, "America/New_York"}}};
  const Calendar tokyo = calendar(rules);
  EXPECT_FALSE(tokyo.is_open(utc("2025-12-07T06:00")));
  EXPECT_EQ(tokyo.next_open(utc("2025-12-07T06:00")), utc("2025-12-07T15:00"));
  EXPECT_TRUE(tokyo.is_open(utc("2025-12-05T15:00")));
  EXPECT_EQ(tokyo.next_close(utc("2025-12-05T15:00")), utc("2025-12-06T02:55"));
  EXPECT_EQ(tokyo.next_close(utc("2025-07-04T15:00")), utc("2025-07-05T01:55"));
}

TEST(Calendar, TheWholeWeekIsOpenWithoutAnEdge) {
  const Calendar crypto = shipped("crypto");
  EXPECT_TRUE(crypto.is_open(utc("2025-01-01")));
  EXPECT_TRUE(crypto.is_open(utc("2026-12-31T23:59:59")));
  EXPECT_EQ(crypto.next_open(utc("2025-06-01")), std::nullopt);
  EXPECT_EQ(crypto.next_close(utc("2025-06-01")), std::nullopt);
  EXPECT_EQ(crypto.trading_minutes({utc("2025-06-01"), utc("2025-06-02")}), 1440);
}

TEST(Calendar, OutsideItsYearsNothingIsKnown) {
  const Calendar fx = shipped("fx");
  EXPECT_EQ(fx.known(), (TimeRange{utc("2025-01-01"), utc("2027-01-01")}));
  for (const UtcTime t : {utc("2024-12-31T23:59:59"), utc("2027-01-01")}) {
    EXPECT_FALSE(fx.is_open(t));
    EXPECT_EQ(fx.reason(t), MarketReason::kUnknown);
    EXPECT_EQ(fx.next_open(t), std::nullopt);
    EXPECT_EQ(fx.session(t), std::nullopt);
  }
  EXPECT_EQ(fx.next_close(utc("2026-12-31T12:00")), std::nullopt);
  EXPECT_EQ(fx.trading_minutes({utc("2020-01-01"), utc("2025-01-01")}), 0);
}

TEST(Calendar, HolidaysEarlyClosesAndLateOpens) {
  const Calendar fxcm = calendar(fxcm_with_tables());
  EXPECT_EQ(fxcm.next_close(utc("2025-12-24T12:00")), utc("2025-12-24T18:45"));
  EXPECT_EQ(fxcm.reason(utc("2025-12-24T18:45")), MarketReason::kEarlyClose);
  EXPECT_EQ(fxcm.reason(utc("2025-12-24T22:30")), MarketReason::kDailyBreak);
  EXPECT_EQ(fxcm.reason(utc("2025-12-24T23:30")), MarketReason::kTrading);
  EXPECT_EQ(fxcm.reason(utc("2025-12-25T12:00")), MarketReason::kHoliday);
  EXPECT_EQ(fxcm.reason(utc("2025-12-25T22:30")), MarketReason::kHoliday);  // not its pause
  EXPECT_EQ(fxcm.reason(utc("2025-12-26T06:29")), MarketReason::kLateOpen);
  EXPECT_EQ(fxcm.next_open(utc("2025-12-25T00:00")), utc("2025-12-26T06:30"));
  EXPECT_EQ(fxcm.reason(utc("2025-07-05T12:00")), MarketReason::kWeekend);
  EXPECT_EQ(fxcm.holidays_end(), utc("2025-12-26T06:30"));
  EXPECT_EQ(shipped("fx").holidays_end(), std::nullopt);
}

TEST(Calendar, AnInstrumentTradesByItsProfile) {
  for (const auto& [symbol, profile] : {std::pair{"XAUUSD", "metals"},
                                        {"NAS100", "us-index"},
                                        {"GER30", "eu-index"},
                                        {"HKG33", "hk-index"},
                                        {"BTCUSD", "crypto"},
                                        {"EURUSD", "fx"},
                                        {"SOMETHING", "fx"}}) {
    EXPECT_EQ(calendar_of_instrument(symbol).name, profile) << symbol;
  }
}

TEST(Calendar, ThirtyDaysBeforeTheTableEndsItRunsOut) {
  const Calendar fxcm = calendar(fxcm_with_tables());
  EXPECT_FALSE(fxcm.holidays_run_out(utc("2025-11-26T06:29:59")));
  EXPECT_TRUE(fxcm.holidays_run_out(utc("2025-11-26T06:30")));
  EXPECT_TRUE(fxcm.holidays_run_out(utc("2026-06-01")));
  EXPECT_FALSE(shipped("fx").holidays_run_out(utc("2026-06-01")));
}

TEST(Calendar, TablesMayOverlapAndRepeatThemselves) {
  CalendarRules rules = fxcm_with_tables();
  rules.holidays.push_back(rules.holidays.front());
  rules.holidays.push_back({day(2025, 12, 25), "Asia/Tokyo"});  // nine hours earlier
  rules.early_closes.push_back({day(2025, 12, 24), minutes{16 * 60}, "America/New_York"});
  rules.early_closes.push_back({day(2025, 12, 24), minutes{12 * 60}, "America/New_York"});
  const Calendar fxcm = calendar(rules);
  // What Tokyo's holiday cut off already ends there; of two early closes the first one counts.
  EXPECT_EQ(fxcm.next_close(utc("2025-12-24T12:00")), utc("2025-12-24T15:00"));
  EXPECT_EQ(fxcm.reason(utc("2025-12-24T17:00")), MarketReason::kHoliday);
  EXPECT_EQ(fxcm.next_open(utc("2025-12-24T15:00")), utc("2025-12-26T06:30"));
}

TEST(Calendar, ABreakGoesOnAfterMidnight) {
  const Calendar dax = shipped("eu-index");
  EXPECT_EQ(dax.reason(utc("2025-07-08T03:00")), MarketReason::kDailyBreak);
  EXPECT_EQ(dax.next_open(utc("2025-07-07T21:00")), utc("2025-07-08T07:00"));
  EXPECT_EQ(dax.next_close(utc("2025-01-08T12:00")), utc("2025-01-08T22:00"));
  const Calendar hang_seng = shipped("hk-index");
  EXPECT_EQ(hang_seng.next_close(utc("2025-07-11T12:00")), utc("2025-07-11T19:00"));
  EXPECT_EQ(hang_seng.next_open(utc("2025-07-11T19:00")), utc("2025-07-14T01:15"));
}

TEST(Calendar, TheFirstWindowThatHoldsAnInstantIsItsSession) {
  const Calendar fxcm = shipped("fxcm-default");
  const auto tag = [&](std::string_view text) {
    const auto session = fxcm.session(utc(text));
    return session ? session->window->tag : std::string("none");
  };
  EXPECT_EQ(tag("2025-07-08T02:00"), "TOKYO_METALS");
  EXPECT_EQ(tag("2025-07-08T07:00"), "LDN_METALS");
  EXPECT_EQ(tag("2025-07-08T14:00"), "LDN_METALS");  // New York has opened, too
  EXPECT_EQ(tag("2025-07-08T15:30"), "NY_METALS");
  EXPECT_EQ(tag("2025-07-08T20:55"), "none");
  EXPECT_EQ(tag("2025-07-12T12:00"), "none");  // a Saturday
  const auto london = fxcm.session(utc("2025-01-08T10:00"));
  ASSERT_TRUE(london);
  EXPECT_EQ(london->range, (TimeRange{utc("2025-01-08T08:00"), utc("2025-01-08T16:30")}));
  EXPECT_EQ(fxcm.sessions({utc("2025-01-08"), utc("2025-01-09")}).size(), 4U);  // Tokyo's twice
}

TEST(Calendar, SessionsSoFarAreTheLatestOfEachWindow) {
  const Calendar fxcm = shipped("fxcm-default");
  const auto sessions = fxcm.sessions_so_far(utc("2025-01-08T10:00"));  // a Wednesday
  ASSERT_EQ(sessions.size(), 3U);
  const auto expect = [&](std::size_t i, const char* tag, const char* begin, std::int64_t traded) {
    EXPECT_EQ(sessions[i].session.window->tag, tag);
    EXPECT_EQ(sessions[i].session.range.begin, utc(begin));
    EXPECT_EQ(sessions[i].trading_minutes, traded);
  };
  expect(0, "TOKYO_METALS", "2025-01-07T23:00", 480);
  expect(1, "LDN_METALS", "2025-01-08T08:00", 120);
  expect(2, "NY_METALS", "2025-01-07T13:00", 535);
}

TEST(Calendar, APauseIsNamedByWhatIsLeftOfIt) {
  EXPECT_EQ(pause_detail(hours{36}), "weekend");
  EXPECT_EQ(pause_detail(hours{36} - Micros{1}), "overnight");
  EXPECT_EQ(pause_detail(hours{6}), "overnight");
  EXPECT_EQ(pause_detail(hours{6} - Micros{1}), "intrabreak");
}

// The slow and obvious calendar: it looks at the wall clocks of one minute.
bool open_by_the_clock(const CalendarRules& rules, const Zones& all, UtcTime t) {
  const auto clock = [&](const std::string& zone) { return all.find(zone)->second.to_wall(t); };
  const auto minute_of_week = [](WallTime wall) {
    const auto at = std::chrono::floor<std::chrono::days>(wall);
    const auto number = std::chrono::weekday{at}.c_encoding();
    return std::chrono::floor<minutes>(wall - at) + hours{24} * number;
  };
  const auto edge = [](const WeekEdge& e) { return hours{24} * e.day.c_encoding() + e.time; };
  const auto minute_of_day = [](WallTime wall) {
    return std::chrono::floor<minutes>(wall - std::chrono::floor<std::chrono::days>(wall));
  };
  const WeeklySession& week = rules.weeks.front();
  const auto now = minute_of_week(clock(week.open.zone));
  const bool wraps = edge(week.close) <= edge(week.open);
  const bool after = now >= edge(week.open);
  const bool early = now < edge(week.close);
  if (wraps ? !(after || early) : !(after && early)) return false;
  for (const DailyBreak& pause : rules.breaks) {
    const auto at = minute_of_day(clock(pause.zone));
    const bool over_midnight = pause.end <= pause.start;
    const bool begun = at >= pause.start;
    const bool going = at < pause.end;
    if (over_midnight ? begun || going : begun && going) return false;
  }
  for (const Holiday& holiday : rules.holidays) {
    if (std::chrono::floor<std::chrono::days>(clock(holiday.zone)) == holiday.day) return false;
  }
  return true;
}

TEST(Calendar, EveryMinuteOfTwoYearsAgreesWithTheClocks) {
  // March has the clocks' changes of all continents.
  const UtcTime begin = utc(base::kSanitized ? "2025-03-01" : "2025-01-01");
  const UtcTime end = utc(base::kSanitized ? "2025-04-05" : "2027-01-01");
  const Zones all = zones();
  for (CalendarRules rules : shipped_calendars()) {
    rules.holidays = {{day(2025, 12, 25), "UTC"}, {day(2025, 7, 4), "America/New_York"}};
    const Calendar built = calendar(rules);
    std::vector<UtcTime> opens;
    std::vector<UtcTime> closes;
    bool before = open_by_the_clock(rules, all, begin - minutes{1});
    std::int64_t traded = 0;
    for (UtcTime t = begin; t < end; t += minutes{1}) {
      const bool open = open_by_the_clock(rules, all, t);
      ASSERT_EQ(built.is_open(t), open) << rules.name << " at " << to_iso(t);
      ASSERT_EQ(built.reason(t) == MarketReason::kTrading, open) << to_iso(t);
      if (open && !before) opens.push_back(t);
      if (!open && before) closes.push_back(t);
      traded += open ? 1 : 0;
      before = open;
    }
    ASSERT_EQ(built.trading_minutes({begin, end}), traded);
    auto open = opens.begin();
    auto close = closes.begin();
    // Beyond its years a calendar knows nothing; what comes after a part of them was not seen here.
    const bool seen = !opens.empty() && !closes.empty();
    const UtcTime last = !base::kSanitized ? end
                         : seen            ? std::min(opens.back(), closes.back())
                                           : begin;
    for (UtcTime t = begin; t < last; t += minutes{1}) {
      while (open != opens.end() && *open <= t) ++open;
      while (close != closes.end() && *close <= t) ++close;
      ASSERT_EQ(built.next_open(t), open == opens.end() ? std::nullopt : std::optional(*open));
      ASSERT_EQ(built.next_close(t), close == closes.end() ? std::nullopt : std::optional(*close));
    }
  }
}

TEST(Calendar, TradingMinutesAreCountedBackward) {
  const Calendar fxcm = calendar(fxcm_with_tables());
  const UtcTime until = utc("2025-12-29T12:34");
  UtcTime t = until;
  for (std::int64_t wanted = 1; wanted < 6000; ++wanted) {
    do {
      t -= minutes{1};
    } while (!fxcm.is_open(t));
    ASSERT_EQ(fxcm.before(until, wanted), t) << wanted;
    ASSERT_EQ(fxcm.trading_minutes({t, until}), wanted);
  }
  EXPECT_EQ(fxcm.before(until, 0), until);
  EXPECT_EQ(fxcm.before(until, 10'000'000), fxcm.known().begin);
}

TEST(Calendar, HoursAreCutAtTheEndsOfTheRange) {
  const Calendar fxcm = shipped("fxcm-default");
  const auto hours_of = fxcm.hours({utc("2025-07-07T20:00"), utc("2025-07-08T01:00")});
  ASSERT_EQ(hours_of.size(), 2U);
  EXPECT_EQ(hours_of[0], (TimeRange{utc("2025-07-07T20:00"), utc("2025-07-07T21:00")}));
  EXPECT_EQ(hours_of[1], (TimeRange{utc("2025-07-07T22:00"), utc("2025-07-08T01:00")}));
  EXPECT_TRUE(fxcm.hours({utc("2025-07-12"), utc("2025-07-13")}).empty());
}

}  // namespace
}  // namespace wick::core::calendar_test
