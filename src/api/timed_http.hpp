// Requests with a timeout that somebody chose, instead of the usual one.
#pragma once

#include <algorithm>
#include <optional>
#include <utility>

#include "port/http.hpp"

namespace wick::api {

// Questions that are less patient than is usual stay so.
class TimedHttp final : public port::Http {
 public:
  // Without a timeout all stays as it is. `http` must outlive it.
  TimedHttp(port::Http& http, std::optional<core::Micros> timeout)
      : http_(http), timeout_(timeout) {}

  [[nodiscard]] port::Pending<port::HttpResult> get(port::HttpRequest request) override {
    if (timeout_) {
      constexpr port::HttpLimits kUsual;
      shape(request.limits.connect, kUsual.connect);
      shape(request.limits.silence, kUsual.silence);
    }
    return http_.get(std::move(request));
  }

 private:
  void shape(core::Micros& limit, core::Micros usual) const {
    limit = limit < usual ? std::min(limit, *timeout_) : *timeout_;
  }

  port::Http& http_;
  std::optional<core::Micros> timeout_;
};

}  // namespace wick::api
