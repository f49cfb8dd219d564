// Files that are well-formed but not ours, or that lie in a single place.
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "arrow/arrow_generated.h"
#include "arrow/file_view.hpp"

namespace wick::arrow::refused_file_test {
namespace {

using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;

constexpr std::int64_t kHuge = std::numeric_limits<std::int64_t>::max();

struct TypeTable {
  format::Type type{};
  Offset<void> table;
};
using MakeType = TypeTable (*)(FlatBufferBuilder& builder);

template <int kBits, bool kSigned>
TypeTable integer(FlatBufferBuilder& builder) {
  return {format::Type::Int, format::CreateInt(builder, kBits, kSigned).Union()};
}
template <format::Precision kPrecision>
TypeTable floating(FlatBufferBuilder& builder) {
  return {format::Type::FloatingPoint, format::CreateFloatingPoint(builder, kPrecision).Union()};
}
template <format::TimeUnit kUnit>
TypeTable timestamp(FlatBufferBuilder& builder) {
  const auto zone = builder.CreateString("UTC");
  return {format::Type::Timestamp, format::CreateTimestamp(builder, kUnit, zone).Union()};
}
TypeTable zoneless(FlatBufferBuilder& builder) {
  constexpr auto kUnit = format::TimeUnit::Microsecond;
  return {format::Type::Timestamp, format::CreateTimestamp(builder, kUnit).Union()};
}
TypeTable elsewhere(FlatBufferBuilder& builder) {
  constexpr auto kUnit = format::TimeUnit::Microsecond;
  const auto zone = builder.CreateString("Asia/Tokyo");
  return {format::Type::Timestamp, format::CreateTimestamp(builder, kUnit, zone).Union()};
}
TypeTable unknown(FlatBufferBuilder& builder) {
  return {format::Type(21), format::CreateBool(builder).Union()};
}
TypeTable absent(FlatBufferBuilder& /*builder*/) {
  return {format::Type::Int, 0};
}

// One batch of one column of three doubles; a test lies in one of these.
struct Forgery {
  format::Version version{format::Version::V5};
  format::Endianness endianness{format::Endianness::Little};
  MakeType type{floating<format::Precision::Double>};
  bool has_schema{true};
  bool has_dictionary{false};
  std::size_t dictionaries{0};

  format::Version message_version{format::Version::V5};
  bool is_schema{false};  // the message, instead of a batch
  bool is_compressed{false};
  bool has_columns{true};
  std::int64_t rows{3};
  std::vector<format::FieldNode> nodes{{3, 0}};
  std::vector<format::Buffer> buffers{{0, 0}, {0, 24}};
  std::int64_t stated_body{64};
  std::uint32_t marker{0xffffffff};
  std::int32_t prefix_offset{0};  // added to the size that the prefix states

  std::int64_t block_offset{64};
  std::int32_t block_message_offset{0};  // added to its true size
  std::int64_t block_body{64};
  std::size_t blocks{1};
  std::size_t words_before{0};  // the list of blocks, which is then aligned like them

  [[nodiscard]] Offset<format::Schema> schema(FlatBufferBuilder& builder) const {
    const TypeTable made = type(builder);
    const auto name = builder.CreateString("x");
    const auto dictionary = has_dictionary ? format::CreateDictionaryEncoding(builder) : 0;
    const auto field = format::CreateField(builder, name, false, made.type, made.table, dictionary);
    const auto fields = builder.CreateVector(&field, 1);
    return format::CreateSchema(builder, endianness, fields);
  }

  [[nodiscard]] Offset<format::RecordBatch> batch(FlatBufferBuilder& builder) const {
    const auto compression = is_compressed ? format::CreateBodyCompression(builder) : 0;
    if (!has_columns) return format::CreateRecordBatch(builder, rows, 0, 0, compression);
    const auto written_nodes = builder.CreateVectorOfStructs(nodes);
    const auto written_buffers = builder.CreateVectorOfStructs(buffers);
    return format::CreateRecordBatch(builder, rows, written_nodes, written_buffers, compression);
  }

  [[nodiscard]] std::string message() const {
    FlatBufferBuilder builder;
    const auto header = is_schema ? schema(builder).Union() : batch(builder).Union();
    const auto kind =
        is_schema ? format::MessageHeader::Schema : format::MessageHeader::RecordBatch;
    builder.Finish(format::CreateMessage(builder, message_version, kind, header, stated_body));
    std::string bytes = text_of(builder);
    bytes.resize(bytes.size() / 8 * 8 + 16);  // and more padding than it needs
    return bytes;
  }

  [[nodiscard]] Offset<flatbuffers::Vector<const format::Block*>> loose(
      FlatBufferBuilder& builder, const format::Block& block) const {
    constexpr std::size_t kWord = sizeof(std::uint32_t);
    builder.CreateVector(std::vector<std::uint32_t>(words_before));
    builder.StartVector(sizeof block / kWord, kWord);
    builder.PushBytes(reinterpret_cast<const std::uint8_t*>(&block), sizeof block);
    return {builder.EndVector(1)};
  }

  [[nodiscard]] std::string footer(std::size_t message_size) const {
    FlatBufferBuilder builder;
    const auto written_schema = has_schema ? schema(builder) : 0;
    const format::Block block(
        block_offset, static_cast<std::int32_t>(message_size) + block_message_offset, block_body);
    const auto batches = words_before > 0
                             ? loose(builder, block)
                             : builder.CreateVectorOfStructs(std::vector(blocks, block));
    const auto others = builder.CreateVectorOfStructs(std::vector(dictionaries, block));
    builder.Finish(format::CreateFooter(builder, version, written_schema, others, batches));
    return text_of(builder);
  }

  [[nodiscard]] std::vector<std::byte> file() const {
    std::string bytes = "ARROW1";
    bytes.resize(64);
    const std::string written = message();
    put(bytes, marker);
    put(bytes,
        static_cast<std::uint32_t>(written.size()) + static_cast<std::uint32_t>(prefix_offset));
    bytes += written + std::string(64, '\0');
    const std::string end = footer(written.size() + 8);
    bytes += end;
    put(bytes, static_cast<std::uint32_t>(end.size()));
    bytes += "ARROW1";
    const auto raw = std::as_bytes(std::span(bytes));
    return {raw.begin(), raw.end()};
  }

 private:
  static std::string text_of(const FlatBufferBuilder& builder) {
    return {reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize()};
  }
  static void put(std::string& bytes, std::uint32_t value) {
    for (unsigned shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(value >> shift);
  }
};

// What open() says of the file; empty if it is content.
std::string verdict(const Forgery& forgery) {
  const auto file = forgery.file();
  const auto view = FileView::open(file);
  if (view) return "";
  EXPECT_EQ(view.error().kind, base::ErrorKind::kCorrupt);
  return view.error().what.substr(view.error().what.find(": ") + 2);
}

TEST(RefusedFile, WithoutALieItIsTaken) {
  EXPECT_EQ(verdict({}), "");
  EXPECT_EQ(verdict({.version = format::Version::V4, .message_version = format::Version::V4}), "");
  EXPECT_EQ(verdict({.blocks = 0}), "");
  // Longer buffers than the rows need, padding counted, validity of any kind.
  EXPECT_EQ(verdict({.buffers = {{0, 8}, {8, 56}}}), "");
  EXPECT_EQ(verdict({.buffers = {{-1, kHuge}, {40, 24}}}), "");
  // A prefix that does not count all of the padding.
  EXPECT_EQ(verdict({.prefix_offset = -4}), "");
}

// At one of these places the block is no longer on an 8-byte boundary.
TEST(RefusedFile, StructsMayBeUnaligned) {
  EXPECT_EQ(verdict({.words_before = 1}), "");
  EXPECT_EQ(verdict({.words_before = 2}), "");
}

TEST(RefusedFile, Schema) {
  EXPECT_EQ(verdict({.version = format::Version::V3}), "the version is unknown");
  EXPECT_EQ(verdict({.version = format::Version(5)}), "the version is unknown");
  EXPECT_EQ(verdict({.endianness = format::Endianness::Big}), "it is big-endian");
  EXPECT_EQ(verdict({.has_schema = false}), "no schema");
  EXPECT_EQ(verdict({.has_dictionary = true}), "column x has a dictionary");
  EXPECT_EQ(verdict({.dictionaries = 1}), "it has dictionaries");
}

TEST(RefusedFile, Types) {
  EXPECT_EQ(verdict({.type = integer<64, true>}), "");
  EXPECT_EQ(verdict({.type = integer<8, false>}), "");
  EXPECT_EQ(verdict({.type = timestamp<format::TimeUnit::Microsecond>}), "");
  for (const MakeType type :
       {integer<64, false>, integer<8, true>, integer<32, true>, integer<0, true>,
        floating<format::Precision::Single>, floating<format::Precision::Half>,
        timestamp<format::TimeUnit::Millisecond>, timestamp<format::TimeUnit::Nanosecond>, zoneless,
        elsewhere, unknown, absent}) {
    EXPECT_EQ(verdict({.type = type}), "column x has a type that is not read here");
  }
}

TEST(RefusedFile, Message) {
  EXPECT_EQ(verdict({.message_version = format::Version::V3}), "batch 0 is of an unknown version");
  EXPECT_EQ(verdict({.is_schema = true}), "batch 0 is no record batch");
  EXPECT_EQ(verdict({.is_compressed = true}), "batch 0 is compressed");
  EXPECT_EQ(verdict({.stated_body = 128}), "batch 0 has two lengths");
  EXPECT_EQ(verdict({.stated_body = -64}), "batch 0 has two lengths");
  EXPECT_EQ(verdict({.marker = 0}), "batch 0 does not begin with a message");
  const std::string misplaced = "batch 0 has a message that is not where it should be";
  EXPECT_EQ(verdict({.prefix_offset = 1}), misplaced);
  EXPECT_EQ(verdict({.prefix_offset = -1000}), misplaced);
  EXPECT_EQ(verdict({.prefix_offset = -100}), "batch 0 has a malformed message");
}

TEST(RefusedFile, Shape) {
  EXPECT_EQ(verdict({.has_columns = false}), "batch 0 has no columns");
  const std::string other = "batch 0 has other columns than the schema";
  EXPECT_EQ(verdict({.nodes = {}}), other);
  EXPECT_EQ(verdict({.nodes = {{3, 0}, {3, 0}}}), other);
  EXPECT_EQ(verdict({.buffers = {{0, 24}}}), other);
  EXPECT_EQ(verdict({.buffers = {{0, 0}, {0, 24}, {0, 24}}}), other);
  EXPECT_EQ(verdict({.rows = -3, .nodes = {{-3, 0}}}), "batch 0 has fewer than no rows");
  EXPECT_EQ(verdict({.nodes = {{4, 0}}}), "batch 0 has uneven columns");
  EXPECT_EQ(verdict({.nodes = {{3, 1}}}), "batch 0 has nulls");
  EXPECT_EQ(verdict({.nodes = {{3, -1}}}), "batch 0 has nulls");
}

TEST(RefusedFile, Buffers) {
  const std::string beyond = "column x reaches beyond its batch";
  for (const format::Buffer buffer :
       {format::Buffer(48, 24), {65, 0}, {0, 65}, {-8, 24}, {8, kHuge}, {kHuge, 24}, {0, -1}}) {
    EXPECT_EQ(verdict({.buffers = {{0, 0}, buffer}}), beyond);
  }
  EXPECT_EQ(verdict({.buffers = {{0, 0}, {0, 23}}}), "column x is shorter than its rows");
  EXPECT_EQ(verdict({.buffers = {{0, 0}, {4, 24}}}), "column x is unaligned");
  EXPECT_EQ(verdict({.rows = 8, .nodes = {{8, 0}}, .buffers = {{0, 0}, {0, 63}}}),
            "column x is shorter than its rows");
  EXPECT_EQ(verdict({.rows = kHuge, .nodes = {{kHuge, 0}}}), "column x is shorter than its rows");
  // 8 * rows would be 8 if it overflowed.
  constexpr std::int64_t kWrapping = (1LL << 61) + 1;
  EXPECT_EQ(verdict({.rows = kWrapping, .nodes = {{kWrapping, 0}}}),
            "column x is shorter than its rows");
}

TEST(RefusedFile, Blocks) {
  const std::string beyond = "batch 0 reaches beyond its place";
  for (const std::int64_t offset : {std::int64_t{0}, std::int64_t{-8}, std::int64_t{128}, kHuge,
                                    std::numeric_limits<std::int64_t>::min()}) {
    EXPECT_EQ(verdict({.block_offset = offset}), beyond) << offset;
  }
  EXPECT_EQ(verdict({.block_message_offset = 8}), beyond);
  EXPECT_EQ(verdict({.block_message_offset = std::numeric_limits<std::int32_t>::min()}), beyond);
  EXPECT_EQ(verdict({.block_message_offset = -1000}), beyond);
  for (const std::int64_t size : {std::int64_t{65}, kHuge, std::int64_t{-1}}) {
    EXPECT_EQ(verdict({.block_body = size}), beyond) << size;
  }
  EXPECT_EQ(verdict({.block_offset = 60}), "batch 0 does not begin with a message");
  EXPECT_EQ(verdict({.blocks = 2}), "batch 1 reaches beyond its place");
}

TEST(RefusedFile, Frame) {
  const auto says = [](std::string_view text) {
    const auto raw = std::as_bytes(std::span(text));
    const std::vector<std::byte> file(raw.begin(), raw.end());
    const auto view = FileView::open(file);
    return view ? "" : view.error().what;
  };
  using namespace std::string_view_literals;
  EXPECT_EQ(says(""), "Arrow file: shorter than any");
  EXPECT_EQ(says("ARROW1\0\0\0\0\0\0ARROW"sv), "Arrow file: shorter than any");
  EXPECT_EQ(says("ARROW2\0\0\0\0\0\0ARROW1"sv), "Arrow file: no magic at its beginning");
  EXPECT_EQ(says("ARROW1\0\0\0\0\0\0ARROW2"sv),
            "Arrow file: no magic at its end; it is cut or no such file");
  EXPECT_EQ(says("ARROW1\0\0\0\0\0\0ARROW1"sv), "Arrow file: the footer is malformed");
  EXPECT_EQ(says("ARROW1\0\0\1\0\0\0ARROW1"sv), "Arrow file: the footer is larger than it");
  EXPECT_EQ(says("ARROW1\0\0\xff\xff\xff\xff"
                 "ARROW1"sv),
            "Arrow file: the footer is larger than it");
  EXPECT_EQ(says("ARROW1\0\0....\4\0\0\0ARROW1"sv), "Arrow file: the footer is malformed");
}

}  // namespace
}  // namespace wick::arrow::refused_file_test
