// Powers and logarithms of two in whole numbers, so that prices are equal on every machine.
//
// Levels are log2 with 32 binary digits. exp2 errs by less than two parts in a million.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace wick::sim {

using Level = std::int64_t;
constexpr Level kOctave = Level{1} << 32U;  // a factor of two

// log2 of a positive number.
[[nodiscard]] constexpr Level log2_of(std::int64_t number) {
  auto mantissa = static_cast<std::uint64_t>(number);
  Level level = 31 * kOctave;
  for (; mantissa >= std::uint64_t{1} << 32U; mantissa >>= 1U) level += kOctave;
  for (; mantissa < std::uint64_t{1} << 31U; mantissa <<= 1U) level -= kOctave;
  // Squaring doubles the logarithm: each round shows its next binary digit.
  for (Level digit = kOctave / 2; digit > 0; digit /= 2) {
    mantissa = mantissa * mantissa >> 31U;
    if (mantissa < std::uint64_t{1} << 32U) continue;
    mantissa >>= 1U;
    level += digit;
  }
  return level;
}

namespace fixed_detail {

constexpr std::uint64_t square_root(std::uint64_t of) {
  std::uint64_t root = 0;
  for (std::uint64_t bit = std::uint64_t{1} << 31U; bit > 0; bit >>= 1U) {
    if ((root | bit) * (root | bit) <= of) root |= bit;
  }
  return root;
}

// 2^(i/256) with 31 binary digits.
constexpr std::array<std::int64_t, 257> exp2_table() {
  std::array<std::int64_t, 257> table{};
  table.at(0) = std::int64_t{1} << 31U;
  table.at(256) = std::int64_t{1} << 32U;
  for (std::size_t step = 256; step > 1; step /= 2) {
    for (std::size_t i = 0; i < 256; i += step) {
      const auto low = static_cast<std::uint64_t>(table.at(i));
      const auto high = static_cast<std::uint64_t>(table.at(i + step));
      table.at(i + step / 2) = static_cast<std::int64_t>(square_root(low * high));
    }
  }
  return table;
}

inline constexpr auto kExp2 = exp2_table();

}  // namespace fixed_detail

// 2^level, rounded down; level from 0 to below 62 octaves.
[[nodiscard]] constexpr std::int64_t exp2_of(Level level) {
  const auto fraction = static_cast<std::uint64_t>(level) & 0xFFFFFFFFU;
  const std::size_t entry = fraction >> 24U;
  const auto rest = static_cast<std::int64_t>(fraction & 0xFFFFFFU);
  const std::int64_t low = fixed_detail::kExp2.at(entry);
  const std::int64_t step = fixed_detail::kExp2.at(entry + 1) - low;
  const std::int64_t mantissa = low + (step * rest >> 24U);  // 31 digits
  const auto octaves = static_cast<int>(level >> 32U);
  return octaves >= 31 ? mantissa << (octaves - 31) : mantissa >> (31 - octaves);
}

}  // namespace wick::sim
