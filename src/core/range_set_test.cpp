#include "core/range_set.hpp"

#include <gtest/gtest.h>

#include <bitset>
#include <random>

namespace wick::core::range_set_test {
namespace {

constexpr int kSize = 32;
using Bits = std::bitset<kSize>;  // the same set, too simple to be wrong

constexpr UtcTime at(int i) {
  return utc_micros(i);
}

// Built side by side from the same numbers: the oracle never looks at the set it judges.
struct Pair {
  RangeSet set;
  Bits bits;
};

Pair random_pair(std::mt19937& random) {
  Pair pair;
  for (auto n = random() % 6; n > 0; --n) {
    const int begin = static_cast<int>(random() % (kSize - 8));
    const int end = begin + static_cast<int>(random() % 8);
    pair.set.add({at(begin), at(end)});
    for (int i = begin; i < end; ++i) pair.bits.set(static_cast<std::size_t>(i));
  }
  return pair;
}

Bits bits_of(const RangeSet& set) {
  Bits bits;
  for (const TimeRange& range : set.ranges()) {
    for (auto i = micros_of(range.begin); i < micros_of(range.end); ++i) {
      bits.set(static_cast<std::size_t>(i));
    }
  }
  return bits;
}

void expect_canonical(const RangeSet& set) {
  for (const TimeRange& range : set.ranges()) ASSERT_LT(range.begin, range.end);
  for (std::size_t i = 1; i < set.ranges().size(); ++i) {
    ASSERT_LT(set.ranges()[i - 1].end, set.ranges()[i].begin) << "sorted, disjoint, not adjacent";
  }
}

TEST(RangeSet, TouchingRangesBecomeOne) {
  const RangeSet set{{at(0), at(2)}, {at(2), at(4)}};
  ASSERT_EQ(set.ranges().size(), 1U);
  EXPECT_EQ(set.ranges().front(), (TimeRange{at(0), at(4)}));
}

TEST(RangeSet, AgreesWithABitset) {
  std::mt19937 random(1);
  for (int round = 0; round < 10'000; ++round) {
    const Pair a = random_pair(random);
    const Pair b = random_pair(random);
    RangeSet sum = a.set;
    sum.add(b.set);
    ASSERT_EQ(bits_of(a.set), a.bits);
    ASSERT_EQ(bits_of(sum), a.bits | b.bits);
    ASSERT_EQ(bits_of(a.set.minus(b.set)), a.bits & ~b.bits);
    ASSERT_EQ(bits_of(a.set.intersect(b.set)), a.bits & b.bits);
    ASSERT_EQ(bits_of(a.set.before(at(9))), a.bits & Bits((1U << 9U) - 1));
    for (const RangeSet& set : {a.set, sum, a.set.minus(b.set), a.set.intersect(b.set)}) {
      expect_canonical(set);
    }
  }
}

TEST(RangeSet, KnowsWhatItHolds) {
  std::mt19937 random(2);
  for (int round = 0; round < 5'000; ++round) {
    const Pair a = random_pair(random);
    const int begin = static_cast<int>(random() % kSize);
    const int end = begin + static_cast<int>(random() % 6);
    bool all = true;
    for (int i = begin; i < end; ++i) {
      all = all && i < kSize && a.bits[static_cast<std::size_t>(i)];
    }
    ASSERT_EQ(a.set.covers({at(begin), at(end)}), all) << begin << ' ' << end;
    ASSERT_EQ(a.set.contains(at(begin)), a.bits[static_cast<std::size_t>(begin)]);
  }
}

}  // namespace
}  // namespace wick::core::range_set_test
