#include "cli/stream_request.hpp"

#include <gtest/gtest.h>

namespace wick::cli::stream_request_test {
namespace {

using core::midnight;
using std::chrono::hours;
using std::chrono::minutes;

const core::UtcTime kNow = midnight(2024, 6, 3) + hours{5};
const std::vector<std::string> kTwo{"ETHUSDT", "BTCUSDT"};

StreamRequest understood(const StreamOptions& options, bool on_terminal = false) {
  const auto request = understand(options, kTwo, {.now = kNow, .on_terminal = on_terminal});
  EXPECT_TRUE(request) << request.error().what;
  return request ? *request : StreamRequest{};
}

std::string mistake(const StreamOptions& options) {
  const auto request = understand(options, kTwo, {.now = kNow});
  if (request) return "none";
  EXPECT_EQ(request.error().kind, base::ErrorKind::kInvalid);
  EXPECT_EQ(request.error().what.find('\n'), std::string::npos);
  return request.error().what;
}

TEST(StreamRequest, Defaults) {
  const StreamRequest request = understood({});
  ASSERT_EQ(request.series.size(), 2U);
  EXPECT_EQ(core::describe(request.series[0]), "binance spot ETHUSDT 1m");
  EXPECT_EQ(request.topic, core::Topic::kCandles);
  EXPECT_EQ(request.form, StreamForm::kJson);
  EXPECT_EQ(request.slow, policy::SlowReader::kDrop);
  EXPECT_FALSE(request.since || request.count || request.lasting || request.updates);
  EXPECT_TRUE(request.keep);
}

TEST(StreamRequest, FormsDependOnWhoLooks) {
  EXPECT_EQ(understood({}, true).form, StreamForm::kLive);
  EXPECT_EQ(understood({.format = "table"}, true).form, StreamForm::kLive);
  EXPECT_EQ(understood({.format = "table"}, false).form, StreamForm::kRows);
  EXPECT_EQ(understood({.format = "csv"}, true).form, StreamForm::kCsv);
  EXPECT_EQ(understood({.format = "table", .json = true}, true).form, StreamForm::kJson);
}

TEST(StreamRequest, TakesWhatIsSaid) {
  const StreamRequest request = understood({.market = "um",
                                            .interval = "1h",
                                            .since = "36h",
                                            .time = "us",
                                            .slow = "block",
                                            .lasting = "10m",
                                            .count = 7,
                                            .updates = true,
                                            .no_store = true});
  EXPECT_EQ(core::describe(request.series[1]), "binance futures_usdt BTCUSDT 1h");
  EXPECT_EQ(request.since, kNow - hours{36});
  EXPECT_EQ(request.time, TimeStyle::kMicros);
  EXPECT_EQ(request.slow, policy::SlowReader::kBlock);
  EXPECT_EQ(request.lasting, minutes{10});
  EXPECT_EQ(request.count, 7);
  EXPECT_TRUE(request.updates);
  EXPECT_FALSE(request.keep);
}

std::string interval_of(StreamOptions options) {
  take_interval_word(options);
  std::string text = options.interval + ":";
  for (const std::string& word : options.symbols.named) text += " " + word;
  return text;
}

TEST(StreamRequest, TheLastWordMayBeTheInterval) {
  EXPECT_EQ(interval_of({.symbols = {.named = {"BTCUSDT", "1h"}}}), "1h: BTCUSDT");
  EXPECT_EQ(interval_of({.symbols = {.named = {"BTCUSDT", "ETHUSDT", "1M"}}}),
            "1M: BTCUSDT ETHUSDT");
  EXPECT_EQ(interval_of({.symbols = {.named = {"BTCUSDT", "ETHUSDT"}}}), ": BTCUSDT ETHUSDT");
  EXPECT_EQ(interval_of({.symbols = {.named = {"BTCUSDT", "1h"}}, .interval = "5m"}),
            "5m: BTCUSDT 1h");
  EXPECT_EQ(interval_of({.symbols = {.named = {"1h"}}}), ": 1h");
  // What is meant as one is told to be none, and not looked for as a symbol.
  EXPECT_EQ(interval_of({.symbols = {.named = {"BTCUSDT", "7m"}}}), "7m: BTCUSDT");
  EXPECT_EQ(interval_of({.symbols = {.named = {"BTCUSDT", "7M8"}}}), ": BTCUSDT 7M8");
  EXPECT_EQ(interval_of({.symbols = {.named = {"1h"}, .all = true}}), "1h:");
  EXPECT_EQ(interval_of({.symbols = {.named = {"1h"}, .file = "symbols.txt"}}), "1h:");
  EXPECT_EQ(interval_of({}), ":");
}

TEST(StreamRequest, ManySymbols) {
  std::vector<std::string> symbols;
  for (int i = 0; i < 1'500; ++i) symbols.push_back("S" + std::to_string(i) + "USDT");
  const auto request = understand(StreamOptions{}, symbols, {.now = kNow});
  ASSERT_TRUE(request);
  EXPECT_EQ(request->series.size(), 1'500U);
}

TEST(StreamRequest, NamesMistakes) {
  EXPECT_NE(mistake({.market = "moon"}).find("--market 'moon'"), std::string::npos);
  EXPECT_NE(mistake({.interval = "7m"}).find("--interval '7m'"), std::string::npos);
  EXPECT_NE(mistake({.market = "um", .interval = "1s"}).find("1s"), std::string::npos);
  EXPECT_NE(mistake({.since = "soon"}).find("--since 'soon'"), std::string::npos);
  EXPECT_NE(mistake({.since = "2024-06-04"}).find("still to come"), std::string::npos);
  EXPECT_NE(mistake({.format = "arrow"}).find("--format 'arrow'"), std::string::npos);
  EXPECT_NE(mistake({.time = "s"}).find("--time 's'"), std::string::npos);
  EXPECT_NE(mistake({.feed = "news"}).find("--feed 'news'"), std::string::npos);
  EXPECT_NE(mistake({.slow = "wait"}).find("--slow 'wait'"), std::string::npos);
  EXPECT_NE(mistake({.lasting = "0m"}).find("--for '0m'"), std::string::npos);
  EXPECT_NE(mistake({.count = -1}).find("--count is -1"), std::string::npos);
  EXPECT_NE(mistake({.since = "1h", .feed = "trades"}).find("--since"), std::string::npos);
  EXPECT_NE(mistake({.feed = "quotes", .updates = true}).find("--updates"), std::string::npos);
  EXPECT_NE(mistake({.interval = "1m", .feed = "trades"}).find("interval"), std::string::npos);
  EXPECT_NE(mistake({.format = "csv", .feed = "trades"}).find("json alone"), std::string::npos);
}

}  // namespace
}  // namespace wick::cli::stream_request_test
