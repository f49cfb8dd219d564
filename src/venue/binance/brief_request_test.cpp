#include "venue/binance/brief_request.hpp"

#include <gtest/gtest.h>

#include "venue/binance/scripted_web_test.hpp"
#include "venue/binance/verdict.hpp"

namespace wick::venue::binance::brief_request_test {
namespace {

const std::vector<std::string> kHosts = {"http://a", "http://b", "http://c"};

struct Asked {
  port::HttpResult answer;
  std::vector<std::string> urls;
  int requests{};
};

Asked ask(const ScriptedWeb::Script& script, const std::vector<std::string>& hosts = kHosts) {
  ScriptedWeb web(script);
  BriefRequest request(
      {.http = &web, .hosts = &hosts, .path = "/x?y", .what = "it", .verdict = rest_verdict});
  std::optional<port::HttpResult> answer;
  for (int step = 0; !answer && step < 10; ++step) answer = request.step();
  if (!answer) answer = base::Error{base::ErrorKind::kInvalid, "no end"};
  return {*std::move(answer), web.urls, request.requests()};
}

bool from(const std::string& url, const char* host) {
  return url.starts_with(host);
}

TEST(BriefRequest, TheFirstHostThatAnswersIsEnough) {
  const Asked asked = ask([](const std::string&) { return Scripted{.body = "hello"}; });
  ASSERT_TRUE(asked.answer);
  EXPECT_EQ(*asked.answer->body, "hello");
  EXPECT_EQ(asked.urls, (std::vector<std::string>{"http://a/x?y"}));
  EXPECT_EQ(asked.requests, 1);
}

TEST(BriefRequest, AHostOutOfReachOrClosedLeadsToTheNextOneOnce) {
  const Asked asked = ask([](const std::string& url) {
    if (from(url, "http://a")) return Scripted{.unreachable = true};
    if (from(url, "http://b")) return Scripted{.status = 451};
    return Scripted{.body = "hello"};
  });
  ASSERT_TRUE(asked.answer);
  EXPECT_EQ(asked.urls, (std::vector<std::string>{"http://a/x?y", "http://b/x?y", "http://c/x?y"}));
  EXPECT_EQ(asked.requests, 3);
}

TEST(BriefRequest, NobodyIsAskedTwice) {
  const Asked asked = ask([](const std::string&) { return Scripted{.status = 503}; });
  ASSERT_FALSE(asked.answer);
  EXPECT_EQ(asked.answer.error().kind, base::ErrorKind::kUnavailable);
  EXPECT_EQ(asked.answer.error().what, "it: HTTP 503");
  EXPECT_EQ(asked.urls.size(), 3U);
}

TEST(BriefRequest, ThrottlingAndAWrongQuestionEndIt) {
  for (const int status : {418, 429, 404}) {
    const Asked asked = ask([&](const std::string&) { return Scripted{.status = status}; });
    ASSERT_FALSE(asked.answer);
    EXPECT_EQ(asked.urls.size(), 1U) << status;
  }
}

TEST(BriefRequest, WithoutHostsThereIsAnAnswerAtOnce) {
  const Asked asked = ask([](const std::string&) { return Scripted{}; }, {});
  ASSERT_FALSE(asked.answer);
  EXPECT_EQ(asked.answer.error().kind, base::ErrorKind::kUnavailable);
  EXPECT_EQ(asked.requests, 0);
}

TEST(BriefRequest, ItsPatienceIsShort) {
  ScriptedWeb web([](const std::string&) { return Scripted{}; });
  BriefRequest request(
      {.http = &web, .hosts = &kHosts, .path = "/x", .what = "it", .verdict = rest_verdict});
  EXPECT_FALSE(request.step());
  ASSERT_EQ(web.limits.size(), 1U);
  EXPECT_LE(web.limits[0].connect, std::chrono::seconds{2});
  EXPECT_LE(web.limits[0].silence, std::chrono::seconds{4});
  EXPECT_LE(web.limits[0].whole, std::chrono::seconds{6});
  EXPECT_LE(web.limits[0].body_max, std::size_t{1} << 20U);
}

}  // namespace
}  // namespace wick::venue::binance::brief_request_test
