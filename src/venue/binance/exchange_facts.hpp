// The little that a diagnosis needs of what the exchange tells about itself.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/time.hpp"

namespace wick::venue::binance {

// {"serverTime":1700000000000}
[[nodiscard]] std::optional<core::UtcTime> parse_server_time(std::string_view text);

struct ExchangeFacts {
  std::optional<std::int64_t> weight_a_minute{};  // its limit
  std::string status{};                           // of the symbol: TRADING; empty where not there
};
// Of an exchangeInfo document; what is not there, or not as expected, is left out.
[[nodiscard]] ExchangeFacts parse_exchange_facts(std::string_view text, std::string_view symbol);

}  // namespace wick::venue::binance
