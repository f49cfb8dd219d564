// OKX's pages of candles, and the error bodies that may come instead.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "venue/kline.hpp"

namespace wick::venue::okx {

// {"code":"0","msg":"","data":[["ts","o","h","l","c","vol","volCcy","volCcyQuote","confirm"],...]},
// the newest row first. Refused as a whole where any row is not as it should be. A page may be an
// error under any HTTP status; it is then refused with what the error means, see refusal().
//
// The volume of a bar is `vol` (base currency on spot, contracts of swaps), its quote volume is
// `volCcyQuote`. There are no trade counts and no taker volumes: both are 0. Rows from the first
// unconfirmed one on are told to be forming.
[[nodiscard]] base::Result<Klines> parse_candles(std::string_view text, const KlineRules& rules);

struct ApiError {
  std::string code;
  std::string message;
};
// Nothing where the text has no code, or the code that says that all is well.
[[nodiscard]] std::optional<ApiError> parse_api_error(std::string_view text);

// What OKX's code means for whoever asked.
[[nodiscard]] base::Error refusal(const ApiError& error);

}  // namespace wick::venue::okx
