// Kline rows of an archive file.
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "venue/kline.hpp"

namespace wick::venue::binance {

// Twelve columns, with or without a header line, LF or CRLF, last line ended or not. Anything else
// is refused as a whole, with line and reason: no row is dropped in silence.
[[nodiscard]] base::Result<Klines> parse_kline_csv(std::string_view text, const KlineRules& rules);

}  // namespace wick::venue::binance
