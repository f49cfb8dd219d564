// A market's calendar by name: a shipped profile, or the default one under an override file.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "core/calendar.hpp"
#include "wiring/calendar_file.hpp"

namespace wick::wiring {

inline constexpr std::string_view kDefaultCalendar = "fxcm-default";
inline constexpr std::string_view kCalendarOverrides = "config/calendar_overrides.json";

struct CalendarWanted {
  std::string profile{kDefaultCalendar};
  struct File {
    std::string path;
    std::string text;
  };
  std::optional<File> overrides{};  // laid over the profile
  core::YearSpan years{};
};

// An unknown profile is kInvalid and lists those that there are; so is a mistake in the file.
[[nodiscard]] base::Result<core::Calendar> make_calendar(const CalendarWanted& wanted,
                                                         const ZoneReader& read_zone);

}  // namespace wick::wiring
