#include "codec/zip.hpp"

#include <gtest/gtest.h>
#include <libdeflate.h>

#include <memory>
#include <random>

namespace wick::codec::zip_test {
namespace {

void put(std::string& out, std::uint64_t value, int width) {
  for (int i = 0; i < width; ++i) out += static_cast<char>(value >> (8 * i));
}

// An archive written field by field, so that a test can put a lie into any of them.
struct Writer {
  std::string name{"a.csv"};
  std::string content{"1,2,3\n"};
  std::uint16_t method{8};
  std::uint16_t flags{0};
  std::uint16_t members{1};
  std::uint32_t size_offset{0};  // added to the true size
  std::uint32_t crc_offset{0};
  std::string comment{};

  [[nodiscard]] std::string packed() const {
    if (method != 8) return content;
    auto* const compressor = libdeflate_alloc_compressor(6);
    std::string out(content.size() + 64, '\0');
    out.resize(libdeflate_deflate_compress(compressor, content.data(), content.size(), out.data(),
                                           out.size()));
    libdeflate_free_compressor(compressor);
    return out;
  }
  void facts(std::string& out, const std::string& bytes) const {
    put(out, flags, 2);
    put(out, method, 2);
    put(out, 0x5821'0000, 4);
    put(out, libdeflate_crc32(0, content.data(), content.size()) + crc_offset, 4);
    put(out, bytes.size(), 4);
    put(out, content.size() + size_offset, 4);
    put(out, name.size(), 2);
  }
  [[nodiscard]] std::string zip() const {
    const std::string bytes = packed();
    std::string out;
    put(out, 0x04034b50, 4);
    put(out, 20, 2);
    facts(out, bytes);
    put(out, 0, 2);
    out += name + bytes;
    const std::size_t directory = out.size();
    put(out, 0x02014b50, 4);
    put(out, 20, 2);
    put(out, 20, 2);
    facts(out, bytes);
    put(out, 0, 8);
    put(out, 0, 4);
    put(out, 0, 4);
    out += name;
    const std::size_t size = out.size() - directory;
    put(out, 0x06054b50, 4);
    put(out, 0, 4);
    put(out, members, 2);
    put(out, members, 2);
    put(out, size, 4);
    put(out, directory, 4);
    put(out, comment.size(), 2);
    return out + comment;
  }
};

std::string error(const std::string& zip, std::size_t size_max = 1'000'000) {
  const auto member = unzip_single(zip, size_max);
  return member ? "none" : member.error().what;
}

TEST(Zip, StoredAndDeflatedMembersComeOutWhole) {
  for (const std::uint16_t method : {std::uint16_t{0}, std::uint16_t{8}}) {
    const auto member = unzip_single(Writer{.method = method, .comment = "hello"}.zip(), 100);
    ASSERT_TRUE(member);
    EXPECT_EQ(member->name, "a.csv");
    EXPECT_EQ(member->bytes, "1,2,3\n");
  }
}

TEST(Zip, EveryLieIsNamed) {
  EXPECT_EQ(error(""), "zip: no end record; the file is cut or no zip at all");
  EXPECT_EQ(error(std::string(100'000, 'x')),
            "zip: no end record; the file is cut or no zip at all");
  EXPECT_EQ(error(Writer{.flags = 1}.zip()), "zip: the member is encrypted");
  EXPECT_EQ(error(Writer{.method = 12}.zip()),
            "zip: a compression method that is neither stored nor deflate");
  EXPECT_EQ(error(Writer{.members = 2}.zip()), "zip: not exactly one member");
  EXPECT_EQ(error(Writer{.crc_offset = 1}.zip()), "zip: CRC-32 of the member differs");
  EXPECT_EQ(error(Writer{.size_offset = static_cast<std::uint32_t>(-1)}.zip()),
            "zip: the member is longer than declared");
  EXPECT_NE(error(Writer{.size_offset = 1}.zip()), "none");
}

TEST(Zip, ABombIsRefusedBeforeItIsInflated) {
  const std::string bomb = Writer{.content = std::string(20'000'000, '\0')}.zip();
  ASSERT_LT(bomb.size(), 100'000U);
  EXPECT_EQ(error(bomb), "zip: the member would be 20000000 bytes, more than 1000000");
}

TEST(Zip, NoTruncationAndNoBitFlipGetsThrough) {
  const std::string zip = Writer{.content = std::string(300, 'a') + "b\n"}.zip();
  for (std::size_t size = 0; size < zip.size(); ++size) {
    ASSERT_FALSE(unzip_single(std::string_view(zip).substr(0, size), 1'000)) << size;
  }
  const std::string whole = unzip_single(zip, 1'000)->bytes;
  for (std::size_t bit = 0; bit < zip.size() * 8; ++bit) {
    std::string flipped = zip;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    const auto member = unzip_single(flipped, 1'000);
    ASSERT_TRUE(!member || member->bytes == whole) << "bit " << bit;
  }
}

TEST(Zip, NoiseNeverBreaksTheReader) {
  std::mt19937 random(4);
  const std::string zip = Writer{}.zip();
  for (int round = 0; round < 20'000; ++round) {
    std::string noisy = zip;
    for (int i = 0; i < 6; ++i) noisy[random() % noisy.size()] = static_cast<char>(random());
    (void)unzip_single(noisy, 1'000);
  }
}

}  // namespace
}  // namespace wick::codec::zip_test
