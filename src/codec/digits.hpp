// The usual numbers of market data, read fast: digits go eight at a time wherever eight characters
// are left.
//
// Inline, and with a pointer for an answer, because the readers of millions of numbers are made of
// little else. What is not usual has no answer here; see decimal.hpp for whatever is a number.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
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
inline constexpr std::array<double, 19> kTens = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,
                                                 1e7,  1e8,  1e9,  1e10, 1e11, 1e12, 1e13,
                                                 1e14, 1e15, 1e16, 1e17, 1e18};

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

// Up to 18 digits, which always fit. Returns where they end, or null.
inline const char* take_usual_integer(const char* at, const char* end, std::int64_t& value) {
  constexpr std::ptrdiff_t kSurelyFits = 18;
  std::uint64_t digits = 0;
  const char* const rest = take_digits(at, end, digits);
  if (rest == at || rest - at > kSurelyFits) return nullptr;
  value = static_cast<std::int64_t>(digits);
  return rest;
}

// digits[.digits] without sign or exponent, and such that a mantissa below 2^53 and a power of ten
// up to 10^18 make it up: both are exact doubles, so one division rounds once and correctly.
// Returns where it ends, or null.
inline const char* take_usual_decimal(const char* at, const char* end, double& value) {
  constexpr std::int64_t kExactMax = std::int64_t{1} << 53U;
  constexpr std::ptrdiff_t kDigitsMax = 18;  // that fit into 63 bits whatever they are
  std::uint64_t units = 0;
  const char* rest = take_digits(at, end, units);
  std::ptrdiff_t count = rest - at;
  std::ptrdiff_t decimals = 0;
  if (count == 0) return nullptr;
  if (rest != end && *rest == '.') {
    const char* const first = rest + 1;
    rest = take_digits(first, end, units);
    decimals = rest - first;
    count += decimals;
    if (decimals == 0) return nullptr;
  }
  const auto mantissa = static_cast<std::int64_t>(units);
  const bool has_exponent = rest != end && (*rest == 'e' || *rest == 'E');
  if (has_exponent || count > kDigitsMax || mantissa > kExactMax) return nullptr;
  value = static_cast<double>(mantissa) / digits::kTens[static_cast<std::size_t>(decimals)];
  return rest;
}

}  // namespace wick::codec
