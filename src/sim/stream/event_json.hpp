// The events of the streams as the exchange writes them: order of fields, padding of numbers and
// units of time differ between its venues.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/market/market.hpp"

namespace wick::sim {

enum class TimeUnit : std::uint8_t { kMillisecond, kMicrosecond };

struct KlineEvent {
  Micros time{};
  std::string_view interval;
  Micros next_open{};
  Candle candle;
  bool closed{};
};
[[nodiscard]] std::string kline_json(const Symbol& symbol, const KlineEvent& event, TimeUnit unit);
[[nodiscard]] std::string continuous_kline_json(const Symbol& symbol, const KlineEvent& event);

struct TradeEvent {
  Micros time{};
  Trade trade;
  std::int64_t last_id{};  // of an aggregate; trade.id is its first
};
[[nodiscard]] std::string trade_json(const Symbol& symbol, const TradeEvent& event, TimeUnit unit);
[[nodiscard]] std::string agg_trade_json(const Symbol& symbol, const TradeEvent& event,
                                         TimeUnit unit);

struct BookEvent {
  Micros time{}, transaction_time{};
  std::int64_t update_id{};
  std::int64_t bid{}, bid_quantity{}, ask{}, ask_quantity{};
};
[[nodiscard]] std::string book_ticker_json(const Symbol& symbol, const BookEvent& event);

}  // namespace wick::sim
