// Seeded chance: the same arguments give the same throw on every machine.
#pragma once

#include <cstdint>
#include <string_view>

namespace wick::sim {

[[nodiscard]] constexpr std::uint64_t throw_dice(std::uint64_t seed, std::uint64_t number) {
  std::uint64_t x = seed + (number + 1) * 0x9e3779b97f4a7c15U;
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31U);
}

[[nodiscard]] constexpr std::uint64_t throw_dice(std::uint64_t seed, std::string_view text) {
  std::uint64_t x = seed;
  for (const char c : text) x = throw_dice(x, static_cast<unsigned char>(c));
  return throw_dice(x, text.size());
}

}  // namespace wick::sim
