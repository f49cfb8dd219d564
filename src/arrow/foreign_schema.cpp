#include "arrow/foreign_schema.hpp"

#include <array>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>

#include "arrow/arrow_generated.h"

namespace wick::arrow {
namespace {

using Bytes = std::span<const std::byte>;

constexpr std::string_view kMagic = "ARROW1";
constexpr std::size_t kHeadSize = 8;      // the magic, padded
constexpr std::size_t kTailSize = 4 + 6;  // the footer's size, the magic
constexpr std::uint32_t kMarker = 0xffffffff;

// Of Arrow's published format, as far as they differ in what they take of a batch.
enum class Code : std::uint8_t {
  kNone = 0,
  kNull = 1,
  kBinary = 4,
  kUtf8 = 5,
  kStruct = 13,
  kUnion = 14,
  kFixedSizeList = 16,
  kLargeBinary = 19,
  kLargeUtf8 = 20,
  kRunEndEncoded = 22,
  kBinaryView = 23,
  kUtf8View = 24,
};

constexpr std::array kTypeNames = {
    "of no type",  "null",        "an integer",      "a float",    "binary",
    "text",        "bool",        "a decimal",       "a date",     "a time of day",
    "a timestamp", "an interval", "a list",          "a struct",   "a union",
    "binary",      "a list",      "a map",           "a duration", "binary",
    "text",        "a list",      "run-end encoded", "binary",     "text"};

std::uint32_t u32(Bytes bytes, std::uint64_t at) {
  std::uint32_t value = 0;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

bool begins_with(Bytes bytes, std::string_view magic) {
  return bytes.size() >= magic.size() && std::memcmp(bytes.data(), magic.data(), magic.size()) == 0;
}

base::Result<void> check_kind(Bytes file) {
  if (begins_with(file, "PAR1")) return not_read_here("it is Parquet, not Arrow");
  if (begins_with(file, "FEA1")) {
    return not_read_here(
        "it is Feather version 1; write it again: "
        "polars.from_pandas(pandas.read_feather(FILE)).write_ipc(FILE)");
  }
  if (file.size() >= sizeof kMarker && u32(file, 0) == kMarker) {
    return not_read_here(
        "it is an Arrow stream, no file; write it again: "
        "polars.read_ipc_stream(FILE).write_ipc(FILE)");
  }
  if (file.empty()) return not_whole("it is empty");
  if (!begins_with(file, kMagic)) return not_whole("no magic at its beginning");
  if (file.size() < kHeadSize + kTailSize) return not_whole("it is cut");
  if (!begins_with(file.last(kMagic.size()), kMagic)) return not_whole("it is cut");
  return {};
}

// Without what hangs below; nothing for what cannot be stepped over.
std::optional<ForeignSlots> own_slots(const format::Field& field) {
  if (field.dictionary() != nullptr) return ForeignSlots{1, 2, 0};
  const auto code = static_cast<Code>(field.type_type());
  switch (code) {
    case Code::kNone:
    case Code::kUnion:
    case Code::kRunEndEncoded:
      return std::nullopt;
    case Code::kNull:
      return ForeignSlots{1, 0, 0};
    case Code::kStruct:
    case Code::kFixedSizeList:
      return ForeignSlots{1, 1, 0};
    case Code::kBinary:
    case Code::kUtf8:
    case Code::kLargeBinary:
    case Code::kLargeUtf8:
      return ForeignSlots{1, 3, 0};
    case Code::kBinaryView:
    case Code::kUtf8View:
      return ForeignSlots{1, 2, 1};
  }
  return code < Code::kUtf8View ? std::optional(ForeignSlots{1, 2, 0}) : std::nullopt;
}

// Of a dictionary only the places in it lie in a batch. The verifier bounds the depth.
std::optional<ForeignSlots> slots_of(const format::Field& field) {
  std::optional<ForeignSlots> slots = own_slots(field);
  if (!slots || field.dictionary() != nullptr || field.children() == nullptr) return slots;
  for (const format::Field* child : *field.children()) {
    const std::optional<ForeignSlots> below = slots_of(*child);
    if (!below) return std::nullopt;
    slots->nodes += below->nodes;
    slots->buffers += below->buffers;
    slots->views += below->views;
  }
  return slots;
}

std::string type_name(const format::Field& field) {
  if (field.dictionary() != nullptr) return "dictionary-encoded";
  const auto code = static_cast<std::size_t>(field.type_type());
  return code < kTypeNames.size() ? kTypeNames.at(code) : "of a type that is not known here";
}

std::int64_t per_second(format::TimeUnit unit) {
  switch (unit) {
    case format::TimeUnit::Second:
      return 1;
    case format::TimeUnit::Millisecond:
      return 1'000;
    case format::TimeUnit::Microsecond:
      return 1'000'000;
    case format::TimeUnit::Nanosecond:
      return 1'000'000'000;
  }
  return 0;
}

std::size_t width_of(const format::Int& integer) {
  const int bits = integer.bit_width();
  const bool known = bits == 8 || bits == 16 || bits == 32 || bits == 64;
  return known ? static_cast<std::size_t>(bits) / 8 : 0;
}

void take_text(Code code, ForeignColumn& column) {
  if (code == Code::kUtf8) column.width = sizeof(std::int32_t);
  if (code == Code::kLargeUtf8) column.width = sizeof(std::int64_t);
  if (code == Code::kUtf8View) column.width = kForeignViewSize;
  column.kind = code == Code::kUtf8View ? ForeignKind::kViews : ForeignKind::kText;
}

// What can be read of it; nothing where that is no number, no time and no text.
void take_type(const format::Field& field, ForeignColumn& column) {
  if (field.dictionary() != nullptr) return;
  if (const auto* integer = field.type_as_Int()) {
    column.width = width_of(*integer);
    column.kind = integer->is_signed() ? ForeignKind::kSigned : ForeignKind::kUnsigned;
  } else if (const auto* number = field.type_as_FloatingPoint()) {
    if (number->precision() == format::Precision::Single) column.width = sizeof(float);
    if (number->precision() == format::Precision::Double) column.width = sizeof(double);
    column.kind = ForeignKind::kFloat;
  } else if (const auto* time = field.type_as_Timestamp()) {
    column.per_second = per_second(time->unit());
    column.width = column.per_second > 0 ? sizeof(std::int64_t) : 0;
    column.kind = ForeignKind::kTime;
  } else {
    take_text(static_cast<Code>(field.type_type()), column);
  }
  if (column.width == 0) column.kind = ForeignKind::kOther;
}

base::Result<std::vector<ForeignColumn>> read_columns(const format::Schema& schema) {
  std::vector<ForeignColumn> columns;
  columns.reserve(schema.fields()->size());
  for (const format::Field* field : *schema.fields()) {
    ForeignColumn& column = columns.emplace_back();
    if (field->name() != nullptr) column.name = field->name()->str();
    column.type_name = type_name(*field);
    const auto slots = slots_of(*field);
    if (!slots) {
      return not_read_here("its column " + column.name + " is " + column.type_name +
                           ", which cannot be stepped over; write it again without that column");
    }
    column.slots = *slots;
    take_type(*field, column);
  }
  return columns;
}

base::Result<std::vector<Block>> read_blocks(const format::Footer& footer, std::uint64_t end) {
  std::vector<Block> blocks;
  if (footer.record_batches() == nullptr) return blocks;
  std::uint64_t done = kHeadSize;
  for (std::size_t i = 0; i < footer.record_batches()->size(); ++i) {
    // By copy: the verifier does not look at the alignment of structs.
    format::Block written;
    std::memcpy(&written, footer.record_batches()->Data() + i * sizeof written, sizeof written);
    // What is negative becomes larger than any file.
    const Block block{static_cast<std::uint64_t>(written.offset()),
                      static_cast<std::uint64_t>(written.metadata_size()),
                      static_cast<std::uint64_t>(written.body_size())};
    const bool inside = block.offset >= done && block.offset <= end &&
                        block.message_size <= end - block.offset &&
                        block.body_size <= end - block.offset - block.message_size;
    if (!inside) return not_whole("a batch reaches beyond its place");
    done = block.offset + block.message_size + block.body_size;
    blocks.push_back(block);
  }
  return blocks;
}

// The table at its root; null unless all that hangs on it is inside.
const format::Footer* verified(Bytes footer) {
  if (footer.size() >= FLATBUFFERS_MAX_BUFFER_SIZE) return nullptr;
  const auto* begin = reinterpret_cast<const std::uint8_t*>(footer.data());
  flatbuffers::Verifier verifier(begin, footer.size());
  if (!verifier.VerifyBuffer<format::Footer>(nullptr)) return nullptr;
  return flatbuffers::GetRoot<format::Footer>(begin);
}

}  // namespace

base::Error not_whole(const std::string& what) {
  return {base::ErrorKind::kCorrupt, "no whole Arrow file: " + what};
}

base::Error not_read_here(std::string what) {
  return {base::ErrorKind::kUnsupported, std::move(what)};
}

base::Result<ForeignFooter> read_foreign_footer(Bytes file) {
  if (auto known = check_kind(file); !known) return known.error();
  const std::size_t size = u32(file, file.size() - kTailSize);
  if (size > file.size() - kHeadSize - kTailSize) return not_whole("its footer is larger than it");
  const std::uint64_t end = file.size() - kTailSize - size;
  const Bytes bytes = file.subspan(end, size);
  // By copy, for in the file it may lie anyhow.
  const std::vector<std::byte> aligned(bytes.begin(), bytes.end());
  const format::Footer* const footer = verified(aligned);
  if (footer == nullptr) return not_whole("its footer is malformed");
  if (footer->schema() == nullptr || footer->schema()->fields() == nullptr) {
    return not_whole("it has no schema");
  }
  if (footer->schema()->endianness() != format::Endianness::Little) {
    return not_read_here("it is big-endian; write it again on another machine");
  }
  auto columns = read_columns(*footer->schema());
  if (!columns) return columns.error();
  auto blocks = read_blocks(*footer, end);
  if (!blocks) return blocks.error();
  return ForeignFooter{*std::move(columns), *std::move(blocks)};
}

}  // namespace wick::arrow
