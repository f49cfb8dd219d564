#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "codec/crc32c_ways.hpp"

#if defined(__x86_64__)
#include <nmmintrin.h>
#include <wmmintrin.h>
#define WICK_CRC_TARGET __attribute__((target("sse4.2,pclmul")))
#elif defined(__aarch64__) && defined(__linux__)
#include <arm_neon.h>
#include <sys/auxv.h>
#define WICK_CRC_TARGET
#endif

namespace wick::codec {

#if defined(WICK_CRC_TARGET)
namespace {

#if defined(__x86_64__)

// What the builtin gives is a bool to one compiler and an int to the other.
bool is_able() {
  return static_cast<bool>(__builtin_cpu_supports("sse4.2")) &&
         static_cast<bool>(__builtin_cpu_supports("pclmul"));
}
WICK_CRC_TARGET inline std::uint64_t after_word(std::uint64_t state, std::uint64_t word) {
  return _mm_crc32_u64(state, word);
}
WICK_CRC_TARGET inline std::uint32_t after_byte(std::uint32_t state, std::byte byte) {
  return _mm_crc32_u8(state, std::to_integer<std::uint8_t>(byte));
}
// Without carries, that is as polynomials.
WICK_CRC_TARGET inline std::uint64_t product(std::uint64_t a, std::uint32_t b) {
  const __m128i factors = _mm_set_epi64x(b, std::bit_cast<std::int64_t>(a));
  const __m128i bits = _mm_clmulepi64_si128(factors, factors, 0x10);
  return std::bit_cast<std::uint64_t>(_mm_cvtsi128_si64(bits));
}

#else

bool is_able() {
  constexpr unsigned long kPmull = 1UL << 4U;
  constexpr unsigned long kCrc = 1UL << 7U;
  return (getauxval(AT_HWCAP) & (kPmull | kCrc)) == (kPmull | kCrc);
}
// Spelled out, because compilers disagree on how a function asks for an extension.
inline std::uint64_t after_word(std::uint64_t state, std::uint64_t word) {
  asm(".arch_extension crc\n\tcrc32cx %w0, %w0, %x1" : "+r"(state) : "r"(word));
  return state;
}
inline std::uint32_t after_byte(std::uint32_t state, std::byte byte) {
  const auto number = std::to_integer<std::uint32_t>(byte);
  asm(".arch_extension crc\n\tcrc32cb %w0, %w0, %w1" : "+r"(state) : "r"(number));
  return state;
}
// Without carries, that is as polynomials.
inline std::uint64_t product(std::uint64_t a, std::uint64_t b) {
  uint64x2_t bits;
  asm(".arch_extension aes\n\tpmull %0.1q, %1.1d, %2.1d" : "=w"(bits) : "w"(a), "w"(b));
  return vgetq_lane_u64(bits, 0);
}

#endif

// The instruction takes three cycles but a new one can begin in each, so three streams cost no more
// than one. They are of equal length, a multiple of the unit, so that each length has a factor made
// beforehand: a day of minutes in doubles is 3 * 60 units, and one block.
constexpr std::size_t kStreams = 3;
constexpr std::size_t kUnit = 64;
constexpr std::size_t kUnitsMax = 64;

constexpr std::uint32_t times_x(std::uint32_t state) {
  return state >> 1U ^ ((state & 1U) != 0 ? kCrc32cPolynomial : 0);
}

// At n: x^(8 * 64 * n - 33), which moves a register over n units once the product, one bit
// short of a word, has gone through the instruction as a word: that is x^33.
constexpr std::array<std::uint32_t, 2 * kUnitsMax + 1> all_shifts() {
  std::array<std::uint32_t, 2 * kUnitsMax + 1> shifts{};
  std::uint32_t power = 1U << 31U;  // x^0
  for (std::size_t i = 0; i < 8 * kUnit - 33; ++i) power = times_x(power);
  for (std::size_t n = 1; n < shifts.size(); ++n) {
    shifts[n] = power;
    for (std::size_t i = 0; i < 8 * kUnit; ++i) power = times_x(power);
  }
  return shifts;
}

constexpr auto kShifts = all_shifts();

inline std::uint64_t word_at(const std::byte* place) {
  std::uint64_t word = 0;
  std::memcpy(&word, place, sizeof word);
  return word;
}

WICK_CRC_TARGET std::uint32_t after_block(std::uint32_t state, const std::byte* begin,
                                          std::size_t units) {
  const std::size_t length = units * kUnit;
  std::uint64_t first = state;
  std::uint64_t second = 0;
  std::uint64_t third = 0;
  for (const std::byte* at = begin; at != begin + length; at += sizeof(std::uint64_t)) {
    first = after_word(first, word_at(at));
    second = after_word(second, word_at(at + length));
    third = after_word(third, word_at(at + 2 * length));
  }
  const std::uint64_t moved = product(first, kShifts[2 * units]) ^ product(second, kShifts[units]);
  return static_cast<std::uint32_t>(after_word(0, moved) ^ third);
}

WICK_CRC_TARGET std::uint32_t by_streams(std::uint32_t state, std::span<const std::byte> bytes) {
  while (bytes.size() >= kStreams * kUnit) {
    const std::size_t units = std::min(bytes.size() / (kStreams * kUnit), kUnitsMax);
    state = after_block(state, bytes.data(), units);
    bytes = bytes.subspan(kStreams * units * kUnit);
  }
  for (; bytes.size() >= sizeof(std::uint64_t); bytes = bytes.subspan(sizeof(std::uint64_t))) {
    state = static_cast<std::uint32_t>(after_word(state, word_at(bytes.data())));
  }
  for (const std::byte byte : bytes) state = after_byte(state, byte);
  return state;
}

}  // namespace
#endif

std::optional<CrcWay> crc32c_by_processor() {
#if defined(WICK_CRC_TARGET)
  if (is_able()) return by_streams;
#endif
  return std::nullopt;
}

}  // namespace wick::codec
