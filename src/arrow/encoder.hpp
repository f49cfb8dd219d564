// Columns to the bytes of an Arrow IPC file or stream.
//
// Pure: bytes are appended to a string, batch by batch, so that what is larger than memory can be
// written away in between. Uncompressed, little-endian, every buffer on a 64-byte boundary of the
// file. The opening schema carries `opening`; a file's footer repeats the schema with the metadata
// given to end(), which is where readers of files look, and which may tell what was learnt while
// writing. The same calls give the same bytes. See docs/formats/arrow.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "arrow/schema.hpp"

namespace wick::arrow {

enum class Form : std::uint8_t { kFile, kStream };

// What a column holds for one batch. Fixed-width types: `values` is rows * width bytes. kText:
// `values` is all characters, and `offsets` has rows + 1 entries, the first of them 0. kBool: one
// byte a row, 0 or 1, packed by the encoder.
struct Column {
  std::span<const std::byte> values;
  std::span<const std::int32_t> offsets{};
};

// Where in the file a column's values lie, without their padding.
struct Extent {
  std::uint64_t offset{};
  std::uint64_t size{};

  bool operator==(const Extent&) const = default;
};

// Where in the file a batch lies: its message, and behind it its body.
struct Block {
  std::uint64_t offset{};
  std::uint64_t message_size{};
  std::uint64_t body_size{};

  bool operator==(const Block&) const = default;
};

class Encoder {
 public:
  Encoder(Form form, std::vector<Field> fields);

  // Once begin(), any number of times batch(), once end().
  void begin(const Metadata& opening, std::string& out);
  // An extent for each column, in ascending order.
  std::vector<Extent> batch(std::int64_t rows, std::span<const Column> columns, std::string& out);
  // `schema` goes into the footer's schema, `footer` beside it; a stream has neither.
  void end(const Metadata& schema, const Metadata& footer, std::string& out);

  [[nodiscard]] std::uint64_t bytes_written() const { return written_; }

 private:
  void append(std::string_view bytes, std::string& out);
  void append_padding(std::string& out);
  void append_message(std::string_view metadata, std::string& out);
  void append_body(std::span<const Column> columns, std::string& out);

  Form form_;
  std::vector<Field> fields_;
  std::vector<Block> blocks_;
  std::uint64_t written_{0};
};

}  // namespace wick::arrow
