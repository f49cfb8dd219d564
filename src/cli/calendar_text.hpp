// A calendar's answers, for people and for machines. Pure: the calendar and an instant in, text
// out.
#pragma once

#include <string>

#include "cli/calendar_stats.hpp"
#include "core/calendar.hpp"

namespace wick::cli {

[[nodiscard]] std::string calendar_text(const core::Calendar& calendar, core::UtcTime at);
// "closes 2024-03-08T22:00Z"; empty where nothing is known to come.
[[nodiscard]] std::string calendar_next_text(const core::Calendar& calendar, core::UtcTime at);
// {"profile","at","open","reason","state_detail","next_open","next_close","day","holidays_end",
// "session","stats"}; the figures are of the sessions of the last 24 hours, those of bars only
// where there are statistics.
[[nodiscard]] std::string calendar_json(const core::Calendar& calendar, core::UtcTime at,
                                        const SessionStatistics* statistics = nullptr);

[[nodiscard]] std::string calendar_hours_text(const core::Calendar& calendar,
                                              core::TimeRange range);
[[nodiscard]] std::string calendar_hours_json(const core::Calendar& calendar,
                                              core::TimeRange range);

[[nodiscard]] std::string calendar_profiles_text();
[[nodiscard]] std::string calendar_profiles_json();

}  // namespace wick::cli
