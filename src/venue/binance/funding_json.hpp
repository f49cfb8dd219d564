// Funding rates of a REST page.
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "venue/kline.hpp"

namespace wick::venue::binance {

// [{"symbol":"BTCUSDT","fundingTime":1698768000000,"fundingRate":"0.00010000",...},...]; members
// that are not known are let be. Refused as a whole where any entry is not as it should be.
[[nodiscard]] base::Result<Klines> parse_funding_json(std::string_view text,
                                                      const KlineRules& rules);

}  // namespace wick::venue::binance
