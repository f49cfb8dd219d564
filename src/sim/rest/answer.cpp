#include "sim/rest/answer.hpp"

#include <libdeflate.h>

#include <array>
#include <memory>

#include "base/check.hpp"
#include "sim/archive/digest.hpp"

namespace wick::sim {
namespace {

constexpr std::size_t kGzipFrom = 512;  // smaller bodies are not worth it
constexpr int kGzipLevel = 1;

constexpr std::array<std::pair<const char*, const char*>, 10> kFixedHeaders{{
    {"Server", "nginx"},
    {"Strict-Transport-Security", "max-age=31536000; includeSubdomains"},
    {"X-Frame-Options", "SAMEORIGIN"},
    {"X-Xss-Protection", "1; mode=block"},
    {"X-Content-Type-Options", "nosniff"},
    {"Content-Security-Policy", "default-src 'self'"},
    {"X-Content-Security-Policy", "default-src 'self'"},
    {"Cache-Control", "no-cache, no-store, must-revalidate"},
    {"Pragma", "no-cache"},
    {"Expires", "0"},
}};

std::string uuid(std::uint64_t id) {
  std::string text = hex64(stable_hash("uuid", id)) + hex64(stable_hash("uuid", ~id));
  for (const std::size_t dash : {8U, 13U, 18U, 23U}) text.insert(dash, 1, '-');
  return text;
}

// "1m", "10s": the bucket's length, by the first letter of its unit.
std::string window_name(const RateLimit& limit) {
  const char letter = unit_name(limit).front();
  return std::to_string(limit.num) + static_cast<char>(letter - 'A' + 'a');
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

// "q=0", "q=0.", "q=0.000": not wanted. Anything else is taken as wanted.
bool is_refused(std::string_view parameter) {
  parameter = trimmed(parameter);
  if (!parameter.starts_with("q=0") && !parameter.starts_with("Q=0")) return false;
  return parameter.find_first_not_of("0.", 2) == std::string_view::npos;
}

}  // namespace

RestAnswer error_answer(const VenueError& error) {
  RestAnswer answer;
  answer.status = error.status;
  answer.body = error_json(error);
  if (error.retry_after) {
    const Micros seconds = (*error.retry_after + kSecond - 1) / kSecond;
    answer.extra.emplace_back("Retry-After", std::to_string(seconds));
  }
  return answer;
}

std::vector<Header> usage_headers(const std::vector<RateLimit>& limits, const Verdict& verdict) {
  std::vector<Header> out;
  for (std::size_t i = 0; i < verdict.used.size(); ++i) {
    if (limits[i].type != LimitType::kRequestWeight) continue;
    const std::string used = std::to_string(verdict.used[i]);
    if (out.empty()) out.emplace_back("x-mbx-used-weight", used);
    out.emplace_back("x-mbx-used-weight-" + window_name(limits[i]), used);
  }
  return out;
}

bool accepts_gzip(const Request& request) {
  std::string_view list = request.header("Accept-Encoding").value_or("");
  while (!list.empty()) {
    const std::string_view item = list.substr(0, list.find(','));
    list.remove_prefix(std::min(item.size() + 1, list.size()));
    const std::size_t semicolon = item.find(';');
    const std::string_view coding = trimmed(item.substr(0, semicolon));
    if (coding != "gzip" && coding != "*") continue;
    return semicolon == std::string_view::npos || !is_refused(item.substr(semicolon + 1));
  }
  return false;
}

std::string gzip(std::string_view text) {
  const std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)> compressor(
      libdeflate_alloc_compressor(kGzipLevel), &libdeflate_free_compressor);
  WICK_CHECK(compressor != nullptr);
  std::string out(libdeflate_gzip_compress_bound(compressor.get(), text.size()), '\0');
  out.resize(
      libdeflate_gzip_compress(compressor.get(), text.data(), text.size(), out.data(), out.size()));
  return out;
}

bool worth_packing(const Request& request, std::string_view body) {
  return body.size() >= kGzipFrom && accepts_gzip(request);
}

Response response_of(const Request& request, RestAnswer answer, std::uint64_t id) {
  const bool packed = worth_packing(request, answer.body);
  const bool fine = answer.status < 400;
  Response response = text_response(answer.status, std::move(answer.content_type),
                                    packed ? gzip(answer.body) : std::move(answer.body));
  auto& headers = response.headers;
  for (const auto& [name, value] : kFixedHeaders) headers.emplace_back(name, value);
  headers.emplace_back("x-mbx-uuid", uuid(id));
  for (Header& header : answer.extra) headers.push_back(std::move(header));
  if (packed) headers.emplace_back("Content-Encoding", "gzip");
  if (fine) {
    headers.emplace_back("Vary", "Accept-Encoding");
    headers.emplace_back("Access-Control-Allow-Origin", "*");
  }
  headers.emplace_back("X-Cache", fine ? "Miss from cloudfront" : "Error from cloudfront");
  headers.emplace_back("Via",
                       "1.1 " + hex64(stable_hash("via", id)) + ".cloudfront.net (CloudFront)");
  headers.emplace_back("X-Amz-Cf-Pop", "NRT57-P4");
  headers.emplace_back("X-Amz-Cf-Id", hex64(stable_hash("cf", id)) + "==");
  if (request.method == "HEAD") response.body = std::make_shared<const std::string>();
  return response;
}

}  // namespace wick::sim
