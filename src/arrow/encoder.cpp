#include "arrow/encoder.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <utility>

#include "arrow/message.hpp"
#include "base/check.hpp"

namespace wick::arrow {
namespace {

static_assert(std::endian::native == std::endian::little, "columns are written as they lie");

constexpr std::uint64_t kAlignment = 64;
constexpr std::uint64_t kPrefixSize = 8;  // of a message: marker and size
constexpr std::string_view kMarker = "\xff\xff\xff\xff";
constexpr std::string_view kMagic = "ARROW1";

std::uint64_t aligned(std::uint64_t size) {
  return (size + kAlignment - 1) / kAlignment * kAlignment;
}

std::string size_text(std::uint64_t size) {
  WICK_CHECK(std::cmp_less_equal(size, std::numeric_limits<std::int32_t>::max()));
  std::string text;
  for (unsigned shift = 0; shift < 32; shift += 8) text += static_cast<char>(size >> shift & 0xffU);
  return text;
}

std::string_view text_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string packed(std::span<const std::byte> bools) {
  std::string bits(stored_size(Type::kBool, bools.size()), '\0');
  for (std::size_t row = 0; row < bools.size(); ++row) {
    if (bools[row] == std::byte{0}) continue;
    bits[row / 8] = static_cast<char>(bits[row / 8] | 1 << row % 8);
  }
  return bits;
}

void check_column(Type type, std::uint64_t rows, const Column& column) {
  if (type != Type::kText) {
    WICK_CHECK(column.values.size() == rows * width(type));
    return;
  }
  WICK_CHECK(column.offsets.size() == rows + 1 && column.offsets.front() == 0);
  WICK_CHECK(std::ranges::is_sorted(column.offsets));
  WICK_CHECK(std::cmp_equal(column.offsets.back(), column.values.size()));
}

// The buffers of a body in the order that Arrow gives them: for each column its validity, which is
// empty because nothing is null, the offsets of a text, the values.
struct Layout {
  std::vector<Extent> buffers;
  std::vector<Extent> values;
  std::uint64_t size{};

  void place(std::uint64_t bytes) {
    buffers.push_back({size, bytes});
    size += aligned(bytes);
  }
};

Layout lay_out(const std::vector<Field>& fields, std::uint64_t rows,
               std::span<const Column> columns) {
  Layout layout;
  layout.buffers.reserve(3 * fields.size());
  layout.values.reserve(fields.size());
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const Type type = fields[i].type;
    check_column(type, rows, columns[i]);
    layout.place(0);
    if (type == Type::kText) layout.place(columns[i].offsets.size_bytes());
    layout.place(type == Type::kText ? columns[i].values.size() : stored_size(type, rows));
    layout.values.push_back(layout.buffers.back());
  }
  return layout;
}

}  // namespace

Encoder::Encoder(Form form, std::vector<Field> fields) : form_(form), fields_(std::move(fields)) {}

void Encoder::append(std::string_view bytes, std::string& out) {
  out += bytes;
  written_ += bytes.size();
}

void Encoder::append_padding(std::string& out) {
  const std::uint64_t size = aligned(written_) - written_;
  out.append(size, '\0');
  written_ += size;
}

// What follows a message begins on a boundary of the file, so its own size says how far that is.
void Encoder::append_message(std::string_view metadata, std::string& out) {
  const std::uint64_t begin = written_ + kPrefixSize;
  append(kMarker, out);
  append(size_text(aligned(begin + metadata.size()) - begin), out);
  append(metadata, out);
  append_padding(out);
}

void Encoder::append_body(std::span<const Column> columns, std::string& out) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const Column& column = columns[i];
    if (fields_[i].type == Type::kText) {
      append(text_of(std::as_bytes(column.offsets)), out);
      append_padding(out);
    }
    if (fields_[i].type == Type::kBool) {
      append(packed(column.values), out);
    } else {
      append(text_of(column.values), out);
    }
    append_padding(out);
  }
}

void Encoder::begin(const Metadata& opening, std::string& out) {
  WICK_CHECK(written_ == 0);
  if (form_ == Form::kFile) {
    append(kMagic, out);
    append(std::string_view("\0\0", 2), out);
  }
  append_message(schema_message(fields_, opening), out);
}

std::vector<Extent> Encoder::batch(std::int64_t rows, std::span<const Column> columns,
                                   std::string& out) {
  WICK_CHECK(written_ > 0 && rows >= 0 && columns.size() == fields_.size());
  Layout layout = lay_out(fields_, static_cast<std::uint64_t>(rows), columns);
  const std::string message = batch_message({.rows = rows,
                                             .columns = columns.size(),
                                             .buffers = layout.buffers,
                                             .body_size = layout.size});
  const std::uint64_t begin = written_;
  out.reserve(out.size() + aligned(kPrefixSize + message.size()) + layout.size);
  append_message(message, out);
  const std::uint64_t body = written_;
  append_body(columns, out);
  WICK_CHECK(written_ - body == layout.size);
  if (form_ == Form::kFile) blocks_.push_back({begin, body - begin, layout.size});
  for (Extent& extent : layout.values) extent.offset += body;
  return std::move(layout.values);
}

void Encoder::end(const Metadata& schema, const Metadata& footer, std::string& out) {
  WICK_CHECK(written_ > 0);
  append(kMarker, out);
  append(size_text(0), out);
  if (form_ == Form::kStream) return;
  const std::string bytes =
      arrow::footer({.fields = fields_, .schema = schema, .footer = footer, .blocks = blocks_});
  append(bytes, out);
  append(size_text(bytes.size()), out);
  append(kMagic, out);
}

}  // namespace wick::arrow
