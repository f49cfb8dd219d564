// Points in time as people and HTTP write them, from the year 1 to 9999.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/market/market.hpp"

namespace wick::sim {

[[nodiscard]] std::string iso_time(Micros at);   // 2024-03-01T12:00:00.000000Z
[[nodiscard]] std::string http_date(Micros at);  // Fri, 01 Mar 2024 12:00:00 GMT

// 2024-03-01, 2024-03-01T12:00, 2024-03-01T12:00:00, with up to six decimals, always UTC: a final
// "Z" may stand or be left out. Anything else is nothing.
[[nodiscard]] std::optional<Micros> parse_iso(std::string_view text);
[[nodiscard]] std::optional<Micros> parse_http_date(std::string_view text);

// "2024-03-01" or "2024-03" one day or month earlier, in the same form.
[[nodiscard]] std::optional<std::string> period_before(std::string_view period);

}  // namespace wick::sim
