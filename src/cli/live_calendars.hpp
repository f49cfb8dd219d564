// The calendars of the live half: calendar.profile under the file of calendar.overrides, and what
// that file says about the others.
//
// A file that somebody named must be there; config/calendar_overrides.json need not. An unknown
// profile and a mistake in the file are kInvalid.
#pragma once

#include <optional>
#include <string>

#include "port/files.hpp"
#include "wiring/calendar.hpp"
#include "wiring/live_config.hpp"

namespace wick::cli {

// The file, where there is one.
[[nodiscard]] base::Result<std::optional<wiring::CalendarWanted::File>> read_overrides(
    const wiring::LiveConfig::Calendar& config, port::Files& files);

// How `wick live` makes the calendar of that profile.
[[nodiscard]] wiring::CalendarWanted live_calendar(
    const wiring::LiveConfig::Calendar& config, const std::string& profile,
    const std::optional<wiring::CalendarWanted::File>& overrides);

// Where a calendar goes without the file although it might have holidays: that it does.
[[nodiscard]] std::optional<std::string> passed_over(
    const wiring::LiveConfig::Calendar& config, const wiring::CalendarWanted& wanted,
    const std::optional<wiring::CalendarWanted::File>& overrides);

}  // namespace wick::cli
