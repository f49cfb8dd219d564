#include "sim/archive/csv.hpp"

#include <gtest/gtest.h>

#include "sim/market/funding.hpp"
#include "sim/market/quotes.hpp"

#include <algorithm>
#include <sstream>

namespace wick::sim::csv_test {
namespace {

const Market& market() {
  static const Market the_market(1);
  return the_market;
}

Object object(const char* key) {
  const auto parsed = parse_object(market(), key);
  EXPECT_TRUE(parsed.has_value()) << key;
  return *parsed;
}

std::vector<std::vector<std::string>> cells(const std::string& text) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream fields(line);
    rows.emplace_back();
    for (std::string cell; std::getline(fields, cell, ',');) rows.back().push_back(cell);
  }
  return rows;
}

std::size_t decimals(const std::string& text) {
  const std::size_t point = text.find('.');
  return point == std::string::npos ? 0 : text.size() - point - 1;
}

// The number without its point, cut to so many decimals; what is cut off must be zeros.
std::int64_t scaled(std::string text, std::size_t digits) {
  while (decimals(text) > digits) {
    EXPECT_EQ(text.back(), '0');
    text.pop_back();
    if (text.back() == '.') text.pop_back();
  }
  EXPECT_EQ(decimals(text), digits);
  std::erase(text, '.');
  return std::stoll(text);
}

void expect_rows_of_the_market(const Object& object, Micros unit) {
  const Symbol& symbol = *object.symbol;
  const auto price = static_cast<std::size_t>(symbol.price_digits);
  const auto quantity = static_cast<std::size_t>(symbol.quantity_digits);
  const auto quote = symbol.venue == Venue::kCm ? 8 : price + quantity;
  auto rows = cells(csv_text(market(), object));
  if (has_header(object)) rows.erase(rows.begin());
  const auto candles =
      market().candles(symbol, object.interval, object.period.begin, object.period.end);
  ASSERT_EQ(rows.size(), candles.size());
  ASSERT_FALSE(rows.empty());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& row = rows[i];
    ASSERT_EQ(row.size(), 12U);
    Candle read = candles[i];  // ids are not in the file
    read.open_time = std::stoll(row[0]) * unit;
    read.open = scaled(row[1], price);
    read.high = scaled(row[2], price);
    read.low = scaled(row[3], price);
    read.close = scaled(row[4], price);
    read.volume = scaled(row[5], quantity);
    read.quote = scaled(row[7], quote);
    read.count = std::stoll(row[8]);
    read.taker_volume = scaled(row[9], quantity);
    read.taker_quote = scaled(row[10], quote);
    ASSERT_EQ(read, candles[i]);
    ASSERT_EQ((std::stoll(row[6]) + 1) * unit, next_open(object.interval, read.open_time));
    ASSERT_EQ(row[11], "0");
  }
}

TEST(Csv, HoldsTheCandlesOfItsPeriod) {
  expect_rows_of_the_market(object("data/spot/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2024-12-31.zip"),
                            1000);
  expect_rows_of_the_market(object("data/spot/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2025-01-01.zip"),
                            1);
  expect_rows_of_the_market(object("data/spot/monthly/klines/BTCUSDT/1h/BTCUSDT-1h-2024-12.zip"),
                            1000);
  expect_rows_of_the_market(object("data/spot/monthly/klines/BTCUSDT/1w/BTCUSDT-1w-2025-01.zip"),
                            1);
  expect_rows_of_the_market(
      object("data/futures/um/daily/klines/BTCUSDT/5m/BTCUSDT-5m-2025-01-01.zip"), 1000);
  expect_rows_of_the_market(
      object("data/futures/cm/monthly/klines/BTCUSD_PERP/1d/BTCUSD_PERP-1d-2023-05.zip"), 1000);
  expect_rows_of_the_market(
      object("data/futures/cm/monthly/klines/BTCUSD_PERP/1mo/BTCUSD_PERP-1mo-2020-08.zip"), 1000);
}

void expect_reckoned_rows(const Object& object, Price price) {
  const auto candles = Quotes(market(), *object.symbol, price)
                           .candles(object.interval, object.period.begin, object.period.end);
  const auto rows = cells(csv_text(market(), object));
  ASSERT_EQ(rows.size(), candles.size() + 1);
  ASSERT_FALSE(candles.empty());
  for (std::size_t i = 0; i < candles.size(); ++i) {
    const auto& row = rows[i + 1];
    ASSERT_EQ(row.size(), 12U);
    ASSERT_EQ(std::stoll(row[0]) * 1000, candles[i].open_time);
    ASSERT_EQ(scaled(row[1], 8), candles[i].open);
    ASSERT_EQ(scaled(row[2], 8), candles[i].high);
    ASSERT_EQ(scaled(row[3], 8), candles[i].low);
    ASSERT_EQ(scaled(row[4], 8), candles[i].close);
    ASSERT_EQ((std::stoll(row[6]) + 1) * 1000, next_open(object.interval, candles[i].open_time));
    ASSERT_EQ(std::stoll(row[8]), candles[i].count);
    for (const std::size_t unused : {5U, 7U, 9U, 10U, 11U}) ASSERT_EQ(row[unused], "0");
  }
}

TEST(Csv, HoldsTheReckonedPricesOfItsPeriod) {
  expect_reckoned_rows(
      object("data/futures/um/daily/markPriceKlines/BTCUSDT/1m/BTCUSDT-1m-2024-05-05.zip"),
      Price::kMark);
  expect_reckoned_rows(
      object("data/futures/cm/monthly/indexPriceKlines/ETHUSD/1w/ETHUSD-1w-2024-05.zip"),
      Price::kIndex);
  expect_reckoned_rows(
      object("data/futures/um/monthly/markPriceKlines/ETHUSDT/1mo/ETHUSDT-1mo-2024-05.zip"),
      Price::kMark);
  const Object premium =
      object("data/futures/um/monthly/premiumIndexKlines/BTCUSDT/1h/BTCUSDT-1h-2024-05.zip");
  const std::string text = csv_text(market(), premium);
  EXPECT_TRUE(
      text.starts_with("open_time,open,high,low,close,volume,close_time,quote_volume,count,"
                       "taker_buy_volume,taker_buy_quote_volume,ignore\n1714521600000,"));
  EXPECT_NE(text.find(",-0.000"), std::string::npos);
  EXPECT_NE(text.find(",0,1714525199999,0,720,0,0,0\n"), std::string::npos);
}

TEST(Csv, HoldsTheFundingsOfItsMonth) {
  for (const char* key :
       {"data/futures/um/monthly/fundingRate/BTCUSDT/BTCUSDT-fundingRate-2021-05.zip",
        "data/futures/cm/monthly/fundingRate/ETHUSD_PERP/ETHUSD_PERP-fundingRate-2024-02.zip"}) {
    const Object of = object(key);
    EXPECT_TRUE(has_header(of));
    std::string want = "calc_time,funding_interval_hours,last_funding_rate\n";
    for (const Funding& one : fundings(market(), *of.symbol, of.period.begin, of.period.end)) {
      const std::string digits = std::to_string(100'000'000 + std::abs(one.rate));
      want += std::to_string(one.time / 1000) + ",8," + (one.rate < 0 ? "-0." : "0.") +
              digits.substr(1) + "\n";
    }
    EXPECT_GT(want.size(), 2000U);
    EXPECT_EQ(csv_text(market(), of), want);
  }
}

TEST(Csv, NamesItsColumnsAsTheArchiveDid) {
  const auto headed = [](const char* key) { return has_header(object(key)); };
  EXPECT_FALSE(headed("data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-06-01.zip"));
  EXPECT_FALSE(headed("data/futures/um/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2021-12-31.zip"));
  EXPECT_TRUE(headed("data/futures/um/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2022-01-01.zip"));
  EXPECT_FALSE(headed("data/futures/cm/monthly/klines/BTCUSD_PERP/1h/BTCUSD_PERP-1h-2020-12.zip"));
  EXPECT_TRUE(headed("data/futures/cm/monthly/klines/BTCUSD_PERP/1h/BTCUSD_PERP-1h-2021-01.zip"));
  const std::string text = csv_text(
      market(), object("data/futures/um/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2022-01-01.zip"));
  EXPECT_TRUE(text.starts_with(
      "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,"
      "taker_buy_quote_volume,ignore\n1640995200000,"));
  EXPECT_EQ(text.find('\r'), std::string::npos);
  EXPECT_EQ(text.back(), '\n');
}

TEST(Csv, ShowsTheDecimalsOfTheVenue) {
  const auto spot = cells(
      csv_text(market(), object("data/spot/daily/klines/BTCUSDT/1d/BTCUSDT-1d-2024-05-05.zip")));
  for (const std::size_t cell : {1U, 2U, 3U, 4U, 5U, 7U, 9U, 10U}) {
    EXPECT_EQ(decimals(spot.at(0).at(cell)), 8U);
  }
  const auto cm = cells(csv_text(
      market(),
      object("data/futures/cm/daily/klines/BTCUSD_PERP/1d/BTCUSD_PERP-1d-2024-05-05.zip")));
  EXPECT_EQ(decimals(cm.at(1).at(1)), 1U);
  EXPECT_EQ(decimals(cm.at(1).at(5)), 0U);
  EXPECT_EQ(decimals(cm.at(1).at(7)), 8U);
}

}  // namespace
}  // namespace wick::sim::csv_test
