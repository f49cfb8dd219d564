// A market's calendar by name: a shipped profile, or one under an override file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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
  bool dates_alone{};               // of them only holidays, early closes and late opens
  core::YearSpan years{};
};

// What a file of overrides that was written for one calendar says about another: currencies and
// metals keep the same dates, indices and coins have their own.
enum class OverridesReach : std::uint8_t { kNothing, kDates, kAll };
[[nodiscard]] OverridesReach overrides_reach(std::string_view written_for,
                                             std::string_view profile);

// An unknown profile is kInvalid, and told with the nearest name and all there are; so is a mistake
// in the file.
[[nodiscard]] base::Result<core::Calendar> make_calendar(const CalendarWanted& wanted,
                                                         const ZoneReader& read_zone);

// The early closes and late opens of the file that fall into no trading of that calendar and so
// change nothing, a line each. About a calendar that takes the dates alone there is nothing to say.
[[nodiscard]] std::vector<std::string> idle_dates(const CalendarWanted& wanted,
                                                  const core::Calendar& calendar,
                                                  const ZoneReader& read_zone);

}  // namespace wick::wiring
