#include "sim/archive/zip.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include <random>

#include "sim/archive/digest.hpp"

namespace wick::sim::zip_test {
namespace {

std::uint32_t number(const std::string& zip, std::size_t at, int bytes) {
  std::uint32_t value = 0;
  for (int i = bytes; i-- > 0;) {
    value = value << 8U | static_cast<unsigned char>(zip.at(at + static_cast<std::size_t>(i)));
  }
  return value;
}

std::string inflate_raw(std::string packed, std::size_t size) {
  std::string out(size + 1, '\0');  // room for one byte too many, which must stay unused
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, -MAX_WBITS), Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  EXPECT_EQ(stream.avail_in, 0U);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

// Reads the zip the way an unzipper does: from its end.
void expect_holds(const std::string& zip, const std::string& name, const std::string& content) {
  const std::size_t end = zip.size() - 22;
  ASSERT_EQ(number(zip, end, 4), 0x06054b50U);
  EXPECT_EQ(number(zip, end + 10, 2), 1U);
  const std::size_t central = number(zip, end + 16, 4);
  ASSERT_EQ(central + number(zip, end + 12, 4), end);
  ASSERT_EQ(number(zip, central, 4), 0x02014b50U);
  const std::uint32_t packed = number(zip, central + 20, 4);
  EXPECT_EQ(number(zip, central + 24, 4), content.size());
  EXPECT_EQ(zip.substr(central + 46, number(zip, central + 28, 2)), name);
  const std::size_t local = number(zip, central + 42, 4);
  ASSERT_EQ(number(zip, local, 4), 0x04034b50U);
  EXPECT_EQ(zip.substr(local + 4, 26), zip.substr(central + 6, 26));  // told twice, the same
  EXPECT_EQ(zip.substr(local + 30, name.size()), name);
  ASSERT_EQ(local + 30 + name.size() + packed, central);
  EXPECT_EQ(inflate_raw(zip.substr(local + 30 + name.size(), packed), content.size()), content);
  const auto bytes = reinterpret_cast<const Bytef*>(content.data());
  EXPECT_EQ(number(zip, central + 16, 4), crc32(0, bytes, static_cast<uInt>(content.size())));
}

TEST(Zip, HoldsItsMember) {
  std::mt19937 random(3);
  for (const std::size_t size : {0U, 1U, 100U, 65'537U, 300'000U}) {
    std::string content(size, '\0');
    for (char& c : content) c = static_cast<char>('0' + random() % 10);
    for (const int level : {1, 3, 6}) {
      expect_holds(build_zip("a-1m-2024-01.csv", content, level), "a-1m-2024-01.csv", content);
    }
  }
}

TEST(Zip, HasTheSameBytesEveryTime) {
  const std::string content(1000, 'x');
  EXPECT_EQ(build_zip("m.csv", content), build_zip("m.csv", content));
  // Stored, so that another release of the compressor is not taken for a mistake of ours.
  EXPECT_EQ(sha256_hex(build_zip("m.csv", "1,2,3\n", 0)),
            "32cb69aeedc0bcb3347c872fc65a27c6d7078f243671f2970c6e1aba967684f4");
}

}  // namespace
}  // namespace wick::sim::zip_test
