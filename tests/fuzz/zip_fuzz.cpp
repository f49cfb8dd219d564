// Any bytes as a zip archive: a member within the bound, or a reason.
#include "codec/zip.hpp"
#include "tests/fuzz/input.hpp"

using wick::codec::unzip_single;

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
  // The bound is exact: the size itself passes, one less does not.
  const auto again = unzip_single(zip, member->bytes.size());
  WICK_CHECK(again && again->bytes == member->bytes && again->name == member->name);
  WICK_CHECK(member->bytes.empty() || !unzip_single(zip, member->bytes.size() - 1));
  return 0;
}
