#include "sim/okx/plain_decimal.hpp"

#include <gtest/gtest.h>

namespace wick::sim::plain_decimal_test {
namespace {

TEST(PlainDecimal, HasNoDigitTooMany) {
  EXPECT_EQ(plain_decimal(0, 0), "0");
  EXPECT_EQ(plain_decimal(0, 5), "0");
  EXPECT_EQ(plain_decimal(0, -3), "0");
  EXPECT_EQ(plain_decimal(5'903'500, 2), "59035");
  EXPECT_EQ(plain_decimal(5'903'510, 2), "59035.1");
  EXPECT_EQ(plain_decimal(1, 5), "0.00001");
  EXPECT_EQ(plain_decimal(1000, 0), "1000");
  EXPECT_EQ(plain_decimal(12, -3), "12000");
}

}  // namespace
}  // namespace wick::sim::plain_decimal_test
