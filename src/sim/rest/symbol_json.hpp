// One symbol as exchangeInfo describes it. The field sets are the exchange's, the values are ours.
#pragma once

#include <string>
#include <string_view>

#include "sim/market/market.hpp"

namespace wick::sim {

// TRADING until the delisting, then BREAK on spot and SETTLING on futures. A status of the
// market's own other than these stands while the symbol is listed.
[[nodiscard]] std::string status_at(const Symbol& symbol, Micros now);

void append_symbol(std::string& out, const Symbol& symbol, Micros now);

[[nodiscard]] std::string_view margin_assets_json();  // USD-M only

}  // namespace wick::sim
