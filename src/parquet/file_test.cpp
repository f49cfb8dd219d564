#include "parquet/file.hpp"

#include <gtest/gtest.h>

#include <array>

#include "base/sanitized.hpp"
#include "parquet/sample_files_test.hpp"

namespace wick::parquet::file_test {
namespace {

constexpr std::int64_t kFirst = 1'709'596'800'000'000;
constexpr std::int64_t kHour = 3'600'000'000;
constexpr std::array kSamples = {kSnappy, kGzipPages2, kPlain96Bits, kZstdByPolars};
constexpr std::array kColumns = {"t", "x", "f", "n", "u", "b", "s", "l", ""};

std::string refusal_of(std::string_view bytes) {
  const auto file = File::open(bytes);
  return file ? "" : file.error().what;
}

class Samples : public testing::TestWithParam<std::string_view> {
 protected:
  std::string bytes_ = bytes_of_hex(GetParam());
};

TEST_P(Samples, HoldTheTable) {
  const auto file = File::open(bytes_);
  ASSERT_TRUE(file) << file.error().what;
  EXPECT_EQ(file->rows(), 3U);
  EXPECT_EQ(*file->times("t"), (File::Times{kFirst, kFirst + kHour, -1'000'000}));
  EXPECT_EQ(*file->numbers("x"), (File::Numbers{0.5, std::nullopt, -2.0}));
  EXPECT_EQ(*file->numbers("f"), (File::Numbers{1.5, -0.25, 3.0}));
  EXPECT_EQ(*file->numbers("n"), (File::Numbers{-1.0, 7.0, 7.0}));
  EXPECT_EQ(*file->numbers("u"), (File::Numbers{255.0, std::nullopt, 0.0}));
  EXPECT_EQ(*file->numbers("b"), (File::Numbers{5.0, -6.0, 1099511627776.0}));
  EXPECT_EQ(*file->texts("s"), (File::Texts{"VISION", "", std::nullopt}));
}

TEST_P(Samples, RefuseWhatAColumnIsNot) {
  const auto file = File::open(bytes_);
  ASSERT_TRUE(file);
  EXPECT_EQ(file->times("x").error().what, "its column x is a float, not a timestamp");
  EXPECT_EQ(file->numbers("t").error().what, "its column t is a timestamp, not a number");
  EXPECT_EQ(file->numbers("s").error().what, "its column s is text, not a number");
  EXPECT_EQ(file->texts("n").error().what, "its column n is an integer, not text");
  EXPECT_EQ(file->numbers("y").error().what, "it has no column y");
  for (const char* list : {"l", "element", "item", ""}) EXPECT_FALSE(file->has(list)) << list;
}

// Whatever comes of it: each column has a value for each row, or there is a reason.
void read_all(std::string_view bytes) {
  const auto file = File::open(bytes);
  if (!file) {
    EXPECT_FALSE(file.error().what.empty());
    return;
  }
  for (const char* name : kColumns) {
    const auto times = file->times(name);
    const auto numbers = file->numbers(name);
    const auto texts = file->texts(name);
    EXPECT_TRUE(!times || times->size() == file->rows());
    EXPECT_TRUE(!numbers || numbers->size() == file->rows());
    EXPECT_TRUE(!texts || texts->size() == file->rows());
    EXPECT_LE((times ? 1 : 0) + (numbers ? 1 : 0) + (texts ? 1 : 0), 1);
  }
}

TEST_P(Samples, EveryCutIsRefused) {
  for (std::size_t size = 0; size < bytes_.size(); ++size) {
    EXPECT_NE(refusal_of(std::string(bytes_, 0, size)), "") << size;
  }
}

constexpr std::array kChanges = {255U, 1U, 8U, 64U, 2U, 4U, 16U, 32U, 128U};
constexpr std::size_t kChangesTried = base::kSanitized ? 4 : kChanges.size();

TEST_P(Samples, NoChangeOfAByteBreaksTheReader) {
  for (std::size_t at = 0; at < bytes_.size(); ++at) {
    const char there = bytes_[at];
    for (std::size_t i = 0; i < kChangesTried; ++i) {
      bytes_[at] = static_cast<char>(static_cast<unsigned char>(there) ^ kChanges[i]);
      read_all(bytes_);
    }
    bytes_[at] = there;
  }
}

INSTANTIATE_TEST_SUITE_P(Parquet, Samples, testing::ValuesIn(kSamples));

TEST(ParquetFile, IsToldByItsFirstBytes) {
  EXPECT_TRUE(is_parquet(bytes_of_hex(kSnappy)));
  EXPECT_FALSE(is_parquet("ARROW1"));
  EXPECT_NE(refusal_of("PARE and so on").find("encrypted"), std::string::npos);
  EXPECT_NE(refusal_of("ARROW1").find("no magic"), std::string::npos);
}

// The count of rows is claimed in the footer: "16 06" is field 3, three.
TEST(ParquetFile, RowsThatNoDayHasAreRefused) {
  std::string bytes = bytes_of_hex(kSnappy);
  const std::size_t size =
      static_cast<unsigned char>(bytes[bytes.size() - 8]) |
      static_cast<std::size_t>(static_cast<unsigned char>(bytes[bytes.size() - 7])) << 8U;
  const std::size_t begin = bytes.size() - 8 - size;
  std::size_t changed = 0;
  for (std::size_t at = begin; at + 1 < bytes.size() - 8; ++at) {
    if (bytes[at] != '\x16' || bytes[at + 1] != '\x06') continue;
    std::string other = bytes;
    other[at + 1] = '\x08';
    const auto file = File::open(other);
    if (!file || !file->times("t")) ++changed;
  }
  EXPECT_GE(changed, 2U);  // of the file and of its group at least
}

}  // namespace
}  // namespace wick::parquet::file_test
