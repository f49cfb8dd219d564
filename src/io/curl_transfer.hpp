// One HTTP request on its way through libcurl. For the sources of this room alone.
#pragma once

#include <array>
#include <chrono>
#include <string>
#include <vector>

#include "io/curl_functions.hpp"
#include "io/curl_http.hpp"

namespace wick::io {

class CurlTransfer {
 public:
  CurlTransfer(const CurlFunctions& curl, CURL* handle, port::HttpRequest request,
               port::Promise<port::HttpResult> promise);
  ~CurlTransfer();
  CurlTransfer(const CurlTransfer&) = delete;
  CurlTransfer& operator=(const CurlTransfer&) = delete;

  void set_up(const CurlOptions& options);
  void finish(CURLcode code, const base::Log& log);

  [[nodiscard]] CURL* handle() const { return handle_; }
  [[nodiscard]] bool wanted() const { return promise_.wanted(); }

 private:
  static std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* self);
  static std::size_t on_header(char* bytes, std::size_t size, std::size_t count, void* self);

  [[nodiscard]] port::HttpResult result(CURLcode code);
  [[nodiscard]] base::Error failure(CURLcode code) const;

  const CurlFunctions& curl_;
  CURL* handle_;
  port::HttpRequest request_;
  port::Promise<port::HttpResult> promise_;
  curl_slist* headers_sent_{nullptr};
  std::vector<port::Header> headers_;
  std::string body_;
  bool too_large_{false};
  std::array<char, CURL_ERROR_SIZE> words_{};
};

}  // namespace wick::io
