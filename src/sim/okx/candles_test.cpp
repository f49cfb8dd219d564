#include "sim/okx/candles.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "base/sanitized.hpp"
#include "sim/market/draws.hpp"
#include "sim/okx/instrument.hpp"

namespace wick::sim::candles_test {
namespace {

constexpr Micros kNow = 1'750'000'000 * kSecond + 5 * kSecond;  // 2025-06-15T15:06:45Z

const Market& market() {
  static const Market the_market(1);
  return the_market;
}

std::variant<CandleQuery, OkxError> parse(CandleShelf shelf, const std::string& query) {
  return parse_candle_query(market(), shelf, parse_target("/x?" + query), kNow);
}

std::string error(CandleShelf shelf, const std::string& query) {
  const auto parsed = parse(shelf, query);
  const auto* found = std::get_if<OkxError>(&parsed);
  return found == nullptr ? "none" : std::to_string(found->code) + " " + found->message;
}

std::vector<Candle> rows(CandleShelf shelf, const std::string& query, Micros now = kNow) {
  const auto parsed = parse(shelf, query);
  const auto* good = std::get_if<CandleQuery>(&parsed);
  EXPECT_NE(good, nullptr) << query << ' ' << error(shelf, query);
  return good == nullptr ? std::vector<Candle>() : select_candles(market(), *good, now);
}

std::vector<Micros> opens(CandleShelf shelf, const std::string& query) {
  std::vector<Micros> out;
  for (const Candle& row : rows(shelf, query)) out.push_back(row.open_time / 1000);
  return out;
}

using Opens = std::vector<Micros>;
constexpr auto kRecent = CandleShelf::kRecent;
constexpr auto kHistory = CandleShelf::kHistory;

TEST(OkxCandles, AfterMeansOlderAndBeforeMeansNewerAndNeitherIsInclusive) {
  const std::string base = "instId=BTC-USDT&bar=1H&limit=3&";
  constexpr Micros kHourMs = kHour / 1000;
  const Micros running = open_of(Interval::k1h, kNow) / 1000;
  const auto back = [&](int hours) { return running - hours * kHourMs; };
  const auto text = [](Micros at) { return std::to_string(at); };
  EXPECT_EQ(opens(kRecent, base), (Opens{back(0), back(1), back(2)}));
  EXPECT_EQ(opens(kRecent, base + "after=" + text(back(4))), (Opens{back(5), back(6), back(7)}));
  EXPECT_EQ(opens(kRecent, base + "after=" + text(back(4) + 1)),
            (Opens{back(4), back(5), back(6)}));
  // Only `before`: counted from the newest, not from there.
  EXPECT_EQ(opens(kRecent, base + "before=" + text(back(10))), (Opens{back(0), back(1), back(2)}));
  EXPECT_EQ(opens(kRecent, base + "before=" + text(back(2))), (Opens{back(0), back(1)}));
  EXPECT_EQ(opens(kRecent, base + "before=" + text(back(2) - 1)),
            (Opens{back(0), back(1), back(2)}));
  EXPECT_EQ(opens(kRecent, base + "before=" + text(back(9)) + "&after=" + text(back(5))),
            (Opens{back(6), back(7), back(8)}));
  EXPECT_EQ(opens(kRecent, base + "before=" + text(back(6)) + "&after=" + text(back(5))), Opens());
  EXPECT_EQ(opens(kRecent, base + "before=" + text(back(0))), Opens());
  EXPECT_EQ(opens(kRecent, base + "before=&after="), (Opens{back(0), back(1), back(2)}));
}

TEST(OkxCandles, LimitsAreClampedSilently) {
  for (const CandleShelf shelf : {kRecent, kHistory}) {
    EXPECT_EQ(rows(shelf, "instId=BTC-USDT").size(), 100U);
    EXPECT_EQ(rows(shelf, "instId=BTC-USDT&limit=300").size(), 300U);
    EXPECT_EQ(rows(shelf, "instId=BTC-USDT&limit=1000").size(), 300U);
    EXPECT_EQ(rows(shelf, "instId=BTC-USDT&limit=1").size(), 1U);
  }
}

TEST(OkxCandles, OnlyTheNewestRowsAreWithinReach) {
  const Micros oldest = open_of(Interval::k1m, kNow) - 1439 * kMinute;
  const auto before = [&](Micros at) {
    return opens(kRecent, "instId=BTC-USDT&after=" + std::to_string(at / 1000));
  };
  EXPECT_EQ(before(oldest + kMinute), (Opens{oldest / 1000}));
  EXPECT_EQ(before(oldest), Opens());
  EXPECT_EQ(rows(kHistory, "instId=BTC-USDT&after=" + std::to_string(oldest / 1000)).size(), 100U);
}

TEST(OkxCandles, HistoryBeginsAMinuteAfterTheClose) {
  const Micros minute = open_of(Interval::k1m, kNow);
  const auto newest = [&](Micros now) {
    return rows(kHistory, "instId=BTC-USDT&limit=1", now).at(0).open_time;
  };
  EXPECT_EQ(newest(minute), minute - 2 * kMinute);
  EXPECT_EQ(newest(minute + kMinute - 1), minute - 2 * kMinute);
  EXPECT_EQ(newest(minute + kMinute), minute - kMinute);
  // A running hour is no history, but the seconds of its past are.
  EXPECT_EQ(rows(kHistory, "instId=BTC-USDT&bar=1H&limit=1").at(0).open_time,
            open_of(Interval::k1h, kNow) - kHour);
  EXPECT_EQ(rows(kHistory, "instId=BTC-USDT&bar=1s&limit=1").at(0).open_time,
            kNow - kMinute - kSecond);
}

// The slow way: minutes added up on a grid that is walked in Hong Kong's time or in UTC.
std::vector<Candle> slow(const Symbol& symbol, const Bar& bar, Micros begin, Micros end) {
  std::vector<Candle> out;
  for (const Candle& minute : market().candles(symbol, Interval::k1m, begin, end)) {
    const Micros open = open_of(bar.interval, minute.open_time + bar.shift) - bar.shift;
    if (out.empty() || out.back().open_time != open) {
      out.push_back(minute);
      out.back().open_time = open;
    } else {
      add(out.back(), minute);
    }
  }
  std::ranges::reverse(out);
  return out;
}

TEST(OkxCandles, AreTheMinutesAddedUp) {
  constexpr Micros kLength = (base::kSanitized ? 26 : 90) * kDay;
  std::mt19937_64 random(3);
  for (const char* bar_name : {"5m", "4H", "6H", "6Hutc", "12H", "1D", "1Dutc", "1W", "1M"}) {
    const Bar bar = *bar_of(bar_name);
    for (const char* id : {"BTC-USDT", "ETH-USDT-SWAP", "BTC-USD-SWAP"}) {
      const Symbol& symbol = *find_instrument(market(), id, kNow);
      const Micros begin = kNow - kLength - static_cast<Micros>(random() % kDay);
      const auto grid = [&](Micros at) {
        return open_of(bar.interval, at + bar.shift) - bar.shift;
      };
      const Micros end = grid(kNow - 20 * kDay - static_cast<Micros>(random() % kDay));
      auto want = slow(symbol, bar, grid(begin), end);
      const std::size_t limit = 1 + random() % 300;
      if (want.size() > limit) want.resize(limit);
      const std::string query = std::string("instId=") + id + "&bar=" + bar_name +
                                "&after=" + std::to_string(end / 1000) +
                                "&before=" + std::to_string(grid(begin) / 1000 - 1) +
                                "&limit=" + std::to_string(limit);
      ASSERT_EQ(rows(kHistory, query), want) << query;
    }
  }
}

TEST(OkxCandles, PagesMeetWithoutLossOrRepetition) {
  const Symbol& symbol = *market().find(Venue::kSpot, "BTCUSDT");
  const Micros begin = symbol.listed;
  const Micros end = begin + 3 * kDay;
  std::vector<Candle> paged;
  Micros after = end;
  while (true) {
    const auto page =
        rows(kHistory, "instId=BTC-USDT&limit=300&after=" + std::to_string(after / 1000));
    if (page.empty()) break;
    paged.insert(paged.end(), page.begin(), page.end());
    after = page.back().open_time;
  }
  std::ranges::reverse(paged);
  EXPECT_EQ(paged, market().candles(symbol, Interval::k1m, begin, end));
}

TEST(OkxCandles, WrongQuestionsAreToldOff) {
  EXPECT_EQ(error(kRecent, ""), "50014 Parameter instId can not be empty.");
  EXPECT_EQ(error(kRecent, "instId="), "50014 Parameter instId can not be empty.");
  EXPECT_EQ(error(kRecent, "instId=BTC-USDT&bar=1h"), "51000 Parameter bar error");
  EXPECT_EQ(error(kRecent, "instId=BTC-USDT&bar=1s"), "51000 Parameter bar error");
  EXPECT_EQ(error(kHistory, "instId=BTC-USDT&bar=1s"), "none");
  EXPECT_EQ(error(kRecent, "instId=BTC-USDT&after=x"), "51000 Parameter after error");
  EXPECT_EQ(error(kRecent, "instId=BTC-USDT&before=-1"), "51000 Parameter before error");
  EXPECT_EQ(error(kRecent, "instId=BTC-USDT&limit=0"), "51000 Parameter limit error");
  EXPECT_EQ(error(kRecent, "instId=BTC-USDT&limit=1.5"), "51000 Parameter limit error");
  EXPECT_EQ(error(kRecent, "instId=BTCUSDT"), "51001 Instrument ID doesn't exist.");
  EXPECT_EQ(error(kRecent, "instId=BTC-USDT&after=9223372036854775807&extra=1"), "none");
}

Candle a_candle() {
  return {.open_time = 1'700'000'040 * kSecond,
          .open = 3'000'000,
          .high = 3'000'050,
          .low = 2'999'900,
          .close = 3'000'001,
          .volume = 1500,
          .quote = 4'500'000'000,
          .count = 7,
          .taker_volume = 1,
          .taker_quote = 100,
          .first_trade = 5,
          .last_trade = 11};
}

TEST(OkxCandles, AreWrittenAsOkxWritesThem) {
  Symbol symbol;
  symbol.base = "BTC";
  symbol.price_digits = 2;
  symbol.quantity_digits = 3;
  const CandleQuery query{.shelf = kRecent, .symbol = &symbol, .bar = {Interval::k1m}};
  const Candle candle = a_candle();
  const std::string head = R"([["1700000040000","30000","30000.5","29999","30000.01",)";
  const Micros close = candle.open_time + kMinute;
  EXPECT_EQ(candles_json({candle}, query, close), head + R"("1.5","45000","45000","1"]])");
  EXPECT_EQ(candles_json({candle}, query, close - 1), head + R"("1.5","45000","45000","0"]])");
  symbol.venue = Venue::kUm;  // a contract is 0.01 BTC
  EXPECT_EQ(candles_json({candle}, query, close), head + R"("150","1.5","45000","1"]])");
  symbol.venue = Venue::kCm;
  symbol.contract_size = 100;
  symbol.quantity_digits = 0;
  EXPECT_EQ(candles_json({candle}, query, close), head + R"("1500","45","150000","1"]])");
  EXPECT_EQ(candles_json({}, query, close), "[]");
}

TEST(OkxCandles, ABarOfHongKongIsConfirmedWhenItsDayIsOver) {
  const Symbol& symbol = *market().find(Venue::kSpot, "BTCUSDT");
  const CandleQuery query{.shelf = kRecent, .symbol = &symbol, .bar = *bar_of("1D")};
  Candle candle = a_candle();
  candle.open_time = 1'700'064'000 * kSecond;  // 16:00 UTC
  EXPECT_TRUE(candles_json({candle}, query, candle.open_time + kDay).ends_with("\"1\"]]"));
  EXPECT_TRUE(candles_json({candle}, query, candle.open_time + kDay - 1).ends_with("\"0\"]]"));
}

}  // namespace
}  // namespace wick::sim::candles_test
