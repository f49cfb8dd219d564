#include "venue/binance/listing.hpp"

#include <gtest/gtest.h>

#include "core/time_text.hpp"
#include "venue/binance/scripted_web_test.hpp"

namespace wick::venue::binance::listing_test {
namespace {

using core::Interval;
using core::Market;
using core::midnight;
using core::UtcTime;
using namespace std::chrono_literals;

// An exchange with one symbol: what the archive lists, and what REST has.
struct Exchange {
  std::optional<UtcTime> archived;  // the day of the first object
  std::optional<UtcTime> listed;    // the day of the first bar of REST
  std::optional<Scripted> listing;  // instead of what the listing would say
  std::optional<Scripted> rest;     // instead of what REST would say

  [[nodiscard]] Scripted answer(const std::string& url) const;
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

constexpr const char* kRecentDays = "&marker=";  // asked for by those who look for its end

std::string row(UtcTime open, UtcTime end) {
  return "[" + std::to_string(core::millis_of(open)) + R"(,"1","2","0.5","1.5","3",)" +
         std::to_string(core::millis_of(end) - 1) + R"(,"4",5,"1","2","0"])";
}

std::string page_of_keys(const std::string& url, std::optional<UtcTime> first) {
  std::string text = "<ListBucketResult><IsTruncated>false</IsTruncated>";
  if (first) {
    const auto from = url.find("prefix=") + 7;
    const std::string folder = url.substr(from, url.find('&', from) - from);
    const auto slash = folder.find("klines/") + 7;
    const std::string symbol = folder.substr(slash, folder.find('/', slash) - slash);
    const std::string key = folder + symbol + "-1d-" + core::to_date(*first) + ".zip";
    text += "<Contents><Key>" + key + "</Key></Contents><Contents><Key>" + key +
            ".CHECKSUM</Key></Contents>";
  }
  return text + "</ListBucketResult>";
}

const Scripted kInvalidSymbol{.status = 400, .body = R"({"code":-1121,"msg":"Invalid symbol."})"};

Scripted Exchange::answer(const std::string& url) const {
  if (has(url, kRecentDays)) return {.body = page_of_keys(url, midnight(2024, 5, 31))};
  if (has(url, "prefix=")) return listing.value_or(Scripted{.body = page_of_keys(url, archived)});
  if (rest) return *rest;
  if (!listed) return kInvalidSymbol;
  if (has(url, "interval=1M")) {
    const core::TimeRange month = core::month_of(*listed);
    return {.body = "[" + row(month.begin, month.end) + "," +
                    row(month.end, core::month_of(month.end).end) + "]"};
  }
  return {.body = "[" + row(*listed, *listed + 24h) + "]"};
}

constexpr const char* kSymbol = "BTCUSDT";
const UtcTime kListed = midnight(2017, 8, 17);

class Guard : public testing::Test {
 protected:
  core::SeriesId id(Market market = Market::kSpot, Interval interval = Interval::k1h) {
    return {core::Provider::kBinance, market, core::ChartType::kKlines, kSymbol, interval};
  }

  port::Reply ask(const core::SeriesId& series, UtcTime from) {
    web.urls.clear();
    const core::RangeSet wanted{{from, from + 31 * 24h}, {from + 90 * 24h, from + 91 * 24h}};
    auto replies = replies_of(guard, series, wanted, now);
    if (replies.size() != 1) {
      ADD_FAILURE() << replies.size() << " replies";
      return {};
    }
    const port::Reply& reply = replies.front();
    EXPECT_EQ(reply.asked, wanted);
    std::erase_if(web.urls, [](const std::string& url) { return has(url, kRecentDays); });
    EXPECT_TRUE(reply.settled.empty() && reply.chunks.empty() && reply.holes.empty());
    EXPECT_EQ(reply.evidence.size(), 1U);
    EXPECT_FALSE(reply.evidence.front().object.empty() || reply.evidence.front().outcome.empty());
    EXPECT_EQ(reply.evidence.front().requests, 0);
    EXPECT_TRUE(!reply.error || reply.error->kind == base::ErrorKind::kInvalid);
    return reply;
  }
  void expect_passed(const port::Reply& reply) { EXPECT_FALSE(reply.error) << reply.error->what; }
  void expect_refused(const port::Reply& reply, const std::string& words) {
    ASSERT_TRUE(reply.error) << reply.evidence.front().outcome;
    EXPECT_EQ(reply.error->what, words);
  }

  Exchange exchange{.archived = kListed, .listed = kListed, .listing = {}, .rest = {}};
  core::Now now{midnight(2024, 6, 1), {}};
  PlainMemory memory;
  ScriptedWeb web{[this](const std::string& url) { return exchange.answer(url); }};
  PromptWorkers workers;
  ListingOptions options{.endpoints = {.listing = {"http://list/bucket"},
                                       .spot = {"http://spot", "http://spot2"},
                                       .um = {"http://um"},
                                       .cm = {"http://cm"}},
                         .memory = &memory};
  ListingGuard guard{{.http = &web, .workers = &workers}, options};
};

const std::string kRefusal = "listed since 2017-08-17 on spot; ask from then on";

TEST_F(Guard, AnEarlyArchiveIsProofEnough) {
  expect_passed(ask(id(), midnight(2020, 1, 1)));
  EXPECT_EQ(web.urls, (std::vector<std::string>{
                          "http://list/bucket?delimiter=/&prefix=data/spot/daily/klines/BTCUSDT/"
                          "1d/&max-keys=2"}));
  EXPECT_EQ(memory.facts.at("listed binance spot BTCUSDT"),
            (std::pair<std::string, UtcTime>{"by 2017-08-17", now.utc + 30 * 24h}));
}

TEST_F(Guard, WhatLiesBeforeTheListingIsRefusedInTheWordsOfRest) {
  expect_refused(ask(id(), kListed - 24h), kRefusal);
  ASSERT_EQ(web.urls.size(), 2U);
  EXPECT_EQ(web.urls[1],
            "http://spot/api/v3/klines?symbol=BTCUSDT&interval=1d&startTime=0&limit=1");
  EXPECT_EQ(memory.facts.at("listed binance spot BTCUSDT"),
            (std::pair<std::string, UtcTime>{"since 2017-08-17", now.utc + 30 * 24h}));
}

TEST_F(Guard, TheDayOfListingItselfMayBeAsked) {
  expect_passed(ask(id(), kListed));
  expect_passed(ask(id(Market::kSpot, Interval::k1s), kListed + 1h));
  exchange.archived.reset();
  memory.facts.clear();
  expect_passed(ask(id(), kListed));
  expect_refused(ask(id(Market::kSpot, Interval::k1s), kListed - 1s), kRefusal);
}

TEST_F(Guard, RestDecidesWhereTheArchiveBeginsLate) {
  exchange.archived = midnight(2021, 3, 1);
  expect_passed(ask(id(), midnight(2019, 5, 5)));
  EXPECT_EQ(web.urls.size(), 2U);
}

// The week, the month and the three days in which the listing lies have a bar.
TEST_F(Guard, BarsLongerThanADayMayOpenBeforeTheListing) {
  for (const bool by_archive : {true, false}) {
    if (!by_archive) exchange.archived.reset();
    for (const Interval interval : {Interval::k3d, Interval::k1w, Interval::k1mo}) {
      const core::Grid grid(interval);
      memory.facts.clear();
      expect_passed(ask(id(Market::kSpot, interval), grid.floor(kListed)));
      memory.facts.clear();
      expect_refused(ask(id(Market::kSpot, interval), grid.advance(grid.floor(kListed), -1)),
                     kRefusal);
    }
  }
}

TEST_F(Guard, EachMarketHasItsOwnFolderAndHost) {
  exchange.archived = midnight(2024, 1, 1);
  expect_refused(ask(id(Market::kFuturesUsdt), midnight(2017, 1, 1)),
                 "listed since 2017-08-17 on futures_usdt; ask from then on");
  ASSERT_EQ(web.urls.size(), 2U);
  EXPECT_TRUE(has(web.urls[0], "prefix=data/futures/um/daily/klines/BTCUSDT/1d/&"));
  EXPECT_TRUE(web.urls[1].starts_with("http://um/fapi/v1/klines?")) << web.urls[1];
}

TEST_F(Guard, CoinMarginedHistoryIsEnteredByMonths) {
  exchange.archived.reset();
  const auto coin = id(Market::kFuturesCoin);
  expect_passed(ask(coin, midnight(2017, 9, 1)));
  EXPECT_EQ(web.urls[1], "http://cm/dapi/v1/klines?symbol=BTCUSDT&interval=1M&limit=499");
  EXPECT_EQ(web.urls.size(), 2U);
  EXPECT_EQ(memory.facts.at("listed binance futures_coin BTCUSDT").first, "by 2017-09-01");

  const std::string refusal = "listed since 2017-08-17 on futures_coin; ask from then on";
  expect_refused(ask(coin, midnight(2017, 8, 16)), refusal);
  ASSERT_EQ(web.urls.size(), 3U);
  EXPECT_EQ(web.urls[2],
            "http://cm/dapi/v1/klines?symbol=BTCUSDT&interval=1d&startTime=1501545600000&"
            "endTime=1504223999999&limit=31");
  EXPECT_EQ(memory.facts.at("listed binance futures_coin BTCUSDT").first, "since 2017-08-17");
  expect_refused(ask(coin, midnight(2016, 1, 1)), refusal);
  expect_passed(ask(coin, midnight(2017, 8, 17)));
}

TEST_F(Guard, WhatIsRememberedIsNotAskedAgain) {
  expect_refused(ask(id(), kListed - 24h), kRefusal);
  expect_refused(ask(id(), kListed - 48h), kRefusal);
  EXPECT_TRUE(web.urls.empty());
  expect_passed(ask(id(), kListed));
  EXPECT_TRUE(web.urls.empty());
  now.utc += 30 * 24h;
  expect_refused(ask(id(), kListed - 48h), kRefusal);
  EXPECT_EQ(web.urls.size(), 2U);
}

TEST_F(Guard, ARememberedUpperBoundServesLaterQuestionsAlone) {
  expect_passed(ask(id(), midnight(2020, 1, 1)));
  expect_passed(ask(id(), midnight(2018, 1, 1)));
  EXPECT_TRUE(web.urls.empty());
  expect_refused(ask(id(), midnight(2017, 1, 1)), kRefusal);
  EXPECT_EQ(web.urls.size(), 2U);
}

TEST_F(Guard, NonsenseInTheMemoryIsNoFact) {
  for (const char* text : {"", "since", "since yesterday", "by 2017-99-01", "none of it"}) {
    memory.facts["listed binance spot BTCUSDT"] = {text, core::kFarFuture};
    expect_refused(ask(id(), midnight(2017, 1, 1)), kRefusal);
    EXPECT_EQ(web.urls.size(), 2U) << text;
  }
}

TEST_F(Guard, ADelistedSymbolIsAsOldAsItsArchive) {
  exchange.listed.reset();
  expect_passed(ask(id(), midnight(2018, 1, 1)));
  expect_refused(ask(id(), midnight(2017, 1, 1)), kRefusal);
}

TEST_F(Guard, ASymbolThatNobodyHasIsRefusedInTheWordsOfTheExchange) {
  exchange.listed.reset();
  exchange.archived.reset();
  const std::string words =
      "the exchange knows no such symbol: Invalid symbol. (-1121), asked by /api/v3/klines";
  expect_refused(ask(id(), midnight(2018, 1, 1)), words);
  EXPECT_EQ(web.urls.size(), 2U);

  // The archive's emptiness is remembered for an hour; REST notices a listing at once.
  expect_refused(ask(id(), midnight(2018, 1, 1)), words);
  EXPECT_EQ(web.urls.size(), 1U);
  EXPECT_TRUE(web.urls[0].starts_with("http://spot/"));
  exchange.listed = midnight(2018, 1, 1);
  expect_passed(ask(id(), midnight(2018, 1, 1)));
}

TEST_F(Guard, TheEmptinessOfTheArchiveIsForgottenAfterAnHour) {
  exchange.archived.reset();
  exchange.rest = Scripted{.body = "[]"};
  expect_passed(ask(id(), midnight(2018, 1, 1)));
  EXPECT_EQ(web.urls.size(), 2U);
  expect_passed(ask(id(), midnight(2018, 1, 1)));
  EXPECT_EQ(web.urls.size(), 1U);
  now.utc += 1h;
  expect_passed(ask(id(), midnight(2018, 1, 1)));
  EXPECT_EQ(web.urls.size(), 2U);
}

TEST_F(Guard, AnUnknownSymbolPassesWhereTheArchiveCouldNotBeAsked) {
  exchange.listed.reset();
  exchange.listing = Scripted{.unreachable = true};
  expect_passed(ask(id(), midnight(2018, 1, 1)));
  EXPECT_TRUE(memory.facts.empty());
}

TEST_F(Guard, TroubleNeverStandsInTheWay) {
  const std::vector<Scripted> troubles = {
      {.status = 403},
      {.status = 404},
      {.status = 451},
      {.status = 500},
      {.status = 400, .body = R"({"code":-1100,"msg":"Illegal characters."})"},
      {.status = 200, .body = "<html>"},
      {.status = 200, .body = ""},
      {.status = 200, .body = "{}"},
      {.status = 200, .body = R"([[1,"2"]])"},
      {.status = 200, .body = "<Error><Code>SlowDown</Code></Error>"},
      {.unreachable = true}};
  for (const Market market : {Market::kSpot, Market::kFuturesUsdt, Market::kFuturesCoin}) {
    for (const Scripted& listing : troubles) {
      for (const Scripted& rest : troubles) {
        exchange.listing = listing;
        exchange.rest = rest;
        now.mono += 1h;  // nobody is still left alone
        expect_passed(ask(id(market), midnight(2010, 1, 1)));
        EXPECT_LE(web.urls.size(), 3U) << "each host once";
        EXPECT_TRUE(memory.facts.empty());
      }
    }
  }
}

TEST_F(Guard, ADateToComeIsNoDate) {
  exchange.archived.reset();
  exchange.listed = midnight(2030, 1, 1);
  expect_passed(ask(id(), midnight(2018, 1, 1)));
}

TEST_F(Guard, TheNextHostIsAskedWhereOneIsClosed) {
  options.endpoints.listing = {"http://closed", "http://list/bucket"};
  ScriptedWeb picky([&](const std::string& url) {
    const bool closed = has(url, "//closed") || has(url, "//spot/");
    return closed ? Scripted{.status = 451} : exchange.answer(url);
  });
  ListingGuard careful({.http = &picky, .workers = &workers}, options);
  const auto replies =
      replies_of(careful, id(), {{midnight(2017, 1, 1), midnight(2017, 1, 2)}}, now);
  ASSERT_EQ(replies.size(), 1U);
  expect_refused(replies.front(), kRefusal);
  EXPECT_EQ(picky.urls.size(), 4U);
}

TEST_F(Guard, AThrottledExchangeIsLeftAlone) {
  exchange.archived.reset();
  const auto pass = [&](core::Micros time) { now = {now.utc + time, now.mono + time}; };
  for (const int status : {429, 418}) {
    pass(1h);
    exchange.rest = Scripted{.status = status, .headers = {{"Retry-After", "30"}}};
    expect_passed(ask(id(), midnight(2018, 1, 1)));
    EXPECT_EQ(web.urls.size(), 2U) << "only one of the hosts";
    pass(29s);
    exchange.rest.reset();
    expect_passed(ask(id(), midnight(2010, 1, 1)));
    EXPECT_EQ(web.urls.size(), 1U) << "the listing alone";
    pass(1s);
    expect_refused(ask(id(), midnight(2010, 1, 1)), kRefusal);
    memory.facts.clear();
  }
}

TEST_F(Guard, ItDoesWithoutAMemory) {
  options.memory = nullptr;
  ListingGuard plain({.http = &web, .workers = &workers}, options);
  for (int round = 0; round < 2; ++round) {
    const auto replies =
        replies_of(plain, id(), {{midnight(2017, 1, 1), midnight(2017, 1, 2)}}, now);
    ASSERT_EQ(replies.size(), 1U);
    expect_refused(replies.front(), kRefusal);
  }
  EXPECT_EQ(web.urls.size(), 4U);
}

TEST_F(Guard, NothingAskedIsNothingToSay) {
  const auto inquiry = guard.ask(id(), {});
  EXPECT_TRUE(inquiry->finished());
  EXPECT_TRUE(inquiry->step(now).empty());
  EXPECT_TRUE(web.urls.empty());
}

// Beside a rule that is written out: refused exactly where the first bar that is asked for ends
// before, or with, the day of listing.
TEST_F(Guard, RefusesExactlyWhatEndsBeforeTheDayOfListing) {
  for (const Interval interval : core::kIntervals) {
    const core::Grid grid(interval);
    for (int day = 0; day < 70; ++day) {
      exchange.listed = midnight(2020, 2, 10) + day * 24h;
      exchange.archived = *exchange.listed + (day % 3) * 24h;
      memory.facts.clear();
      for (const auto shift : {-40 * 24h, -25h, -24h, -1h, 0h, 1h, 24h, 72h}) {
        const UtcTime open = grid.floor(*exchange.listed + shift);
        const UtcTime end = grid.next(open);
        const port::Reply reply = ask(id(Market::kSpot, interval), open);
        const bool too_early = length_max(interval) <= core::kDay
                                   ? core::to_date(open) < core::to_date(*exchange.listed)
                                   : end <= *exchange.listed;
        EXPECT_EQ(reply.error.has_value(), too_early)
            << core::name(interval) << " " << core::to_iso(open) << " "
            << core::to_date(*exchange.listed);
      }
    }
  }
}

}  // namespace
}  // namespace wick::venue::binance::listing_test
