#include "sim/fault/shape.hpp"

#include <gtest/gtest.h>

#include <string>

#include "sim/fault/scenario.hpp"

namespace wick::sim::shape_test {
namespace {

constexpr Micros kNow = 1'709'294'400 * kSecond;  // 2024-03-01T12:00:00Z

Then then_of(const std::string& then) {
  auto scenario = parse_scenario(R"({"name":"x","rules":[{"then":)" + then + "}]}");
  EXPECT_TRUE(scenario) << (scenario ? "" : scenario.error().what);
  return scenario->rules[0].then;
}

Subject spot() {
  return subject_of(Host::kSpot, {"GET", "/api/v3/klines", {}, "", {}});
}

Subject archive(const std::string& name) {
  return subject_of(Host::kArchive, {"GET", "/data/spot/daily/klines/A/1m/" + name, {}, "", {}});
}

Response replaced(const std::string& then, const Subject& subject) {
  auto response = replacement(then_of(then), {subject, kNow, 0});
  EXPECT_TRUE(response);
  EXPECT_EQ(replacement_status(then_of(then)), response->status);
  return *response;
}

Response shaped(const std::string& then, const std::string& body, std::uint64_t dice = 0,
                const Subject& subject = spot()) {
  Response response = text_response(200, "application/json", body);
  response.headers.emplace_back("Date", "today");
  response.headers.emplace_back("ETag", "\"1\"");
  shape(response, then_of(then), {subject, kNow, dice});
  return response;
}

TEST(Replacement, ByReadyMadeAnswer) {
  const Response throttled = replaced(R"({"answer":"throttle429","retry_after":7})", spot());
  EXPECT_EQ(throttled.status, 429);
  EXPECT_EQ(header_of(throttled, "retry-after"), "7");
  EXPECT_NE(throttled.body->find("\"code\":-1003"), std::string::npos);

  const Response banned = replaced(R"({"answer":"ban418","retry_after":60})", spot());
  EXPECT_EQ(banned.status, 418);
  EXPECT_EQ(header_of(banned, "Retry-After"), "60");
  EXPECT_NE(banned.body->find("IP banned until 1709294460000."), std::string::npos);

  const Response geo = replaced(R"({"answer":"geo451"})", spot());
  EXPECT_EQ(geo.status, 451);
  EXPECT_TRUE(geo.body->starts_with("{\"code\":0,\"msg\":\"Service unavailable from a restricted"));

  const Response html = replaced(R"({"answer":"html403"})", spot());
  EXPECT_EQ(html.status, 403);
  EXPECT_EQ(header_of(html, "Content-Type"), "text/html");

  EXPECT_EQ(replaced(R"({"answer":"timeout408"})", spot()).status, 408);
}

TEST(Replacement, InTheMannerOfTheHost) {
  EXPECT_NE(replaced(R"({"answer":"busy503"})", spot()).body->find("-1008"), std::string::npos);
  const Subject zip = archive("A-1m-2024-01-01.zip");
  const Response busy = replaced(R"({"answer":"busy503"})", zip);
  EXPECT_NE(busy.body->find("<Code>SlowDown</Code>"), std::string::npos);
  const Response denied = replaced(R"({"answer":"AccessDenied"})", zip);
  EXPECT_EQ(denied.status, 403);
  EXPECT_NE(denied.body->find("<Code>AccessDenied</Code>"), std::string::npos);
  const Response missing = replaced(R"({"answer":"NoSuchKey"})", zip);
  EXPECT_EQ(missing.status, 404);
  EXPECT_NE(missing.body->find("<Key>data/spot/daily/klines/A/1m/A-1m-2024-01-01.zip</Key>"),
            std::string::npos);
}

TEST(Replacement, ByCodeAndByStatus) {
  const Response error = replaced(R"({"error":-1121})", spot());
  EXPECT_EQ(error.status, 400);
  EXPECT_EQ(*error.body, R"({"code":-1121,"msg":"Invalid symbol."})");
  const Response plain = replaced(R"({"status":502,"body":"Bad gateway"})", spot());
  EXPECT_EQ(plain.status, 502);
  EXPECT_EQ(*plain.body, "Bad gateway");
  EXPECT_EQ(header_of(plain, "content-type"), "text/plain");
  const Response json = replaced(R"({"status":200,"body":[1,"a"]})", spot());
  EXPECT_EQ(*json.body, R"([1,"a"])");
  EXPECT_EQ(header_of(json, "content-type"), "application/json;charset=UTF-8");
  EXPECT_EQ(*replaced(R"({"status":500})", spot()).body, "");
  EXPECT_FALSE(replacement(then_of(R"({"delay_ms":1})"), {spot(), kNow, 0}));
}

TEST(Shape, Head) {
  const Response response =
      shaped(R"({"headers":{"X-New":"v","etag":null},"retry_after":9})", "{}");
  EXPECT_EQ(header_of(response, "x-new"), "v");
  EXPECT_EQ(header_of(response, "ETag"), "");
  EXPECT_EQ(header_of(response, "Retry-After"), "9");
}

TEST(Shape, Clock) {
  const Response millis = shaped(R"({"clock_skew_s":90})", R"({"serverTime":1709294400123,"a":1})");
  EXPECT_EQ(*millis.body, R"({"serverTime":1709294490123,"a":1})");
  EXPECT_EQ(header_of(millis, "Date"), "Fri, 01 Mar 2024 12:01:30 GMT");
  const Response micros = shaped(R"({"clock_skew_s":-1})", R"({"serverTime":1709294400123456})");
  EXPECT_EQ(*micros.body, R"({"serverTime":1709294399123456})");
  EXPECT_EQ(*shaped(R"({"clock_skew_s":1})", R"({"serverTime":})").body, R"({"serverTime":1000})");
}

TEST(Shape, Bytes) {
  const Response broken = shaped(R"({"malformed_json":true})", "[[1,2],[3,4]]");
  EXPECT_EQ(*broken.body, "[[1,2]");
  EXPECT_EQ(header_of(broken, "Content-Length"), "6");
  EXPECT_EQ(*shaped(R"({"corrupt":2})", "aaaa").body, "aata");
  EXPECT_EQ(*shaped(R"({"corrupt":1.0})", "aaaa").body, "aaat");
  EXPECT_EQ(*shaped(R"({"corrupt":true})", "aaaa", 5).body, "ataa");
  EXPECT_EQ(*shaped(R"({"corrupt":true})", "").body, "");
}

TEST(Shape, Checksums) {
  const Subject checksum = archive("A-1m-2024-01-01.zip.CHECKSUM");
  EXPECT_EQ(*shaped(R"({"wrong_checksum":true})", "0abc  x", 0, checksum).body, "1abc  x");
  EXPECT_EQ(*shaped(R"({"wrong_checksum":true})", "fabc  x", 0, checksum).body, "0abc  x");
  EXPECT_EQ(*shaped(R"({"checksum_newline":true})", "0a  x", 0, checksum).body, "0a  x\n");
  EXPECT_EQ(*shaped(R"({"checksum_newline":true})", "0a  x\n", 0, checksum).body, "0a  x\n");
  EXPECT_EQ(*shaped(R"({"checksum_newline":false})", "0a  x\n", 0, checksum).body, "0a  x");
  EXPECT_EQ(*shaped(R"({"wrong_checksum":true})", "0abc  x").body, "0abc  x");
}

TEST(Shape, Fate) {
  EXPECT_EQ(shaped(R"({"delay_ms":250})", "x").fate.delay, 250'000);
  EXPECT_EQ(shaped(R"({"bytes_per_second":100})", "x").fate.bytes_per_second, 100);
  EXPECT_EQ(shaped(R"({"truncate_at":3})", "0123456789").fate.cut_after, 3U);
  EXPECT_EQ(shaped(R"({"truncate_at":0.25})", "0123456789").fate.cut_after, 2U);
  EXPECT_EQ(shaped(R"({"truncate_at":99})", "0123456789").fate.cut_after, 10U);
  EXPECT_TRUE(shaped(R"({"reset":true})", "x").fate.reset);
  EXPECT_TRUE(shaped(R"({"silent":true})", "x").fate.silent);
  const Fate calm = shaped(R"({"retry_after":1})", "x").fate;
  EXPECT_FALSE(calm.reset || calm.silent || calm.cut_after || calm.delay != 0);
}

}  // namespace
}  // namespace wick::sim::shape_test
