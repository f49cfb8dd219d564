#include "base/edit_distance.hpp"

#include <gtest/gtest.h>

namespace wick::base::edit_distance_test {
namespace {

TEST(EditDistance, CountsLettersAddedDroppedAndChanged) {
  EXPECT_EQ(edit_distance("", ""), 0U);
  EXPECT_EQ(edit_distance("fx", "fx"), 0U);
  EXPECT_EQ(edit_distance("", "metals"), 6U);
  EXPECT_EQ(edit_distance("metals", ""), 6U);
  EXPECT_EQ(edit_distance("metal", "metals"), 1U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance("abc", "cba"), 2U);
}

TEST(EditDistance, ASwapOfNeighboursIsOneChange) {
  EXPECT_EQ(edit_distance("ab", "ba"), 1U);
  EXPECT_EQ(edit_distance("BTCUSTD", "BTCUSDT"), 1U);
  EXPECT_EQ(edit_distance("BTCUSDT", "BTCUSTD"), 1U);
  EXPECT_EQ(edit_distance("abcd", "badc"), 2U);
  EXPECT_EQ(edit_distance("ca", "abc"), 3U);  // swapped letters are not changed again
}

}  // namespace
}  // namespace wick::base::edit_distance_test
