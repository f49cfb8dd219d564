// Points in time as people write them in scenarios and logs, from the year 1 to 9999.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/market/market.hpp"

namespace wick::sim {

[[nodiscard]] std::string iso_micros(Micros at);  // 2024-03-01T12:00:00.000000Z

// 2024-03-01, 2024-03-01T12:00, 2024-03-01T12:00:00, with up to six decimals, always UTC: a final
// "Z" may stand or be left out. Anything else is nothing.
[[nodiscard]] std::optional<Micros> parse_iso(std::string_view text);

}  // namespace wick::sim
