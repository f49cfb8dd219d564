// The configuration file as names and values.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace wick::wiring {

// {"binance":{"spot_url":"http://x"},"archive":{"delay_hours":24}} is binance.spot_url and
// archive.delay_hours. Values are strings or whole numbers.
[[nodiscard]] base::Result<std::vector<std::pair<std::string, std::string>>> read_config_file(
    std::string_view text);

// The known setting whose name takes the fewest changes to reach.
[[nodiscard]] std::string nearest_name(std::string_view name);

}  // namespace wick::wiring
