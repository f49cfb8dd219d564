// Kline rows of a REST page, and the error bodies that may come instead.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "venue/kline.hpp"

namespace wick::venue::binance {

// An array of rows of twelve. Refused as a whole where any row is not as it should be.
[[nodiscard]] base::Result<Klines> parse_kline_json(std::string_view text, const KlineRules& rules);

// {"code":-1121,"msg":"Invalid symbol."}
struct ApiError {
  std::int64_t code{};
  std::string message;
};
[[nodiscard]] std::optional<ApiError> parse_api_error(std::string_view text);

}  // namespace wick::venue::binance
