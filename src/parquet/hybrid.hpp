// Small numbers, in runs of one value and in bits side by side, as Parquet writes levels and places
// in dictionaries. For the sources of this room alone.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace wick::parquet {

inline constexpr unsigned kHybridWidthMax = 32;

// Exactly `count` of them, each of `width` bits, at most kHybridWidthMax. What is behind them is
// left alone.
[[nodiscard]] base::Result<std::vector<std::uint32_t>> read_hybrid(std::string_view bytes,
                                                                   unsigned width,
                                                                   std::size_t count);

}  // namespace wick::parquet
