#include "sim/okx/okx.hpp"

#include <gtest/gtest.h>

namespace wick::sim::okx_test {
namespace {

constexpr Micros kNow = 1'750'000'020 * kSecond;
const std::string kCandles = "/api/v5/market/candles";
const std::string kHistory = "/api/v5/market/history-candles";

const Market& market() {
  static const Market the_market(1);
  return the_market;
}

struct Ask {
  Okx& okx;
  Micros now{kNow};
  const char* client{"10.0.0.1"};

  Response operator()(const std::string& target, std::vector<Header> headers = {},
                      const char* method = "GET") const {
    return okx.respond({method, target, std::move(headers), client, {}}, now);
  }
};

std::string header(const Response& response, std::string_view name) {
  Request wrapped;
  wrapped.headers = response.headers;
  return std::string(wrapped.header(name).value_or("-"));
}

int passed(const std::string& target, const Ask& ask) {
  for (int count = 0; count < 1000; ++count) {
    const Response response = ask(target);
    if (response.status == 429) {
      EXPECT_EQ(*response.body, R"({"msg":"Too Many Requests","code":"50011"})");
      return count;
    }
    EXPECT_EQ(response.status, 200) << target;
  }
  return -1;
}

TEST(Okx, AnswersAtItsOwnPaths) {
  Okx okx(market());
  const Ask ask{okx};
  EXPECT_EQ(*ask("/api/v5/public/time").body,
            R"({"code":"0","msg":"","data":[{"ts":"1750000020000"}]})");
  const Response candles = ask(kCandles + "?instId=BTC-USDT&limit=1");
  EXPECT_EQ(candles.status, 200);
  EXPECT_EQ(header(candles, "Content-Type"), "application/json");
  EXPECT_TRUE(candles.body->starts_with(R"({"code":"0","msg":"","data":[["1750000020000",")"));
  EXPECT_TRUE(candles.body->ends_with(R"(","0"]]})"));
  EXPECT_TRUE(ask(kHistory + "?instId=BTC-USDT&limit=1").body->ends_with(R"(","1"]]})"));
  EXPECT_EQ(ask("/api/v5/public/instruments?instType=SWAP").status, 200);
  EXPECT_EQ(ask("/api/v3/time").status, 404);
  EXPECT_EQ(ask("/").status, 404);
  EXPECT_EQ(ask(kCandles, {}, "POST").status, 405);
}

TEST(Okx, ErrorsHaveTheirStatus) {
  Okx okx(market());
  const Ask ask{okx};
  EXPECT_EQ(ask(kCandles).status, 400);
  EXPECT_EQ(ask(kCandles + "?instId=BTC-USDT&bar=2m").status, 400);
  const Response unknown = ask(kCandles + "?instId=BTC-XYZ");
  EXPECT_EQ(unknown.status, 200);
  EXPECT_EQ(*unknown.body, R"({"code":"51001","msg":"Instrument ID doesn't exist.","data":[]})");
}

TEST(Okx, EachEndpointAndEachClientHasALimitOfItsOwn) {
  Okx okx(market());
  const std::string query = "?instId=BTC-USDT&limit=1";
  EXPECT_EQ(passed(kCandles + query, {okx}), 40);
  EXPECT_EQ(passed(kHistory + query, {okx}), 20);
  EXPECT_EQ(passed(kCandles + query, {okx, kNow, "10.0.0.2"}), 40);
  EXPECT_EQ(passed(kCandles + query, {okx, kNow + 2 * kSecond - 1}), 0);
  EXPECT_EQ(passed(kCandles + query, {okx, kNow + 2 * kSecond}), 40);
  Okx strict(market(), {{{LimitType::kRawRequests, kSecond, 1, 3}}});
  EXPECT_EQ(passed(kHistory + query, {strict}), 3);
}

TEST(Okx, PacksLongAnswersAndLeavesTheBodyOutForHead) {
  Okx okx(market());
  const Ask ask{okx};
  const std::string target = kCandles + "?instId=BTC-USDT";
  const Response plain = ask(target);
  const Response packed = ask(target, {{"Accept-Encoding", "gzip"}});
  EXPECT_EQ(header(packed, "Content-Encoding"), "gzip");
  EXPECT_LT(packed.body->size(), plain.body->size());
  EXPECT_TRUE(packed.body->starts_with("\x1f\x8b"));
  EXPECT_TRUE(ask(target, {}, "HEAD").body->empty());
}

}  // namespace
}  // namespace wick::sim::okx_test
