#include "arrow/file_view.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <string>

#include "arrow/arrow_generated.h"
#include "base/check.hpp"

namespace wick::arrow {
namespace {

static_assert(std::endian::native == std::endian::little, "columns are read as they lie");

using Bytes = std::span<const std::byte>;

constexpr std::string_view kMagic = "ARROW1";
constexpr std::size_t kHeadSize = 8;      // the magic, padded
constexpr std::size_t kTailSize = 4 + 6;  // the footer's size, the magic
constexpr std::size_t kPrefixSize = 8;    // of a message: marker and size
constexpr std::uint32_t kMarker = 0xffffffff;
constexpr std::size_t kAlignment = 8;

base::Error corrupt(const std::string& what) {
  return {base::ErrorKind::kCorrupt, "Arrow file: " + what};
}
base::Error corrupt(std::size_t batch, const std::string& what) {
  return corrupt("batch " + std::to_string(batch) + " " + what);
}
base::Error corrupt(const Field& field, const std::string& what) {
  return corrupt("column " + field.name + " " + what);
}

std::uint32_t u32(Bytes bytes, std::uint64_t at) {
  std::uint32_t value = 0;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

bool is_magic(Bytes bytes) {
  return std::memcmp(bytes.data(), kMagic.data(), kMagic.size()) == 0;
}

bool is_aligned(const void* place) {
  return reinterpret_cast<std::uintptr_t>(place) % kAlignment == 0;
}

// By copy: the verifier looks at the alignment of all but structs, and not every writer minds it.
template <typename T>
T struct_at(const flatbuffers::Vector<const T*>& structs, std::size_t i) {
  T value;
  std::memcpy(&value, structs.Data() + i * sizeof(T), sizeof(T));
  return value;
}

std::string_view text(const flatbuffers::String* string) {
  return string == nullptr ? std::string_view() : std::string_view(string->c_str(), string->size());
}

bool is_known(format::Version version) {
  return version == format::Version::V4 || version == format::Version::V5;
}

// The table at the root of `bytes`, which are aligned; null unless all that hangs on it is inside.
template <typename Root>
const Root* verified(Bytes bytes) {
  if (bytes.size() >= FLATBUFFERS_MAX_BUFFER_SIZE) return nullptr;
  const auto* begin = reinterpret_cast<const std::uint8_t*>(bytes.data());
  flatbuffers::Verifier verifier(begin, bytes.size());
  return verifier.VerifyBuffer<Root>(nullptr) ? flatbuffers::GetRoot<Root>(begin) : nullptr;
}

// The footer as it lies in the file, and a copy to read, for in the file it may lie anyhow.
class FooterBytes {
 public:
  explicit FooterBytes(Bytes original) : original_(original) {
    if (original.size() <= few_.size()) {
      copy_ = std::span(few_).first(original.size());
    } else {
      many_.resize(original.size());
      copy_ = many_;
    }
    std::ranges::copy(original, copy_.begin());
  }
  FooterBytes(const FooterBytes&) = delete;
  FooterBytes& operator=(const FooterBytes&) = delete;

  [[nodiscard]] Bytes copy() const { return copy_; }
  // Where a text of the copy is in the file.
  [[nodiscard]] std::string_view in_file(const flatbuffers::String* string) const {
    if (string == nullptr) return {};
    const auto at = reinterpret_cast<const std::byte*>(string->c_str()) - copy_.data();
    return {reinterpret_cast<const char*>(original_.data() + at), string->size()};
  }

 private:
  Bytes original_;
  alignas(kAlignment) std::array<std::byte, 4096> few_{};  // those of a day's file are fewer
  std::vector<std::byte> many_;
  std::span<std::byte> copy_;
};

base::Result<Bytes> find_footer(Bytes file) {
  if (file.size() < kHeadSize + kTailSize) return corrupt("shorter than any");
  if (!is_magic(file)) return corrupt("no magic at its beginning");
  const Bytes tail = file.last(kTailSize);
  if (!is_magic(tail.subspan(4))) return corrupt("no magic at its end; it is cut or no such file");
  const std::size_t size = u32(tail, 0);
  if (size > file.size() - kHeadSize - kTailSize) return corrupt("the footer is larger than it");
  return file.subspan(file.size() - kTailSize - size, size);
}

std::optional<Type> type_of(const format::Int& type) {
  if (type.bit_width() == 64 && type.is_signed()) return Type::kInt64;
  if (type.bit_width() == 8 && !type.is_signed()) return Type::kUint8;
  return std::nullopt;
}

std::optional<Type> type_of(const format::Field& field) {
  if (field.type() == nullptr) return std::nullopt;
  if (const auto* integer = field.type_as_Int()) return type_of(*integer);
  if (const auto* number = field.type_as_FloatingPoint()) {
    if (number->precision() == format::Precision::Double) return Type::kFloat64;
  }
  if (const auto* time = field.type_as_Timestamp()) {
    const bool is_micros = time->unit() == format::TimeUnit::Microsecond;
    if (is_micros && text(time->timezone()) == "UTC") return Type::kUtcMicros;
  }
  if (field.type_as_Bool() != nullptr) return Type::kBool;
  return std::nullopt;
}

base::Result<std::vector<Field>> read_fields(const format::Schema* schema) {
  if (schema == nullptr || schema->fields() == nullptr) return corrupt("no schema");
  if (schema->endianness() != format::Endianness::Little) return corrupt("it is big-endian");
  std::vector<Field> fields;
  fields.reserve(schema->fields()->size());
  for (const format::Field* written : *schema->fields()) {
    Field& field = fields.emplace_back(Field{std::string(text(written->name())), {}});
    const auto type = type_of(*written);
    if (!type) return corrupt(field, "has a type that is not read here");
    if (written->dictionary() != nullptr) return corrupt(field, "has a dictionary");
    field.type = *type;
  }
  return fields;
}

// The blocks in front of `end`, one behind the other, so that no byte is looked at twice.
base::Result<std::vector<Block>> read_blocks(const format::Footer& footer, std::uint64_t end) {
  std::vector<Block> blocks;
  if (footer.record_batches() == nullptr) return blocks;
  blocks.reserve(footer.record_batches()->size());
  std::uint64_t done = kHeadSize;
  for (std::size_t i = 0; i < footer.record_batches()->size(); ++i) {
    const auto written = struct_at(*footer.record_batches(), i);
    // What is negative becomes larger than any file.
    const Block block{static_cast<std::uint64_t>(written.offset()),
                      static_cast<std::uint64_t>(written.metadata_size()),
                      static_cast<std::uint64_t>(written.body_size())};
    const bool begins_inside = block.offset >= done && block.offset <= end;
    if (!begins_inside || block.message_size > end - block.offset ||
        block.body_size > end - block.offset - block.message_size) {
      return corrupt(i, "reaches beyond its place");
    }
    done = block.offset + block.message_size + block.body_size;
    blocks.push_back(block);
  }
  return blocks;
}

// One batch: its message, and where the body is said to be.
struct Batch {
  std::size_t number{};
  Block block;
  const format::RecordBatch* header{};
};

base::Result<Batch> read_batch(Bytes file, std::size_t number, const Block& block) {
  const Bytes bytes = file.subspan(block.offset, block.message_size);
  if (bytes.size() < kPrefixSize || u32(bytes, 0) != kMarker) {
    return corrupt(number, "does not begin with a message");
  }
  const std::size_t size = u32(bytes, 4);
  if (size > bytes.size() - kPrefixSize || !is_aligned(bytes.data())) {
    return corrupt(number, "has a message that is not where it should be");
  }
  const auto* message = verified<format::Message>(bytes.subspan(kPrefixSize, size));
  if (message == nullptr) return corrupt(number, "has a malformed message");
  if (!is_known(message->version())) return corrupt(number, "is of an unknown version");
  const auto* header = message->header_as_RecordBatch();
  if (header == nullptr) return corrupt(number, "is no record batch");
  if (header->compression() != nullptr) return corrupt(number, "is compressed");
  if (static_cast<std::uint64_t>(message->body_length()) != block.body_size) {
    return corrupt(number, "has two lengths");
  }
  return Batch{number, block, header};
}

// Nodes and buffers are as many as the fields, which have two buffers each: validity and values.
base::Result<void> check_shape(const Batch& batch, const std::vector<Field>& fields) {
  const auto* nodes = batch.header->nodes();
  const auto* buffers = batch.header->buffers();
  if (nodes == nullptr || buffers == nullptr) return corrupt(batch.number, "has no columns");
  if (nodes->size() != fields.size() || buffers->size() / 2 != fields.size() ||
      buffers->size() % 2 != 0) {
    return corrupt(batch.number, "has other columns than the schema");
  }
  if (batch.header->length() < 0) return corrupt(batch.number, "has fewer than no rows");
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const auto node = struct_at(*nodes, i);
    if (node.length() != batch.header->length()) return corrupt(batch.number, "has uneven columns");
    if (node.null_count() != 0) return corrupt(batch.number, "has nulls");
  }
  return {};
}

// No column has more rows than bits, and below that no product of rows overflows.
bool holds(std::uint64_t length, Type type, std::uint64_t rows) {
  return rows / 8 <= length && stored_size(type, rows) <= length;
}

base::Result<void> read_extents(const Batch& batch, const std::vector<Field>& fields,
                                std::vector<Extent>& extents) {
  if (auto fits = check_shape(batch, fields); !fits) return fits;
  const std::uint64_t body = batch.block.offset + batch.block.message_size;
  const std::uint64_t body_size = batch.block.body_size;
  const auto rows = static_cast<std::uint64_t>(batch.header->length());
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const auto buffer = struct_at(*batch.header->buffers(), 2 * i + 1);
    const auto offset = static_cast<std::uint64_t>(buffer.offset());
    const auto length = static_cast<std::uint64_t>(buffer.length());
    if (offset > body_size || length > body_size - offset) {
      return corrupt(fields[i], "reaches beyond its batch");
    }
    if (!holds(length, fields[i].type, rows)) return corrupt(fields[i], "is shorter than its rows");
    if ((body + offset) % kAlignment != 0) return corrupt(fields[i], "is unaligned");
    extents.push_back({body + offset, stored_size(fields[i].type, rows)});
  }
  return {};
}

// A damaged file may name many batches and many columns, but each needs a node and two buffers.
std::size_t extents_max(Bytes file) {
  return file.size() / (sizeof(format::FieldNode) + 2 * sizeof(format::Buffer));
}

using Entry = std::pair<std::string_view, std::string_view>;
using KeyValues = flatbuffers::Vector<flatbuffers::Offset<format::KeyValue>>;

std::vector<Entry> read_metadata(const KeyValues* written, const FooterBytes& footer) {
  std::vector<Entry> entries;
  if (written == nullptr) return entries;
  entries.reserve(written->size());
  for (const format::KeyValue* entry : *written) {
    entries.emplace_back(footer.in_file(entry->key()), footer.in_file(entry->value()));
  }
  return entries;
}

std::optional<std::string_view> find(const std::vector<Entry>& entries, std::string_view key) {
  for (const auto& [name, value] : entries) {
    if (name == key) return value;
  }
  return std::nullopt;
}

}  // namespace

base::Result<FileView> FileView::open(Bytes file) {
  WICK_CHECK(is_aligned(file.data()));
  const auto found = find_footer(file);
  if (!found) return found.error();
  const FooterBytes bytes(*found);
  const auto* footer = verified<format::Footer>(bytes.copy());
  if (footer == nullptr) return corrupt("the footer is malformed");
  if (!is_known(footer->version())) return corrupt("the version is unknown");
  if (footer->dictionaries() != nullptr && footer->dictionaries()->size() > 0) {
    return corrupt("it has dictionaries");
  }
  auto fields = read_fields(footer->schema());
  if (!fields) return fields.error();
  auto blocks = read_blocks(*footer, static_cast<std::uint64_t>(found->data() - file.data()));
  if (!blocks) return blocks.error();

  FileView view;
  view.file_ = file;
  view.fields_ = *std::move(fields);
  view.blocks_ = *std::move(blocks);
  view.metadata_ = read_metadata(footer->schema()->custom_metadata(), bytes);
  view.footer_metadata_ = read_metadata(footer->custom_metadata(), bytes);
  view.rows_.reserve(view.blocks_.size());
  view.extents_.reserve(std::min(view.blocks_.size() * view.fields_.size(), extents_max(file)));
  for (std::size_t i = 0; i < view.blocks_.size(); ++i) {
    const auto batch = read_batch(file, i, view.blocks_[i]);
    if (!batch) return batch.error();
    if (auto read = read_extents(*batch, view.fields_, view.extents_); !read) return read.error();
    view.rows_.push_back(batch->header->length());
  }
  return view;
}

std::optional<std::string_view> FileView::metadata(std::string_view key) const {
  return find(metadata_, key);
}

std::optional<std::string_view> FileView::footer_metadata(std::string_view key) const {
  return find(footer_metadata_, key);
}

Extent FileView::extent(std::size_t batch, std::size_t column) const {
  return extents_[batch * fields_.size() + column];
}

Bytes FileView::values(std::size_t batch, std::size_t column) const {
  const Extent place = extent(batch, column);
  return file_.subspan(place.offset, place.size);
}

}  // namespace wick::arrow
