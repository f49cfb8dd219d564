// Runs of decimal digits in text, eight at a time wherever eight characters are left.
//
// Inline, because the readers of millions of numbers are made of little else.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

namespace wick::codec {

namespace digits {

// The first character in the lowest byte, on any machine.
inline std::uint64_t load_eight(const char* at) {
  std::uint64_t eight = 0;
  if constexpr (std::endian::native == std::endian::little) {
    std::memcpy(&eight, at, sizeof eight);
  } else {
    for (unsigned i = 0; i < 8; ++i) {
      eight |= std::uint64_t{static_cast<unsigned char>(at[i])} << (8 * i);
    }
  }
  return eight;
}

// How many of eight values are below ten before the first that is not. A byte from ten on carries
// into its highest bit; what it spills over reaches later characters only.
inline unsigned leading(std::uint64_t values) {
  const std::uint64_t beyond =
      ((values + 0x7676767676767676U) | values) & std::uint64_t{0x8080808080808080U};
  return static_cast<unsigned>(std::countr_zero(beyond)) / 8;
}

// Eight values below ten as one number, by pairs, then fours, then eight.
inline std::uint64_t joined(std::uint64_t values) {
  constexpr std::uint64_t kEveryFourth = 0x000000FF000000FFU;
  values = values * 10 + (values >> 8U);
  const std::uint64_t outer = (values & kEveryFourth) * (100 + (std::uint64_t{1'000'000} << 32U));
  const std::uint64_t inner = (values >> 16U & kEveryFourth) * (1 + (std::uint64_t{10'000} << 32U));
  return (outer + inner) >> 32U;
}

inline constexpr std::array<std::uint64_t, 9> kPowers = {
    1, 10, 100, 1'000, 10'000, 100'000, 1'000'000, 10'000'000, 100'000'000};

}  // namespace digits

// Appends the digits from `at` on to `value`, modulo 2^64, and returns the end of the run.
inline const char* take_digits(const char* at, const char* end, std::uint64_t& value) {
  while (end - at >= 8) {
    const std::uint64_t values = digits::load_eight(at) ^ 0x3030303030303030U;  // eight times '0'
    const unsigned count = digits::leading(values);
    if (count == 0) return at;
    value = value * digits::kPowers[count] + digits::joined(values << (64 - 8 * count));
    at += count;
    if (count < 8) return at;
  }
  for (; at != end && *at >= '0' && *at <= '9'; ++at) {
    value = value * 10 + static_cast<std::uint64_t>(*at - '0');
  }
  return at;
}

}  // namespace wick::codec
