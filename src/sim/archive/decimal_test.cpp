#include "sim/archive/decimal.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace wick::sim::decimal_test {
namespace {

std::string decimal(std::int64_t value, int digits, int shown = 0) {
  std::string out;
  append_decimal(out, value, digits, shown);
  return out;
}

TEST(Decimal, PutsThePointWhereItBelongs) {
  EXPECT_EQ(decimal(0, 0), "0");
  EXPECT_EQ(decimal(0, 2), "0.00");
  EXPECT_EQ(decimal(5, 2), "0.05");
  EXPECT_EQ(decimal(99, 2), "0.99");
  EXPECT_EQ(decimal(100, 2), "1.00");
  EXPECT_EQ(decimal(-5, 3), "-0.005");
  EXPECT_EQ(decimal(341'616, 1), "34161.6");
  EXPECT_EQ(decimal(409'953, 0), "409953");
}

TEST(Decimal, PadsButNeverCuts) {
  EXPECT_EQ(decimal(0, 0, 8), "0.00000000");
  EXPECT_EQ(decimal(9'357'600, 2, 8), "93576.00000000");
  EXPECT_EQ(decimal(2853, 8, 8), "0.00002853");
  EXPECT_EQ(decimal(12'345, 4, 2), "1.2345");
}

TEST(Decimal, HoldsTheExtremes) {
  EXPECT_EQ(decimal(std::numeric_limits<std::int64_t>::max(), 8), "92233720368.54775807");
  EXPECT_EQ(decimal(std::numeric_limits<std::int64_t>::min(), 18), "-9.223372036854775808");
}

TEST(Figures, AreThoseOfTheVenue) {
  Symbol symbol;
  symbol.price_digits = 1;
  symbol.quantity_digits = 3;
  const auto shown = [&](Venue venue) {
    symbol.venue = venue;
    const Figures figures(symbol);
    std::string out;
    figures.append_price(out, 15);
    figures.append_quantity(out += ' ', 15);
    figures.append_quote(out += ' ', 15);
    return out;
  };
  EXPECT_EQ(shown(Venue::kSpot), "1.50000000 0.01500000 0.00150000");
  EXPECT_EQ(shown(Venue::kUm), "1.5 0.015 0.0015");
  EXPECT_EQ(shown(Venue::kCm), "1.5 0.015 0.00000015");
}

}  // namespace
}  // namespace wick::sim::decimal_test
