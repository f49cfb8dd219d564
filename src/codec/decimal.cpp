#include "codec/decimal.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "codec/digits.hpp"

namespace wick::codec {
namespace {

constexpr std::array<double, 23> kTens = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                          1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                          1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
constexpr std::uint64_t kExactMax = std::uint64_t{1} << 53U;
constexpr int kDigitsMax = 19;  // that fit into 64 bits whatever they are

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::optional<double> take_slowly(std::string_view& text) {
  double value = 0;
  const auto [rest, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || !std::isfinite(value)) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
  return value;
}

}  // namespace

// A mantissa below 2^53 and a power of ten up to 10^22 are both exact doubles, so one division
// rounds once and correctly. Everything else takes the slow road.
std::optional<double> take_decimal(std::string_view& text) {
  const char* at = text.data();
  const char* const end = at + text.size();
  const bool negative = at != end && *at == '-';
  if (negative) ++at;
  if (at == end || !is_digit(*at)) return std::nullopt;

  std::uint64_t mantissa = 0;
  const char* const first = at;
  at = take_digits(at, end, mantissa);
  std::ptrdiff_t digits = at - first;
  std::ptrdiff_t decimals = 0;
  if (at != end && *at == '.') {
    const char* const point = at;
    at = take_digits(at + 1, end, mantissa);
    decimals = at - point - 1;
    digits += decimals;
    if (decimals == 0) return std::nullopt;
  }
  const bool has_exponent = at != end && (*at == 'e' || *at == 'E');
  if (has_exponent || digits > kDigitsMax || mantissa > kExactMax ||
      decimals >= static_cast<std::ptrdiff_t>(kTens.size())) {
    return take_slowly(text);
  }
  const double value = static_cast<double>(mantissa) / kTens[static_cast<std::size_t>(decimals)];
  text.remove_prefix(static_cast<std::size_t>(at - text.data()));
  return negative ? -value : value;
}

std::optional<std::int64_t> take_integer(std::string_view& text) {
  constexpr std::ptrdiff_t kSurelyFits = 18;  // digits
  std::uint64_t digits = 0;
  const char* rest = take_digits(text.data(), text.data() + text.size(), digits);
  auto value = static_cast<std::int64_t>(digits);
  if (const auto count = rest - text.data(); count == 0 || count > kSurelyFits) {
    const auto slow = std::from_chars(text.data(), text.data() + text.size(), value);
    if (slow.ec != std::errc{}) return std::nullopt;
    rest = slow.ptr;
  }
  text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
  return value;
}

namespace {

// Decimals of at most 15 digits have a double each, so one of them that reads back is the shortest
// there is. This looks for one with eight decimals, as exchanges write them.
constexpr std::uint64_t kUnit = 100'000'000;
constexpr double kUnitsMax = 1e15;

// Returns where the text ends.
char* write_units(char* at, std::uint64_t units) {
  at = std::to_chars(at, at + 8, units / kUnit).ptr;
  std::uint64_t fraction = units % kUnit;
  if (fraction == 0) return at;
  int decimals = 8;
  for (; fraction % 10 == 0; fraction /= 10) --decimals;
  *at = '.';
  for (int i = decimals; i > 0; --i, fraction /= 10) at[i] = static_cast<char>('0' + fraction % 10);
  return at + decimals + 1;
}

}  // namespace

void append_shortest(std::string& out, double value) {
  std::array<char, 32> text{};
  const double size = std::fabs(value);
  if (value >= 1e-6 && value < kUnitsMax / kUnit) {
    const auto units = static_cast<std::uint64_t>(value * kUnit + 0.5);
    if (static_cast<double>(units) / kUnit == value) {
      out.append(text.data(), write_units(text.data(), units));
      return;
    }
  }
  const bool plain = size == 0 || (size >= 1e-6 && size < 1e16);
  const auto written =
      plain ? std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed)
            : std::to_chars(text.data(), text.data() + text.size(), value);
  out.append(text.data(), written.ptr);
}

}  // namespace wick::codec
