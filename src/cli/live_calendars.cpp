#include "cli/live_calendars.hpp"

#include <utility>

namespace wick::cli {
namespace {

constexpr std::size_t kFileBytesMax = 1 << 20;

}  // namespace

base::Result<std::optional<wiring::CalendarWanted::File>> read_overrides(
    const wiring::LiveConfig::Calendar& config, port::Files& files) {
  using File = wiring::CalendarWanted::File;
  auto text = files.read(config.overrides, kFileBytesMax);
  if (text) return std::optional(File{config.overrides, *std::move(text)});
  if (text.error().kind != base::ErrorKind::kUnsupported) return text.error();
  if (config.overrides == wiring::kCalendarOverrides) return std::optional<File>();
  return base::Error{base::ErrorKind::kInvalid,
                     "calendar.overrides names " + config.overrides + ", which is not there"};
}

wiring::CalendarWanted live_calendar(const wiring::LiveConfig::Calendar& config,
                                     const std::string& profile,
                                     const std::optional<wiring::CalendarWanted::File>& overrides) {
  const auto reach = wiring::overrides_reach(config.profile, profile);
  wiring::CalendarWanted wanted{.profile = profile};
  if (reach != wiring::OverridesReach::kNothing) wanted.overrides = overrides;
  wanted.dates_alone = reach == wiring::OverridesReach::kDates;
  return wanted;
}

std::optional<std::string> passed_over(
    const wiring::LiveConfig::Calendar& config, const wiring::CalendarWanted& wanted,
    const std::optional<wiring::CalendarWanted::File>& overrides) {
  const bool dated = wanted.profile != "crypto";
  if (!overrides || wanted.overrides || !dated) return std::nullopt;
  return overrides->path + " is about the calendar " + config.profile + "; " + wanted.profile +
         " is used without it";
}

}  // namespace wick::cli
