// Any text as a page of a bucket's listing: names without controls, no more than a page has, and
// a way on where there is more; or a reason that can be printed as well.
#include <algorithm>

#include "tests/fuzz/input.hpp"
#include "venue/binance/s3_listing.hpp"

namespace {

bool is_printable(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

bool is_name(std::string_view text) {
  return !text.empty() && is_printable(text);
}

bool is_folder(std::string_view text) {
  return !text.empty() && std::ranges::none_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
  });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const wick::fuzz::Input input(data, size);

  const auto listing = wick::venue::binance::parse_listing(input.rest());
  if (!listing) {
    WICK_CHECK(is_name(listing.error().what) && listing.error().what.size() < 500);
    return 0;
  }
  WICK_CHECK(listing->keys.size() + listing->folders.size() <= 1000);
  WICK_CHECK(std::ranges::all_of(listing->keys, is_name));
  WICK_CHECK(std::ranges::all_of(listing->folders, is_folder));
  WICK_CHECK(listing->truncated ? is_folder(listing->next_marker) : listing->next_marker.empty());
  // Every name is there in full, though an entity may have stood for each of its characters.
  std::size_t bytes = 0;
  for (const auto& name : listing->keys) bytes += name.size();
  for (const auto& name : listing->folders) bytes += name.size();
  WICK_CHECK(bytes <= size);
  return 0;
}
