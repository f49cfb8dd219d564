// An Arrow IPC file that any other program wrote, of which a few columns are wanted.
//
// What FileView insists on is not asked here: columns may be of other types, have nulls and lie
// unaligned, and columns that nobody wants are stepped over without being understood. Every offset
// and length that is followed is checked. What is asked for is copied out. What is damaged is
// kCorrupt; what is whole but not read here (compressed, Parquet, a stream, big-endian) is
// kUnsupported, and the text says what to do.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "arrow/foreign_column.hpp"
#include "base/result.hpp"

namespace wick::arrow {

class ForeignFile {
 public:
  // The bytes must outlive the file.
  [[nodiscard]] static base::Result<ForeignFile> open(std::span<const std::byte> file);

  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] bool has(std::string_view column) const { return find(column) != nullptr; }

  // A whole column, a null as nothing. A column that is not there, or of another type, is
  // kUnsupported. Times are microseconds since 1970, rounded down; those without a zone are UTC.
  using Times = std::vector<std::optional<std::int64_t>>;
  using Numbers = std::vector<std::optional<double>>;
  [[nodiscard]] base::Result<Times> times(std::string_view column) const;
  using Texts = std::vector<std::optional<std::string>>;
  [[nodiscard]] base::Result<Numbers> numbers(std::string_view column) const;
  [[nodiscard]] base::Result<Texts> texts(std::string_view column) const;

 private:
  [[nodiscard]] const ForeignColumn* find(std::string_view column) const;
  [[nodiscard]] const std::vector<ForeignPiece>& pieces_of(const ForeignColumn& column) const;
  template <typename T, typename Read>
  [[nodiscard]] std::vector<std::optional<T>> collect(const ForeignColumn& column, Read read) const;

  std::vector<ForeignColumn> columns_;
  std::vector<std::vector<ForeignPiece>> pieces_;  // of each column, batch by batch
  std::size_t rows_{};
};

}  // namespace wick::arrow
