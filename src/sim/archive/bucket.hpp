// The two dialects of bucket listing: what a request asks for, and the XML that answers it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/archive/listing.hpp"
#include "sim/http.hpp"

namespace wick::sim {

// Version 1 has markers, version 2 continuation tokens. Tokens are opaque to clients.
struct BucketRequest {
  int version{1};
  ListQuery query;
  std::string delimiter;                          // "" or "/"
  std::string marker;                             // v1, as sent
  std::optional<std::string> token, start_after;  // v2, as sent
};

// Nothing for what S3 would call an invalid argument; other delimiters than "/" count as such.
[[nodiscard]] std::optional<BucketRequest> parse_bucket_request(const Target& target);

struct KeyFacts {
  std::string etag;
  Micros modified{};
  std::size_t size{};
};

// `facts` are those of page.keys, one by one.
[[nodiscard]] std::string bucket_xml(const BucketRequest& request, const ListPage& page,
                                     const std::vector<KeyFacts>& facts);

}  // namespace wick::sim
