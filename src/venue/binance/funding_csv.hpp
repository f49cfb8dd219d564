// Funding rates of an archive file.
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "venue/kline.hpp"

namespace wick::venue::binance {

// calc_time,funding_interval_hours,last_funding_rate; with or without that header line, LF or CRLF,
// last line ended or not. Anything else is refused as a whole, with line and reason.
[[nodiscard]] base::Result<Klines> parse_funding_csv(std::string_view text,
                                                     const KlineRules& rules);

}  // namespace wick::venue::binance
