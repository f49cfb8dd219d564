#include "policy/ratio.hpp"

#include <gtest/gtest.h>

namespace wick::policy::ratio_test {
namespace {

using namespace std::chrono_literals;

TEST(Ratio, IsExactInMillionths) {
  EXPECT_EQ(Ratio::percent(70).of(360s), 252s);
  EXPECT_EQ(Ratio::percent(250).of(5s), 12500ms);
  EXPECT_EQ(Ratio::percent(110).of(20s), 22s);
  EXPECT_EQ(Ratio::millionths(333333).of(3us), 0us);
  EXPECT_EQ(Ratio::millionths(333334).of(3us), 1us);
  EXPECT_EQ(Ratio::millionths(1'300'001).of(1'500'001us), 1'950'002us);
}

TEST(Ratio, HoldsLongSpans) {
  EXPECT_EQ(Ratio::percent(130).of(core::Micros{24h * 36500}), 24h * 47450);
}

TEST(Ratio, HasAnOrder) {
  EXPECT_LT(Ratio::percent(69), Ratio::percent(70));
  EXPECT_EQ(Ratio::percent(100).millionths(), Ratio::kOne);
}

}  // namespace
}  // namespace wick::policy::ratio_test
