// Requests with the patience that lists of instruments take: several megabytes, made on the fly.
#pragma once

#include <utility>

#include "port/http.hpp"
#include "venue/binance/exchange_info.hpp"

namespace wick::venue::binance {

class PatientHttp final : public port::Http {
 public:
  explicit PatientHttp(port::Http& http) : http_(http) {}  // which must outlive it

  [[nodiscard]] port::Pending<port::HttpResult> get(port::HttpRequest request) override {
    request.limits = {.connect = std::chrono::seconds{5},
                      .silence = std::chrono::seconds{20},
                      .whole = std::chrono::seconds{60},
                      .body_max = kExchangeInfoMax};
    return http_.get(std::move(request));
  }

 private:
  port::Http& http_;
};

}  // namespace wick::venue::binance
