// Scaled integers as decimal text: exact, and without a floating-point number anywhere.
//
// The exchange shows spot figures with eight decimals always, and futures figures with the
// decimals of the contract. Figures says which, so that files and replies cannot differ.
#pragma once

#include <cstdint>
#include <string>

#include "sim/market/market.hpp"

namespace wick::sim {

// value * 10^-digits, shown with max(digits, shown) decimals. digits must be 0..18.
void append_decimal(std::string& out, std::int64_t value, int digits, int shown = 0);
void append_integer(std::string& out, std::int64_t value);

// How the figures of one symbol are scaled, and with how many decimals at least they are shown.
struct Figures {
  int price{}, quantity{}, quote{};
  int shown{};

  explicit Figures(const Symbol& symbol);
  void append_price(std::string& out, std::int64_t value) const;
  void append_quantity(std::string& out, std::int64_t value) const;
  void append_quote(std::string& out, std::int64_t value) const;
};

}  // namespace wick::sim
