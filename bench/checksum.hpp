// One number that two readers of the same bars agree on only if every value and its place agree.
//
// The sum, modulo 2^64, over columns and rows of (column + 1) * (row + 1) * the value's 64 bits;
// easily computed in any language. Columns stand in the order of core::Columns, times count
// microseconds.
#pragma once

#include <cstdint>
#include <vector>

#include "core/chunk.hpp"

namespace wick::bench {

[[nodiscard]] std::uint64_t checksum(const std::vector<core::Chunk>& chunks);

}  // namespace wick::bench
