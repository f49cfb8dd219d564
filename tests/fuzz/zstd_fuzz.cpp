// Any bytes as frames of Zstandard: what is inside, within the bound, or a reason.
#include "codec/zstd.hpp"

#include "tests/fuzz/input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kSizeMax = 1U << 20U;
  const std::string_view packed = wick::fuzz::Input(data, size).rest();
  const auto inside = wick::codec::unzstd(packed, kSizeMax);
  if (!inside) {
    WICK_CHECK(!inside.error().what.empty());
    return 0;
  }
  WICK_CHECK(inside->size() <= kSizeMax);
  // The bound is exact: the size itself passes, one less does not.
  const auto again = wick::codec::unzstd(packed, inside->size());
  WICK_CHECK(again && *again == *inside);
  WICK_CHECK(inside->empty() || !wick::codec::unzstd(packed, inside->size() - 1));
  return 0;
}
