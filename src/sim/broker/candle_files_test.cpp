#include "sim/broker/candle_files.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>

#include "sim/broker/broker.hpp"
#include "sim/broker/candle_week.hpp"

namespace wick::sim::candle_files_test {
namespace {

constexpr Micros kLater = 1'800'000'000 * kSecond;  // 2027

// By zlib, which the file was not made with; nothing where it is broken.
std::optional<std::string> unpacked(const std::string& bytes) {
  z_stream stream{};
  if (inflateInit2(&stream, 31) != Z_OK) return std::nullopt;
  std::string out(4U << 20U, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));  // NOLINT
  stream.avail_in = static_cast<unsigned>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());  // NOLINT
  stream.avail_out = static_cast<unsigned>(out.size());
  const int end = inflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  if (end != Z_STREAM_END) return std::nullopt;
  return out;
}

Response fetch(const std::string& path, Micros now = kLater, BrokerSettings settings = {}) {
  return Broker({1, 1, 0, std::move(settings)})
      .respond(Host::kCandles, {"GET", path, {}, "me", {}}, now);
}

TEST(CandleWeek, CountsAsTheVendorDoes) {
  const auto monday = [](int year, int month, int day) { return day_number(year, month, day); };
  EXPECT_EQ(monday_of({2024, 10}), monday(2024, 3, 4));
  EXPECT_EQ(monday_of({2025, 1}), monday(2024, 12, 30));
  EXPECT_EQ(monday_of({2025, 31}), monday(2025, 7, 28));
  EXPECT_EQ(monday_of({2026, 9}), monday(2026, 3, 2));  // ISO week 10
  EXPECT_EQ(monday_of({2020, 53}), monday(2020, 12, 28));
  EXPECT_EQ(monday_of({2021, 53}), std::nullopt);
  EXPECT_EQ(monday_of({2024, 0}), std::nullopt);
  for (std::int64_t day = monday(2012, 1, 2); day < monday(2027, 1, 1); day += 7) {
    EXPECT_EQ(monday_of(week_of(day)), day);
  }
}

TEST(CandleFiles, AreKnownByTheirPaths) {
  EXPECT_TRUE(candle_file_of("/m1/EURUSD/2024/10.csv.gz").has_value());
  EXPECT_TRUE(candle_file_of("/H1/AUDNZD/2012/7.csv.gz").has_value());
  EXPECT_TRUE(candle_file_of("/D1/USDJPY/2023.csv.gz").has_value());
  for (const char* path :
       {"/m1/XAUUSD/2024/10.csv.gz", "/m1/EURUSD/2024/010.csv.gz", "/m1/EURUSD/2024/10.csv",
        "/m5/EURUSD/2024/10.csv.gz", "/m1/EURUSD/2011/10.csv.gz", "/D1/EURUSD/2024/10.csv.gz",
        "/m1/EURUSD/2024.csv.gz", "/m1/EURUSD/2024/60.csv.gz", "/m1/EURUSD/2024/35.csv.gz",
        "/m1/EURCAD/2024/10.csv.gz", "/", ""}) {
    EXPECT_FALSE(candle_file_of(path).has_value()) << path;
  }
}

TEST(CandleFiles, HaveTheMarketsBars) {
  const Response response = fetch("/m1/EURUSD/2024/10.csv.gz");
  ASSERT_EQ(response.status, 200);
  const auto text = unpacked(*response.body);
  ASSERT_TRUE(text.has_value());
  const std::string head =
      "DateTime,BidOpen,BidHigh,BidLow,BidClose,AskOpen,AskHigh,AskLow,AskClose\n"
      "03/03/2024 22:0";
  EXPECT_EQ(text->substr(0, head.size()), head);
  FxReader reader(1, *find_fx("EUR/USD"));
  constexpr Minute noon = 28'494'000;  // 2024-03-05T12:00Z
  const FxBar bar = reader.bar(FxFrame::kM1, noon, (noon + 1) * kMinuteMillis);
  std::string row = "\n03/05/2024 12:00:00.000";
  for (const FxSide& side : {bar.bid, bar.ask}) {
    for (const std::int64_t price : {side.open, side.high, side.low, side.close}) {
      append_fx_price(row += ',', price, 5);
    }
  }
  EXPECT_NE(text->find(row + "\n"), std::string::npos);
  EXPECT_EQ(text->find("03/09/2024"), std::string::npos);  // Saturday
}

TEST(CandleFiles, AppearAWeekLater) {
  const Micros saturday = day_number(2024, 3, 9) * kDay;
  EXPECT_EQ(fetch("/m1/EURUSD/2024/10.csv.gz", saturday + 8 * kDay).status, 404);
  EXPECT_EQ(fetch("/m1/EURUSD/2024/10.csv.gz", saturday + 9 * kDay).status, 200);
  EXPECT_EQ(fetch("/D1/EURUSD/2024.csv.gz", saturday).status, 404);
}

TEST(CandleFiles, HoursAndDaysAreThere) {
  const auto hours = unpacked(*fetch("/H1/GBPUSD/2026/9.csv.gz").body);
  EXPECT_NE(hours->find("\n03/04/2026 13:00:00.000,"), std::string::npos);
  const auto days = unpacked(*fetch("/D1/GBPUSD/2023.csv.gz").body);
  EXPECT_NE(days->find("\n07/04/2023 21:00:00.000,"), std::string::npos);
  EXPECT_GT(std::ranges::count(*days, '\n'), 250);
}

TEST(CandleFiles, BreakAsTheScenarioSays) {
  constexpr std::int64_t kAll = 1'000'000;
  const std::string path = "/H1/EURUSD/2024/10.csv.gz";
  EXPECT_EQ(fetch(path, kLater, {.files_missing = kAll}).status, 404);
  EXPECT_FALSE(unpacked(*fetch(path, kLater, {.files_corrupt = kAll}).body));
  EXPECT_FALSE(unpacked(*fetch(path, kLater, {.files_truncated = kAll}).body));
  const auto wide = unpacked(*fetch(path, kLater, {.files_utf16 = kAll}).body);
  EXPECT_EQ(wide->substr(0, 6), std::string("\xff\xfe"
                                            "D\0a\0",
                                            6));
  const auto plain = unpacked(*fetch(path).body);
  const auto crossed = unpacked(*fetch(path, kLater, {.files_crossed = kAll}).body);
  EXPECT_NE(*plain, *crossed);
  EXPECT_EQ(plain->size(), crossed->size());
  int missing = 0;
  for (int week = 2; week < 34; ++week) {
    const std::string one = "/H1/EURUSD/2024/" + std::to_string(week) + ".csv.gz";
    missing += fetch(one, kLater, {.files_missing = kAll / 2}).status == 404 ? 1 : 0;
  }
  EXPECT_GT(missing, 5);
  EXPECT_LT(missing, 27);
}

}  // namespace
}  // namespace wick::sim::candle_files_test
