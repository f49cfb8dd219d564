#include "feed/symbol_table.hpp"

#include <gtest/gtest.h>

namespace wick::feed::symbol_table_test {
namespace {

TEST(SymbolTable, NumbersAreThoseOfTheWish) {
  const SymbolTable table({"XAU/USD", "EUR/USD"});
  EXPECT_EQ(table.find("EUR/USD"), 1U);
  EXPECT_EQ(table.find("EURUSD"), std::nullopt);
  EXPECT_EQ(table.names().at(0), "XAU/USD");
}

}  // namespace
}  // namespace wick::feed::symbol_table_test
