#include "sim/rest/trades.hpp"

#include <gtest/gtest.h>

namespace wick::sim::trades_test {
namespace {

constexpr Micros kNow = 1'700'000'000 * kSecond + 123'456;

const Market& market() {
  static const Market the_market(1);
  return the_market;
}

std::vector<QuotedTrade> select(TradeEndpoint endpoint, const std::string& query) {
  const auto parsed = parse_trade_query(market(), endpoint, parse_target("/x?" + query), kNow);
  const auto* good = std::get_if<TradeQuery>(&parsed);
  EXPECT_NE(good, nullptr) << query;
  return good == nullptr ? std::vector<QuotedTrade>() : select_trades(market(), *good, kNow);
}

int error(TradeEndpoint endpoint, const std::string& query) {
  const auto parsed = parse_trade_query(market(), endpoint, parse_target("/x?" + query), kNow);
  const auto* found = std::get_if<VenueError>(&parsed);
  return found == nullptr ? 0 : found->code;
}

constexpr TradeEndpoint kSpotTrades{Venue::kSpot, TradeKind::kSingle};
constexpr TradeEndpoint kSpotAggregates{Venue::kSpot, TradeKind::kAggregate};
constexpr TradeEndpoint kUmAggregates{Venue::kUm, TradeKind::kAggregate};

TEST(Trades, AreTheLastOnes) {
  const Symbol& symbol = *market().find(Venue::kSpot, "BTCUSDT");
  const auto all = market().trades(symbol, kNow - kHour, kNow + 1);
  const auto rows = select(kSpotTrades, "symbol=BTCUSDT&limit=30");
  ASSERT_EQ(rows.size(), 30U);
  ASSERT_GE(all.size(), 30U);
  for (std::size_t i = 0; i < 30; ++i) EXPECT_EQ(rows[i].first, all[all.size() - 30 + i]);
}

TEST(Trades, AggregatesHoldAllTradesOnce) {
  const Symbol& symbol = *market().find(Venue::kSpot, "BTCUSDT");
  const Micros start = kNow / kMinute * kMinute - 2 * kMinute;
  const auto all = market().trades(symbol, start, start + 10 * kSecond);
  const auto rows = select(kSpotAggregates,
                           "symbol=BTCUSDT&limit=1000&startTime=" + std::to_string(start / 1000) +
                               "&endTime=" + std::to_string(start / 1000 + 9999));
  ASSERT_FALSE(rows.empty());
  ASSERT_LT(rows.size(), 1000U);
  std::int64_t sum = 0;
  std::int64_t rows_sum = 0;
  for (const Trade& trade : all) sum += trade.quantity;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows_sum += rows[i].first.quantity;
    if (i > 0) {
      EXPECT_EQ(rows[i].first.id, rows[i - 1].last_id + 1);
    }
  }
  EXPECT_EQ(rows_sum, sum);
  EXPECT_EQ(rows.front().first.id, all.front().id);
  EXPECT_EQ(rows.back().last_id, all.back().id);
}

TEST(Trades, EndWithTheWholeMillisecond) {
  const Symbol& symbol = *market().find(Venue::kSpot, "BTCUSDT");
  for (const Trade& trade : market().trades(symbol, kNow - kMinute, kNow - kSecond)) {
    if (trade.time % 1000 == 0) continue;
    const auto rows = select(kSpotAggregates,
                             "symbol=BTCUSDT&limit=1&endTime=" + std::to_string(trade.time / 1000));
    ASSERT_EQ(rows.size(), 1U);
    ASSERT_GE(rows[0].last_id, trade.id);
    return;
  }
}

TEST(Trades, AreFoundByTheirId) {
  const Symbol& symbol = *market().find(Venue::kSpot, "BTCUSDT");
  const auto somewhere = market().trades(symbol, kNow - 100 * kDay, kNow - 100 * kDay + kMinute);
  ASSERT_FALSE(somewhere.empty());
  const std::int64_t id = somewhere.back().id;
  const auto rows = select(kSpotAggregates, "symbol=BTCUSDT&limit=3&fromId=" + std::to_string(id));
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_GE(rows.front().first.id, id);
  EXPECT_LE(rows.front().first.id, id + 20);
  EXPECT_TRUE(select(kSpotAggregates, "symbol=BTCUSDT&fromId=9223372036854775807").empty());
}

TEST(Trades, RefuseWhatTheExchangeRefuses) {
  EXPECT_EQ(error(kSpotTrades, "symbol=BTCUSDT&startTime=1"), -1104);
  EXPECT_EQ(error(kSpotAggregates, "symbol=BTCUSDT&fromId=1&startTime=1"), -1128);
  EXPECT_EQ(error(kSpotAggregates, "symbol=NOSUCH"), -1121);
  EXPECT_EQ(error(kUmAggregates, "symbol=BTCUSDT&startTime=1700000000000&endTime=1699999999000"),
            -1023);
  EXPECT_EQ(error(kUmAggregates, "symbol=BTCUSDT&startTime=1690000000000&endTime=1690003601000"),
            -1127);
  EXPECT_EQ(error(kUmAggregates, "symbol=BTCUSDT&startTime=1690000000000&endTime=1690003600000"),
            0);
}

TEST(Trades, AreWrittenAsTheExchangeWritesThem) {
  Symbol symbol;
  symbol.price_digits = 1;
  symbol.quantity_digits = 2;
  symbol.contract_size = 100;
  QuotedTrade row;
  row.first.id = 5;
  row.first.time = 1'700'000'000'123'456;
  row.first.price = 400;
  row.first.quantity = 250;
  row.last_id = 7;
  TradeQuery query;
  query.symbol = &symbol;
  EXPECT_EQ(trades_json({row}, query, 1),
            R"([{"id":5,"price":"40.00000000","qty":"2.50000000","quoteQty":"100.00000000",)"
            R"("time":1700000000123456,"isBuyerMaker":false,"isBestMatch":true}])");
  query.kind = TradeKind::kAggregate;
  EXPECT_EQ(trades_json({row}, query, 1000),
            R"([{"a":5,"p":"40.00000000","q":"2.50000000","f":5,"l":7,"T":1700000000123,)"
            R"("m":false,"M":true}])");
  symbol.venue = Venue::kCm;
  symbol.quantity_digits = 0;
  query.kind = TradeKind::kSingle;
  row.first.quantity = 2;
  row.first.buyer_is_maker = true;
  EXPECT_EQ(trades_json({row}, query, 1000),
            R"([{"id":5,"price":"40.0","qty":"2","baseQty":"5.00000000","time":1700000000123,)"
            R"("isBuyerMaker":true}])");
}

}  // namespace
}  // namespace wick::sim::trades_test
