#include "sim/market/character.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "sim/market/listing.hpp"

namespace wick::sim::character_test {
namespace {

double number(Level level) {
  return std::exp2(static_cast<double>(level) / static_cast<double>(kOctave));
}

class Characters : public testing::TestWithParam<Venue> {};

INSTANTIATE_TEST_SUITE_P(Venues, Characters, testing::Values(Venue::kSpot, Venue::kUm, Venue::kCm));

// The paths add at most 2,047 nerves; busy hours and wide swings are in the factor of four.
TEST_P(Characters, AMonthsQuoteFitsWhateverThePathDoes) {
  for (const Symbol& symbol : listing_of(GetParam())) {
    const Character self = character_of(1, symbol);
    const double trades = static_cast<double>(self.rate) / 256 * 60 * 24 * 31;
    const double volume = trades * 2 * static_cast<double>(self.lots);
    const double highest = number(self.level + 2047 * self.nerve);
    const double lowest = number(self.level - 2047 * self.nerve);
    const double quote = self.contract == 0 ? volume * highest
                                            : volume * static_cast<double>(self.contract) / lowest;
    EXPECT_LT(4 * quote, std::pow(2.0, 63)) << symbol.name;
    EXPECT_LT(highest, std::pow(2.0, 40)) << symbol.name;
    EXPECT_GE(number(self.level), 250) << symbol.name;
  }
}

TEST_P(Characters, DifferFromSymbolToSymbolAndSeedToSeed) {
  std::vector<std::uint64_t> keys;
  for (const Symbol& symbol : listing_of(GetParam())) {
    keys.push_back(character_of(1, symbol).key);
    keys.push_back(character_of(2, symbol).key);
  }
  std::ranges::sort(keys);
  EXPECT_EQ(std::ranges::adjacent_find(keys), keys.end());
}

}  // namespace
}  // namespace wick::sim::character_test
