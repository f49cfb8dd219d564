// For tests: hours drawn from the lives of all symbols, and the slow and obvious way to sum up.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <random>
#include <vector>

#include "sim/market/market.hpp"

namespace wick::sim {

struct Draw {
  const Market& market;
  const Symbol* symbol{};
  Micros hour{};
};

// The markets are kept for good, as the draws point into them.
inline std::vector<Draw> draws(int count) {
  static const std::array<Market, 2> markets{Market{1}, Market{0xFFFF'FFFF'FFFF'FFFF}};
  constexpr Micros until = 1'767'225'600 * kSecond;  // 2026
  std::mt19937_64 random{20};
  std::vector<Draw> out;
  for (int i = 0; i < count; ++i) {
    const Market& market = markets.at(random() % 2);
    const auto symbols = market.symbols(static_cast<Venue>(random() % 3));
    const Symbol& symbol = symbols[random() % symbols.size()];
    const Micros end = std::min(symbol.delisted, std::max(until, symbol.listed + 9 * kDay));
    const auto hours = static_cast<std::uint64_t>((end - symbol.listed) / kHour);
    const Micros hour = (symbol.listed / kHour + static_cast<Micros>(random() % hours)) * kHour;
    out.push_back({market, &symbol, hour});
  }
  return out;
}

inline Candle empty(Micros open_time, std::int64_t price) {
  return {open_time, price, price, price, price, 0, 0, 0, 0, 0, -1, -1};
}

inline void add(Candle& sum, const Candle& part) {
  sum.high = std::max(sum.high, part.high);
  sum.low = std::min(sum.low, part.low);
  sum.close = part.close;
  sum.volume += part.volume;
  sum.quote += part.quote;
  sum.count += part.count;
  sum.taker_volume += part.taker_volume;
  sum.taker_quote += part.taker_quote;
  if (sum.first_trade == -1) sum.first_trade = part.first_trade;
  if (part.last_trade != -1) sum.last_trade = part.last_trade;
}

inline void add(Candle& sum, const Trade& trade) {
  const std::int64_t quote = trade.price * trade.quantity;
  Candle one{0,     trade.price, trade.price, trade.price, trade.price, trade.quantity,
             quote, 1,           0,           0,           trade.id,    trade.id};
  if (!trade.buyer_is_maker) {
    one.taker_volume = trade.quantity;
    one.taker_quote = quote;
  }
  add(sum, one);
}

}  // namespace wick::sim
