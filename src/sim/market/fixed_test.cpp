#include "sim/market/fixed.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <random>

namespace wick::sim::fixed_test {
namespace {

TEST(Fixed, PowersOfTwoAreExact) {
  for (int power = 0; power < 62; ++power) {
    const std::int64_t number = std::int64_t{1} << power;
    EXPECT_EQ(log2_of(number), power * kOctave);
    EXPECT_EQ(exp2_of(power * kOctave), number);
  }
}

TEST(Fixed, LogarithmsAreThoseOfTheLibrary) {
  std::mt19937_64 random{1};
  for (int i = 0; i < 10'000; ++i) {
    const auto number = static_cast<std::int64_t>(random() >> (2 + random() % 50));
    if (number == 0) continue;
    const double level = static_cast<double>(log2_of(number)) / static_cast<double>(kOctave);
    EXPECT_NEAR(level, std::log2(static_cast<double>(number)), 1e-8) << number;
  }
}

TEST(Fixed, PowersAreThoseOfTheLibrary) {
  std::mt19937_64 random{2};
  for (int i = 0; i < 10'000; ++i) {
    const Level level = 30 * kOctave + static_cast<Level>(random() % (30 * kOctave));
    const double expected = std::exp2(static_cast<double>(level) / static_cast<double>(kOctave));
    EXPECT_NEAR(static_cast<double>(exp2_of(level)) / expected, 1, 2e-6) << level;
  }
}

TEST(Fixed, PowersNeverFall) {
  std::int64_t before = 0;
  for (Level level = 20 * kOctave; level < 22 * kOctave; level += kOctave / 100'003) {
    const std::int64_t power = exp2_of(level);
    ASSERT_GE(power, before);
    before = power;
  }
}

}  // namespace
}  // namespace wick::sim::fixed_test
