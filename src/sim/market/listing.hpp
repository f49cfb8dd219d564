// All symbols that a venue has ever had or has announced, in order of name; equal for every seed.
#pragma once

#include <vector>

#include "sim/market/market.hpp"

namespace wick::sim {

[[nodiscard]] std::vector<Symbol> listing_of(Venue venue);

// Whether it can be traded then, but for maintenance.
[[nodiscard]] bool on_board(const Symbol& symbol, Micros at);

// Since when the API knows of it, asked at `now`: of two lives futures have forgotten the first.
[[nodiscard]] Micros known_since(const Symbol& symbol, Micros now);

}  // namespace wick::sim
