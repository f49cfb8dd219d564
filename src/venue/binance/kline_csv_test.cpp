#include "venue/binance/kline_csv.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "core/time_text.hpp"
#include "policy/proof_chain.hpp"

namespace wick::venue::binance::kline_csv_test {
namespace {

using core::Interval;
using core::midnight;
using namespace std::chrono_literals;

const KlineRules kDay{core::Grid(Interval::k1m), core::day_of(midnight(2024, 1, 1))};

// 2024-01-01T00:00 and the minute after, as spot files write them.
constexpr const char* kFirst =
    "1704067200000,42283.58000000,42298.62000000,42261.02000000,42298.61000000,35.92724000,"
    "1704067259999,1518917.65540450,1327,20.18300000,853276.05860160,0";
constexpr const char* kSecond =
    "1704067260000,42298.62000000,42320.00000000,42298.61000000,42320.00000000,21.16779000,"
    "1704067319999,895580.05460920,1348,14.01155000,592808.81061840,0";

std::vector<core::Bar> bars(std::string_view text, const KlineRules& rules = kDay) {
  auto klines = parse_kline_csv(text, rules);
  if (!klines) {
    ADD_FAILURE() << klines.error().what;
    return {};
  }
  const core::Chunk chunk = std::move(klines->rows).finish(core::Tier::kBulk, {});
  std::vector<core::Bar> bars;
  for (std::size_t row = 0; row < chunk.size(); ++row) bars.push_back(chunk.bar(row));
  return bars;
}
std::string error(std::string_view text, const KlineRules& rules = kDay) {
  const auto klines = parse_kline_csv(text, rules);
  return klines ? "none" : klines.error().what;
}

TEST(KlineCsv, ReadsARow) {
  const auto found = bars(kFirst);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0], (core::Bar{.open_time = midnight(2024, 1, 1),
                                 .close_time = midnight(2024, 1, 1) + 1min - 1us,
                                 .open = 42283.58,
                                 .high = 42298.62,
                                 .low = 42261.02,
                                 .close = 42298.61,
                                 .volume = 35.92724,
                                 .quote_volume = 1518917.6554045,
                                 .count = 1327,
                                 .taker_volume = 20.183,
                                 .taker_quote_volume = 853276.0586016}));
}

TEST(KlineCsv, HeaderLineEndsAndUnitDoNotMatter) {
  const std::string first(kFirst);
  const std::string second(kSecond);
  const std::string header =
      "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,"
      "taker_buy_quote_volume,ignore\n";
  const auto expected = bars(first + "\n" + second + "\n");
  ASSERT_EQ(expected.size(), 2U);
  EXPECT_EQ(bars(first + "\n" + second), expected) << "last line not ended";
  EXPECT_EQ(bars(first + "\r\n" + second + "\r\n"), expected);
  EXPECT_EQ(bars(header + first + "\n" + second + "\n"), expected);

  std::string micros = first + "\n" + second;
  for (const char* time : {"1704067200000", "1704067260000"}) {
    micros.replace(micros.find(time), 13, std::string(time) + "000");
  }
  for (const char* time : {"1704067259999", "1704067319999"}) {
    micros.replace(micros.find(time), 13, std::string(time) + "999");
  }
  EXPECT_EQ(bars(micros), expected);
}

TEST(KlineCsv, OrderIsRestoredAndTheFactIsKept) {
  const std::string text = std::string(kSecond) + "\n" + kFirst + "\n" + kSecond + "\n";
  const auto klines = parse_kline_csv(text, kDay);
  EXPECT_EQ(describe(*klines), "2 rows, 1 out of order, 1 repeated");
  EXPECT_EQ(klines->untidy, (core::Untidy{.unsorted = 1, .duplicates = 1}));
}

TEST(KlineCsv, AnImplausibleRowIsKeptAndCounted) {
  std::string text(kFirst);
  text.replace(text.find("42298.62000000"), 14, "42290.00000000");  // high below close
  EXPECT_EQ(describe(*parse_kline_csv(text, kDay)),
            "1 rows, 1 with high or low inside open and close");
}

std::string with(std::string_view from, std::string_view to) {
  std::string text(kFirst);
  text.replace(text.find(from), from.size(), to);
  return text;
}

TEST(KlineCsv, EveryMistakeHasALineAndAReason) {
  EXPECT_EQ(error(with("42283.58000000", "nan")), "line 1: column 2: not a number");
  EXPECT_EQ(error(with("42283.58000000", "")), "line 1: column 2: not a number");
  EXPECT_EQ(error(with("42283.58000000", "1e999")), "line 1: column 2: not a number");
  EXPECT_EQ(error(with("35.92724000", "-35.9")),
            "line 1: 2024-01-01T00:00:00Z has a negative number");
  EXPECT_EQ(error(with("1327", "13.27")), "line 1: column 9: not a number");
  EXPECT_EQ(error(with(",0", ",0,7")), "line 1: column 12: more than 12 columns");
  EXPECT_EQ(error("1704067200000,42283.58"), "line 1: column 2: the row ends after it");
  EXPECT_EQ(error("hello"), "line 1: column 1: not a number");
  EXPECT_EQ(error(with("1704067200000", "170406720000")),
            "line 1: times must all have 13 digits (ms) or all have 16 (us)");
  EXPECT_EQ(error(with("1704067200000", "1704067200000000")),
            "line 1: times must all have 13 digits (ms) or all have 16 (us)");
  EXPECT_EQ(error(with("1704067200000", "1704067200001")),
            "line 1: 2024-01-01T00:00:00.001000Z is no open time of a 1m bar");
  EXPECT_EQ(error(with("1704067200000", "1704153600000")),
            "line 1: 2024-01-02T00:00:00Z lies outside of 2024-01-01T00:00:00Z .. "
            "2024-01-02T00:00:00Z");
  EXPECT_EQ(error(with("1704067259999", "1704067199999")),
            "line 1: 2024-01-01T00:00:00Z closes before it opens");
  EXPECT_EQ(error(std::string(kFirst) + "\n\n" + kSecond), "line 2: column 1: the row ends here");
  EXPECT_EQ(error(std::string(2'000, '1')), "line 1: longer than 1024 characters");
  EXPECT_EQ(error(std::string(kFirst) + "\n" + std::string(10'000'000, 'x')),
            "line 2: longer than 1024 characters");
}

TEST(KlineCsv, UnusualSpellingsAreReadToo) {
  const auto expected = bars(kFirst);
  EXPECT_EQ(bars(with("42283.58000000", "4.228358e4")), expected);
  EXPECT_EQ(bars(with("42283.58000000", "42283.5800000000000000000000")), expected);
  EXPECT_EQ(bars(with("42283.58000000", "00042283.58")), expected);
  EXPECT_EQ(bars(with("1704067200000", "0000000001704067200000")), expected);
  EXPECT_EQ(error(with("1327", "+1327")), "line 1: column 9: not a number");
}

TEST(KlineCsv, AnEmptyFileHasNoRows) {
  EXPECT_TRUE(bars("").empty());
}

TEST(KlineCsv, NoiseIsRefusedOrRead) {
  std::mt19937 random(6);
  const std::string text = std::string(kFirst) + "\n" + kSecond + "\n";
  for (int round = 0; round < 20'000; ++round) {
    std::string noisy = text;
    for (int i = 0; i < 3; ++i) noisy[random() % noisy.size()] = static_cast<char>(random());
    (void)parse_kline_csv(noisy, kDay);
  }
}

std::filesystem::path recordings() {
  const char* const folder = std::getenv("WICK_RECORDINGS");  // NOLINT: read before any thread
  if (folder != nullptr) return folder;
  const std::filesystem::path room = std::filesystem::path(__FILE__).parent_path();
  return room / "../../../../shared/data/real";
}

// What an archive file is held against, see policy::ProofChain: it must not doubt the market
// itself.
TEST(KlineCsv, RealFilesGoOnWhereTheyStopped) {
  for (const char* day : {"2021-11-27", "2021-11-28"}) {
    const auto path = recordings() / "binance" / ("ADABTC-1m-" + std::string(day) + ".csv");
    if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not there";
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    const auto begin = *core::parse_utc(day);
    const auto found = bars(text.str(), {core::Grid(Interval::k1m), core::day_of(begin)});
    ASSERT_GT(found.size(), 5U);
    for (std::size_t row = 1; row < found.size(); ++row) {
      if (found[row].open_time - found[row - 1].open_time != std::chrono::minutes{1}) continue;
      EXPECT_TRUE(policy::continues(found[row - 1].close, found[row].open));
      EXPECT_FALSE(policy::continues(found[row - 1].close, found[row].open * 2));
    }
  }
}

// Real rows against the plainest reading of them.
TEST(KlineCsv, RealFilesAgreeWithAPlainReading) {
  for (const char* day : {"2021-11-27", "2021-11-28"}) {
    const auto path = recordings() / "binance" / ("ADABTC-1m-" + std::string(day) + ".csv");
    if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not there";
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    const auto begin = *core::parse_utc(day);
    const auto found = bars(text.str(), {core::Grid(Interval::k1m), core::day_of(begin)});
    std::size_t row = 0;
    for (std::string line; std::getline(text, line); ++row) {
      std::stringstream fields(line);
      std::vector<double> values;
      for (std::string field; std::getline(fields, field, ',');) {
        values.push_back(std::strtod(field.c_str(), nullptr));
      }
      ASSERT_LT(row, found.size());
      EXPECT_EQ(static_cast<double>(core::millis_of(found[row].open_time)), values[0]);
      EXPECT_EQ(found[row].open, values[1]);
      EXPECT_EQ(found[row].high, values[2]);
      EXPECT_EQ(found[row].low, values[3]);
      EXPECT_EQ(found[row].close, values[4]);
      EXPECT_EQ(found[row].volume, values[5]);
      EXPECT_EQ(static_cast<double>(core::millis_of(found[row].close_time)), values[6]);
      EXPECT_EQ(found[row].quote_volume, values[7]);
      EXPECT_EQ(static_cast<double>(found[row].count), values[8]);
      EXPECT_EQ(found[row].taker_volume, values[9]);
      EXPECT_EQ(found[row].taker_quote_volume, values[10]);
    }
    EXPECT_EQ(row, found.size());
    EXPECT_GT(row, 5U);
  }
}

}  // namespace
}  // namespace wick::venue::binance::kline_csv_test
