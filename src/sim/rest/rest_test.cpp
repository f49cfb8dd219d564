#include "sim/rest/rest.hpp"

#include <gtest/gtest.h>

#include <random>
#include <thread>

namespace wick::sim::rest_test {
namespace {

constexpr Micros kNow = 1'750'000'020 * kSecond;

const Market& market() {
  static const Market the_market(1);
  return the_market;
}

Request request(std::string target, std::vector<Header> headers = {}, const char* method = "GET") {
  Request out;
  out.method = method;
  out.target = std::move(target);
  out.headers = std::move(headers);
  out.client = "10.0.0.1";
  return out;
}

std::string header(const Response& response, std::string_view name) {
  Request wrapped;
  wrapped.headers = response.headers;
  return std::string(wrapped.header(name).value_or("-"));
}

TEST(Rest, AnswersEachMarketAtItsOwnPaths) {
  Rest rest(market());
  for (const auto& [host, root, symbol] : {std::tuple(Host::kSpot, "/api/v3/", "BTCUSDT"),
                                           {Host::kUm, "/fapi/v1/", "BTCUSDT"},
                                           {Host::kCm, "/dapi/v1/", "BTCUSD_PERP"}}) {
    const std::string base(root);
    EXPECT_EQ(*rest.respond(host, request(base + "ping"), kNow).body, "{}");
    EXPECT_EQ(*rest.respond(host, request(base + "time"), kNow).body,
              "{\"serverTime\":1750000020000}");
    const std::string query = std::string("?symbol=") + symbol;
    const Response klines =
        rest.respond(host, request(base + "klines" + query + "&interval=1m&limit=1"), kNow);
    EXPECT_EQ(klines.status, 200);
    EXPECT_TRUE(klines.body->starts_with("[[1750000020000,\"")) << *klines.body;
    EXPECT_EQ(rest.respond(host, request(base + "aggTrades" + query), kNow).status, 200);
    EXPECT_EQ(rest.respond(host, request(base + "trades" + query), kNow).status, 200);
    const Response info = rest.respond(host, request(base + "exchangeInfo"), kNow);
    EXPECT_EQ(info.status, 200);
    EXPECT_NE(info.body->find(std::string("\"symbol\":\"") + symbol), std::string::npos);
    EXPECT_EQ(rest.respond(host, request(base + "nothing"), kNow).status, 404);
    EXPECT_EQ(rest.respond(host, request("/"), kNow).status, 404);
  }
  EXPECT_EQ(rest.respond(Host::kUm, request("/api/v3/ping"), kNow).status, 404);
  EXPECT_EQ(rest.respond(Host::kUm, request("/fapi/v1/uiKlines"), kNow).status, 404);
  EXPECT_EQ(rest.respond(Host::kSpot, request("/api/v3/ping", {}, "POST"), kNow).status, 405);
}

TEST(Rest, FuturesHaveOtherPricesAndFundings) {
  Rest rest(market());
  for (const auto& [host, root, symbol, pair] :
       {std::tuple(Host::kUm, "/fapi/v1/", "BTCUSDT", "BTCUSDT"),
        {Host::kCm, "/dapi/v1/", "BTCUSD_PERP", "BTCUSD"}}) {
    const std::string base(root);
    const auto get = [&, host = host](const std::string& path) {
      return rest.respond(host, request(base + path), kNow);
    };
    const std::string by_symbol = std::string("?symbol=") + symbol;
    const std::string rows = "&interval=1m&limit=1";
    const Response mark = get("markPriceKlines" + by_symbol + rows);
    EXPECT_TRUE(mark.body->starts_with("[[1750000020000,\"")) << *mark.body;
    EXPECT_TRUE(mark.body->ends_with(R"("0",1750000079999,"0",1,"0","0","0"]])")) << *mark.body;
    const Response index = get("indexPriceKlines?pair=" + std::string(pair) + rows);
    EXPECT_EQ(index.status, 200);
    EXPECT_NE(*index.body, *mark.body);
    const Response premium = get("premiumIndexKlines" + by_symbol + rows);
    EXPECT_NE(premium.body->find("\"0.000"), premium.body->find("\"-0.000"));
    const Response funding = get("fundingRate" + by_symbol + "&limit=1");
    EXPECT_TRUE(funding.body->starts_with("[{\"symbol\":\"" + std::string(symbol) +
                                          "\",\"fundingTime\":1749974400"))
        << *funding.body;
    EXPECT_EQ(get("markPriceKlines?pair=" + std::string(pair) + rows).status, 400);
  }
  for (const char* leaf : {"markPriceKlines", "indexPriceKlines", "fundingRate"}) {
    EXPECT_EQ(rest.respond(Host::kSpot, request(std::string("/api/v3/") + leaf), kNow).status, 404);
  }
}

TEST(Rest, OtherPricesWeighAsKlinesDoAndFundingsAreCountedApart) {
  Rest rest(market());
  const auto used = [&](Host host, const std::string& target) {
    return std::stoi(header(rest.respond(host, request(target), kNow), "x-mbx-used-weight-1m"));
  };
  EXPECT_EQ(used(Host::kUm, "/fapi/v1/markPriceKlines?symbol=BTCUSDT&interval=1m&limit=99"), 1);
  EXPECT_EQ(used(Host::kUm, "/fapi/v1/indexPriceKlines?pair=BTCUSDT&interval=1m&limit=499"), 3);
  EXPECT_EQ(used(Host::kUm, "/fapi/v1/premiumIndexKlines?symbol=BTCUSDT&interval=1m"), 8);
  EXPECT_EQ(used(Host::kUm, "/fapi/v1/markPriceKlines?symbol=BTCUSDT&interval=1m&limit=1500"), 18);
  const std::string funding = "fundingRate?symbol=NOSUCH";
  EXPECT_EQ(used(Host::kCm, "/dapi/v1/" + funding), 1);
  for (int i = 0; i < 500; ++i) {
    ASSERT_EQ(rest.respond(Host::kUm, request("/fapi/v1/" + funding), kNow).status, 400) << i;
  }
  const Response refused = rest.respond(Host::kUm, request("/fapi/v1/" + funding), kNow);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(header(refused, "Retry-After"), "180");
  EXPECT_TRUE(refused.body->starts_with(
      R"({"code":-1003,"msg":"Too many requests; current limit is 500 requests per 5 MINUTE.)"));
  EXPECT_EQ(used(Host::kUm, "/fapi/v1/ping"), 19);
}

TEST(Rest, SpotCountsInMicrosecondsIfAsked) {
  Rest rest(market());
  const auto time = [&](Host host, const char* path, const char* unit) {
    return *rest.respond(host, request(path, {{"x-mbx-time-unit", unit}}), kNow + 7).body;
  };
  EXPECT_EQ(time(Host::kSpot, "/api/v3/time", "MICROSECOND"), "{\"serverTime\":1750000020000007}");
  EXPECT_EQ(time(Host::kSpot, "/api/v3/time", "microsecond"), "{\"serverTime\":1750000020000007}");
  EXPECT_EQ(time(Host::kSpot, "/api/v3/time", "MILLISECOND"), "{\"serverTime\":1750000020000}");
  EXPECT_EQ(time(Host::kUm, "/fapi/v1/time", "MICROSECOND"), "{\"serverTime\":1750000020000}");
  EXPECT_EQ(time(Host::kSpot, "/api/v3/time", "DAY").substr(0, 14), "{\"code\":-1194,");
  const Response rows =
      rest.respond(Host::kSpot,
                   request("/api/v3/uiKlines?symbol=BTCUSDT&interval=1d&timeZone=8&limit=1",
                           {{"X-MBX-TIME-UNIT", "MICROSECOND"}}),
                   kNow);
  EXPECT_TRUE(rows.body->starts_with("[[1750003200000000,") ||
              rows.body->starts_with("[[1749916800000000,"))
      << *rows.body;
}

TEST(Rest, ChargesWeights) {
  const struct {
    Host host;
    const char* target;
    const char* weight;
  } cases[] = {
      {Host::kSpot, "/api/v3/ping", "1"},
      {Host::kSpot, "/api/v3/exchangeInfo?symbol=BTCUSDT", "20"},
      {Host::kSpot, "/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=1000", "2"},
      {Host::kSpot, "/api/v3/klines", "2"},
      {Host::kSpot, "/api/v3/aggTrades", "4"},
      {Host::kSpot, "/api/v3/trades", "25"},
      {Host::kUm, "/fapi/v1/klines?limit=99", "1"},
      {Host::kUm, "/fapi/v1/klines?limit=100", "2"},
      {Host::kUm, "/fapi/v1/klines?limit=499", "2"},
      {Host::kUm, "/fapi/v1/klines?limit=500", "5"},
      {Host::kUm, "/fapi/v1/klines", "5"},
      {Host::kCm, "/dapi/v1/klines?limit=1000", "5"},
      {Host::kCm, "/dapi/v1/klines?limit=1001", "10"},
      {Host::kUm, "/fapi/v1/aggTrades", "20"},
  };
  for (const auto& one : cases) {
    Rest rest(market());
    const Response response = rest.respond(one.host, request(one.target), kNow);
    EXPECT_EQ(header(response, "X-MBX-USED-WEIGHT-1M"), one.weight) << one.target;
    EXPECT_EQ(header(response, "x-mbx-used-weight"), one.weight);
  }
}

TEST(Rest, ThrottlesAndThenBans) {
  RestOptions options;
  options.spot_limits = {{LimitType::kRequestWeight, kSecond, 10, 3}};
  options.bans.refusals_max = 2;
  Rest rest(market(), options);
  std::vector<int> statuses;
  Response last;
  for (int i = 0; i < 7; ++i) {
    last = rest.respond(Host::kSpot, request("/api/v3/ping"), kNow + 4 * kSecond + i);
    statuses.push_back(last.status);
    if (last.status == 429) {
      EXPECT_EQ(header(last, "Retry-After"), "6");
      EXPECT_NE(last.body->find("current limit is 3 request weight per 10 SECOND."),
                std::string::npos);
    }
  }
  EXPECT_EQ(statuses, (std::vector<int>{200, 200, 200, 429, 429, 418, 418}));
  EXPECT_EQ(header(last, "Retry-After"), "120");
  EXPECT_EQ(header(last, "x-mbx-used-weight-10s"), "7");
  EXPECT_EQ(rest.respond(Host::kUm, request("/fapi/v1/ping"), kNow).status, 200);
  Request other = request("/api/v3/ping");
  other.client = "10.0.0.2";
  EXPECT_EQ(rest.respond(Host::kSpot, other, kNow).status, 200);
  rest.forget_clients();
  EXPECT_EQ(rest.respond(Host::kSpot, request("/api/v3/ping"), kNow).status, 200);
}

TEST(Rest, TellsTheLimitsItKeeps) {
  RestOptions options;
  options.um_limits = {{LimitType::kRequestWeight, kSecond, 10, 77}};
  Rest rest(market(), options);
  EXPECT_NE(rest.respond(Host::kUm, request("/fapi/v1/exchangeInfo"), kNow)
                .body->find(R"("rateLimits":[{"rateLimitType":"REQUEST_WEIGHT",)"
                            R"("interval":"SECOND","intervalNum":10,"limit":77}])"),
            std::string::npos);
}

TEST(Rest, KeepsTheSymbolListForAMinuteButNotTheTime) {
  Rest rest(market());
  const auto info = [&](Micros now) {
    return *rest.respond(Host::kCm, request("/dapi/v1/exchangeInfo"), now).body;
  };
  const std::string first = info(kNow);
  const std::string second = info(kNow + kSecond);
  EXPECT_NE(first, second);
  EXPECT_EQ(first.substr(60), second.substr(60));
  EXPECT_LT(info(kNow - 1500 * kDay).size(), first.size());
}

TEST(Rest, IsTotalOnArbitraryTargets) {
  Rest rest(market());
  std::mt19937 random(17);
  const std::vector<std::string> pieces{"symbol=",
                                        "BTCUSDT",
                                        "&",
                                        "interval=",
                                        "1m",
                                        "1d",
                                        "startTime=",
                                        "endTime=",
                                        "limit=",
                                        "99999999999999999999",
                                        "9223372036854775807",
                                        "0",
                                        "-1",
                                        "timeZone=",
                                        "%",
                                        "%00",
                                        "\xff",
                                        "=",
                                        "?",
                                        "+",
                                        "[\"",
                                        "1750000000000",
                                        "1750000000000000",
                                        "1M"};
  for (int round = 0; round < 3000; ++round) {
    std::string target = "/api/v3/klines?limit=3&";
    for (auto n = random() % 9; n > 0; --n) target += pieces[random() % pieces.size()];
    Request one = request(target);
    one.client = std::to_string(round);
    const int status = rest.respond(Host::kSpot, one, kNow).status;
    ASSERT_TRUE(status == 200 || status == 400) << target;
  }
}

TEST(Rest, ServesSeveralThreads) {
  Rest rest(market());
  std::vector<std::jthread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&rest, i] {
      for (int round = 0; round < 20; ++round) {
        EXPECT_EQ(
            rest.respond(Host::kCm, request("/dapi/v1/exchangeInfo"), kNow + (round + i) * kMinute)
                .status,
            200);
      }
    });
  }
}

}  // namespace
}  // namespace wick::sim::rest_test
