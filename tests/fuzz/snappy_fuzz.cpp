// Any bytes as a block of Snappy: what is inside, within the bound, or a reason.
#include "codec/snappy.hpp"

#include "tests/fuzz/input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kSizeMax = 1U << 20U;
  const std::string_view packed = wick::fuzz::Input(data, size).rest();
  const auto inside = wick::codec::unsnap(packed, kSizeMax);
  if (!inside) {
    WICK_CHECK(!inside.error().what.empty());
    return 0;
  }
  WICK_CHECK(inside->size() <= kSizeMax);
  // The bound is exact: the size itself passes, one less does not.
  const auto again = wick::codec::unsnap(packed, inside->size());
  WICK_CHECK(again && *again == *inside);
  WICK_CHECK(inside->empty() || !wick::codec::unsnap(packed, inside->size() - 1));
  return 0;
}
