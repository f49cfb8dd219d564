// A file that somebody else wrote: two rows by pyarrow 26.0.1, with the metadata k = v.
#include <gtest/gtest.h>

#include <bit>
#include <string>
#include <string_view>
#include <vector>

#include "arrow/file_view.hpp"
#include "arrow/foreign_file.hpp"

namespace wick::arrow::foreign_file_test {
namespace {

constexpr std::string_view kHex =
    "4152524f57310000ffffffff780100001000000000000a000e000600050008000a00000000010400100000000000"
    "0a000c000000040008000a0000003400000004000000010000000c00000008000c00040008000800000010000000"
    "040000000100000076000000010000006b00000005000000d8000000980000006000000030000000040000004cff"
    "ffff00000006100000001800000004000000000000000100000062000000040004000400000074ffffff00000002"
    "10000000180000000400000000000000010000006f000600080004000600000008000000a0ffffff000000021000"
    "00001c0000000400000000000000010000006e00000008000c0008000700080000000000000140000000d4ffffff"
    "00000003100000001800000004000000000000000100000078000600080006000600000000000200100014000800"
    "000007000c0000001000100000000000000a100000001c0000000400000000000000010000007400000008000c00"
    "060008000800000000000200040000000300000055544300ffffffff4801000014000000000000000c0016000600"
    "050008000c000c0000000003040018000000400000000000000000000a0018000c00040008000a000000bc000000"
    "100000000200000000000000000000000a0000000000000000000000000000000000000000000000000000001000"
    "00000000000010000000000000000000000000000000100000000000000010000000000000002000000000000000"
    "00000000000000002000000000000000100000000000000030000000000000000000000000000000300000000000"
    "00000200000000000000380000000000000000000000000000003800000000000000010000000000000000000000"
    "05000000020000000000000000000000000000000200000000000000000000000000000002000000000000000000"
    "00000000000002000000000000000000000000000000020000000000000000000000000000000100000000000000"
    "0200000000000000000000000000e03f00000000000000c0ffffffffffffffff030000000000000007ff00000000"
    "00000100000000000000ffffffff00000000100000000c001400060008000c0010000c0000000000040038000000"
    "2400000004000000010000008801000000000000500100000000000040000000000000000000000000000a000c00"
    "0000040008000a0000003400000004000000010000000c00000008000c0004000800080000001000000004000000"
    "0100000076000000010000006b00000005000000d8000000980000006000000030000000040000004cffffff0000"
    "0006100000001800000004000000000000000100000062000000040004000400000074ffffff0000000210000000"
    "180000000400000000000000010000006f000600080004000600000008000000a0ffffff00000002100000001c00"
    "00000400000000000000010000006e00000008000c0008000700080000000000000140000000d4ffffff00000003"
    "10000000180000000400000000000000010000007800060008000600060000000000020010001400080000000700"
    "0c0000001000100000000000000a100000001c0000000400000000000000010000007400000008000c0006000800"
    "0800000000000200040000000300000055544300a00100004152524f5731";

unsigned digit(char c) {
  return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10);
}

std::vector<std::byte> foreign_file() {
  std::vector<std::byte> bytes;
  for (std::size_t i = 0; i < kHex.size(); i += 2) {
    bytes.push_back(std::byte(digit(kHex[i]) << 4U | digit(kHex[i + 1])));
  }
  return bytes;
}

// Little-endian, byte by byte.
std::int64_t integer(std::span<const std::byte> values, std::size_t row) {
  std::uint64_t value = 0;
  for (std::size_t i = 8; i-- > 0;) {
    value = value << 8U | std::to_integer<std::uint64_t>(values[8 * row + i]);
  }
  return std::bit_cast<std::int64_t>(value);
}

double number(std::span<const std::byte> values, std::size_t row) {
  return std::bit_cast<double>(integer(values, row));
}

TEST(ForeignFile, IsReadAsItWasMeant) {
  const auto bytes = foreign_file();
  const auto view = FileView::open(bytes);
  ASSERT_TRUE(view) << view.error().what;
  EXPECT_EQ(view->fields(), (std::vector<Field>{{"t", Type::kUtcMicros},
                                                {"x", Type::kFloat64},
                                                {"n", Type::kInt64},
                                                {"o", Type::kUint8},
                                                {"b", Type::kBool}}));
  EXPECT_EQ(view->metadata("k"), "v");
  EXPECT_EQ(view->metadata("v"), std::nullopt);
  EXPECT_EQ(view->footer_metadata("k"), std::nullopt);
  ASSERT_EQ(view->batches(), 1U);
  EXPECT_EQ(view->rows(0), 2);
  EXPECT_EQ(integer(view->values(0, 0), 0), 1);
  EXPECT_EQ(integer(view->values(0, 0), 1), 2);
  EXPECT_EQ(number(view->values(0, 1), 0), 0.5);
  EXPECT_EQ(number(view->values(0, 1), 1), -2.0);
  EXPECT_EQ(integer(view->values(0, 2), 0), -1);
  EXPECT_EQ(integer(view->values(0, 2), 1), 3);
  ASSERT_EQ(view->values(0, 3).size(), 2U);
  EXPECT_EQ(view->values(0, 3)[0], std::byte{7});
  EXPECT_EQ(view->values(0, 3)[1], std::byte{255});
  ASSERT_EQ(view->values(0, 4).size(), 1U);
  EXPECT_EQ(view->values(0, 4)[0], std::byte{1});
}

TEST(ForeignColumns, AreCopiedOutOfIt) {
  const auto bytes = foreign_file();
  const auto file = ForeignFile::open(bytes);
  ASSERT_TRUE(file) << file.error().what;
  EXPECT_EQ(file->rows(), 2U);
  EXPECT_TRUE(file->has("x"));
  EXPECT_FALSE(file->has("y"));
  EXPECT_EQ(*file->times("t"), (ForeignFile::Times{1, 2}));
  EXPECT_EQ(*file->numbers("x"), (ForeignFile::Numbers{0.5, -2.0}));
  EXPECT_EQ(*file->numbers("n"), (ForeignFile::Numbers{-1.0, 3.0}));
  EXPECT_EQ(*file->numbers("o"), (ForeignFile::Numbers{7.0, 255.0}));
}

TEST(ForeignColumns, OfAnotherTypeAreRefusedByName) {
  const auto bytes = foreign_file();
  const auto file = ForeignFile::open(bytes);
  ASSERT_TRUE(file);
  const auto expect = [](const auto& refused, const char* words) {
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, base::ErrorKind::kUnsupported);
    EXPECT_EQ(refused.error().what, words);
  };
  expect(file->times("x"), "its column x is a float, not a timestamp");
  expect(file->times("y"), "it has no column y");
  expect(file->numbers("t"), "its column t is a timestamp, not a number");
  expect(file->numbers("b"), "its column b is bool, not a number");
}

// A null is told by a bit, and by the count of them in the batch.
TEST(ForeignColumns, ANullIsNothing) {
  auto bytes = foreign_file();
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  // Five nodes of two rows and no null, one after the other.
  const std::string node("\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16);
  const std::size_t nodes = text.find(node + node + node + node + node);
  ASSERT_NE(nodes, std::string_view::npos);
  bytes[nodes + 16 + 8] = std::byte{1};  // the second has one null now
  auto refused = ForeignFile::open(bytes);
  ASSERT_FALSE(refused) << "its validity is of no length";
  EXPECT_EQ(refused.error().kind, base::ErrorKind::kCorrupt);
  // Buffers lie before the nodes; the third is the validity of the second column. It borrows the
  // first byte of its values, of which the lowest bit is 0 and the next 0 as well.
  const std::string buffer("\x10\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16);
  const std::size_t third = text.find(buffer);
  ASSERT_NE(third, std::string_view::npos);
  bytes[third + 8] = std::byte{1};
  const auto file = ForeignFile::open(bytes);
  ASSERT_TRUE(file) << file.error().what;
  EXPECT_EQ(*file->numbers("x"), (ForeignFile::Numbers{std::nullopt, std::nullopt}));
  EXPECT_EQ(*file->numbers("n"), (ForeignFile::Numbers{-1.0, 3.0}));
}

TEST(ForeignColumns, WhatIsNoArrowFileIsNamed) {
  const auto why = [](std::string_view text) {
    const auto file = ForeignFile::open(std::as_bytes(std::span(text)));
    return file ? std::string() : file.error().what;
  };
  EXPECT_NE(why("PAR1 and so on").find("Parquet"), std::string::npos);
  EXPECT_NE(why("FEA1 and so on").find("Feather"), std::string::npos);
  EXPECT_NE(why("\xff\xff\xff\xff and so on").find("stream"), std::string::npos);
  EXPECT_NE(why("").find("empty"), std::string::npos);
  EXPECT_NE(why("open_time,open").find("magic"), std::string::npos);
  EXPECT_NE(why("ARROW1").find("cut"), std::string::npos);
}

// Whatever is read of a damaged file has as many rows as it says, and lies inside.
void look_everywhere(std::span<const std::byte> bytes) {
  const auto file = ForeignFile::open(bytes);
  if (!file) {
    EXPECT_FALSE(file.error().what.empty());
    return;
  }
  for (const char* name : {"t", "x", "n", "o", "b"}) {
    const auto times = file->times(name);
    const auto numbers = file->numbers(name);
    EXPECT_TRUE(!times || times->size() == file->rows());
    EXPECT_TRUE(!numbers || numbers->size() == file->rows());
  }
}

TEST(ForeignColumns, ADamagedFileIsReadInsideItself) {
  const auto whole = foreign_file();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const std::vector<std::byte> cut(whole.begin(),
                                     whole.begin() + static_cast<std::ptrdiff_t>(size));
    EXPECT_FALSE(ForeignFile::open(cut)) << size;
  }
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const unsigned value : {0U, 1U, 0x7fU, 0x80U, 0xffU}) {
      auto damaged = whole;
      damaged[at] = std::byte(value);
      look_everywhere(damaged);
    }
  }
}

}  // namespace
}  // namespace wick::arrow::foreign_file_test
