// Asking a web server for one thing.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "core/time.hpp"
#include "port/pending.hpp"

namespace wick::port {

using Header = std::pair<std::string, std::string>;

struct HttpLimits {
  core::Micros connect{std::chrono::seconds{10}};
  core::Micros silence{std::chrono::seconds{15}};  // without a single byte
  core::Micros whole{std::chrono::minutes{5}};
  std::size_t body_max{std::size_t{256} << 20U};
};

struct HttpRequest {
  std::string url;
  std::vector<Header> headers;
  HttpLimits limits{};
};

struct HttpResponse {
  int status{};
  std::vector<Header> headers;
  std::shared_ptr<const std::string> body;
  core::Micros elapsed{};

  // The value of the first header of that name, in any case.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
};

// A status of any kind is a response. An error means that none came whole: no connection, no
// answer in time, or a body that ended early (kUnavailable), or one beyond body_max (kCorrupt).
using HttpResult = base::Result<HttpResponse>;

class Http {
 public:
  virtual ~Http() = default;
  [[nodiscard]] virtual Pending<HttpResult> get(HttpRequest request) = 0;
};

}  // namespace wick::port
