#include "arrow/foreign_batches.hpp"

#include <cstring>
#include <string>

#include "arrow/arrow_generated.h"

namespace wick::arrow {
namespace {

using Bytes = std::span<const std::byte>;

constexpr std::size_t kPrefixSize = 8;  // of a message: marker and size
constexpr std::uint32_t kMarker = 0xffffffff;
constexpr std::size_t kRowsMax = 1'000'000;  // a day of seconds has 86,400

std::uint32_t u32(Bytes bytes, std::uint64_t at) {
  std::uint32_t value = 0;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

// By copy: the verifier looks at the alignment of all but structs.
template <typename T>
T struct_at(const flatbuffers::Vector<const T*>& structs, std::size_t i) {
  T value;
  std::memcpy(&value, structs.Data() + i * sizeof(T), sizeof(T));
  return value;
}

base::Error compressed(const format::BodyCompression& compression) {
  const bool zstd = compression.codec() == format::Codec::Zstd;
  return not_read_here(std::string("it is compressed with ") + (zstd ? "ZSTD" : "LZ4") +
                       "; recompress it: polars.read_ipc(FILE, memory_map=False)"
                       ".write_ipc(FILE, compression=\"uncompressed\")");
}

// Takes the columns of one batch off, in their order.
class Batch {
 public:
  Batch(const format::RecordBatch& header, Bytes body)
      : nodes_(*header.nodes()),
        buffers_(*header.buffers()),
        counts_(header.variadic_counts()),
        body_(body),
        rows_(static_cast<std::uint64_t>(header.length())) {}

  [[nodiscard]] std::uint64_t rows() const { return rows_; }

  base::Result<ForeignPiece> take(const ForeignColumn& column) {
    const std::size_t node = node_;
    const std::size_t buffer = buffer_;
    if (auto stepped = step_over(column.slots); !stepped) return stepped.error();
    if (column.width == 0) return ForeignPiece{};
    auto piece = piece_of(column, node, buffer);
    const bool is_text = column.kind == ForeignKind::kText || column.kind == ForeignKind::kViews;
    for (std::size_t i = buffer + 2; piece && is_text && i < buffer_; ++i) {
      const auto text = bytes_of(i);
      if (!text) return text.error();
      piece->text.push_back(*text);
    }
    return piece;
  }

 private:
  base::Result<void> step_over(const ForeignSlots& slots) {
    node_ += slots.nodes;
    buffer_ += slots.buffers;
    for (std::size_t i = 0; i < slots.views; ++i, ++view_) {
      if (counts_ == nullptr || view_ >= counts_->size()) {
        return not_whole("a batch does not count its buffers");
      }
      const auto count =
          static_cast<std::uint64_t>(counts_->Get(static_cast<flatbuffers::uoffset_t>(view_)));
      if (count > buffers_.size()) return not_whole("a batch counts more buffers than it has");
      buffer_ += count;
    }
    if (node_ > nodes_.size() || buffer_ > buffers_.size()) {
      return not_whole("a batch has fewer columns than the schema");
    }
    return {};
  }

  [[nodiscard]] base::Result<ForeignPiece> piece_of(const ForeignColumn& column, std::size_t node,
                                                    std::size_t buffer) const {
    const auto told = struct_at(nodes_, node);
    if (static_cast<std::uint64_t>(told.length()) != rows_) {
      return not_whole("column " + column.name + " has another length than its batch");
    }
    const auto values = bytes_of(buffer + 1);
    if (!values) return values.error();
    // Offsets are one more than there are rows; without a row there may be none.
    const bool ends = column.kind == ForeignKind::kText && rows_ > 0;
    if (values->size() / column.width < rows_ + (ends ? 1 : 0)) {
      return not_whole("column " + column.name + " is shorter than its rows");
    }
    ForeignPiece piece{static_cast<std::size_t>(rows_), {}, *values, {}};
    if (told.null_count() == 0) return piece;
    const auto validity = bytes_of(buffer);
    if (!validity) return validity.error();
    if (validity->size() < (rows_ + 7) / 8) {
      return not_whole("column " + column.name + " does not tell which of its values are there");
    }
    piece.validity = *validity;
    return piece;
  }

  [[nodiscard]] base::Result<Bytes> bytes_of(std::size_t index) const {
    const auto buffer = struct_at(buffers_, index);
    const auto offset = static_cast<std::uint64_t>(buffer.offset());
    const auto length = static_cast<std::uint64_t>(buffer.length());
    if (offset > body_.size() || length > body_.size() - offset) {
      return not_whole("a column reaches beyond its batch");
    }
    return body_.subspan(offset, length);
  }

  const flatbuffers::Vector<const format::FieldNode*>& nodes_;
  const flatbuffers::Vector<const format::Buffer*>& buffers_;
  const flatbuffers::Vector<std::int64_t>* counts_;
  Bytes body_;
  std::uint64_t rows_;
  std::size_t node_{0};
  std::size_t buffer_{0};
  std::size_t view_{0};
};

// The bytes of a message are copied, for in the file they may lie anyhow.
base::Result<std::vector<std::byte>> message_of(Bytes file, const Block& block) {
  const Bytes bytes = file.subspan(block.offset, block.message_size);
  if (bytes.size() < kPrefixSize || u32(bytes, 0) != kMarker ||
      u32(bytes, 4) > bytes.size() - kPrefixSize) {
    return not_whole("a batch does not begin with a message");
  }
  const Bytes message = bytes.subspan(kPrefixSize, u32(bytes, 4));
  return std::vector<std::byte>(message.begin(), message.end());
}

base::Result<const format::RecordBatch*> header_of(const std::vector<std::byte>& message) {
  const auto* begin = reinterpret_cast<const std::uint8_t*>(message.data());
  flatbuffers::Verifier verifier(begin, message.size());
  if (!verifier.VerifyBuffer<format::Message>(nullptr)) {
    return not_whole("a batch has a malformed message");
  }
  const auto* header = flatbuffers::GetRoot<format::Message>(begin)->header_as_RecordBatch();
  if (header == nullptr) return not_whole("a batch is none");
  if (header->compression() != nullptr) return compressed(*header->compression());
  if (header->nodes() == nullptr || header->buffers() == nullptr) {
    return not_whole("a batch has no columns");
  }
  return header;
}

}  // namespace

base::Result<ForeignBatches> read_foreign_batches(Bytes file, const ForeignFooter& footer) {
  ForeignBatches batches;
  batches.pieces.resize(footer.columns.size());
  for (const Block& block : footer.blocks) {
    const auto message = message_of(file, block);
    if (!message) return message.error();
    const auto header = header_of(*message);
    if (!header) return header.error();
    Batch batch(**header, file.subspan(block.offset + block.message_size, block.body_size));
    if (batch.rows() > kRowsMax - batches.rows) {
      return not_read_here("it has more rows than a day can have");
    }
    batches.rows += static_cast<std::size_t>(batch.rows());
    for (std::size_t i = 0; i < footer.columns.size(); ++i) {
      const auto piece = batch.take(footer.columns[i]);
      if (!piece) return piece.error();
      if (footer.columns[i].width > 0) batches.pieces[i].push_back(*piece);
    }
  }
  return batches;
}

}  // namespace wick::arrow
