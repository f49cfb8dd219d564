#include "arrow/message.hpp"

#include "arrow/arrow_generated.h"

namespace wick::arrow {
namespace {

using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;
using flatbuffers::Vector;

struct TypeTable {
  format::Type type{};
  Offset<void> table;
};

TypeTable write_type(FlatBufferBuilder& builder, Type type) {
  switch (type) {
    case Type::kInt64:
      return {format::Type::Int, format::CreateInt(builder, 64, true).Union()};
    case Type::kUint8:
      return {format::Type::Int, format::CreateInt(builder, 8, false).Union()};
    case Type::kFloat64:
      return {format::Type::FloatingPoint,
              format::CreateFloatingPoint(builder, format::Precision::Double).Union()};
    case Type::kUtcMicros: {
      const auto zone = builder.CreateString("UTC");
      return {format::Type::Timestamp,
              format::CreateTimestamp(builder, format::TimeUnit::Microsecond, zone).Union()};
    }
    case Type::kText:
      return {format::Type::Utf8, format::CreateUtf8(builder).Union()};
    case Type::kBool:
      break;
  }
  return {format::Type::Bool, format::CreateBool(builder).Union()};
}

Offset<format::Field> write_field(FlatBufferBuilder& builder, const Field& field) {
  const TypeTable type = write_type(builder, field.type);
  // Readers insist on the list even of those that have no children.
  const auto children = builder.CreateVector(std::vector<Offset<format::Field>>{});
  const auto name = builder.CreateString(field.name);
  return format::CreateField(builder, name, false, type.type, type.table, 0, children);
}

Offset<Vector<Offset<format::KeyValue>>> write_metadata(FlatBufferBuilder& builder,
                                                        const Metadata& metadata) {
  if (metadata.empty()) return 0;
  std::vector<Offset<format::KeyValue>> entries;
  entries.reserve(metadata.size());
  for (const auto& [key, value] : metadata) {
    const auto written_key = builder.CreateString(key);
    const auto written_value = builder.CreateString(value);
    entries.push_back(format::CreateKeyValue(builder, written_key, written_value));
  }
  return builder.CreateVector(entries);
}

Offset<format::Schema> write_schema(FlatBufferBuilder& builder, const std::vector<Field>& fields,
                                    const Metadata& metadata) {
  std::vector<Offset<format::Field>> written;
  written.reserve(fields.size());
  for (const Field& field : fields) written.push_back(write_field(builder, field));
  const auto list = builder.CreateVector(written);
  const auto entries = write_metadata(builder, metadata);
  return format::CreateSchema(builder, format::Endianness::Little, list, entries);
}

std::string bytes_of(const FlatBufferBuilder& builder) {
  return {reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize()};
}

std::int64_t number(std::uint64_t value) {
  return static_cast<std::int64_t>(value);
}

}  // namespace

std::string schema_message(const std::vector<Field>& fields, const Metadata& metadata) {
  FlatBufferBuilder builder;
  const auto schema = write_schema(builder, fields, metadata).Union();
  builder.Finish(format::CreateMessage(builder, format::Version::V5, format::MessageHeader::Schema,
                                       schema, 0));
  return bytes_of(builder);
}

std::string batch_message(const BatchShape& shape) {
  FlatBufferBuilder builder;
  const std::vector<format::FieldNode> nodes(shape.columns, format::FieldNode(shape.rows, 0));
  std::vector<format::Buffer> buffers;
  buffers.reserve(shape.buffers.size());
  for (const Extent& buffer : shape.buffers) {
    buffers.emplace_back(number(buffer.offset), number(buffer.size));
  }
  const auto written_nodes = builder.CreateVectorOfStructs(nodes);
  const auto written_buffers = builder.CreateVectorOfStructs(buffers);
  const auto batch =
      format::CreateRecordBatch(builder, shape.rows, written_nodes, written_buffers).Union();
  builder.Finish(format::CreateMessage(builder, format::Version::V5,
                                       format::MessageHeader::RecordBatch, batch,
                                       number(shape.body_size)));
  return bytes_of(builder);
}

std::string footer(const FooterFacts& facts) {
  FlatBufferBuilder builder;
  std::vector<format::Block> blocks;
  blocks.reserve(facts.blocks.size());
  for (const Block& block : facts.blocks) {
    blocks.emplace_back(number(block.offset), static_cast<std::int32_t>(block.message_size),
                        number(block.body_size));
  }
  const auto schema = write_schema(builder, facts.fields, facts.schema);
  const auto dictionaries = builder.CreateVectorOfStructs(std::vector<format::Block>{});
  const auto batches = builder.CreateVectorOfStructs(blocks);
  const auto entries = write_metadata(builder, facts.footer);
  builder.Finish(
      format::CreateFooter(builder, format::Version::V5, schema, dictionaries, batches, entries));
  return bytes_of(builder);
}

}  // namespace wick::arrow
