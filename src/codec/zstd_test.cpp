// Frames that zstd 1.5.4 wrote: the lines of lines(), at level 1 with a checksum and at level 19
// without, and 100,000 times x.
#include "codec/zstd.hpp"

#include <gtest/gtest.h>

#include <array>

#include "base/sanitized.hpp"

namespace wick::codec::zstd_test {
namespace {

constexpr std::string_view kFast =
    "28b52ffd64dc048d0900a6973012c0a5d001bbcbff3b2965da52a69458150e0b2c002a0029009e9d0e95b9671748"
    "a9592b4132214dc7daa7c54358b1e259385123f2575763f340c00040408eac80f40ac56912e82b4d6c2ce7f8303b"
    "192273c5d1059269addb30e1e9b1450b290a2b1acfa6d7e8e12b4762230f8e14f29548c44ce6c8d1594fd9d0c551"
    "4ab39346e69af52ef081d6b2244c28141e4bae85a75f9d31f355a381800180a03c92afc557241f3347e467251fb2"
    "21777495769e612ea9ba4019a2b5346142ff1efb500b867aa8300e1abcb406e0a536031010e22411113d077cc203"
    "7b87e9133c703e4f329fe59cbc9e6034702fe918afd7045b7992e58b04af5d6a0125f5a429e4a5af067c1de938a5"
    "e05f53149aaf640adcbce7f0d5e8d73a1c8e148dafbca23993ecab814727a1183d71e130012003c5975512";

constexpr std::string_view kBest =
    "28b52ffd60dc041d090016993311d0653894f5e0422629b79429a584a018012f002d002d00376de8a13277d80da4"
    "14ad95b84c78ea587bbe986158b1e2594851fb3dabab319a03060181408eac4092fcd450a406b5cbf0594f31b20c"
    "c719684386c85c717403efaf753b4c38a4c792af2fa43eac4e9efda97d865949122399e01833d48283cc4a2462be"
    "b93b4aeb9832a28ba3f4b4e14932d7ace906cef0b52c19269487c7deb5307556c39839158041402094c74abc1637"
    "cdca9e98a7037756681592530c19dd1d5dfd86730e73f9ea060afd6b3f344ce8198f0d76a8119058637ad8efe0e7"
    "103c2a943e065b79f1a7e8870003010202229a1e6746c32cd7652430efbce3b371c971927d5b5cc5cf4f1b3f3f75"
    "6a2617e50f41f5f6ad292c18d271500d5a1d2e48ac1c8b5405";

constexpr std::string_view kRepeated = "28b52ffda0a086010055000010787801009b8639c002";

std::string bytes_of(std::string_view hex) {
  const auto digit = [](char c) {
    return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10);
  };
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    bytes.push_back(static_cast<char>(digit(hex[i]) << 4U | digit(hex[i + 1])));
  }
  return bytes;
}

std::string lines() {
  std::string text;
  for (int i = 0; i < 60; ++i) {
    const int cents = i * 31 % 100;
    text += std::to_string(1'709'596'800'000 + 60'000LL * i) + "," +
            std::to_string(100 + i * 7 % 13) + "." + (cents < 10 ? "0" : "") +
            std::to_string(cents) + ",bar\n";
  }
  return text;
}

std::string inside(std::string_view bytes, std::size_t size_max = 1'000'000) {
  const auto text = unzstd(bytes, size_max);
  return text ? *text : "! " + text.error().what;
}

TEST(Zstd, GivesBackWhatWasPacked) {
  EXPECT_EQ(inside(bytes_of(kFast)), lines());
  EXPECT_EQ(inside(bytes_of(kBest)), lines());
  EXPECT_EQ(inside(bytes_of(kRepeated)), std::string(100'000, 'x'));
}

TEST(Zstd, FramesFollowEachOtherAndSomeAreSkipped) {
  const std::string skipped("\x5e\x2a\x4d\x18\x03\0\0\0abc", 11);
  EXPECT_EQ(inside(bytes_of(kBest) + skipped + bytes_of(kFast)), lines() + lines());
  EXPECT_EQ(inside(skipped), "");
  EXPECT_EQ(inside(skipped.substr(0, 10)), "! zstd: it is cut");
}

TEST(Zstd, BlocksAsTheyAre) {
  const std::string head("\x28\xb5\x2f\xfd\x20\x03", 6);
  EXPECT_EQ(inside(head + std::string("\x19\0\0", 3) + "abc"), "abc");
  EXPECT_EQ(inside(head + std::string("\x1b\0\0", 3) + "z"), "zzz");
  EXPECT_EQ(inside(head + std::string("\x1f\0\0", 3) + "abc"), "! zstd: a block is cut or damaged");
  EXPECT_EQ(inside(head + std::string("\x11\0\0", 3) + "ab"),
            "! zstd: a frame has another size than it says");
  EXPECT_EQ(inside(std::string("\x28\xb5\x2f\xfd\x21\x07\x03", 7)),
            "! zstd: it needs a dictionary");
}

TEST(Zstd, NoMoreThanIsAllowedIsWritten) {
  EXPECT_EQ(inside(bytes_of(kRepeated), 99'999), "! zstd: more than 99999 bytes are inside");
  EXPECT_EQ(inside(bytes_of(kBest), 100), "! zstd: more than 100 bytes are inside");
  EXPECT_EQ(inside(bytes_of(kBest), lines().size()), lines());
}

TEST(Zstd, EveryCutIsRefused) {
  for (const std::string_view hex : {kFast, kBest, kRepeated}) {
    const std::string bytes = bytes_of(hex);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      EXPECT_FALSE(unzstd(std::string_view(bytes).substr(0, size), 1'000'000)) << size;
    }
  }
}

// Where a frame has a checksum, nothing but its window and free bits may change unseen.
constexpr std::size_t kStep = base::kSanitized ? 23 : 1;

TEST(Zstd, ChangedBytesAreSeenByTheChecksum) {
  std::string bytes = bytes_of(kFast);
  const std::string right = lines();
  for (std::size_t at = 0; at < bytes.size(); at += kStep) {
    const char there = bytes[at];
    for (unsigned value = 0; value < 256; ++value) {
      bytes[at] = static_cast<char>(value);
      const auto text = unzstd(bytes, 1'000'000);
      EXPECT_TRUE(!text || *text == right || at == 4) << at << " " << value;
    }
    bytes[at] = there;
  }
}

TEST(Zstd, NoChangeOfAByteBreaksTheReader) {
  std::string bytes = bytes_of(kBest);
  for (std::size_t at = 0; at < bytes.size(); at += kStep) {
    const char there = bytes[at];
    for (unsigned value = 0; value < 256; ++value) {
      bytes[at] = static_cast<char>(value);
      const auto text = unzstd(bytes, 10'000);
      EXPECT_TRUE(!text || text->size() <= 10'000);
    }
    bytes[at] = there;
  }
}

}  // namespace
}  // namespace wick::codec::zstd_test
