#include "codec/decimal.hpp"

#include <gtest/gtest.h>

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <random>

namespace wick::codec::decimal_test {
namespace {

std::optional<double> whole(std::string_view text) {
  const auto value = take_decimal(text);
  return text.empty() ? value : std::nullopt;
}

TEST(Decimal, ReadsWhatStrtodReads) {
  std::mt19937_64 random(9);
  for (int round = 0; round < 200'000; ++round) {
    std::string text = std::to_string(random() % (round % 2 == 0 ? 100'000'000ULL : ~0ULL));
    if (round % 3 != 0) text.insert(text.size() - random() % text.size(), ".");
    if (text.back() == '.') text += '0';
    if (text.front() == '.') text.insert(0, "0");
    if (round % 7 == 0) text.insert(0, "-");
    if (round % 11 == 0) text += "e-" + std::to_string(random() % 20);
    const auto value = whole(text);
    ASSERT_TRUE(value) << text;
    ASSERT_EQ(*value, std::strtod(text.c_str(), nullptr)) << text;
  }
}

TEST(Decimal, TakesNoMoreThanTheNumber) {
  std::string_view text = "34151.66000000,rest";
  EXPECT_EQ(take_decimal(text), 34151.66);
  EXPECT_EQ(text, ",rest");
}

TEST(Decimal, RefusesWhatIsNoNumber) {
  for (const char* text : {"", "-", ".", ".5", "5.", "-.5", "nan", "inf", "-inf", "NaN", "1e999",
                           "abc", " 1", "+1", "1e", "0x10", "--1", "1.2.3", "1,5"}) {
    EXPECT_EQ(whole(text), std::nullopt) << text;
  }
}

TEST(Decimal, LongNumbersTakeTheSlowRoad) {
  EXPECT_EQ(whole("0.1000000000000000055511151231257827"), 0.1);
  EXPECT_EQ(whole("9007199254740993"), 9007199254740992.0);
  EXPECT_EQ(whole("123456789012345678901234567890"), 123456789012345678901234567890.0);
}

std::string shortest(double value) {
  std::string text;
  append_shortest(text, value);
  return text;
}

TEST(Decimal, WritesPlainlyInTheUsualRange) {
  EXPECT_EQ(shortest(0), "0");
  EXPECT_EQ(shortest(1), "1");
  EXPECT_EQ(shortest(93576.1), "93576.1");
  EXPECT_EQ(shortest(1e-6), "0.000001");
  EXPECT_EQ(shortest(0.00002853), "0.00002853");
  EXPECT_EQ(shortest(9999999999999998), "9999999999999998");
  EXPECT_EQ(shortest(1e15), "1000000000000000");
  EXPECT_EQ(shortest(1e16), "1e+16");
  EXPECT_EQ(shortest(290708586164037844992.0), "2.9070858616403784e+20");
  EXPECT_EQ(shortest(9.9e-7), "9.9e-07");
  EXPECT_EQ(shortest(-2.5), "-2.5");
}

// The shortest text by the library alone, which knows nothing of eight decimals.
TEST(Decimal, WritesWhatTheLibraryFindsShortest) {
  std::mt19937_64 random(11);
  for (int round = 0; round < 300'000; ++round) {
    const double power = std::pow(10, static_cast<double>(random() % 10));
    double value = static_cast<double>(random() >> (random() % 50 + 10)) / power;
    if (round % 3 == 0) value = std::nextafter(value, 1e18);  // its neighbour is long
    if (value < 1e-6 || value >= 1e16) continue;
    std::array<char, 64> text{};
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed).ptr;
    ASSERT_EQ(shortest(value), std::string(text.data(), end));
  }
  EXPECT_EQ(shortest(-0.0), "-0");
  EXPECT_EQ(shortest(9999999.99999999), "9999999.99999999");
  EXPECT_EQ(shortest(0.00000123), "0.00000123");
}

TEST(Decimal, ReadsBackTheSameDouble) {
  std::mt19937_64 random(10);
  for (int round = 0; round < 200'000; ++round) {
    double value = 0;
    const std::uint64_t bits = random();
    std::memcpy(&value, &bits, sizeof value);
    if (!std::isfinite(value)) continue;
    ASSERT_EQ(std::strtod(shortest(value).c_str(), nullptr), value) << shortest(value);
  }
}

}  // namespace
}  // namespace wick::codec::decimal_test
