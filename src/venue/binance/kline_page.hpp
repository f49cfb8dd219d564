// A page of klines exactly as the exchange writes it, read in one pass.
//
// A shortcut and never a judge: for whatever deviates by a single character, good or bad, there is
// no answer here, and a JSON parser is to be asked instead.
#pragma once

#include <optional>
#include <string_view>

#include "venue/kline.hpp"

namespace wick::venue::binance {

// [[1698364800000,"34151.66",...,"0"],...] without a space, with at least one row and no bad one.
[[nodiscard]] std::optional<Klines> read_kline_page(std::string_view text, const KlineRules& rules);

}  // namespace wick::venue::binance
