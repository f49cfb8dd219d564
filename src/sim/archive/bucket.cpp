#include "sim/archive/bucket.hpp"

#include <algorithm>
#include <charconv>

#include "base/check.hpp"
#include "sim/archive/calendar.hpp"
#include "sim/archive/reply.hpp"

namespace wick::sim {
namespace {

constexpr std::string_view kTokenMark = "1";  // so that a token never is empty
constexpr std::string_view kHex = "0123456789abcdef";

std::string token_after(std::string_view key) {
  std::string out(kTokenMark);
  for (const char c : key) {
    const auto byte = static_cast<unsigned char>(c);
    out += kHex[byte >> 4U];
    out += kHex[byte & 15U];
  }
  return out;
}

std::optional<std::string> key_of_token(std::string_view token) {
  if (!token.starts_with(kTokenMark) || token.size() % 2 == 0) return std::nullopt;
  std::string out;
  for (std::size_t i = kTokenMark.size(); i < token.size(); i += 2) {
    const std::size_t high = kHex.find(token[i]);
    const std::size_t low = kHex.find(token[i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    out += static_cast<char>(high * 16 + low);
  }
  return out;
}

// More than a page is silently a page.
std::optional<std::size_t> parse_max(std::string_view text) {
  int value = 0;
  const auto end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end || value < 0) return std::nullopt;
  return std::min(static_cast<std::size_t>(value), kPageMax);
}

std::string text_of(const Target& target, std::string_view name) {
  const std::string* value = target.find(name);
  return value == nullptr ? std::string() : *value;
}

std::optional<std::string> optional_of(const Target& target, std::string_view name) {
  const std::string* value = target.find(name);
  return value == nullptr ? std::nullopt : std::optional(*value);
}

bool read_version_2(const Target& target, BucketRequest& out) {
  out.version = 2;
  out.token = optional_of(target, "continuation-token");
  out.start_after = optional_of(target, "start-after");
  if (!out.token) {
    out.query.after = out.start_after.value_or("");
    return true;
  }
  const auto key = key_of_token(*out.token);
  out.query.after = key.value_or("");
  return key.has_value();
}

void append_element(std::string& out, std::string_view name, std::string_view text) {
  out += '<';
  out += name;
  if (text.empty()) {
    out += "/>";
    return;
  }
  out += '>';
  out += xml_escape(text);
  out += "</";
  out += name;
  out += '>';
}

void append_head(std::string& out, const BucketRequest& request, const ListPage& page) {
  append_element(out, "Name", "data.binance.vision");
  append_element(out, "Prefix", request.query.prefix);
  if (request.version == 1) {
    append_element(out, "Marker", request.marker);
    // Without a delimiter the last key itself is the next marker.
    if (page.truncated && request.query.by_folder) append_element(out, "NextMarker", page.last);
  } else {
    if (request.start_after) append_element(out, "StartAfter", *request.start_after);
    if (request.token) append_element(out, "ContinuationToken", *request.token);
    if (page.truncated) append_element(out, "NextContinuationToken", token_after(page.last));
    append_element(out, "KeyCount", std::to_string(page.keys.size() + page.folders.size()));
  }
  append_element(out, "MaxKeys", std::to_string(request.query.max));
  if (!request.delimiter.empty()) append_element(out, "Delimiter", request.delimiter);
  append_element(out, "IsTruncated", page.truncated ? "true" : "false");
}

void append_contents(std::string& out, std::string_view key, const KeyFacts& facts) {
  out += "<Contents>";
  append_element(out, "Key", key);
  append_element(out, "LastModified", iso_time(facts.modified));
  append_element(out, "ETag", facts.etag);
  append_element(out, "Size", std::to_string(facts.size));
  append_element(out, "StorageClass", "STANDARD");
  out += "</Contents>";
}

}  // namespace

std::optional<BucketRequest> parse_bucket_request(const Target& target) {
  BucketRequest out;
  out.query.prefix = text_of(target, "prefix");
  out.delimiter = text_of(target, "delimiter");
  if (!out.delimiter.empty() && out.delimiter != "/") return std::nullopt;
  out.query.by_folder = !out.delimiter.empty();
  if (const std::string* max = target.find("max-keys")) {
    const auto value = parse_max(*max);
    if (!value) return std::nullopt;
    out.query.max = *value;
  }
  if (text_of(target, "list-type") == "2") {
    if (!read_version_2(target, out)) return std::nullopt;
  } else {
    out.marker = text_of(target, "marker");
    out.query.after = out.marker;
  }
  return out;
}

std::string bucket_xml(const BucketRequest& request, const ListPage& page,
                       const std::vector<KeyFacts>& facts) {
  WICK_CHECK(facts.size() == page.keys.size());
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">";
  append_head(out, request, page);
  for (std::size_t i = 0; i < facts.size(); ++i) append_contents(out, page.keys[i].key, facts[i]);
  for (const std::string& folder : page.folders) {
    out += "<CommonPrefixes>";
    append_element(out, "Prefix", folder);
    out += "</CommonPrefixes>";
  }
  return out + "</ListBucketResult>";
}

}  // namespace wick::sim
