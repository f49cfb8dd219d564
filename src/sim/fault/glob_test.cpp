#include "sim/fault/glob.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace wick::sim::glob_test {
namespace {

// The definition itself, exponential and obvious.
bool slow_matches(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == '*') {
    for (std::size_t i = 0; i <= text.size(); ++i) {
      if (slow_matches(pattern.substr(1), text.substr(i))) return true;
    }
    return false;
  }
  const bool one = !text.empty() && (pattern[0] == '?' || pattern[0] == text[0]);
  return one && slow_matches(pattern.substr(1), text.substr(1));
}

TEST(Glob, Examples) {
  EXPECT_TRUE(glob_matches("BTC*", "BTCUSDT"));
  EXPECT_TRUE(glob_matches("*USDT", "BTCUSDT"));
  EXPECT_TRUE(glob_matches(R"(????-??-22)", "2024-03-22"));
  EXPECT_FALSE(glob_matches("BTC", "BTCUSDT"));
  EXPECT_FALSE(glob_matches("btc*", "BTCUSDT"));
  EXPECT_TRUE(glob_matches("*", ""));
}

TEST(Glob, AgreesWithItsDefinition) {
  std::mt19937 random(11);
  const auto draw = [&](std::string_view letters, std::size_t length_max) {
    std::string text;
    for (std::size_t n = random() % (length_max + 1); n > 0; --n) {
      text += letters[random() % letters.size()];
    }
    return text;
  };
  for (int i = 0; i < 20'000; ++i) {
    const std::string pattern = draw("ab*?", 6);
    const std::string text = draw("ab", 8);
    EXPECT_EQ(glob_matches(pattern, text), slow_matches(pattern, text)) << pattern << ' ' << text;
  }
}

}  // namespace
}  // namespace wick::sim::glob_test
