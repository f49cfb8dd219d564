// Values of the reference implementation, xxhsum.
#include "codec/xxh64.hpp"

#include <gtest/gtest.h>

#include <string>

namespace wick::codec::xxh64_test {
namespace {

TEST(Xxh64, IsThatOfTheReference) {
  EXPECT_EQ(xxh64(""), 0xef46db3751d8e999U);
  EXPECT_EQ(xxh64("a"), 0xd24ec4f1a98c6e5bU);
  EXPECT_EQ(xxh64("abc"), 0x44bc2cf5ad770999U);
  EXPECT_EQ(xxh64("Nobody inspects the spammish repetition"), 0xfbcea83c8a378bf1U);
}

}  // namespace
}  // namespace wick::codec::xxh64_test
