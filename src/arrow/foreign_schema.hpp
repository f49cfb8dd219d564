// What the footer of a foreign Arrow file says of its columns and batches.
// For the sources of this room alone.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "arrow/encoder.hpp"
#include "arrow/foreign_column.hpp"
#include "base/result.hpp"

namespace wick::arrow {

struct ForeignFooter {
  std::vector<ForeignColumn> columns;
  std::vector<Block> blocks;  // in order, and none overlaps another; all in front of the footer
};

// Refuses what is no Arrow file, or another kind of one.
[[nodiscard]] base::Result<ForeignFooter> read_foreign_footer(std::span<const std::byte> file);

[[nodiscard]] base::Error not_whole(const std::string& what);  // kCorrupt
[[nodiscard]] base::Error not_read_here(std::string what);     // kUnsupported

}  // namespace wick::arrow
