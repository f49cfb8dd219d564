#include "parquet/hybrid.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace wick::parquet::hybrid_test {
namespace {

using Numbers = std::vector<std::uint32_t>;

void put_varint(std::string& bytes, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7U) bytes.push_back(static_cast<char>(value | 0x80U));
  bytes.push_back(static_cast<char>(value));
}

// The format, written down once more from its description.
void put_repeated(std::string& bytes, unsigned width, std::uint32_t value, std::size_t times) {
  put_varint(bytes, times << 1U);
  for (unsigned byte = 0; byte < (width + 7) / 8; ++byte) {
    bytes.push_back(static_cast<char>(value >> 8 * byte));
  }
}

void put_packed(std::string& bytes, unsigned width, const Numbers& numbers) {
  put_varint(bytes, numbers.size() / 8 << 1U | 1U);
  std::vector<bool> bits;
  for (const std::uint32_t number : numbers) {
    for (unsigned bit = 0; bit < width; ++bit) bits.push_back((number >> bit & 1U) != 0);
  }
  for (std::size_t i = 0; i < bits.size(); i += 8) {
    unsigned byte = 0;
    for (std::size_t bit = 0; bit < 8; ++bit) byte |= (bits[i + bit] ? 1U : 0U) << bit;
    bytes.push_back(static_cast<char>(byte));
  }
}

TEST(Hybrid, GivesBackWhatWasWritten) {
  std::mt19937 engine(7);
  const auto random = [&] { return static_cast<std::uint32_t>(engine()); };
  for (unsigned width = 0; width <= kHybridWidthMax; ++width) {
    const auto mask = static_cast<std::uint32_t>((std::uint64_t{1} << width) - 1);
    std::string bytes;
    Numbers all;
    for (int run = 0; run < 20; ++run) {
      const std::size_t count = 8 * (1 + random() % 20);
      Numbers numbers(count, random() & mask);
      if (run % 2 == 0) {
        put_repeated(bytes, width, numbers.front(), count);
      } else {
        for (std::uint32_t& number : numbers) number = random() & mask;
        put_packed(bytes, width, numbers);
      }
      all.insert(all.end(), numbers.begin(), numbers.end());
    }
    for (const std::size_t few : {std::size_t{0}, std::size_t{1}, std::size_t{13}, all.size()}) {
      const auto read = read_hybrid(bytes, width, few);
      ASSERT_TRUE(read) << width;
      EXPECT_EQ(*read, Numbers(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(few)));
    }
    EXPECT_FALSE(read_hybrid(bytes, width, all.size() + 1));
    if (width > 0) {
      EXPECT_FALSE(read_hybrid(bytes.substr(0, bytes.size() - 1), width, all.size()));
    }
  }
}

TEST(Hybrid, RefusesRunsOfNothingAndNumbersTooWide) {
  EXPECT_FALSE(read_hybrid(std::string(8, '\0'), 1, 1));
  EXPECT_FALSE(read_hybrid("\x01", 1, 1));
  EXPECT_FALSE(read_hybrid("", 1, 1));
  EXPECT_FALSE(read_hybrid(std::string("\x02\x01\x01\x01\x01\x01", 6), 33, 1));
}

}  // namespace
}  // namespace wick::parquet::hybrid_test
