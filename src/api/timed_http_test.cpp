#include "api/timed_http.hpp"

#include <gtest/gtest.h>

namespace wick::api::timed_http_test {
namespace {

using namespace std::chrono_literals;

class LimitsSeen final : public port::Http {
 public:
  [[nodiscard]] port::Pending<port::HttpResult> get(port::HttpRequest request) override {
    limits = request.limits;
    return port::Promise<port::HttpResult>::make().second;
  }

  port::HttpLimits limits;
};

port::HttpLimits seen(std::optional<core::Micros> timeout, const port::HttpLimits& wanted) {
  LimitsSeen http;
  TimedHttp timed(http, timeout);
  const auto pending = timed.get({.url = "http://a/", .headers = {}, .limits = wanted});
  return http.limits;
}

TEST(TimedHttp, WithoutATimeoutAllStaysAsItIs) {
  const auto limits = seen(std::nullopt, {});
  EXPECT_EQ(limits.connect, 10s);
  EXPECT_EQ(limits.silence, 15s);
}

TEST(TimedHttp, ATimeoutIsTheUsualOnesInstead) {
  for (const core::Micros timeout : {core::Micros{300ms}, core::Micros{60s}}) {
    const auto limits = seen(timeout, {});
    EXPECT_EQ(limits.connect, timeout);
    EXPECT_EQ(limits.silence, timeout);
    EXPECT_EQ(limits.whole, 5min);
  }
}

TEST(TimedHttp, WhoIsInAHurryIsNotMadeToWait) {
  EXPECT_EQ(seen(60s, {.connect = 2s, .silence = 3s}).connect, 2s);
  EXPECT_EQ(seen(60s, {.connect = 2s, .silence = 3s}).silence, 3s);
  EXPECT_EQ(seen(1s, {.connect = 2s, .silence = 3s}).silence, 1s);
}

}  // namespace
}  // namespace wick::api::timed_http_test
