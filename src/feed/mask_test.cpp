#include "feed/mask.hpp"

#include <gtest/gtest.h>

namespace wick::feed::mask_test {
namespace {

TEST(Mask, HidesEverySecretWhereverItStands) {
  const Mask mask({"pw", "", "pw9"});
  EXPECT_EQ(mask.over("pw9 is bad, pw too: xpwpw9"), "*** is bad, *** too: x******");
  EXPECT_EQ(mask.over("p w"), "p w");
  EXPECT_EQ(Mask().over("anything"), "anything");
  EXPECT_EQ(Mask({""}).over("anything"), "anything");
}

TEST(Mask, ASecretOfStarsOrOneLetterEnds) {
  EXPECT_EQ(Mask({"*"}).over("a*b"), "a***b");
  EXPECT_EQ(Mask({"***"}).over("****"), "****");
}

}  // namespace
}  // namespace wick::feed::mask_test
