#include "parquet/thrift.hpp"

namespace wick::parquet {
namespace {

constexpr std::uint8_t kLongList = 15;
constexpr unsigned kVarintBits = 70;

Thrift::Kind kind_of(unsigned bits) {
  return static_cast<Thrift::Kind>(bits & 0x0fU);
}

}  // namespace

std::uint8_t Thrift::byte() {
  const std::string_view one = take(1);
  return one.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(one.front());
}

std::string_view Thrift::take(std::uint64_t size) {
  failed_ = failed_ || size > bytes_.size() - at_;
  if (failed_) return {};
  const std::string_view taken = bytes_.substr(at_, size);
  at_ += taken.size();
  return taken;
}

std::uint64_t Thrift::varint() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < kVarintBits; shift += 7) {
    const std::uint64_t seven = byte();
    value |= (seven & 0x7fU) << shift;
    if (seven < 0x80) return value;
  }
  failed_ = true;
  return 0;
}

std::int64_t Thrift::zigzag() {
  const std::uint64_t value = varint();
  return static_cast<std::int64_t>(value >> 1U ^ (~(value & 1U) + 1U));
}

Thrift::Field Thrift::next_field(std::int64_t& id) {
  const std::uint8_t head = failed_ ? std::uint8_t{0} : byte();
  const Kind kind = kind_of(head);
  if (failed_ || kind == Kind::kStop) return {};
  if (kind > Kind::kStruct) {
    failed_ = true;
    return {};
  }
  const unsigned step = head >> 4U;
  const std::int64_t next = step == 0 ? zigzag() : id + step;
  if (failed_ || next < 0 || next > INT16_MAX) {
    failed_ = true;
    return {};
  }
  id = next;
  return {id, kind};
}

bool Thrift::expect(const Field& field, Kind kind) {
  failed_ = failed_ || field.kind != kind;
  return !failed_;
}

std::int64_t Thrift::integer(const Field& field) {
  switch (field.kind) {
    case Kind::kByte:
      return static_cast<std::int8_t>(byte());
    case Kind::kI16:
    case Kind::kI32:
    case Kind::kI64:
      return zigzag();
    default:
      failed_ = true;
      return 0;
  }
}

bool Thrift::truth(const Field& field) {
  failed_ = failed_ || (field.kind != Kind::kTrue && field.kind != Kind::kFalse);
  return field.kind == Kind::kTrue;
}

std::string_view Thrift::text(const Field& field) {
  return expect(field, Kind::kBinary) ? take(varint()) : std::string_view();
}

// Every item takes a byte at least, so that a list is never longer than what is left.
std::uint64_t Thrift::enter_list(const Field& field, Field& item) {
  if (field.kind != Kind::kSet && !expect(field, Kind::kList)) return 0;
  const std::uint8_t head = byte();
  item.kind = kind_of(head);
  const unsigned few = head >> 4U;
  const std::uint64_t size = few == kLongList ? varint() : few;
  failed_ = failed_ || size > bytes_.size() - at_ || item.kind > Kind::kStruct;
  return failed_ ? 0 : size;
}

void Thrift::skip_map() {
  const std::uint64_t size = varint();
  if (size == 0) return;
  const std::uint8_t kinds = byte();
  failed_ = failed_ || size > bytes_.size() - at_;
  for (std::uint64_t left = size; left > 0 && !failed_; --left) {
    skip_item({0, kind_of(kinds >> 4U)});
    skip_item({0, kind_of(kinds)});
  }
}

void Thrift::skip(const Field& field) {
  if (++depth_ > kDepthMax) failed_ = true;
  if (!failed_) skip_value(field);
  --depth_;
}

// In a list a truth value is a byte; in a struct the field's own kind is all there is of it.
void Thrift::skip_item(const Field& item) {
  if (item.kind == Kind::kTrue || item.kind == Kind::kFalse) {
    byte();
  } else {
    skip(item);
  }
}

void Thrift::skip_value(const Field& field) {
  constexpr std::uint64_t kDoubleSize = 8;
  switch (field.kind) {
    case Kind::kTrue:
    case Kind::kFalse:
      return;
    case Kind::kByte:
    case Kind::kI16:
    case Kind::kI32:
    case Kind::kI64:
      integer(field);
      return;
    case Kind::kDouble:
      take(kDoubleSize);
      return;
    case Kind::kBinary:
      text(field);
      return;
    case Kind::kList:
    case Kind::kSet:
      return each_item(field, [this](const Field& item) { skip_item(item); });
    case Kind::kMap:
      return skip_map();
    case Kind::kStruct:
      return each_field([this](const Field& one) { skip(one); });
    case Kind::kStop:
      failed_ = true;
  }
}

}  // namespace wick::parquet
