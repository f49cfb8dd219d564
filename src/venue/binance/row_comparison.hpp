// Rows of an archive object, held against those that REST has of the same instants.
#pragma once

#include <cstdint>
#include <string>

#include "core/chunk.hpp"

namespace wick::venue::binance {

// Of close times nothing is said: the oldest files have irregular ones.
enum class Compared : std::uint8_t { kAllValues, kPrices };

// Rows that only one side has do not count.
struct RowComparison {
  std::size_t rows{};
  std::size_t different{};
  std::string first_difference{};  // "at 2024-...: archive 1,2,... REST 1,2,..."
};
[[nodiscard]] RowComparison compare_rows(const core::Chunk& archive, const core::Chunk& rest,
                                         Compared compared);

}  // namespace wick::venue::binance
