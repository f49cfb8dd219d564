// Numbers in text against the C library, bit by bit; and any double to text and back.
#include "codec/decimal.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <string>

#include "tests/fuzz/input.hpp"

namespace {

using wick::codec::append_shortest;
using wick::codec::take_decimal;
using wick::codec::take_integer;

std::size_t digits_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
  return end - at;
}

// How much of the front is [-]digits[.digits][e[+-]digits]; 0 for none. A point needs a digit.
std::size_t number_size(std::string_view text) {
  std::size_t at = text.starts_with('-') ? 1 : 0;
  const std::size_t whole = digits_at(text, at);
  if (whole == 0) return 0;
  at += whole;
  if (text.substr(at).starts_with('.')) {
    const std::size_t decimals = digits_at(text, at + 1);
    if (decimals == 0) return 0;
    at += 1 + decimals;
  }
  if (at == text.size() || (text[at] != 'e' && text[at] != 'E')) return at;
  const bool has_sign = at + 1 < text.size() && (text[at + 1] == '+' || text[at + 1] == '-');
  const std::size_t mark = has_sign ? 2 : 1;
  const std::size_t exponent = digits_at(text, at + mark);
  return exponent == 0 ? at : at + mark + exponent;
}

void check_integer(std::string_view text) {
  const std::size_t sign = text.starts_with('-') ? 1 : 0;
  const std::size_t digits = digits_at(text, sign);
  errno = 0;
  const std::string number(text.substr(0, sign + digits));
  const long long expected = std::strtoll(number.c_str(), nullptr, 10);
  std::string_view rest = text;
  const auto value = take_integer(rest);
  WICK_CHECK(value.has_value() == (digits > 0 && errno == 0));
  if (!value) return;
  WICK_CHECK(*value == expected && text.size() - rest.size() == number.size());
}

std::string shortest(double value) {
  std::array<char, 32> text{};
  const double size = std::fabs(value);
  const bool plain = size == 0 || (size >= 1e-6 && size < 1e16);
  const auto begin = text.data();
  const auto end = begin + text.size();
  const auto written = plain ? std::to_chars(begin, end, value, std::chars_format::fixed)
                             : std::to_chars(begin, end, value, std::chars_format::scientific);
  return {begin, written.ptr};
}

void check_shortest(double value) {
  if (!std::isfinite(value)) return;
  std::string text;
  append_shortest(text, value);
  WICK_CHECK(text == shortest(value));
  std::string_view rest = text;
  const auto back = take_decimal(rest);
  WICK_CHECK(back && rest.empty());
  WICK_CHECK(std::bit_cast<std::uint64_t>(*back) == std::bit_cast<std::uint64_t>(value));
}

void check_decimal(std::string_view text) {
  const std::size_t size = number_size(text);
  const std::string number(text.substr(0, size));
  const double expected = std::strtod(number.c_str(), nullptr);
  const std::size_t mantissa = std::min(number.find_first_of("eE"), number.size());
  const bool is_zero = number.find_first_of("123456789") >= mantissa;
  const bool fits = std::isfinite(expected) && (expected != 0 || is_zero);
  std::string_view rest = text;
  const auto value = take_decimal(rest);
  WICK_CHECK(value.has_value() == (size > 0 && fits));
  if (!value) return;
  WICK_CHECK(text.size() - rest.size() == size);
  WICK_CHECK(std::bit_cast<std::uint64_t>(*value) == std::bit_cast<std::uint64_t>(expected));
  check_shortest(*value);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = wick::fuzz::Input(data, size).rest();
  check_decimal(text);
  check_integer(text);
  std::uint64_t bits = 0;
  if (size >= sizeof bits) {
    std::memcpy(&bits, data, sizeof bits);
    check_shortest(std::bit_cast<double>(bits));
  }
  return 0;
}
