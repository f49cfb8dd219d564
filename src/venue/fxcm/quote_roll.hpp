// Longer bars of bids and asks out of shorter ones, on the grid of UTC. Pure.
#pragma once

#include <span>
#include <vector>

#include "core/chunk.hpp"
#include "core/quote.hpp"

namespace wick::venue::fxcm {

// One bar for each open time of the grid that has one of `bars` inside; ascending, as these are.
// Bids and asks are rolled by themselves: the middles in between stay their mean.
[[nodiscard]] std::vector<core::HistoryBar> rolled(std::span<const core::HistoryBar> bars,
                                                   const core::Grid& grid);

// The middles as plain bars, without volume.
[[nodiscard]] core::Chunk middles(std::span<const core::HistoryBar> bars, const core::Grid& grid);

}  // namespace wick::venue::fxcm
