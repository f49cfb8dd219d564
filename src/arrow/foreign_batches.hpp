// Where the columns of a foreign Arrow file lie. For the sources of this room alone.
#pragma once

#include <span>
#include <vector>

#include "arrow/foreign_schema.hpp"

namespace wick::arrow {

struct ForeignBatches {
  std::vector<std::vector<ForeignPiece>> pieces;  // of each column, batch by batch
  std::size_t rows{};
};

// Of columns that are not read the pieces are empty.
[[nodiscard]] base::Result<ForeignBatches> read_foreign_batches(std::span<const std::byte> file,
                                                                const ForeignFooter& footer);

}  // namespace wick::arrow
