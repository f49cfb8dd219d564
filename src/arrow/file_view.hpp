// An Arrow IPC file in memory, looked into without copying its columns.
//
// open() checks the structure: every offset and length that is ever followed lies inside the file,
// columns are whole and 8-byte aligned, batches follow one another, types are among ours, nothing
// is compressed, nothing is null, nothing is a dictionary. It does not look at values. Anything
// else is kCorrupt and says what; so is text, which we write for others but never read.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "arrow/encoder.hpp"
#include "base/result.hpp"

namespace wick::arrow {

class FileView {
 public:
  // The bytes must begin on an 8-byte boundary, and outlive the view and all that it hands out.
  [[nodiscard]] static base::Result<FileView> open(std::span<const std::byte> file);

  [[nodiscard]] const std::vector<Field>& fields() const { return fields_; }
  // Of the footer's schema, and of the footer itself. The values point into the file; of a key
  // that is there twice, the first counts.
  [[nodiscard]] std::optional<std::string_view> metadata(std::string_view key) const;
  [[nodiscard]] std::optional<std::string_view> footer_metadata(std::string_view key) const;

  [[nodiscard]] std::size_t batches() const { return rows_.size(); }
  [[nodiscard]] std::int64_t rows(std::size_t batch) const { return rows_[batch]; }
  // Where the batches lie, in ascending order.
  [[nodiscard]] std::span<const Block> blocks() const { return blocks_; }

  // Where the columns lie: one, or all of the file, batch by batch.
  [[nodiscard]] Extent extent(std::size_t batch, std::size_t column) const;
  [[nodiscard]] std::span<const Extent> extents() const { return extents_; }
  // Of bools, eight share a byte.
  [[nodiscard]] std::span<const std::byte> values(std::size_t batch, std::size_t column) const;

 private:
  using Entry = std::pair<std::string_view, std::string_view>;

  std::span<const std::byte> file_;
  std::vector<Field> fields_;
  std::vector<Entry> metadata_;
  std::vector<Entry> footer_metadata_;
  std::vector<Block> blocks_;
  std::vector<std::int64_t> rows_;
  std::vector<Extent> extents_;  // batch * fields + column
};

}  // namespace wick::arrow
