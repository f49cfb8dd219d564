// Where every hashed choice of the market comes from: 64 even bits for a key and an index.
//
// Random access, no state: the same pair gives the same bits on every machine. Not for secrets.
#pragma once

#include <bit>
#include <concepts>
#include <cstdint>
#include <string_view>

namespace wick::sim {

__extension__ using Wide = __int128;

[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t key, std::integral auto index) {
  std::uint64_t x = key + static_cast<std::uint64_t>(index) * 0x9E3779B97F4A7C15U;
  x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
  return x ^ (x >> 31U);
}

[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t key, std::string_view name) {
  for (const char letter : name) key = mix(key, letter + 1);
  return mix(key, name.size());
}

// `width` of the bits, counted from the lowest.
[[nodiscard]] constexpr std::int64_t bits(std::uint64_t hash, unsigned from, unsigned width) {
  return static_cast<std::int64_t>((hash >> from) & ((std::uint64_t{1} << width) - 1));
}

// Exponentially distributed, in 1/256, mean about 380: what a burst of activity looks like.
[[nodiscard]] constexpr std::int64_t burst(std::int64_t sixteen_bits) {
  const auto whole = static_cast<std::uint32_t>(sixteen_bits) << 16U | 0x8000U;
  const int halvings = std::countl_zero(whole);
  return halvings * 256 + 255 - bits(whole << halvings, 23, 8);
}

}  // namespace wick::sim
