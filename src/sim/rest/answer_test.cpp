#include "sim/rest/answer.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

namespace wick::sim::answer_test {
namespace {

Request request(std::vector<Header> headers, const char* method = "GET") {
  Request out;
  out.method = method;
  out.headers = std::move(headers);
  return out;
}

std::string header(const Response& response, std::string_view name) {
  Request wrapped;
  wrapped.headers = response.headers;
  return std::string(wrapped.header(name).value_or("-"));
}

RestAnswer answer(int status, std::string body) {
  RestAnswer out;
  out.status = status;
  out.body = std::move(body);
  return out;
}

std::string gunzip(std::string packed, std::size_t size) {
  std::string out(size, '\0');
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, 16 + MAX_WBITS), Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  inflateEnd(&stream);
  return out;
}

TEST(Response, CarriesTheHeadersOfTheExchange) {
  const Response fine = response_of(request({}), answer(200, "{}"), 1);
  EXPECT_EQ(header(fine, "Content-Type"), "application/json;charset=UTF-8");
  EXPECT_EQ(header(fine, "Content-Length"), "2");
  EXPECT_EQ(header(fine, "Server"), "nginx");
  EXPECT_EQ(header(fine, "X-Cache"), "Miss from cloudfront");
  EXPECT_EQ(header(fine, "Access-Control-Allow-Origin"), "*");
  EXPECT_EQ(header(fine, "x-mbx-uuid").size(), 36U);
  const Response failed = response_of(request({}), answer(400, "{}"), 2);
  EXPECT_EQ(header(failed, "X-Cache"), "Error from cloudfront");
  EXPECT_EQ(header(failed, "Vary"), "-");
  EXPECT_NE(header(failed, "x-mbx-uuid"), header(fine, "x-mbx-uuid"));
}

TEST(Response, IsPackedOnlyIfThatIsWantedAndWorthIt) {
  const std::string large(5000, 'x');
  const Response packed =
      response_of(request({{"Accept-Encoding", "br, gzip"}}), answer(200, large), 1);
  EXPECT_EQ(header(packed, "Content-Encoding"), "gzip");
  EXPECT_EQ(header(packed, "Content-Length"), std::to_string(packed.body->size()));
  EXPECT_LT(packed.body->size(), 200U);
  EXPECT_EQ(gunzip(*packed.body, large.size()), large);
  const Response small = response_of(request({{"Accept-Encoding", "gzip"}}), answer(200, "{}"), 1);
  EXPECT_EQ(header(small, "Content-Encoding"), "-");
  EXPECT_EQ(*response_of(request({}), answer(200, large), 1).body, large);
}

TEST(Response, ToHeadHasNoBody) {
  const Response head = response_of(request({}, "HEAD"), answer(200, "12345"), 1);
  EXPECT_TRUE(head.body->empty());
  EXPECT_EQ(header(head, "Content-Length"), "5");
}

TEST(AcceptsGzip, ReadsTheHeader) {
  for (const char* text :
       {"gzip", "deflate, gzip", "gzip;q=1.0", "*", "gzip; q=0.5", "br;q=0,gzip"}) {
    EXPECT_TRUE(accepts_gzip(request({{"accept-encoding", text}}))) << text;
  }
  for (const char* text : {"", "identity", "gzip;q=0", "gzip; q=0.000", "xgzip", "br,,", ";"}) {
    EXPECT_FALSE(accepts_gzip(request({{"accept-encoding", text}}))) << text;
  }
  EXPECT_FALSE(accepts_gzip(request({})));
}

TEST(UsageHeaders, AreNamedAfterTheirBuckets) {
  Verdict verdict;
  verdict.used = {7, 0, 9, 3};
  const std::vector<RateLimit> limits{{LimitType::kRequestWeight, kMinute, 1, 10},
                                      {LimitType::kOrders, kSecond, 10, 10},
                                      {LimitType::kRequestWeight, kSecond, 10, 10},
                                      {LimitType::kRawRequests, kMinute, 5, 10}};
  EXPECT_EQ(usage_headers(limits, verdict), (std::vector<Header>{{"x-mbx-used-weight", "7"},
                                                                 {"x-mbx-used-weight-1m", "7"},
                                                                 {"x-mbx-used-weight-10s", "9"}}));
}

TEST(ErrorAnswer, SaysWhenToComeBack) {
  const RateLimit limit{LimitType::kRequestWeight, kMinute, 1, 6000};
  const RestAnswer throttled = error_answer(too_much_weight(limit, 1'500'000));
  EXPECT_EQ(throttled.status, 429);
  EXPECT_EQ(throttled.extra, (std::vector<Header>{{"Retry-After", "2"}}));
  EXPECT_EQ(throttled.body,
            R"({"code":-1003,"msg":"Too much request weight used; current limit is 6000 request )"
            R"(weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid )"
            R"(polling the API."})");
  const RestAnswer ban = error_answer(banned(1'700'000'000'000'000, 1'699'999'880'000'000));
  EXPECT_EQ(ban.status, 418);
  EXPECT_EQ(ban.extra, (std::vector<Header>{{"Retry-After", "120"}}));
  EXPECT_EQ(ban.body,
            R"({"code":-1003,"msg":"Way too much request weight used; IP banned until )"
            R"(1700000000000. Please use WebSocket Streams for live updates to avoid bans."})");
  EXPECT_EQ(error_answer(invalid_symbol()).body, R"({"code":-1121,"msg":"Invalid symbol."})");
  EXPECT_EQ(error_answer(invalid_symbol()).body.size(), 38U);
  EXPECT_TRUE(error_answer(invalid_symbol()).extra.empty());
}

}  // namespace
}  // namespace wick::sim::answer_test
