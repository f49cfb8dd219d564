#include "venue/binance/verdict.hpp"

#include <gtest/gtest.h>

namespace wick::venue::binance::verdict_test {
namespace {

using base::ErrorKind;
using namespace std::chrono_literals;

port::HttpResponse response(int status, std::string body = "",
                            std::vector<port::Header> headers = {}) {
  return {.status = status,
          .headers = std::move(headers),
          .body = std::make_shared<const std::string>(std::move(body)),
          .elapsed = {}};
}

TEST(Verdict, OfTheArchive) {
  EXPECT_FALSE(archive_verdict(response(200), "x"));
  EXPECT_EQ(archive_verdict(response(404), "x")->kind, ErrorKind::kUnsupported);
  EXPECT_EQ(archive_verdict(response(403), "x")->kind, ErrorKind::kUnauthorized);
  EXPECT_EQ(archive_verdict(response(503), "x")->kind, ErrorKind::kUnavailable);
}

TEST(Verdict, OfRest) {
  EXPECT_FALSE(rest_verdict(response(200), "x"));
  const auto invalid =
      rest_verdict(response(400, R"({"code":-1121,"msg":"Invalid symbol."})"), "/klines");
  EXPECT_EQ(invalid->kind, ErrorKind::kInvalid);
  EXPECT_EQ(invalid->what,
            "the exchange knows no such symbol: Invalid symbol. (-1121), asked by /klines");
  EXPECT_EQ(rest_verdict(response(400, "<html>"), "x")->kind, ErrorKind::kUnavailable);
  EXPECT_EQ(rest_verdict(response(451), "x")->kind, ErrorKind::kUnauthorized);
  EXPECT_EQ(rest_verdict(response(403, "<html>"), "x")->kind, ErrorKind::kUnauthorized);
  EXPECT_EQ(rest_verdict(response(502), "x")->kind, ErrorKind::kUnavailable);
}

TEST(Verdict, ThrottlingCarriesTheServersDelay) {
  const auto told = rest_verdict(response(429, "", {{"Retry-After", "7"}}), "x");
  EXPECT_EQ(told->kind, ErrorKind::kThrottled);
  EXPECT_EQ(told->retry_after, 7s);
  EXPECT_EQ(rest_verdict(response(418, "", {{"retry-after", "3600"}}), "x")->retry_after, 1h);
  EXPECT_EQ(rest_verdict(response(429), "x")->retry_after, 60s);
  EXPECT_EQ(rest_verdict(response(418), "x")->retry_after, 120s);
  for (const char* odd : {"-5", "soon", "", "5 "}) {
    EXPECT_EQ(rest_verdict(response(429, "", {{"Retry-After", odd}}), "x")->retry_after, 60s);
  }
  EXPECT_EQ(rest_verdict(response(418, "", {{"Retry-After", "99999999"}}), "x")->retry_after, 96h);
}

TEST(Verdict, ServersOwnWordsAreKeptShortAndPrintable) {
  const auto error = rest_verdict(
      response(500, "{\"code\":-1000,\"msg\":\"a\\n\\u001b[31mb" + std::string(500, 'x') + "\"}"),
      "x");
  EXPECT_EQ(error->what.find('\x1b'), std::string::npos);
  EXPECT_LT(error->what.size(), 250U);
}

}  // namespace
}  // namespace wick::venue::binance::verdict_test
