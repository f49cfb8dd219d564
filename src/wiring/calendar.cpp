#include "wiring/calendar.hpp"

namespace wick::wiring {
namespace {

base::Error unknown_profile(const std::string& profile) {
  std::string names;
  for (const core::CalendarRules& rules : core::shipped_calendars()) {
    names += (names.empty() ? "" : ", ") + rules.name;
  }
  return {base::ErrorKind::kInvalid, "there is no calendar '" + profile + "'; there are " + names};
}

}  // namespace

base::Result<core::Calendar> make_calendar(const CalendarWanted& wanted,
                                           const ZoneReader& read_zone) {
  const core::CalendarRules* const shipped = core::shipped_calendar(wanted.profile);
  if (shipped == nullptr) return unknown_profile(wanted.profile);
  core::CalendarRules rules = *shipped;
  if (wanted.overrides) {
    auto changed = read_calendar_file(wanted.overrides->text, std::move(rules), read_zone);
    if (!changed) return base::within(wanted.overrides->path, changed.error());
    rules = *std::move(changed);
  }
  core::Zones zones;
  for (const std::string& name : core::zones_of(rules)) {
    auto zone = read_zone(name);
    if (!zone) return zone.error();
    zones.emplace(name, *std::move(zone));
  }
  return core::Calendar(std::move(rules), zones, wanted.years);
}

}  // namespace wick::wiring
