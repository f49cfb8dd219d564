#include "sim/archive/reply.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "sim/archive/calendar.hpp"
#include "sim/archive/digest.hpp"

namespace wick::sim {
namespace {

std::string request_id(std::string_view key) {
  std::string id = hex64(stable_hash(key, 1));
  std::ranges::transform(id, id.begin(),
                         [](char c) { return c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c; });
  return id;
}

std::string host_id(std::string_view key) {
  return hex64(stable_hash(key, 2)) + hex64(stable_hash(key, 3)) + "=";
}

void add_cdn_headers(Response& response, std::string_view verdict, std::string_view key) {
  auto& headers = response.headers;
  headers.emplace_back("Server", "AmazonS3");
  headers.emplace_back("X-Cache", std::string(verdict) + " from cloudfront");
  headers.emplace_back("Via", "1.1 " + hex64(stable_hash(key, 4)) + ".cloudfront.net (CloudFront)");
  headers.emplace_back("X-Amz-Cf-Pop", "NRT57-P4");
  headers.emplace_back("X-Amz-Cf-Id", host_id(key) + "=");
}

void add_object_headers(Response& response, const StoredObject& object) {
  response.headers.emplace_back("Last-Modified", http_date(object.modified));
  response.headers.emplace_back("ETag", object.etag);
  response.headers.emplace_back("Accept-Ranges", "bytes");
}

// Weak tags compare equal to strong ones here, as the standard has it for If-None-Match.
bool lists_tag(std::string_view list, std::string_view etag) {
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    std::string_view item = list.substr(0, comma);
    while (item.starts_with(' ') || item.starts_with('\t')) item.remove_prefix(1);
    while (item.ends_with(' ') || item.ends_with('\t')) item.remove_suffix(1);
    if (item.starts_with("W/")) item.remove_prefix(2);
    if (item == "*" || item == etag) return true;
    if (comma == std::string_view::npos) break;
    list.remove_prefix(comma + 1);
  }
  return false;
}

struct ByteRange {
  std::size_t first{}, last{};  // inclusive
};

enum class RangeKind { kNone, kSome, kUnsatisfiable };

// Digits only; larger than any body counts as the largest number.
std::optional<std::size_t> parse_offset(std::string_view text) {
  std::size_t value = 0;
  const auto end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (text.empty() || stop != end) return std::nullopt;
  return error == std::errc() ? value : std::string_view::npos;
}

// Anything but one well-formed range is ignored, as S3 does.
RangeKind parse_range(std::string_view text, std::size_t size, ByteRange& out) {
  if (!text.starts_with("bytes=")) return RangeKind::kNone;
  text.remove_prefix(6);
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) return RangeKind::kNone;
  const auto first = parse_offset(text.substr(0, dash));
  const auto last = parse_offset(text.substr(dash + 1));
  const bool open_end = dash + 1 == text.size();
  if (dash == 0) {
    if (!last) return RangeKind::kNone;
    if (*last == 0 || size == 0) return RangeKind::kUnsatisfiable;
    out = {size - std::min(*last, size), size - 1};
    return RangeKind::kSome;
  }
  if (!first || (!last && !open_end) || (last && *last < *first)) return RangeKind::kNone;
  if (*first >= size) return RangeKind::kUnsatisfiable;
  out = {*first, open_end ? size - 1 : std::min(*last, size - 1)};
  return RangeKind::kSome;
}

Response whole(const StoredObject& object, std::shared_ptr<const std::string> body) {
  Response response;
  response.headers.emplace_back("Content-Type", object.content_type);
  response.headers.emplace_back("Content-Length", std::to_string(body->size()));
  response.body = std::move(body);
  return response;
}

Response part(const StoredObject& object, const std::string& body, ByteRange range) {
  Response response = text_response(206, object.content_type,
                                    body.substr(range.first, range.last - range.first + 1));
  response.headers.emplace_back("Content-Range", "bytes " + std::to_string(range.first) + "-" +
                                                     std::to_string(range.last) + "/" +
                                                     std::to_string(body.size()));
  return response;
}

// A range of another version of the object would be pieced together wrongly by the client.
bool wants_this_version(const Request& request, const StoredObject& object) {
  const auto condition = request.header("If-Range");
  return !condition || *condition == object.etag || *condition == http_date(object.modified);
}

}  // namespace

std::string xml_escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        // XML 1.0 has no way to write most control characters.
        out += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
    }
  }
  return out;
}

Response s3_error(const S3Error& error, std::string_view key) {
  std::string body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + error.code +
                     "</Code><Message>" + error.message + "</Message>";
  if (!key.empty()) body += "<Key>" + xml_escape(key) + "</Key>";
  body +=
      "<RequestId>" + request_id(key) + "</RequestId><HostId>" + host_id(key) + "</HostId></Error>";
  Response response = text_response(error.status, "application/xml", std::move(body));
  add_cdn_headers(response, "Error", key);
  return response;
}

Response no_such_key(std::string_view key) {
  return s3_error({404, "NoSuchKey", "The specified key does not exist."}, key);
}

Response access_denied() {
  return s3_error({403, "AccessDenied", "Access Denied"}, {});
}

bool unchanged(const Request& request, const StoredObject& object) {
  if (const auto tags = request.header("If-None-Match")) return lists_tag(*tags, object.etag);
  const auto since = request.header("If-Modified-Since");
  const auto at = since ? parse_http_date(*since) : std::nullopt;
  return at && object.modified <= *at;
}

Response not_modified(const StoredObject& object) {
  Response response;
  response.status = 304;
  response.body = std::make_shared<const std::string>();
  add_object_headers(response, object);
  add_cdn_headers(response, "Hit", object.key);
  return response;
}

Response object_reply(const Request& request, const StoredObject& object,
                      std::shared_ptr<const std::string> body, CdnCache cache) {
  const auto asked = request.header("Range");
  ByteRange range;
  RangeKind kind = RangeKind::kNone;
  if (asked && wants_this_version(request, object)) kind = parse_range(*asked, body->size(), range);

  if (kind == RangeKind::kUnsatisfiable) {
    Response refused =
        s3_error({416, "InvalidRange", "The requested range is not satisfiable"}, object.key);
    refused.headers.emplace_back("Content-Range", "bytes */" + std::to_string(body->size()));
    return refused;
  }
  Response response =
      kind == RangeKind::kSome ? part(object, *body, range) : whole(object, std::move(body));
  add_object_headers(response, object);
  add_cdn_headers(response, cache == CdnCache::kHit ? "Hit" : "Miss", object.key);
  return response;
}

Response without_body(Response response) {
  response.body = std::make_shared<const std::string>();
  return response;
}

}  // namespace wick::sim
