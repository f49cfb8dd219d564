// config/calendar_overrides.json, as the predecessor has it, laid over the rules of a profile.
//
// A key that is there replaces what the profile says; one that is not leaves it. A mistake is
// kInvalid and names its place, as in daily_breaks[1]; so is a key that stands twice. A byte order
// mark in front is passed over. Knows no database: it is handed the zones.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "core/calendar_rules.hpp"

namespace wick::wiring {

using ZoneReader = std::function<base::Result<core::ZoneRules>(const std::string& name)>;

[[nodiscard]] base::Result<core::CalendarRules> read_calendar_file(std::string_view text,
                                                                   core::CalendarRules rules,
                                                                   const ZoneReader& read_zone);

}  // namespace wick::wiring
