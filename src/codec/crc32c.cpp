#include "codec/crc32c.hpp"

#include <array>
#include <bit>
#include <cstring>

#include "codec/crc32c_ways.hpp"

namespace wick::codec {
namespace {

static_assert(std::endian::native == std::endian::little, "words are read as they lie");

constexpr std::size_t kStep = 8;

using Tables = std::array<std::array<std::uint32_t, 256>, kStep>;

// kTables[k][b]: the register after the byte b and k zero bytes.
constexpr Tables kTables = [] {
  Tables tables{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t state = byte;
    for (int bit = 0; bit < 8; ++bit)
      state = state >> 1U ^ ((state & 1U) != 0 ? kCrc32cPolynomial : 0);
    tables[0][byte] = state;
  }
  for (std::size_t k = 1; k < kStep; ++k) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const std::uint32_t before = tables[k - 1][byte];
      tables[k][byte] = before >> 8U ^ tables[0][before & 0xffU];
    }
  }
  return tables;
}();

std::array<char, 8> digits_of(std::uint32_t crc) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::array<char, 8> digits{};
  for (char& digit : digits) {
    digit = kDigits[crc >> 28U];
    crc <<= 4U;
  }
  return digits;
}

CrcWay fastest() {
  return crc32c_by_processor().value_or(crc32c_by_table);
}

}  // namespace

std::uint32_t crc32c_by_table(std::uint32_t state, std::span<const std::byte> bytes) {
  while (bytes.size() >= kStep) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), kStep);
    word ^= state;
    const auto after = [word](std::size_t i) { return kTables[7 - i][word >> 8 * i & 0xffU]; };
    state = after(0) ^ after(1) ^ after(2) ^ after(3) ^ after(4) ^ after(5) ^ after(6) ^ after(7);
    bytes = bytes.subspan(kStep);
  }
  for (const std::byte byte : bytes) {
    state = state >> 8U ^ kTables[0][(state ^ std::to_integer<std::uint32_t>(byte)) & 0xffU];
  }
  return state;
}

std::uint32_t crc32c(std::uint32_t crc, std::span<const std::byte> bytes) {
  static const CrcWay way = fastest();
  return ~way(~crc, bytes);
}

std::uint32_t crc32c(std::uint32_t crc, std::string_view bytes) {
  return crc32c(crc, std::as_bytes(std::span(bytes)));
}

std::string crc_text(std::uint32_t crc) {
  const auto digits = digits_of(crc);
  return {digits.data(), digits.size()};
}

bool is_crc_text(std::string_view text, std::uint32_t crc) {
  const auto digits = digits_of(crc);
  return text == std::string_view(digits.data(), digits.size());
}

}  // namespace wick::codec
