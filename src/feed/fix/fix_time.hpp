// Instants as FIX writes them: 20120927-13:15:34.754, always UTC.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/time.hpp"

namespace wick::feed::fix {

void append_timestamp(std::string& out, core::UtcTime t);  // in milliseconds, rounded down
[[nodiscard]] std::string timestamp(core::UtcTime t);

// With or without a fraction of up to nine digits; a 60th second is the next minute's first.
[[nodiscard]] std::optional<core::UtcTime> parse_timestamp(std::string_view text);
// 20180817 and 13:44:06.000, which stand in fields of their own.
[[nodiscard]] std::optional<core::UtcTime> parse_date_and_time(std::string_view date,
                                                               std::string_view time);

}  // namespace wick::feed::fix
