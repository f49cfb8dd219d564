#include "codec/digits.hpp"

#include <gtest/gtest.h>

#include <charconv>
#include <memory>
#include <random>
#include <string>

#include "codec/decimal.hpp"

namespace wick::codec::digits_test {
namespace {

// In memory of exactly its size, so that a sanitizer sees any step beyond.
struct Exact {
  explicit Exact(const std::string& text) : size(text.size()), bytes(new char[text.size()]) {
    std::ranges::copy(text, bytes.get());
  }
  [[nodiscard]] const char* begin() const { return bytes.get(); }
  [[nodiscard]] const char* end() const { return bytes.get() + size; }

  std::size_t size;
  std::unique_ptr<char[]> bytes;  // NOLINT: an array without slack is the point
};

TEST(Digits, ARunEndsAtAnythingElse) {
  for (int other = 0; other < 256; ++other) {
    if (other >= '0' && other <= '9') continue;
    for (std::size_t length = 0; length <= 18; ++length) {
      const std::string digits = std::string("123456789012345678").substr(0, length);
      const Exact text(digits + static_cast<char>(other) + "99999999");
      std::uint64_t value = 0;
      EXPECT_EQ(take_digits(text.begin(), text.end(), value) - text.begin(),
                static_cast<std::ptrdiff_t>(length));
      EXPECT_EQ(value, length == 0 ? 0 : std::stoull(digits)) << other;
    }
  }
}

TEST(Digits, AgreeWithOneAtATime) {
  std::mt19937 random(3);
  for (int round = 0; round < 100'000; ++round) {
    std::string text;
    for (std::size_t i = random() % 26; i > 0; --i) {
      text +=
          random() % 12 == 0 ? static_cast<char>(random()) : static_cast<char>('0' + random() % 10);
    }
    const Exact exact(text);
    std::uint64_t value = 7;
    std::uint64_t expected = 7;
    const char* at = exact.begin();
    for (; at != exact.end() && *at >= '0' && *at <= '9'; ++at) {
      expected = expected * 10 + static_cast<std::uint64_t>(*at - '0');
    }
    ASSERT_EQ(take_digits(exact.begin(), exact.end(), value), at) << text;
    ASSERT_EQ(value, expected) << text;
  }
}

TEST(Digits, UsualNumbersAreThoseOfTheGeneralReader) {
  std::mt19937 random(4);
  constexpr std::string_view kCharacters = "0123456789012345678901234567890123456789..-e+, ";
  std::size_t usual = 0;
  for (int round = 0; round < 300'000; ++round) {
    std::string text;
    for (std::size_t i = random() % 24; i > 0; --i)
      text += kCharacters[random() % kCharacters.size()];
    const Exact exact(text);
    double value = 0;
    const char* const end = take_usual_decimal(exact.begin(), exact.end(), value);
    if (end == nullptr) continue;
    ++usual;
    double expected = 0;
    const auto slow = std::from_chars(text.data(), text.data() + text.size(), expected);
    ASSERT_EQ(end - exact.begin(), slow.ptr - text.data()) << text;
    ASSERT_EQ(value, expected) << text;
  }
  EXPECT_GT(usual, 50'000U);
}

TEST(Digits, UnusualNumbersAreLeft) {
  for (const char* text : {"", "x", "-1", ".5", "5.", "5.x", "1e5", "1.5E5", "1234567890123456789",
                           "1234567890.123456789"}) {
    const Exact exact(text);
    double value = 0;
    EXPECT_EQ(take_usual_decimal(exact.begin(), exact.end(), value), nullptr) << text;
  }
  for (const char* text : {"", "x", "-1", "1234567890123456789"}) {
    const Exact exact(text);
    std::int64_t value = 0;
    EXPECT_EQ(take_usual_integer(exact.begin(), exact.end(), value), nullptr) << text;
  }
  const Exact longest("123456789012345678");
  std::int64_t value = 0;
  EXPECT_EQ(take_usual_integer(longest.begin(), longest.end(), value), longest.end());
  EXPECT_EQ(value, 123456789012345678);
}

}  // namespace
}  // namespace wick::codec::digits_test
