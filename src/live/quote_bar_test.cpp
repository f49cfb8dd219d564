#include "live/quote_bar.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <random>
#include <string>

namespace wick::live::quote_bar_test {
namespace {

// An integer of 10^-digits, as text.
std::string decimal_text(std::int64_t units, int digits) {
  std::string text = std::to_string(units);
  const auto least = static_cast<std::size_t>(digits) + 1;
  if (text.size() < least) text.insert(0, least - text.size(), '0');
  return text.insert(text.size() - static_cast<std::size_t>(digits), ".");
}

double number(std::int64_t units, int digits) {
  return std::strtod(decimal_text(units, digits).c_str(), nullptr);
}

TEST(QuoteBar, AMiddleIsTheDecimalThatItIs) {
  std::mt19937_64 random(5);
  for (int i = 0; i < 200'000; ++i) {
    const int digits = static_cast<int>(random() % 7);
    const auto bid = static_cast<std::int64_t>(1 + random() % 10'000'000);
    const auto ask = bid + static_cast<std::int64_t>(random() % 500);
    const Quote quote = quote_of(number(bid, digits), number(ask, digits));
    const double mid = number((bid + ask) * 5, digits + 1);
    ASSERT_EQ(price_of(quote, Basis::kMid), mid)
        << decimal_text(bid, digits) << " " << decimal_text(ask, digits);
    ASSERT_EQ(price_of(quote, Basis::kBid), number(bid, digits));
    ASSERT_EQ(price_of(quote, Basis::kAsk), number(ask, digits));
  }
  EXPECT_EQ(price_of(quote_of(1.11026, 1.11028), Basis::kMid), 1.11027);
  EXPECT_EQ(price_of(quote_of(0, 0), Basis::kMid), 0);
}

}  // namespace
}  // namespace wick::live::quote_bar_test
