#include "io/curl_transfer.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace wick::io {
namespace {

long millis(core::Micros time) {
  return static_cast<long>(std::chrono::ceil<std::chrono::milliseconds>(time).count());
}
long seconds(core::Micros time) {
  return static_cast<long>(std::chrono::ceil<std::chrono::seconds>(time).count());
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

bool is_certificate_trouble(CURLcode code) {
  return code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE;
}

}  // namespace

CurlTransfer::CurlTransfer(const CurlFunctions& curl, CURL* handle, port::HttpRequest request,
                           port::Promise<port::HttpResult> promise)
    : curl_(curl), handle_(handle), request_(std::move(request)), promise_(std::move(promise)) {}

CurlTransfer::~CurlTransfer() {
  curl_.slist_free_all(headers_sent_);
}

void CurlTransfer::set_up(const CurlOptions& options) {
  const auto set = [this](CURLoption option, auto value) {
    (void)curl_.easy_setopt(handle_, option, value);
  };
  const bool secure = request_.url.starts_with("https:");
  set(CURLOPT_URL, request_.url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_REDIR_PROTOCOLS_STR, secure ? "https" : "http,https");
  set(CURLOPT_FOLLOWLOCATION, 1L);
  set(CURLOPT_MAXREDIRS, 3L);
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  set(CURLOPT_USERAGENT, options.user_agent.c_str());
  if (secure) set(CURLOPT_ACCEPT_ENCODING, "gzip");
  if (!options.ca_file.empty()) set(CURLOPT_CAINFO, options.ca_file.c_str());
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_CONNECTTIMEOUT_MS, millis(request_.limits.connect));
  set(CURLOPT_LOW_SPEED_LIMIT, 1L);
  set(CURLOPT_LOW_SPEED_TIME, seconds(request_.limits.silence));
  set(CURLOPT_TIMEOUT_MS, millis(request_.limits.whole));
  set(CURLOPT_ERRORBUFFER, words_.data());
  set(CURLOPT_WRITEFUNCTION, &CurlTransfer::on_body);
  set(CURLOPT_WRITEDATA, static_cast<void*>(this));
  set(CURLOPT_HEADERFUNCTION, &CurlTransfer::on_header);
  set(CURLOPT_HEADERDATA, static_cast<void*>(this));
  for (const auto& [name, value] : request_.headers) {
    headers_sent_ =
        curl_.slist_append(headers_sent_, std::string(name).append(": ").append(value).c_str());
  }
  if (headers_sent_ != nullptr) set(CURLOPT_HTTPHEADER, headers_sent_);
}

std::size_t CurlTransfer::on_body(char* bytes, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  if (size * count > transfer.request_.limits.body_max - transfer.body_.size()) {
    transfer.too_large_ = true;
    return 0;  // ends the transfer
  }
  if (transfer.body_.empty()) {
    curl_off_t expected = 0;
    (void)transfer.curl_.easy_getinfo(transfer.handle_, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T,
                                      &expected);
    const auto most = static_cast<curl_off_t>(transfer.request_.limits.body_max);
    if (expected > 0) transfer.body_.reserve(static_cast<std::size_t>(std::min(expected, most)));
  }
  transfer.body_.append(bytes, size * count);
  return size * count;
}

std::size_t CurlTransfer::on_header(char* bytes, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  const std::string_view line = trimmed({bytes, size * count});
  if (line.starts_with("HTTP/")) {
    transfer.headers_.clear();  // of a redirect, or of an interim answer
  } else if (const auto colon = line.find(':'); colon != std::string_view::npos) {
    transfer.headers_.emplace_back(line.substr(0, colon), trimmed(line.substr(colon + 1)));
  }
  return size * count;
}

base::Error CurlTransfer::failure(CURLcode code) const {
  if (too_large_) {
    return {base::ErrorKind::kCorrupt,
            "the body is larger than " + std::to_string(request_.limits.body_max) + " bytes"};
  }
  std::string words(words_.data());
  if (words.empty()) words = curl_.easy_strerror(code);
  if (is_certificate_trouble(code)) {
    return {base::ErrorKind::kUnauthorized,
            words + "; a private authority is named by WICK_CA_FILE"};
  }
  return {base::ErrorKind::kUnavailable, std::move(words)};
}

port::HttpResult CurlTransfer::result(CURLcode code) {
  if (code != CURLE_OK) return failure(code);
  port::HttpResponse response;
  long status = 0;
  curl_off_t elapsed = 0;
  (void)curl_.easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &status);
  (void)curl_.easy_getinfo(handle_, CURLINFO_TOTAL_TIME_T, &elapsed);
  response.status = static_cast<int>(status);
  response.headers = std::move(headers_);
  response.body = std::make_shared<const std::string>(std::move(body_));
  response.elapsed = core::Micros{elapsed};
  return response;
}

void CurlTransfer::finish(CURLcode code, const base::Log& log) {
  port::HttpResult outcome = result(code);
  if (log.says(base::LogLevel::kDebug)) {
    if (outcome) {
      log.debug(
          "GET",
          {{"url", request_.url},
           {"status", std::to_string(outcome->status)},
           {"bytes", std::to_string(outcome->body->size())},
           {"ms", std::to_string(outcome->elapsed.count() / 1000)},
           {"used_weight", std::string(outcome->header("x-mbx-used-weight-1m").value_or("-"))},
           {"retry_after", std::string(outcome->header("retry-after").value_or("-"))}});
    } else {
      log.debug("GET", {{"url", request_.url}, {"error", outcome.error().what}});
    }
  }
  promise_.fulfil(std::move(outcome));
}

}  // namespace wick::io
