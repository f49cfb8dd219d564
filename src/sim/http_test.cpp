#include "sim/http.hpp"

#include <gtest/gtest.h>

#include <random>

namespace wick::sim::http_test {
namespace {

using Query = std::vector<std::pair<std::string, std::string>>;

TEST(Target, SplitsPathAndQueryAndDecodesBoth) {
  const Target target = parse_target("/a%20b+c?x=1%2B1&y=a+b&x=2&flag&=v&empty=");
  EXPECT_EQ(target.path, "/a b+c");
  EXPECT_EQ(
      target.query,
      (Query{{"x", "1+1"}, {"y", "a b"}, {"x", "2"}, {"flag", ""}, {"", "v"}, {"empty", ""}}));
  EXPECT_EQ(*target.find("x"), "1+1");
  EXPECT_EQ(target.find("z"), nullptr);
}

TEST(Target, KeepsBrokenEscapesAndLaterMarks) {
  EXPECT_EQ(parse_target("/%zz%4").path, "/%zz%4");
  EXPECT_EQ(parse_target("%").path, "%");
  EXPECT_EQ(parse_target("/%41%").path, "/A%");
  EXPECT_EQ(parse_target("/p?a=b?c=d&&&e").query, (Query{{"a", "b?c=d"}, {"e", ""}}));
  EXPECT_EQ(parse_target("/p?a=b=c").query, (Query{{"a", "b=c"}}));
  EXPECT_TRUE(parse_target("").path.empty());
  EXPECT_TRUE(parse_target("/p?").query.empty());
}

TEST(Target, IsTotalOnArbitraryBytes) {
  std::mt19937 random(1);
  const std::string alphabet("%?&=+/4aZ\0\xff", 11);
  for (int round = 0; round < 20'000; ++round) {
    std::string text(random() % 24, '\0');
    for (char& c : text) c = alphabet[random() % alphabet.size()];
    const Target target = parse_target(text);
    std::size_t bytes = target.path.size();
    for (const auto& [name, value] : target.query) bytes += name.size() + value.size();
    ASSERT_LE(bytes, text.size());
  }
}

TEST(Request, FindsHeadersInAnyCase) {
  Request request;
  request.headers = {{"Accept-Encoding", "gzip"}, {"RANGE", "bytes=0-1"}};
  EXPECT_EQ(request.header("accept-encoding"), "gzip");
  EXPECT_EQ(request.header("Range"), "bytes=0-1");
  EXPECT_FALSE(request.header("Rang").has_value());
}

TEST(TextResponse, SaysWhatItCarries) {
  const Response response = text_response(404, "text/plain", "gone");
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.headers,
            (std::vector<Header>{{"Content-Type", "text/plain"}, {"Content-Length", "4"}}));
  EXPECT_EQ(*response.body, "gone");
}

}  // namespace
}  // namespace wick::sim::http_test
