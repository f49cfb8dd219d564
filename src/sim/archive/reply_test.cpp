#include "sim/archive/reply.hpp"

#include <gtest/gtest.h>

#include "sim/archive/calendar.hpp"

namespace wick::sim::reply_test {
namespace {

constexpr Micros kModified = 1'700'000'000 * kSecond;

const StoredObject kObject{"data/x.zip", "\"abc\"", "application/zip", kModified};
const auto kBody = std::make_shared<const std::string>("0123456789");

Request get(std::vector<Header> headers) {
  Request request;
  request.method = "GET";
  request.headers = std::move(headers);
  return request;
}

std::string header(const Response& response, std::string_view name) {
  Request wrapped;
  wrapped.headers = response.headers;
  return std::string(wrapped.header(name).value_or("-"));
}

Response ranged(const char* range) {
  return object_reply(get({{"Range", range}}), kObject, kBody, CdnCache::kMiss);
}

TEST(ObjectReply, SendsTheBodyItselfWithItsHeaders) {
  const Response response = object_reply(get({}), kObject, kBody, CdnCache::kHit);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, kBody);
  EXPECT_EQ(header(response, "Content-Type"), "application/zip");
  EXPECT_EQ(header(response, "Content-Length"), "10");
  EXPECT_EQ(header(response, "Last-Modified"), "Tue, 14 Nov 2023 22:13:20 GMT");
  EXPECT_EQ(header(response, "ETag"), "\"abc\"");
  EXPECT_EQ(header(response, "Accept-Ranges"), "bytes");
  EXPECT_EQ(header(response, "Server"), "AmazonS3");
  EXPECT_EQ(header(response, "X-Cache"), "Hit from cloudfront");
  EXPECT_EQ(header(object_reply(get({}), kObject, kBody, CdnCache::kMiss), "X-Cache"),
            "Miss from cloudfront");
}

TEST(ObjectReply, CutsOneRange) {
  const struct {
    const char* range;
    const char* body;
    const char* content_range;
  } cases[] = {
      {"bytes=0-0", "0", "bytes 0-0/10"},
      {"bytes=2-4", "234", "bytes 2-4/10"},
      {"bytes=7-", "789", "bytes 7-9/10"},
      {"bytes=-3", "789", "bytes 7-9/10"},
      {"bytes=5-99", "56789", "bytes 5-9/10"},
      {"bytes=-99", "0123456789", "bytes 0-9/10"},
      {"bytes=9-99999999999999999999999", "9", "bytes 9-9/10"},
  };
  for (const auto& one : cases) {
    const Response response = ranged(one.range);
    EXPECT_EQ(response.status, 206) << one.range;
    EXPECT_EQ(*response.body, one.body) << one.range;
    EXPECT_EQ(header(response, "Content-Range"), one.content_range);
    EXPECT_EQ(header(response, "Content-Length"), std::to_string(response.body->size()));
  }
}

TEST(ObjectReply, RefusesRangesBeyondTheEnd) {
  for (const char* range :
       {"bytes=10-", "bytes=10-12", "bytes=-0", "bytes=99999999999999999999-"}) {
    const Response response = ranged(range);
    EXPECT_EQ(response.status, 416) << range;
    EXPECT_EQ(header(response, "Content-Range"), "bytes */10");
    EXPECT_NE(response.body->find("<Code>InvalidRange</Code>"), std::string::npos);
  }
}

TEST(ObjectReply, IgnoresRangesItDoesNotUnderstand) {
  for (const char* range : {"", "bytes", "bytes=", "bytes=-", "bytes=3-1", "bytes=a-b", "items=0-1",
                            "bytes=0-1,4-5", "bytes=+1-2", "bytes=1", "bytes= 1-2"}) {
    EXPECT_EQ(ranged(range).status, 200) << range;
  }
}

TEST(ObjectReply, GivesTheWholeObjectIfTheRangeIsOfAnotherVersion) {
  const auto status = [](const char* condition) {
    return object_reply(get({{"Range", "bytes=1-2"}, {"If-Range", condition}}), kObject, kBody,
                        CdnCache::kHit)
        .status;
  };
  EXPECT_EQ(status("\"abc\""), 206);
  EXPECT_EQ(status("Tue, 14 Nov 2023 22:13:20 GMT"), 206);
  EXPECT_EQ(status("\"old\""), 200);
  EXPECT_EQ(status("Tue, 14 Nov 2023 22:13:19 GMT"), 200);
}

TEST(Conditions, MatchTagsFirstAndDatesOtherwise) {
  const std::string same = http_date(kModified);
  const std::string earlier = http_date(kModified - kSecond);
  EXPECT_TRUE(unchanged(get({{"If-None-Match", "\"abc\""}}), kObject));
  EXPECT_TRUE(unchanged(get({{"If-None-Match", "\"x\" , W/\"abc\""}}), kObject));
  EXPECT_TRUE(unchanged(get({{"If-None-Match", "*"}}), kObject));
  EXPECT_FALSE(unchanged(get({{"If-None-Match", "\"ab\",,"}}), kObject));
  EXPECT_FALSE(unchanged(get({{"If-None-Match", ""}}), kObject));
  EXPECT_TRUE(unchanged(get({{"If-Modified-Since", same}}), kObject));
  EXPECT_FALSE(unchanged(get({{"If-Modified-Since", earlier}}), kObject));
  EXPECT_FALSE(unchanged(get({{"If-Modified-Since", "yesterday"}}), kObject));
  EXPECT_FALSE(unchanged(get({{"If-None-Match", "\"x\""}, {"If-Modified-Since", same}}), kObject));
  EXPECT_FALSE(unchanged(get({}), kObject));
  EXPECT_EQ(not_modified(kObject).status, 304);
  EXPECT_EQ(header(not_modified(kObject), "ETag"), "\"abc\"");
}

TEST(Errors, AreThoseOfTheBucket) {
  const Response missing = no_such_key("a&b");
  EXPECT_EQ(missing.status, 404);
  EXPECT_NE(missing.body->find("<Error><Code>NoSuchKey</Code><Message>The specified key does not "
                               "exist.</Message><Key>a&amp;b</Key><RequestId>"),
            std::string::npos);
  EXPECT_EQ(header(missing, "X-Cache"), "Error from cloudfront");
  const Response denied = access_denied();
  EXPECT_EQ(denied.status, 403);
  EXPECT_NE(denied.body->find("<Error><Code>AccessDenied</Code><Message>Access Denied</Message>"),
            std::string::npos);
  EXPECT_EQ(xml_escape(std::string("<\"\n\0>", 5)), "&lt;&quot;??&gt;");
}

TEST(WithoutBody, KeepsTheHeaders) {
  const Response head = without_body(text_response(200, "text/plain", "12345"));
  EXPECT_EQ(header(head, "Content-Length"), "5");
  EXPECT_TRUE(head.body->empty());
}

}  // namespace
}  // namespace wick::sim::reply_test
