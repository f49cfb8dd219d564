#include "core/calendar_rules.hpp"

#include <algorithm>
#include <array>

namespace wick::core {
namespace {

using std::chrono::Friday;
using std::chrono::Monday;
using std::chrono::Saturday;
using std::chrono::Sunday;

constexpr const char* kNewYork = "America/New_York";
constexpr const char* kLondon = "Europe/London";
constexpr const char* kBerlin = "Europe/Berlin";
constexpr const char* kTokyo = "Asia/Tokyo";
constexpr const char* kHongKong = "Asia/Hong_Kong";
constexpr const char* kUtc = "UTC";

constexpr DayMinutes at(int hour, int minute = 0) {
  return std::chrono::hours{hour} + std::chrono::minutes{minute};
}

std::vector<SessionWindow> metal_windows() {
  return {{"TOKYO_METALS", at(8), at(16), kTokyo, kTokyo},
          {"LDN_METALS", at(8), at(16, 30), kLondon, kLondon},
          {"NY_METALS", at(8), at(16, 55), kNewYork, kNewYork}};
}

CalendarRules fxcm_default() {
  return {.name = "fxcm-default",
          .about = "Sunday 18:00 to Friday 16:55 New York, pause 17:00 to 18:00",
          .weeks = {{{Sunday, at(18), kNewYork}, {Friday, at(16, 55), kNewYork}}},
          .breaks = {{at(17), at(18), kNewYork}},
          .day = {at(17), kNewYork},
          .windows = metal_windows()};
}

CalendarRules fx() {
  return {.name = "fx",
          .about = "Currencies: Sunday 17:00 to Friday 17:00 New York",
          .weeks = {{{Sunday, at(17), kNewYork}, {Friday, at(17), kNewYork}}},
          .day = {at(17), kNewYork},
          .windows = {{"TOKYO", at(9), at(18), kTokyo, kTokyo},
                      {"LONDON", at(8), at(17), kLondon, kLondon},
                      {"NEW_YORK", at(8), at(17), kNewYork, kNewYork}}};
}

CalendarRules metals() {
  return {.name = "metals",
          .about = "Gold, silver: Sunday 18:00 to Friday 16:45 NY, pause 17:00-18:00",
          .weeks = {{{Sunday, at(18), kNewYork}, {Friday, at(16, 45), kNewYork}}},
          .breaks = {{at(17), at(18), kNewYork}},
          .day = {at(17), kNewYork},
          .windows = metal_windows()};
}

CalendarRules us_index() {
  return {.name = "us-index",
          .about = "US indices: Sunday 18:00 to Friday 16:45 NY, pause 17:00-18:00",
          .weeks = {{{Sunday, at(18), kNewYork}, {Friday, at(16, 45), kNewYork}}},
          .breaks = {{at(17), at(18), kNewYork}},
          .day = {at(17), kNewYork},
          .windows = {{"NY_CASH", at(9, 30), at(16), kNewYork, kNewYork}}};
}

CalendarRules eu_index() {
  return {.name = "eu-index",
          .about = "European indices: Monday to Friday, 09:00 to 23:00 Berlin",
          .weeks = {{{Monday, at(9), kBerlin}, {Friday, at(23), kBerlin}}},
          .breaks = {{at(23), at(9), kBerlin}},
          .day = {at(23), kBerlin},
          .windows = {{"XETRA_CASH", at(9), at(17, 30), kBerlin, kBerlin}}};
}

CalendarRules hk_index() {
  return {.name = "hk-index",
          .about = "Hong Kong indices: Monday to Friday, 09:15 to 03:00, two pauses",
          .weeks = {{{Monday, at(9, 15), kHongKong}, {Saturday, at(3), kHongKong}}},
          .breaks = {{at(3), at(9, 15), kHongKong},
                     {at(12), at(13), kHongKong},
                     {at(16, 30), at(17, 15), kHongKong}},
          .day = {at(3), kHongKong},
          .windows = {{"HK_CASH", at(9, 30), at(16), kHongKong, kHongKong}}};
}

CalendarRules crypto() {
  return {.name = "crypto",
          .about = "Always open",
          .weeks = {{{Monday, at(0), kUtc}, {Monday, at(0), kUtc}}}};
}

}  // namespace

std::set<std::string> zones_of(const CalendarRules& rules) {
  std::set<std::string> zones{rules.day.zone};
  for (const WeeklySession& week : rules.weeks) zones.insert({week.open.zone, week.close.zone});
  for (const DailyBreak& pause : rules.breaks) zones.insert(pause.zone);
  for (const Holiday& holiday : rules.holidays) zones.insert(holiday.zone);
  for (const DatedEdge& edge : rules.early_closes) zones.insert(edge.zone);
  for (const DatedEdge& edge : rules.late_opens) zones.insert(edge.zone);
  for (const SessionWindow& window : rules.windows) zones.insert(window.zone);
  return zones;
}

std::span<const CalendarRules> shipped_calendars() {
  static const std::array<CalendarRules, 7> shipped = {
      fxcm_default(), fx(), metals(), us_index(), eu_index(), hk_index(), crypto()};
  return shipped;
}

const CalendarRules* shipped_calendar(std::string_view name) {
  const auto all = shipped_calendars();
  const auto found = std::ranges::find(all, name, &CalendarRules::name);
  return found == all.end() ? nullptr : &*found;
}

const CalendarRules& calendar_of_instrument(std::string_view symbol) {
  using Known = std::pair<std::string_view, std::string_view>;  // how it begins, its profile
  constexpr std::array kKnown = {
      Known{"XAU", "metals"},      Known{"XAG", "metals"},       Known{"SPX500", "us-index"},
      Known{"NAS100", "us-index"}, Known{"US30", "us-index"},    Known{"NGAS", "us-index"},
      Known{"GER30", "eu-index"},  Known{"EUSTX50", "eu-index"}, Known{"HKG33", "hk-index"},
      Known{"BTC", "crypto"},      Known{"ETH", "crypto"},       Known{"LTC", "crypto"}};
  const auto* const found = std::ranges::find_if(
      kKnown, [&](const Known& known) { return symbol.starts_with(known.first); });
  return *shipped_calendar(found == kKnown.end() ? "fx" : found->second);
}

}  // namespace wick::core
