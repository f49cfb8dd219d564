#include "wiring/calendar.hpp"

#include "base/edit_distance.hpp"
#include "core/time_text.hpp"

namespace wick::wiring {
namespace {

// Fit to be printed, however long and strange.
std::string shown(std::string_view word) {
  constexpr std::size_t kShownMax = 40;
  std::string text;
  for (const char c : word.substr(0, kShownMax)) text += c >= ' ' && c <= '~' ? c : '?';
  return text;
}

// What may have been meant: one that begins so, or one of which half the letters are right.
std::string hint(const std::string& word) {
  std::string_view nearest;
  std::size_t least = (word.size() + 1) / 2 + 1;
  for (const core::CalendarRules& rules : core::shipped_calendars()) {
    const bool begins = !word.empty() && rules.name.starts_with(word);
    const std::size_t far = begins ? 0 : base::edit_distance(word, rules.name);
    if (far >= least) continue;
    least = far;
    nearest = rules.name;
  }
  return nearest.empty() || word.empty() ? "" : "did you mean '" + std::string(nearest) + "'? ";
}

base::Error unknown_profile(std::string_view profile) {
  const std::string word = shown(profile);
  std::string names;
  for (const core::CalendarRules& rules : core::shipped_calendars()) {
    names += (names.empty() ? "" : ", ") + rules.name;
  }
  return {base::ErrorKind::kInvalid,
          "there is no calendar '" + word + "'; " + hint(word) + "there are " + names};
}

struct Dates {
  const char* key{};
  const std::vector<core::DatedEdge>& edges;
  core::MarketReason reason{};  // of being closed, where such an edge does something
  core::Micros seen_after{};
};

std::vector<std::string> idle_of(const Dates& dates, const core::Calendar& calendar,
                                 const ZoneReader& read_zone) {
  std::vector<std::string> idle;
  for (std::size_t i = 0; i < dates.edges.size(); ++i) {
    const core::DatedEdge& edge = dates.edges[i];
    const auto zone = read_zone(edge.zone);
    if (!zone) continue;
    const core::UtcTime at = zone->to_utc(core::WallTime{edge.day} + edge.time);
    const core::MarketReason reason = calendar.reason(at + dates.seen_after);
    const bool unknown = reason == core::MarketReason::kUnknown;
    if (unknown || reason == dates.reason) continue;
    idle.push_back(std::string(dates.key) + "[" + std::to_string(i) + "] at " + core::to_iso(at) +
                   " changes nothing: the market is closed anyway (" +
                   std::string(core::name(reason)) + ")");
  }
  return idle;
}

bool keeps_the_brokers_dates(std::string_view profile) {
  return profile == kDefaultCalendar || profile == "fx" || profile == "metals";
}

}  // namespace

OverridesReach overrides_reach(std::string_view written_for, std::string_view profile) {
  if (profile == written_for) return OverridesReach::kAll;
  const bool same = keeps_the_brokers_dates(written_for) && keeps_the_brokers_dates(profile);
  return same ? OverridesReach::kDates : OverridesReach::kNothing;
}

base::Result<core::Calendar> make_calendar(const CalendarWanted& wanted,
                                           const ZoneReader& read_zone) {
  const core::CalendarRules* const shipped = core::shipped_calendar(wanted.profile);
  if (shipped == nullptr) return unknown_profile(wanted.profile);
  core::CalendarRules rules = *shipped;
  if (wanted.overrides) {
    auto changed = read_calendar_file(wanted.overrides->text, rules, read_zone);
    if (!changed) return base::within(wanted.overrides->path, changed.error());
    if (!wanted.dates_alone) rules = *changed;
    rules.holidays = std::move(changed->holidays);
    rules.early_closes = std::move(changed->early_closes);
    rules.late_opens = std::move(changed->late_opens);
  }
  core::Zones zones;
  for (const std::string& name : core::zones_of(rules)) {
    auto zone = read_zone(name);
    if (!zone) return zone.error();
    zones.emplace(name, *std::move(zone));
  }
  return core::Calendar(std::move(rules), zones, wanted.years);
}

std::vector<std::string> idle_dates(const CalendarWanted& wanted, const core::Calendar& calendar,
                                    const ZoneReader& read_zone) {
  if (!wanted.overrides || wanted.dates_alone) return {};
  const core::CalendarRules& rules = calendar.rules();
  auto idle = idle_of({"early_closes", rules.early_closes, core::MarketReason::kEarlyClose, {}},
                      calendar, read_zone);
  const auto opens = idle_of(
      {"late_opens", rules.late_opens, core::MarketReason::kLateOpen, -std::chrono::minutes{1}},
      calendar, read_zone);
  idle.insert(idle.end(), opens.begin(), opens.end());
  for (std::string& one : idle) one.insert(0, wanted.overrides->path + ": ");
  return idle;
}

}  // namespace wick::wiring
