#include "venue/okx/verdict.hpp"

#include <gtest/gtest.h>

namespace wick::venue::okx::verdict_test {
namespace {

using base::ErrorKind;
using namespace std::chrono_literals;

base::Error verdict(int status, std::string body = "", std::vector<port::Header> headers = {}) {
  return rest_verdict({.status = status,
                       .headers = std::move(headers),
                       .body = std::make_shared<const std::string>(std::move(body)),
                       .elapsed = {}},
                      "candles")
      .value();
}

TEST(OkxVerdict, ByTheStatus) {
  const port::HttpResponse fine{.status = 200, .headers = {}, .body = nullptr, .elapsed = {}};
  EXPECT_FALSE(rest_verdict(fine, "candles"));
  EXPECT_EQ(verdict(404).kind, ErrorKind::kUnsupported);
  EXPECT_EQ(verdict(403, "<html>").kind, ErrorKind::kUnauthorized);
  EXPECT_EQ(verdict(451).kind, ErrorKind::kUnauthorized);
  EXPECT_EQ(verdict(503).kind, ErrorKind::kUnavailable);
  EXPECT_EQ(verdict(400, "<html>").kind, ErrorKind::kUnavailable);
}

TEST(OkxVerdict, ByTheCode) {
  const auto unknown = verdict(400, R"({"code":"51001","msg":"Instrument ID does not exist"})");
  EXPECT_EQ(unknown.kind, ErrorKind::kInvalid);
  EXPECT_EQ(
      unknown.what,
      "candles: HTTP 400: OKX knows no such instrument: Instrument ID does not exist (51001)");
  EXPECT_EQ(verdict(400, R"({"code":"51000","msg":"Parameter bar error"})").kind,
            ErrorKind::kInvalid);
  EXPECT_EQ(verdict(403, R"({"code":"50113","msg":"x"})").kind, ErrorKind::kUnauthorized);
  EXPECT_EQ(verdict(400, R"({"code":"50011","msg":"x"})").retry_after, 2s);
}

TEST(OkxVerdict, ThrottlingCarriesADelay) {
  EXPECT_EQ(verdict(429).kind, ErrorKind::kThrottled);
  EXPECT_EQ(verdict(429).retry_after, 2s);
  const auto told = verdict(429, R"({"code":"50011","msg":"x"})", {{"Retry-After", "7"}});
  EXPECT_EQ(told.kind, ErrorKind::kThrottled);
  EXPECT_EQ(told.retry_after, 7s);
  EXPECT_EQ(verdict(429, R"({"code":"1","msg":"x"})").kind, ErrorKind::kThrottled);
}

}  // namespace
}  // namespace wick::venue::okx::verdict_test
