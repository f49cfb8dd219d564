// Where the venues are, as the configuration says.
#pragma once

#include "venue/binance/endpoints.hpp"
#include "wiring/config.hpp"

namespace wick::wiring {

[[nodiscard]] venue::binance::Endpoints binance_endpoints(const Config& config);

}  // namespace wick::wiring
