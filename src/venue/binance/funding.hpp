// A funding as a bar: each of its prices is the rate, and it has no volume.
#pragma once

#include <optional>
#include <string>

#include "venue/kline.hpp"

namespace wick::venue::binance {

// The evidence of an hour that has none.
inline constexpr const char* kNoFunding = "no funding at that hour";

// Takes one funding into `klines`, or says what is wrong with it. It opens on the grid before its
// time, which exchanges write some milliseconds late.
[[nodiscard]] std::optional<std::string> accept_funding(Klines& klines, std::int64_t millis,
                                                        double rate, const KlineRules& rules);

}  // namespace wick::venue::binance
