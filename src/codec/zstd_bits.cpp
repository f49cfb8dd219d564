#include "codec/zstd_bits.hpp"

#include <algorithm>
#include <bit>

namespace wick::codec {
namespace {

constexpr std::size_t kByteBits = 8;

// Up to 32 bits from the bit at `at` on.
std::uint32_t bits_at(std::string_view bytes, std::size_t at, unsigned count) {
  const std::size_t first = std::min(at / kByteBits, bytes.size());
  const std::uint64_t few = little_endian(bytes.substr(first, sizeof(std::uint64_t)));
  const std::uint64_t mask = (std::uint64_t{1} << count) - 1;
  return static_cast<std::uint32_t>(few >> at % kByteBits & mask);
}

}  // namespace

std::uint64_t little_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) {
    value = value << kByteBits | static_cast<std::uint8_t>(bytes[i]);
  }
  return value;
}

std::uint32_t ForwardBits::read(unsigned count) {
  const std::uint32_t value = bits_at(bytes_, at_, count);
  at_ += count;
  return value;
}

BackwardBits::BackwardBits(std::string_view bytes)
    : bytes_(bytes), unmarked_(bytes.empty() || bytes.back() == '\0') {
  if (unmarked_) return;
  const auto last = static_cast<std::uint8_t>(bytes.back());
  left_ = static_cast<std::int64_t>((bytes.size() - 1) * kByteBits) + std::bit_width(last) - 1;
}

std::uint32_t BackwardBits::peek(unsigned count) const {
  const std::int64_t begin = left_ - static_cast<std::int64_t>(count);
  if (begin >= 0) return bits_at(bytes_, static_cast<std::size_t>(begin), count);
  if (left_ <= 0) return 0;
  return bits_at(bytes_, 0, static_cast<unsigned>(left_)) << static_cast<unsigned>(-begin);
}

std::uint32_t BackwardBits::read(unsigned count) {
  const std::uint32_t value = peek(count);
  skip(count);
  return value;
}

}  // namespace wick::codec
