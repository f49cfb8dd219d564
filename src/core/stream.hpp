// What a venue says while it happens: candles on their way, trades, quotes.
//
// News are views into the frame that told them; whoever keeps one copies its symbol.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/bar.hpp"
#include "core/interval.hpp"
#include "core/time.hpp"

namespace wick::core {

enum class Topic : std::uint8_t { kCandles, kTrades, kQuotes };

// One stream that can be listened to.
struct Subject {
  Topic topic{};
  std::string symbol;   // canonical
  Interval interval{};  // of candles

  bool operator==(const Subject&) const = default;
};

// A candle as it stands; the last one of its kind says that it has closed.
struct CandleNews {
  std::string_view symbol;
  Interval interval{};
  Bar bar;
  bool closed{};
  UtcTime said{};  // by the venue's clock
};

// One trade, or several at one price that the venue tells as one.
struct TradeNews {
  std::string_view symbol;
  UtcTime time{};
  UtcTime said{};
  double price{};
  double size{};
  std::int64_t id{};  // ascends by one within a symbol
  bool buyer_is_maker{};
  // Of the single trades that this one sums up, where the venue tells; they ascend by one as well.
  std::int64_t first{};
  std::int64_t last{};
};

// The best bid and ask. Binance's spot market does not say when.
struct QuoteNews {
  std::string_view symbol;
  UtcTime time{};  // 1970 where the venue does not say
  double bid{};
  double bid_size{};
  double ask{};
  double ask_size{};
  std::int64_t id{};
};

// What a venue allows on one connection, and how it treats it.
struct StreamLimits {
  std::size_t streams_max{1024};
  std::size_t messages_per_second{5};  // ours; pongs count
  std::size_t names_per_message{100};
  Micros ping_every{std::chrono::seconds{20}};
  Micros lifetime{std::chrono::hours{24}};
  std::size_t connects_max{300};  // from one address
  Micros connects_window{std::chrono::minutes{5}};
};

}  // namespace wick::core
