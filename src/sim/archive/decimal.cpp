#include "sim/archive/decimal.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/check.hpp"

namespace wick::sim {
namespace {

constexpr std::size_t kDigitsMax = 20;  // of any 64-bit integer, with its sign

}  // namespace

void append_integer(std::string& out, std::int64_t value) {
  std::array<char, kDigitsMax> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  out.append(text.data(), end);
}

void append_decimal(std::string& out, std::int64_t value, int digits, int shown) {
  WICK_CHECK(digits >= 0 && digits <= 18);
  // The magnitude is taken unsigned: the smallest integer has no positive twin.
  const auto raw = static_cast<std::uint64_t>(value);
  std::array<char, kDigitsMax> text{};
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), value < 0 ? 0 - raw : raw).ptr;
  const auto length = static_cast<std::size_t>(end - text.data());
  const auto fraction = static_cast<std::size_t>(digits);

  if (value < 0) out += '-';
  const std::size_t whole = length > fraction ? length - fraction : 0;
  if (whole == 0) out += '0';
  out.append(text.data(), whole);
  if (digits > 0 || shown > 0) out += '.';
  if (length < fraction) out.append(fraction - length, '0');
  out.append(text.data() + whole, end);
  if (shown > digits) out.append(static_cast<std::size_t>(shown - digits), '0');
}

Figures::Figures(const Symbol& symbol)
    : price(symbol.price_digits),
      quantity(symbol.quantity_digits),
      quote(symbol.venue == Venue::kCm ? 8 : symbol.price_digits + symbol.quantity_digits),
      shown(symbol.venue == Venue::kSpot ? 8 : 0) {}

void Figures::append_price(std::string& out, std::int64_t value) const {
  append_decimal(out, value, price, shown);
}
void Figures::append_quantity(std::string& out, std::int64_t value) const {
  append_decimal(out, value, quantity, shown);
}
void Figures::append_quote(std::string& out, std::int64_t value) const {
  append_decimal(out, value, quote, shown);
}

}  // namespace wick::sim
