#include "codec/decimal.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "codec/digits.hpp"

namespace wick::codec {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Whether [-]digits[.digits] stands here: from_chars alone would also take "inf", ".5" and "5.".
bool is_decimal(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  if (text.empty() || !is_digit(text.front())) return false;
  const auto point = std::ranges::find_if_not(text, is_digit) - text.begin();
  const std::string_view rest = text.substr(static_cast<std::size_t>(point));
  return !rest.starts_with('.') || (rest.size() > 1 && is_digit(rest[1]));
}

std::optional<double> take_slowly(std::string_view& text) {
  double value = 0;
  if (!is_decimal(text)) return std::nullopt;
  const auto [rest, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || !std::isfinite(value)) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
  return value;
}

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

std::optional<double> take_decimal(std::string_view& text) {
  double value = 0;
  const char* const end = text.data() + text.size();
  const char* const rest = take_usual_decimal(text.data(), end, value);
  if (rest == nullptr) return take_slowly(text);
  text = {rest, static_cast<std::size_t>(end - rest)};
  return value;
}

std::optional<std::int64_t> take_integer(std::string_view& text) {
  std::int64_t value = 0;
  const char* const end = text.data() + text.size();
  const char* rest = take_usual_integer(text.data(), end, value);
  if (rest == nullptr) {
    const auto slow = std::from_chars(text.data(), end, value);
    if (slow.ec != std::errc{}) return std::nullopt;
    rest = slow.ptr;
  }
  text = {rest, static_cast<std::size_t>(end - rest)};
  return value;
}

void append_shortest(std::string& out, double value) {
  std::array<char, 32> text{};
  const double size = std::fabs(value);
  if (value >= 1e-6 && value < kUnitsMax / kUnit) {
    // A guess, which the division then proves or refutes.
    const auto units = static_cast<std::uint64_t>(value * kUnit + 0.5);  // NOLINT
    if (static_cast<double>(units) / kUnit == value) {
      out.append(text.data(), write_units(text.data(), units));
      return;
    }
  }
  // Beyond these sizes always with an exponent: a long row of digits would read as an integer.
  const bool plain = size == 0 || (size >= 1e-6 && size < 1e16) || !std::isfinite(value);
  const auto format = plain ? std::chars_format::fixed : std::chars_format::scientific;
  const auto written = std::to_chars(text.data(), text.data() + text.size(), value, format);
  out.append(text.data(), written.ptr);
}

}  // namespace wick::codec
