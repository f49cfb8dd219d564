#include "venue/pace.hpp"

#include <gtest/gtest.h>

#include "fake/board.hpp"
#include "venue/binance/rate_limits.hpp"
#include "venue/binance/scripted_web_test.hpp"

namespace wick::venue::pace_test {
namespace {

using base::Error;
using base::ErrorKind;
using binance::Scripted;
using binance::ScriptedWeb;
using namespace std::chrono_literals;

core::Now at(core::Micros elapsed) {
  return {core::midnight(2024, 6, 1) + elapsed, core::MonoTime{5h} + elapsed};
}

const std::string kTenSeconds =
    R"({"rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","interval":"SECOND","intervalNum":10,)"
    R"("limit":100},{"rateLimitType":"ORDERS","interval":"DAY","intervalNum":1,"limit":5}]})";

// Two programs and a server of which they know nothing yet.
class PaceTest : public testing::Test {
 protected:
  [[nodiscard]] Pace program(port::Board* shared) {
    return Pace({.account = "binance spot http://spot",
                 .http = &web,
                 .host = "http://spot",
                 .board = shared,
                 .blocked_for = 1min,
                 .rules = binance::rest_rules(core::Market::kSpot)});
  }

  // How often that program may send just now.
  static int sends(Pace& pace, core::Now now) {
    int count = 0;
    while (std::holds_alternative<Pace::Go>(pace.ask(2, now))) ++count;
    return count;
  }

  Scripted said{.status = 200, .body = kTenSeconds};
  ScriptedWeb web{[this](const std::string& /*url*/) { return said; }};
  fake::Board board;
};

TEST_F(PaceTest, AsksForTheLimitsOnceAndNeverBeyondThem) {
  Pace ours = program(&board);
  Pace theirs = program(&board);
  int sent = 0;
  for (core::Micros t = 0s; t < 10s; t += 100ms) sent += sends(ours, at(t)) + sends(theirs, at(t));
  EXPECT_EQ(web.urls, std::vector<std::string>{"http://spot/api/v3/exchangeInfo?symbol=BTCUSDT"});
  EXPECT_LE(20 + 2 * sent, 100);
  EXPECT_GE(20 + 2 * sent, 96);
  EXPECT_EQ(sends(ours, at(10s)) + sends(theirs, at(10s)), 49);
}

TEST_F(PaceTest, TellsWhenToAskAgain) {
  Pace pace = program(&board);
  (void)pace.ask(2, at(0s));
  (void)sends(pace, at(1s));
  const auto answer = pace.ask(2, at(4s));
  ASSERT_TRUE(std::holds_alternative<Pace::Wait>(answer));
  EXPECT_EQ(std::get<Pace::Wait>(answer).until, at(10s).mono);
}

TEST_F(PaceTest, WithoutABoardNothingIsPaced) {
  Pace pace = program(nullptr);
  for (int i = 0; i < 1000; ++i) {
    ASSERT_TRUE(std::holds_alternative<Pace::Go>(pace.ask(2, at(0s))));
  }
  EXPECT_TRUE(web.urls.empty());
}

TEST_F(PaceTest, WhatABanSaysHoldsForAllProgramsAtOnceAndForLaterOnes) {
  Pace ours = program(&board);
  Pace theirs = program(&board);
  (void)sends(theirs, at(0s));
  theirs.learn(Error{ErrorKind::kThrottled, "banned | until then", 10min}, at(1s));
  const auto answer = ours.ask(2, at(1s));
  ASSERT_TRUE(std::holds_alternative<Error>(answer));
  EXPECT_EQ(std::get<Error>(answer).kind, ErrorKind::kThrottled);
  EXPECT_EQ(std::get<Error>(answer).what, "banned | until then");
  EXPECT_EQ(std::get<Error>(answer).retry_after, 10min);
  Pace later = program(&board);
  ASSERT_TRUE(later.closed(at(5min)));
  EXPECT_TRUE(later.ask_at_once(2, at(5min)));
  EXPECT_FALSE(later.closed(at(1s + 10min)));
}

// As on a full disk: nothing that is written there is ever found again.
TEST_F(PaceTest, ABoardThatForgetsEverythingStopsNothing) {
  class Sieve final : public port::Board {
   public:
    [[nodiscard]] std::string look(const std::string& /*name*/) override { return ""; }
    void change(const std::string& /*name*/, const Change& change) override { (void)change(""); }
  };
  Sieve sieve;
  Pace pace = program(&sieve);
  EXPECT_TRUE(std::holds_alternative<Pace::Wait>(pace.ask(2, at(0s))));
  for (core::Micros t = 20ms; t < 1s; t += 20ms) {
    EXPECT_TRUE(std::holds_alternative<Pace::Go>(pace.ask(2, at(t))));
  }
  EXPECT_EQ(web.urls.size(), 1U) << "the limits are not asked for again and again";
}

TEST_F(PaceTest, ARefusalIsForThisProgramAlone) {
  Pace ours = program(&board);
  ours.learn(Error{ErrorKind::kUnauthorized, "403"}, at(0s));
  EXPECT_TRUE(ours.closed(at(1s)));
  EXPECT_FALSE(program(&board).closed(at(1s)));
}

TEST_F(PaceTest, WhatOthersSpendIsReadInTheAnswers) {
  Pace pace = program(&board);
  (void)pace.ask(2, at(0s));
  ASSERT_TRUE(std::holds_alternative<Pace::Go>(pace.ask(2, at(1s))));
  port::HttpResponse response;
  response.status = 200;
  response.elapsed = 10ms;
  response.headers = {{"X-MBX-USED-WEIGHT-10S", "72"}};
  pace.answered(2, &response, at(1s));
  EXPECT_GE(pace.budget().windows().front().foreign, 40);
  EXPECT_LE(sends(pace, at(2s)), 14);
}

TEST_F(PaceTest, WithoutAnAnswerTheUsualLimitsHoldForAWhile) {
  said.unreachable = true;
  Pace pace = program(&board);
  (void)pace.ask(2, at(0s));
  EXPECT_TRUE(std::holds_alternative<Pace::Go>(pace.ask(2, at(1s))));
  EXPECT_EQ(pace.budget().windows().front().limit.most, 6000);
  said.unreachable = false;
  (void)pace.ask(2, at(11min));
  (void)pace.ask(2, at(11min + 1s));
  EXPECT_EQ(pace.budget().windows().front().limit.most, 100);
}

TEST_F(PaceTest, AQuestionForTheLimitsThatIsRefusedStopsAllTheOthers) {
  said = {.status = 429, .body = "", .headers = {{"Retry-After", "5"}}};
  Pace pace = program(&board);
  (void)pace.ask(2, at(0s));
  const auto answer = pace.ask(2, at(1s));
  ASSERT_TRUE(std::holds_alternative<Error>(answer));
  EXPECT_EQ(std::get<Error>(answer).kind, ErrorKind::kThrottled);
  EXPECT_TRUE(program(&board).closed(at(4s)));
  said = {.status = 200, .body = kTenSeconds};
  (void)pace.ask(2, at(7s));
  EXPECT_TRUE(std::holds_alternative<Pace::Go>(pace.ask(2, at(7s))));
  EXPECT_EQ(pace.budget().windows().front().limit.most, 100);
}

TEST(RateLimits, AreReadAsTheExchangeTellsThem) {
  const auto limits = binance::parse_rate_limits(
      R"({"timezone":"UTC","rateLimits":[)"
      R"({"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":6000},)"
      R"({"rateLimitType":"NEW_KIND","interval":"MINUTE","intervalNum":1,"limit":3},)"
      R"({"rateLimitType":"RAW_REQUESTS","interval":"MINUTE","intervalNum":5,"limit":61000}],)"
      R"("symbols":[]})");
  using Counts = policy::RateLimit::Counts;
  EXPECT_EQ(limits, (std::vector<policy::RateLimit>{{Counts::kWeight, 1min, 6000},
                                                    {Counts::kRequests, 5min, 61'000}}));
  EXPECT_TRUE(binance::parse_rate_limits("").empty());
  EXPECT_TRUE(binance::parse_rate_limits("{\"rateLimits\":7}").empty());
}

TEST(RateLimits, WhatWasUsedIsReadFromTheHeadersOfAnyCase) {
  port::HttpResponse response;
  response.headers = {{"x-mbx-used-weight", "9"},     {"x-mbx-used-weight-1m", "7"},
                      {"X-MBX-USED-WEIGHT-10S", "3"}, {"x-mbx-used-weight-1x", "1"},
                      {"x-mbx-used-weight-1h", "-1"}, {"x-mbx-used-weight-0m", "1"}};
  const auto used = binance::used_weights(response);
  ASSERT_EQ(used.size(), 2U);
  EXPECT_EQ(used[0].window, core::Micros{1min});
  EXPECT_EQ(used[0].weight, 7);
  EXPECT_EQ(used[1].window, core::Micros{10s});
}

TEST(RateLimits, APageCostsWhatTheVenueCharges) {
  using core::Market;
  EXPECT_EQ(binance::klines_weight(Market::kSpot, 1000), 2);
  const std::vector<std::pair<std::int64_t, std::int64_t>> table{
      {1, 1}, {99, 1}, {100, 2}, {499, 2}, {500, 5}, {1000, 5}, {1001, 10}, {1500, 10}};
  for (const auto& [limit, weight] : table) {
    EXPECT_EQ(binance::klines_weight(Market::kFuturesUsdt, limit), weight) << limit;
  }
}

}  // namespace
}  // namespace wick::venue::pace_test
