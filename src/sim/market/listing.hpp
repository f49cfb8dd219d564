// All symbols that a venue has ever had or has announced, in order of name; equal for every seed.
#pragma once

#include <vector>

#include "sim/market/market.hpp"

namespace wick::sim {

[[nodiscard]] std::vector<Symbol> listing_of(Venue venue);

}  // namespace wick::sim
