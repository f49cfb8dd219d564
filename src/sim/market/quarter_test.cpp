#include "sim/market/quarter.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace wick::sim::quarter_test {
namespace {

using namespace std::chrono_literals;

TEST(Quarter, IsDeliveredOnItsLastFridayAtEight) {
  EXPECT_EQ(delivery_name(quarter_of(2024y / 3)), "240329");
  EXPECT_EQ(delivery_name(quarter_of(2021y / 9)), "210924");
  EXPECT_EQ(delivery_name(quarter_of(2021y / 7)), "210924");
  EXPECT_EQ(delivery_name(quarter_of(2022y / 12)), "221230");
  EXPECT_EQ(delivery_name(quarter_of(2023y / 6)), "230630");
  EXPECT_EQ(delivery_of(quarter_of(2024y / 3)), start_of(2024y / 3 / 29) + 8 * kHour);
}

TEST(Quarter, IsAlwaysAFridayInTheLastWeekOfItsMonth) {
  for (int quarter = quarter_of(2020y / 1); quarter < quarter_of(2031y / 1); ++quarter) {
    const Micros delivery = delivery_of(quarter);
    EXPECT_EQ((delivery / kDay + 4) % 7, 5);
    EXPECT_NE(open_of(Interval::k1mo, delivery), open_of(Interval::k1mo, delivery + 7 * kDay));
  }
}

}  // namespace
}  // namespace wick::sim::quarter_test
