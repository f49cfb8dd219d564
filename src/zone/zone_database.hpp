// The system's database of time zones, as changes of offset for a pure calendar.
//
// Every change from 1990 to the end of 2037, where the tables of the database end. A database whose
// tables end sooner, and go on with a rule that the vendor does not read, is refused: without the
// rule there would be no summer time. The vendor stays in the .cpp.
#pragma once

#include <string>

#include "base/result.hpp"
#include "core/calendar_zone.hpp"

namespace wick::zone {

// A name that the database has: America/New_York. No such name is kInvalid, no database that
// can be used is kUnsupported.
[[nodiscard]] base::Result<core::ZoneRules> read_zone(const std::string& name);

}  // namespace wick::zone
