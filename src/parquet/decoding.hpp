// The values of one column. For the sources of this room alone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parquet/footer.hpp"

namespace wick::parquet {

// A value of a fixed width, little-endian.
struct Cell {
  std::uint64_t low{};
  std::uint32_t high{};  // of a value of 12 bytes
};
using Cells = std::vector<std::optional<Cell>>;
using Texts = std::vector<std::optional<std::string>>;

// Of a column that is no list, whose place is `index`: one for each row, a null as nothing.
// Cells are of columns of a fixed width, texts of those of bytes. Each refuses the other.
[[nodiscard]] base::Result<Cells> read_cells(std::string_view file, const Footer& footer,
                                             std::size_t index);
[[nodiscard]] base::Result<Texts> read_texts(std::string_view file, const Footer& footer,
                                             std::size_t index);

}  // namespace wick::parquet
