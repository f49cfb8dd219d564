// The bar lengths that OKX quotes, by its names.
//
// From six hours on a plain name means a bar that opens by the clock of Hong Kong, eight hours
// ahead of UTC; with "utc" behind it opens by UTC. There is no 8H and no 3D here.
#pragma once

#include <optional>
#include <string_view>

#include "sim/market/market.hpp"

namespace wick::sim {

struct Bar {
  Interval interval{};
  Micros shift{};  // of the grid's clock ahead of UTC
};

[[nodiscard]] std::optional<Bar> bar_of(std::string_view name);  // exact spelling: 1m, 1H, 1Dutc

}  // namespace wick::sim
