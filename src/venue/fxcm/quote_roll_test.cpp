#include "venue/fxcm/quote_roll.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "codec/gzip.hpp"
#include "venue/fxcm/candle_csv.hpp"

namespace wick::venue::fxcm::quote_roll_test {
namespace {

using core::Grid;
using core::HistoryBar;
using core::Interval;
using core::midnight;
using core::quote_of;
using namespace std::chrono_literals;

const core::UtcTime kStart = midnight(2024, 1, 30);

HistoryBar bar(core::Micros at, double bid, double ask) {
  return {.open_time = kStart + at,
          .open = quote_of(bid, ask),
          .high = quote_of(bid + 2, ask + 3),
          .low = quote_of(bid - 1, ask - 2),
          .close = quote_of(bid + 1, ask + 1)};
}

TEST(FxcmQuoteRoll, BidsAndAsksAreRolledByThemselves) {
  const std::vector<HistoryBar> minutes = {bar(6min, 10, 20), bar(8min, 12, 14), bar(10min, 9, 11)};
  const auto fives = rolled(minutes, Grid(Interval::k5m));
  ASSERT_EQ(fives.size(), 2U);
  const HistoryBar first{.open_time = kStart + 5min,
                         .open = quote_of(10, 20),
                         .high = quote_of(14, 23),
                         .low = quote_of(9, 12),
                         .close = quote_of(13, 15)};
  EXPECT_EQ(fives[0], first);
  EXPECT_EQ(fives[1], bar(10min, 9, 11));
  EXPECT_TRUE(rolled({}, Grid(Interval::k5m)).empty());
}

TEST(FxcmQuoteRoll, MiddlesHaveNoVolume) {
  const std::vector<HistoryBar> bars = {bar(5min, 10, 20)};
  const core::Chunk chunk = middles(bars, Grid(Interval::k5m));
  const core::Bar expected{.open_time = kStart + 5min,
                           .close_time = kStart + 10min - core::Micros{1},
                           .open = 15,
                           .high = 17.5,
                           .low = 13.5,
                           .close = 16};
  ASSERT_EQ(chunk.size(), 1U);
  EXPECT_EQ(chunk.bar(0), expected);
}

std::filesystem::path recordings() {
  const char* const folder = std::getenv("WICK_RECORDINGS");  // NOLINT: read before any thread
  if (folder != nullptr) return folder;
  return std::filesystem::path(__FILE__).parent_path() / "../../../../shared/data/real";
}

// The lines of a recorded side: 2012-02-01 00:00:00+00:00,1.57597,1.57606,1.57576,1.57576
std::vector<std::string> recorded(const std::string& side) {
  const auto path = recordings() / "fxcm" / ("gbpusd-m1-" + side + "-2012.csv.gz");
  if (!std::filesystem::exists(path)) return {};
  std::ifstream file(path, std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  const auto text = codec::gunzip(bytes.str(), std::size_t{64} << 20U);
  EXPECT_TRUE(text);
  std::istringstream lines(text ? *text : "");
  std::vector<std::string> all;
  for (std::string line; std::getline(lines, line);) all.push_back(line);
  return all;
}

// Real quotes, written as the candle files write them: five minutes by the plainest reading.
TEST(FxcmQuoteRoll, RealMinutesMakeTheFiveMinutesOfAPlainReading) {
  const auto bids = recorded("bid");
  const auto asks = recorded("ask");
  if (bids.empty() || asks.empty()) GTEST_SKIP() << "no recordings in " << recordings();
  ASSERT_EQ(bids.size(), asks.size());
  std::string text = "DateTime,BidOpen,BidHigh,BidLow,BidClose,AskOpen,AskHigh,AskLow,AskClose\n";
  struct Five {
    double high{};
    double low{1e9};
  };
  std::map<std::string, Five> fives;  // of bids, by the text of their time
  for (std::size_t i = 1; i < bids.size(); ++i) {
    const std::string& line = bids[i];
    ASSERT_EQ(line.substr(0, 25), asks[i].substr(0, 25));
    text += line.substr(5, 2) + "/" + line.substr(8, 2) + "/" + line.substr(0, 4) + " " +
            line.substr(11, 8) + ".000" + line.substr(25) + asks[i].substr(25) + "\n";
    std::string key = line.substr(0, 16);
    key.back() = key.back() < '5' ? '0' : '5';
    std::istringstream fields(line.substr(26));
    char comma{};
    double open{};
    double high{};
    double low{};
    fields >> open >> comma >> high >> comma >> low;
    fives[key].high = std::max(fives[key].high, high);
    fives[key].low = std::min(fives[key].low, low);
  }
  const auto candles = parse_candle_csv(text, Interval::k1m);
  ASSERT_TRUE(candles) << candles.error().what;
  EXPECT_EQ(candles->bars.size(), bids.size() - 1);
  const auto found = rolled(candles->bars, Grid(Interval::k5m));
  ASSERT_EQ(found.size(), fives.size());
  std::size_t row = 0;
  for (const auto& [time, five] : fives) {
    EXPECT_EQ(found[row].high.bid, five.high) << time;
    EXPECT_EQ(found[row++].low.bid, five.low) << time;
  }
}

}  // namespace
}  // namespace wick::venue::fxcm::quote_roll_test
