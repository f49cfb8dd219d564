#include "venue/okx/rest.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "fake/board.hpp"
#include "venue/binance/scripted_web_test.hpp"

namespace wick::venue::okx::rest_test {
namespace {

using binance::PromptWorkers;
using binance::Scripted;
using binance::ScriptedWeb;
using core::UtcTime;
using namespace std::chrono_literals;

const UtcTime kNow = core::midnight(2024, 6, 1) + 30min + 20s;
const core::SeriesId kMinutes{core::Provider::kOkx, core::Market::kSpot, core::ChartType::kKlines,
                              "BTC-USDT", core::Interval::k1m};

// An OKX with a bar at every minute but those that a test takes away; the names of `after` and
// `before` mean what the exchange says they mean.
class OkxRest : public testing::Test {
 protected:
  static std::int64_t parameter(const std::string& url, const std::string& name) {
    return std::stoll(url.substr(url.find("&" + name + "=") + name.size() + 2));
  }

  Scripted answer(const std::string& url) {
    if (url.starts_with("http://down")) return {.status = 503};
    if (script && answers >= script_from) return *script;
    const std::int64_t older_than = parameter(url, "after");
    const std::int64_t newer_than = parameter(url, "before");
    std::int64_t left = std::min(parameter(url, "limit"), rows_max);
    std::string rows;
    const auto number = answers++;
    const auto exists = [&](UtcTime t) {
      return t <= now.utc && !absent.contains(t) && !forgotten.contains({number, t});
    };
    UtcTime t = core::Grid(core::Interval::k1m).floor(now.utc);
    for (; left > 0 && core::millis_of(t) > newer_than; t -= 1min) {
      if (core::millis_of(t) >= older_than || !exists(t)) continue;
      const bool closed = t + 1min <= now.utc && t < unconfirmed_from;
      rows += (rows.empty() ? "[\"" : ",[\"") + std::to_string(core::millis_of(t)) +
              R"(","1","2","0.5","1.5","3","4","5",")" + (closed ? "1" : "0") + "\"]";
      --left;
    }
    return {.body = R"({"code":"0","msg":"","data":[)" + rows + "]}"};
  }

  std::vector<port::Reply> ask(const core::RangeSet& ranges) {
    Rest rest({.http = &web, .workers = &workers, .board = &board}, options);
    return binance::replies_of(rest, kMinutes, ranges, now);
  }
  port::Reply ask_one(core::TimeRange range) {
    auto replies = ask({range});
    EXPECT_EQ(replies.size(), 1U);
    return std::move(replies.at(0));
  }

  core::Now now{kNow, {}};
  std::map<UtcTime, bool> absent;
  std::set<std::pair<int, UtcTime>> forgotten;  // by the answer of that number
  int answers{0};
  int script_from{0};
  UtcTime unconfirmed_from{core::kFarFuture};
  std::int64_t rows_max{300};
  std::optional<Scripted> script;
  ScriptedWeb web{[this](const std::string& url) { return answer(url); }};
  PromptWorkers workers;
  fake::Board board;
  RestOptions options{.hosts = {"http://a"}};
};

TEST_F(OkxRest, PagesOfThreeHundredHoldEveryBarOnce) {
  const UtcTime begin = core::midnight(2024, 5, 1);
  const core::RangeSet wanted{{begin, begin + 1440min}};
  core::RangeSet have;
  for (const port::Reply& reply : ask(wanted)) {
    ASSERT_FALSE(reply.error) << reply.error->what;
    EXPECT_EQ(reply.settled, reply.asked);
    EXPECT_TRUE(reply.holes.empty());
    ASSERT_EQ(reply.chunks.size(), 1U);
    have.add(core::covered(reply.chunks[0].columns(), core::Grid(core::Interval::k1m)));
  }
  EXPECT_EQ(have, wanted);
  EXPECT_EQ(web.urls.size(), 5U);
  EXPECT_EQ(web.urls[0],
            "http://a/api/v5/market/history-candles?instId=BTC-USDT&bar=1m"
            "&after=1714539600000&before=1714521599999&limit=300");
  EXPECT_EQ(web.urls[4],
            "http://a/api/v5/market/history-candles?instId=BTC-USDT&bar=1m"
            "&after=1714608000000&before=1714593599999&limit=240");
  Rest rest({.http = &web, .workers = &workers}, options);
  const auto plan = rest.plan(kMinutes, wanted);
  ASSERT_EQ(plan.size(), 5U);
  for (std::size_t i = 0; i < plan.size(); ++i) EXPECT_EQ("http://a" + plan[i], web.urls[i]);
}

TEST_F(OkxRest, WhatAPageLeavesOutDoesNotExist) {
  const UtcTime begin = core::midnight(2024, 5, 1);
  for (const auto minute : {0min, 5min, 6min, 9min}) absent[begin + minute] = true;
  const port::Reply reply = ask_one({begin, begin + 10min});
  ASSERT_FALSE(reply.error);
  EXPECT_EQ(reply.settled, (core::RangeSet{{begin, begin + 10min}}));
  core::RangeSet holes;
  for (const core::Hole& hole : reply.holes) {
    EXPECT_EQ(hole.cause, core::Cause::kNoBarAtSource);
    holes.add(hole.range);
  }
  EXPECT_EQ(holes, (core::RangeSet{{begin, begin + 1min},
                                   {begin + 5min, begin + 7min},
                                   {begin + 9min, begin + 10min}}));
  EXPECT_EQ(reply.chunks.at(0).size(), 6U);
}

TEST_F(OkxRest, APageWithAGapIsAskedForTwice) {
  const UtcTime begin = core::midnight(2024, 5, 1);
  absent[begin + 2min] = true;
  const port::Reply reply = ask_one({begin, begin + 10min});
  ASSERT_EQ(web.urls.size(), 2U);
  EXPECT_EQ(web.urls[0], web.urls[1]);
  EXPECT_EQ(reply.evidence.at(0).requests, 2);
  (void)ask_one({begin + 3min, begin + 10min});
  EXPECT_EQ(web.urls.size(), 3U) << "nothing odd about it";
  const port::Reply none = ask_one({begin + 2min, begin + 3min});
  EXPECT_EQ(web.urls.size(), 4U) << "no row at all is not a page that was cut";
  EXPECT_EQ(none.holes.size(), 1U);
}

TEST_F(OkxRest, APageThatWasCutOnceIsWhole) {
  const UtcTime begin = core::midnight(2024, 5, 1);
  for (const auto minute : {5min, 8min, 9min}) forgotten.emplace(0, begin + minute);
  const port::Reply reply = ask_one({begin, begin + 10min});
  ASSERT_FALSE(reply.error) << reply.error->what;
  EXPECT_EQ(reply.settled, reply.asked);
  EXPECT_TRUE(reply.holes.empty());
  EXPECT_EQ(reply.chunks.at(0).size(), 10U);
}

TEST_F(OkxRest, OnlyWhatBothAnswersLeaveOutDoesNotExist) {
  const UtcTime begin = core::midnight(2024, 5, 1);
  absent[begin + 2min] = true;
  forgotten = {{0, begin + 5min}, {1, begin + 3min}, {1, begin + 8min}};
  const port::Reply reply = ask_one({begin, begin + 10min});
  ASSERT_TRUE(reply.error);
  EXPECT_EQ(reply.error->kind, base::ErrorKind::kUnavailable);
  ASSERT_EQ(reply.holes.size(), 1U);
  EXPECT_EQ(reply.holes[0].range, (core::TimeRange{begin + 2min, begin + 3min}));
  EXPECT_EQ(reply.asked.minus(reply.settled),
            (core::RangeSet{{begin + 3min, begin + 4min}, {begin + 8min, begin + 9min}}));
  EXPECT_EQ(web.urls.size(), 2U);
}

TEST_F(OkxRest, WhereTheSecondAnswerDoesNotComeNoGapIsBelieved) {
  const UtcTime begin = core::midnight(2024, 5, 1);
  forgotten = {{0, begin + 5min}};
  script = Scripted{.status = 429, .body = R"({"code":"50011","msg":"Too Many Requests"})"};
  script_from = 1;
  const port::Reply reply = ask_one({begin, begin + 10min});
  ASSERT_TRUE(reply.error);
  EXPECT_EQ(reply.error->kind, base::ErrorKind::kThrottled);
  EXPECT_TRUE(reply.holes.empty());
  EXPECT_EQ(reply.asked.minus(reply.settled), (core::RangeSet{{begin + 5min, begin + 6min}}));
  EXPECT_EQ(reply.chunks.at(0).size(), 9U);
}

TEST_F(OkxRest, TheRunningCandleIsNeverFinal) {
  options.shelf = Shelf::kRecent;
  const UtcTime minute = core::midnight(2024, 6, 1) + 30min;  // is forming
  const core::TimeRange range{minute - 5min, minute + 1min};
  const port::Reply reply = ask_one(range);
  EXPECT_TRUE(web.urls[0].starts_with("http://a/api/v5/market/candles?instId=BTC-USDT&bar=1m&"));
  EXPECT_EQ(reply.settled, (core::RangeSet{{minute - 5min, minute}}));
  ASSERT_EQ(reply.chunks.size(), 1U);
  EXPECT_EQ(reply.chunks[0].size(), 5U);
  EXPECT_TRUE(reply.holes.empty());
  ASSERT_TRUE(reply.error);
  EXPECT_EQ(reply.error->kind, base::ErrorKind::kUnavailable);

  options.include_open = true;
  const port::Reply open = ask_one(range);
  EXPECT_FALSE(open.error);
  ASSERT_EQ(open.chunks.size(), 2U);
  EXPECT_FALSE(open.chunks[1].mark().final);
  EXPECT_EQ(open.chunks[1].open_time(0), minute);
}

TEST_F(OkxRest, AClosedCandleThatIsNotConfirmedIsNotFinal) {
  options.shelf = Shelf::kRecent;
  const UtcTime minute = core::midnight(2024, 6, 1) + 30min;
  unconfirmed_from = minute - 2min;
  const port::Reply reply = ask_one({minute - 5min, minute});
  EXPECT_EQ(reply.settled, (core::RangeSet{{minute - 5min, minute - 2min}}));
  EXPECT_EQ(reply.chunks.at(0).size(), 3U);
  EXPECT_TRUE(reply.holes.empty());
  EXPECT_TRUE(reply.error);
}

TEST_F(OkxRest, TheServersClockCounts) {
  options.shelf = Shelf::kRecent;
  const UtcTime minute = core::midnight(2024, 6, 1) + 30min;
  Scripted late =
      answer("http://a/x?&after=" + std::to_string(core::millis_of(minute)) +
             "&before=" + std::to_string(core::millis_of(minute - 5min) - 1) + "&limit=5");
  late.headers = {{"Date", "Sat, 01 Jun 2024 00:28:00 GMT"}};
  script = late;
  EXPECT_EQ(ask_one({minute - 5min, minute}).settled,
            (core::RangeSet{{minute - 5min, minute - 3min}}));
}

TEST_F(OkxRest, SilenceAboutOldBarsIsNoAnswer) {
  options.shelf = Shelf::kRecent;
  const UtcTime begin = core::midnight(2024, 5, 1);
  const port::Reply reply = ask_one({begin, begin + 10min});
  EXPECT_TRUE(web.urls.empty());
  EXPECT_TRUE(reply.settled.empty());
  ASSERT_TRUE(reply.error);
  EXPECT_EQ(reply.error->what, "/api/v5/market/candles has newer bars only");
}

TEST_F(OkxRest, APageThatTheServerCutSettlesOnlyWhatItHolds) {
  rows_max = 100;
  const UtcTime begin = core::midnight(2024, 5, 1);
  const port::Reply reply = ask_one({begin, begin + 300min});
  EXPECT_EQ(reply.settled, (core::RangeSet{{begin + 200min, begin + 300min}}));
  EXPECT_TRUE(reply.holes.empty());
  ASSERT_TRUE(reply.error);
  EXPECT_EQ(reply.error->kind, base::ErrorKind::kUnavailable);
  EXPECT_FALSE(ask_one({begin, begin + 100min}).error) << "no more was asked for";
}

TEST_F(OkxRest, AnUnknownInstrumentEndsIt) {
  script = Scripted{.body = R"({"code":"51001","msg":"Instrument ID does not exist","data":[]})"};
  const UtcTime begin = core::midnight(2024, 5, 1);
  const port::Reply reply = ask_one({begin, begin + 10min});
  ASSERT_TRUE(reply.error);
  EXPECT_EQ(reply.error->kind, base::ErrorKind::kInvalid);
  EXPECT_EQ(web.urls.size(), 1U);
  EXPECT_EQ(reply.evidence.at(0).outcome, reply.error->what);
}

TEST_F(OkxRest, ThrottlingClosesTheGateForAllOfUs) {
  options.in_flight_max = 1;
  script = Scripted{.status = 429, .body = R"({"code":"50011","msg":"Too Many Requests"})"};
  const UtcTime begin = core::midnight(2024, 5, 1);
  for (const port::Reply& reply : ask({{begin, begin + 24h}})) {
    ASSERT_TRUE(reply.error);
    EXPECT_EQ(reply.error->kind, base::ErrorKind::kThrottled);
    EXPECT_LE(reply.error->retry_after, 2s);
  }
  EXPECT_EQ(web.urls.size(), 1U);
  now.utc += 1s;
  (void)ask_one({begin, begin + 1min});  // by another Rest, as of another process
  EXPECT_EQ(web.urls.size(), 1U);
  now.utc += 1s;
  (void)ask_one({begin, begin + 1min});
  EXPECT_EQ(web.urls.size(), 2U);
}

TEST_F(OkxRest, TheNextHostAnswersWhereOneIsDown) {
  options.hosts = {"http://down", "http://b"};
  const UtcTime begin = core::midnight(2024, 5, 1);
  EXPECT_FALSE(ask_one({begin, begin + 1min}).error);
  ASSERT_EQ(web.urls.size(), 4U);
  EXPECT_TRUE(web.urls[2].starts_with("http://down/"));
  EXPECT_TRUE(web.urls[3].starts_with("http://b/"));
}

TEST_F(OkxRest, RequestsKeepThePaceThatIsAllowed) {
  const UtcTime begin = core::midnight(2024, 5, 1);
  const core::MonoTime start = now.mono;
  (void)ask({{begin, begin + 300min * 41}});
  EXPECT_EQ(web.urls.size(), 41U);
  EXPECT_GE(now.mono - start, 4s) << "twenty in two seconds";
}

}  // namespace
}  // namespace wick::venue::okx::rest_test
