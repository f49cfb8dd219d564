// Answers in the manner of S3 with CloudFront in front: headers, conditions, ranges, XML errors.
//
// Every response says its Content-Length, HEAD included, where the body is left out.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "sim/http.hpp"

namespace wick::sim {

struct StoredObject {
  std::string key;
  std::string etag;  // in its quotes; opaque
  std::string content_type;
  Micros modified{};  // whole seconds
};

struct S3Error {
  int status{};
  std::string code, message;
};

[[nodiscard]] Response s3_error(const S3Error& error, std::string_view key);
[[nodiscard]] Response no_such_key(std::string_view key);
[[nodiscard]] Response access_denied();  // 403: a closed door, never "no data"

// By If-None-Match, or without it by If-Modified-Since: the client has the object already.
[[nodiscard]] bool unchanged(const Request& request, const StoredObject& object);
[[nodiscard]] Response not_modified(const StoredObject& object);

enum class CdnCache : std::uint8_t { kMiss, kHit };

// 200 with the body itself, uncopied; 206 or 416 where a single range is asked for.
[[nodiscard]] Response object_reply(const Request& request, const StoredObject& object,
                                    std::shared_ptr<const std::string> body, CdnCache cache);

// For HEAD: everything but the body.
[[nodiscard]] Response without_body(Response response);

[[nodiscard]] std::string xml_escape(std::string_view text);

}  // namespace wick::sim
