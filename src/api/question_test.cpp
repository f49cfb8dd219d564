#include "api/question.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "core/time_text.hpp"

namespace wick::api::question_test {
namespace {

using namespace std::chrono_literals;

Time at(const char* text) {
  return core::parse_utc(text).value();
}
const Time kNow = at("2024-06-01T12:34:56");

Request request(const char* interval = "1h") {
  return {.series = {.symbol = "btcusdt", .interval = interval}};
}

void expect_range(const Result<Question>& question, const char* begin, const char* end) {
  ASSERT_TRUE(question) << question.error().what;
  EXPECT_EQ(core::to_iso(question->range.begin), core::to_iso(at(begin)));
  EXPECT_EQ(core::to_iso(question->range.end), core::to_iso(at(end)));
}

void expect_refused(const Request& asked, ErrorKind kind, const char* words) {
  const auto question = understand(asked, kNow);
  ASSERT_FALSE(question);
  EXPECT_EQ(question.error().kind, kind) << question.error().what;
  EXPECT_NE(question.error().what.find(words), std::string::npos) << question.error().what;
}

TEST(Question, BothEndsAreAlignedDownAndTheEndIsOverByNow) {
  Request asked = request();
  asked.from = at("2024-03-01T10:20");
  asked.to = at("2024-03-01T12:59");
  expect_range(understand(asked, kNow), "2024-03-01T10:00", "2024-03-01T12:00");
  asked.to = at("2024-03-01T10:40");
  expect_range(understand(asked, kNow), "2024-03-01T10:00", "2024-03-01T11:00");
  asked.to = at("2030-01-01");
  expect_range(understand(asked, kNow), "2024-03-01T10:00", "2024-06-01T12:00");
  asked.to = std::nullopt;
  expect_range(understand(asked, at("2024-06-01T12:00")), "2024-03-01T10:00", "2024-06-01T11:00");
}

TEST(Question, WithoutABeginItIsTheLastBarsOrALength) {
  expect_range(understand(request("1d"), kNow), "2023-01-18", "2024-06-01");
  Request asked = request("1d");
  asked.bars = 3;
  expect_range(understand(asked, kNow), "2024-05-29", "2024-06-01");
  asked.bars = std::nullopt;
  asked.last = 48h;
  expect_range(understand(asked, kNow), "2024-05-30", "2024-06-01");
  asked.to = at("2024-02-01");
  expect_range(understand(asked, kNow), "2024-01-30", "2024-02-01");
}

TEST(Question, NoNumberIsTooLarge) {
  for (const char* interval : {"1s", "1m", "1d", "3d", "1w", "1M"}) {
    Request asked = request(interval);
    asked.bars = std::numeric_limits<std::int64_t>::max();
    const auto question = understand(asked, kNow);
    ASSERT_TRUE(question);
    EXPECT_LE(question->range.begin, at("1970-02-01")) << interval;
    EXPECT_GE(question->range.begin, at("1970-01-01") - 7 * 24h) << interval;
    asked.bars = std::nullopt;
    asked.last = Micros::max();
    EXPECT_TRUE(understand(asked, kNow)) << interval;
  }
  Request asked = request();
  asked.from = Time::max();
  expect_refused(asked, ErrorKind::kInvalid, "from is not in the years");
  asked.from = Time::min();
  expect_refused(asked, ErrorKind::kInvalid, "from is not in the years");
  asked.from = std::nullopt;
  asked.to = Time::max();
  expect_refused(asked, ErrorKind::kInvalid, "to is not in the years");
}

TEST(Question, TheFormingBarIsTheLastOne) {
  Request asked = request();
  asked.include_open = true;
  const auto question = understand(asked, kNow);
  ASSERT_TRUE(question);
  EXPECT_TRUE(question->include_open);
  EXPECT_EQ(question->range.end, at("2024-06-01T13:00"));
  asked.to = at("2024-05-01");
  EXPECT_FALSE(understand(asked, kNow)->include_open);
}

TEST(Question, TheFutureIsEmpty) {
  Request asked = request();
  asked.from = at("2025-01-01");
  const auto question = understand(asked, kNow);
  ASSERT_TRUE(question);
  EXPECT_TRUE(question->range.empty());
}

TEST(Question, WordsAreCheckedAndMadeCanonical) {
  Request asked = request();
  asked.series.market = "um";
  EXPECT_EQ(series_of(understand(asked, kNow)->id).market, "futures_usdt");
  EXPECT_EQ(series_of(understand(asked, kNow)->id).symbol, "BTCUSDT");
  EXPECT_EQ(series_of(understand(request(""), kNow)->id).interval, "1m");

  const auto with = [](std::string Series::*word, const char* value) {
    Request wrong = request();
    wrong.series.*word = value;
    return wrong;
  };
  expect_refused(with(&Series::symbol, "../x"), ErrorKind::kSymbol, "'../x'");
  expect_refused(with(&Series::symbol, "BTCUSD_PERP"), ErrorKind::kSymbol, "did you mean");
  expect_refused(with(&Series::interval, "7m"), ErrorKind::kInvalid, "interval '7m'");
  expect_refused(with(&Series::interval, "\x1b[31m"), ErrorKind::kInvalid, "'?[31m'");
  expect_refused(with(&Series::market, "moon"), ErrorKind::kInvalid, "market 'moon'");
  expect_refused(with(&Series::chart, "mark"), ErrorKind::kInvalid, "futures only");
  Request both = request();
  both.last = 1h;
  both.bars = 2;
  expect_refused(both, ErrorKind::kInvalid, "one way");
  both.last = std::nullopt;
  both.bars = 0;
  expect_refused(both, ErrorKind::kInvalid, "not positive");
  both.bars = std::nullopt;
  both.from = at("2024-03-02");
  both.to = at("2024-03-01");
  expect_refused(both, ErrorKind::kInvalid, "does not lie before");
}

TEST(StreamQuestion, EachSymbolCountsOnceInTheOrderOfTheRequest) {
  StreamRequest asked{.symbols = {"ethusdt", "BTCUSDT", "EthUsdt"}, .market = "um"};
  asked.since = at("2024-06-01T12:00:07");
  asked.forming = true;
  const auto question = understand(asked, kNow);
  ASSERT_TRUE(question) << question.error().what;
  ASSERT_EQ(question->wish.series.size(), 2U);
  EXPECT_EQ(core::describe(question->wish.series[0]), "binance futures_usdt ETHUSDT 1m");
  EXPECT_EQ(question->wish.series[1].symbol, "BTCUSDT");
  EXPECT_EQ(question->wish.since, asked.since);
  EXPECT_TRUE(question->wish.forming);
  EXPECT_TRUE(question->keep);
}

TEST(StreamQuestion, WhatCannotBeIsRefused) {
  const auto refused = [](const StreamRequest& asked, ErrorKind kind, const char* words) {
    const auto question = understand(asked, kNow);
    ASSERT_FALSE(question) << words;
    EXPECT_EQ(question.error().kind, kind) << question.error().what;
    EXPECT_NE(question.error().what.find(words), std::string::npos) << question.error().what;
  };
  refused({}, ErrorKind::kInvalid, "needs a symbol");
  refused({.symbols = {"BTCUSDT", "../x"}}, ErrorKind::kSymbol, "'../x'");
  refused({.symbols = {"BTCUSDT"}, .market = "moon"}, ErrorKind::kInvalid, "market 'moon'");
  refused({.symbols = {"BTCUSDT"}, .interval = "7m"}, ErrorKind::kInvalid, "interval '7m'");
  refused({.symbols = {"BTCUSDT"}, .market = "cm"}, ErrorKind::kSymbol, "did you mean");
  refused({.symbols = {"BTCUSDT"}, .since = kNow + Micros{1}}, ErrorKind::kInvalid, "to come");
  refused({.symbols = {"BTCUSDT"}, .since = Time::max()}, ErrorKind::kInvalid, "since is not in");
}

}  // namespace
}  // namespace wick::api::question_test
