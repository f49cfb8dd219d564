// Any bytes as a zip archive: a member within the bound, or a reason.
#include "codec/zip.hpp"

#include <zlib.h>

#include "tests/fuzz/input.hpp"

namespace {

using wick::codec::unzip_single;

// The CRC-32 of the text as an archive spells it, reckoned by another library than the codec's.
std::string written_crc(std::string_view text) {
  std::string crc;
  auto left = crc32_z(0, reinterpret_cast<const Bytef*>(text.data()), text.size());  // NOLINT
  for (int i = 0; i < 4; ++i, left >>= 8U) crc += static_cast<char>(left & 0xffU);
  return crc;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kSizeMax = 1U << 20U;
  const std::string_view zip = wick::fuzz::Input(data, size).rest();

  const auto member = unzip_single(zip, kSizeMax);
  if (!member) {
    WICK_CHECK(member.error().kind == wick::base::ErrorKind::kCorrupt);
    WICK_CHECK(!member.error().what.empty());
    return 0;
  }
  WICK_CHECK(member->bytes.size() <= kSizeMax);
  WICK_CHECK(zip.find(written_crc(member->bytes)) != std::string_view::npos);
  // The bound is exact: the size itself passes, one less does not.
  const auto again = unzip_single(zip, member->bytes.size());
  WICK_CHECK(again && again->bytes == member->bytes && again->name == member->name);
  WICK_CHECK(member->bytes.empty() || !unzip_single(zip, member->bytes.size() - 1));
  return 0;
}
