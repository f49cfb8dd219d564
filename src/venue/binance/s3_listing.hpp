// One page of a bucket's listing, as S3 writes it in XML.
//
// Refused as a whole: what is not XML, a document type or entities of its own, a page longer or
// deeper than S3's can be, a key without a name, and a page that says there is more but not where.
// Elements that are not known here are passed over. Keys are printable ASCII; folders and the next
// marker may have any character but controls, and are escaped before they are asked for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace wick::venue::binance {

struct Listing {
  std::vector<std::string> keys;     // in the order of the page
  std::vector<std::string> folders;  // common prefixes, where a delimiter was asked for
  bool truncated{};
  std::string next_marker;  // where the next page begins; empty on the last one
};

// An <Error> document is an error with the server's own code and message.
[[nodiscard]] base::Result<Listing> parse_listing(std::string_view text);

}  // namespace wick::venue::binance
