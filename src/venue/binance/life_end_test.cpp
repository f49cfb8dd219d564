#include "venue/binance/life_end.hpp"

#include <gtest/gtest.h>

#include "core/time_text.hpp"
#include "venue/binance/rest_paces.hpp"
#include "venue/binance/scripted_web_test.hpp"

namespace wick::venue::binance::life_end_test {
namespace {

using core::Cause;
using core::Market;
using core::midnight;
using core::UtcTime;
using namespace std::chrono_literals;

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

const UtcTime kNow = midnight(2024, 6, 1) + 7h;
const std::string kFolder = "data/futures/um/daily/klines/FTTUSDT/1d/";

std::string page(const std::vector<UtcTime>& days) {
  std::string text = "<ListBucketResult><IsTruncated>false</IsTruncated>";
  for (const UtcTime day : days) {
    text +=
        "<Contents><Key>" + kFolder + "FTTUSDT-1d-" + core::to_date(day) + ".zip</Key></Contents>";
  }
  return text + "</ListBucketResult>";
}

std::string row(UtcTime open) {
  return "[[" + std::to_string(core::millis_of(open)) + R"(,"1","2","0.5","1.5","3",)" +
         std::to_string(core::millis_of(open + 24h) - 1) + R"(,"4",5,"1","2","0"]])";
}

const Scripted kInvalidSymbol{.status = 400, .body = R"({"code":-1121,"msg":"Invalid symbol."})"};

class LifeEnd : public testing::Test {
 protected:
  // The days of the archive after the marker, and what REST says.
  Scripted answer(const std::string& url) const {
    if (!has(url, "prefix=")) return rest;
    if (trouble) return *trouble;
    std::vector<UtcTime> days;
    const auto marker = url.find("marker=");
    for (const UtcTime day : archived) {
      const bool after =
          marker == std::string::npos || url.substr(url.size() - 21, 10) < core::to_date(day);
      if (after) days.push_back(day);
    }
    return {.body = page(days)};
  }

  LifeEndSearch::Found ask(UtcTime until = kNow) {
    web.urls.clear();
    RestPaces paces({.http = &web, .workers = &workers}, options.endpoints);
    LifeEndSearch search({.http = &web,
                          .options = &options,
                          .rest = &paces.of(Market::kFuturesUsdt),
                          .id = {core::Provider::kBinance, Market::kFuturesUsdt,
                                 core::ChartType::kKlines, "FTTUSDT", core::Interval::k1h},
                          .until = until});
    auto found = search.step(now);
    for (int step = 0; step < 10 && !found; ++step) found = search.step(now);
    EXPECT_TRUE(found) << "nobody lets it wait";
    return found.value_or(LifeEndSearch::Found{});
  }

  std::vector<UtcTime> archived{midnight(2022, 2, 1), midnight(2022, 11, 15)};
  std::optional<Scripted> trouble;
  Scripted rest{kInvalidSymbol};
  core::Now now{kNow, {}};
  PlainMemory memory;
  ScriptedWeb web{[this](const std::string& url) { return answer(url); }};
  PromptWorkers workers;
  ListingOptions options{.endpoints = {.listing = {"http://list"},
                                       .spot = {"http://spot"},
                                       .um = {"http://um"},
                                       .cm = {"http://cm"}},
                         .memory = &memory};
};

TEST_F(LifeEnd, ADelistedSymbolEndsWithItsLastDayInTheArchive) {
  const auto found = ask();
  ASSERT_TRUE(found.after) << found.said;
  EXPECT_EQ(found.after->range, (core::TimeRange{midnight(2022, 11, 16), kNow}));
  EXPECT_EQ(found.after->cause, Cause::kDelisted);
  EXPECT_EQ(found.after->evidence,
            "delisted: 2022-11-15 is its last day in the archive, and REST knows it no more");
  EXPECT_EQ(web.urls.front(), "http://list?delimiter=/&prefix=" + kFolder + "&marker=" + kFolder +
                                  "FTTUSDT-1d-2024-05-25&max-keys=2");
  EXPECT_EQ(web.urls.size(), 3U);
}

TEST_F(LifeEnd, TheSameIsSaidFromMemory) {
  const auto first = ask();
  const auto again = ask();
  EXPECT_TRUE(web.urls.empty());
  ASSERT_TRUE(again.after);
  EXPECT_EQ(*again.after, *first.after);
}

// It may have come back since.
TEST_F(LifeEnd, AnEndIsNoProofOfWhatCameAfterItWasLookedFor) {
  EXPECT_TRUE(ask().after);
  now.utc += 2h;
  const auto past = ask(kNow);
  EXPECT_TRUE(web.urls.empty());
  EXPECT_EQ(past.after->range.end, kNow);
  rest = {.body = row(midnight(2024, 6, 1))};
  EXPECT_FALSE(ask(now.utc).after);
  EXPECT_FALSE(web.urls.empty());
}

TEST_F(LifeEnd, OneThatLivesCostsOneSmallRequestAWeek) {
  archived.push_back(midnight(2024, 5, 30));
  EXPECT_FALSE(ask().after);
  EXPECT_EQ(web.urls.size(), 1U);
  for (int day = 1; day < 7; ++day) {
    now.utc += 24h;
    archived.push_back(midnight(2024, 5, 30) + day * 24h);
    EXPECT_FALSE(ask(now.utc).after);
    EXPECT_TRUE(web.urls.empty());
  }
  now.utc += 24h;
  EXPECT_FALSE(ask(now.utc).after);
  EXPECT_EQ(web.urls.size(), 1U);
}

TEST_F(LifeEnd, AnArchiveThatStandsStillEndsNobody) {
  rest = {.body = row(midnight(2024, 6, 1))};
  EXPECT_FALSE(ask().after);
  EXPECT_EQ(web.urls.size(), 2U);
  EXPECT_FALSE(ask().after);
  EXPECT_TRUE(web.urls.empty());
}

TEST_F(LifeEnd, WhatRestHasLongerThanTheArchiveIsOfItsLifeToo) {
  rest = {.body = row(midnight(2023, 1, 5))};
  const auto found = ask();
  ASSERT_TRUE(found.after);
  EXPECT_EQ(found.after->range.begin, midnight(2023, 1, 6));
  EXPECT_EQ(found.after->cause, Cause::kNoBarAtSource) << "REST knows it";
  EXPECT_EQ(*ask().after, *found.after);
  EXPECT_TRUE(web.urls.empty());
}

TEST_F(LifeEnd, TroubleClaimsNothing) {
  for (const Scripted& bad :
       {Scripted{.status = 500}, Scripted{.status = 403}, Scripted{.body = "<html>"},
        Scripted{.body = "{}"}, Scripted{.status = 429}, Scripted{.unreachable = true}}) {
    trouble = bad;
    EXPECT_FALSE(ask().after);
    trouble.reset();
    rest = bad;
    EXPECT_FALSE(ask().after);
    rest = kInvalidSymbol;
  }
  archived.clear();
  EXPECT_FALSE(ask().after);
  EXPECT_TRUE(memory.facts.empty());
}

}  // namespace
}  // namespace wick::venue::binance::life_end_test
