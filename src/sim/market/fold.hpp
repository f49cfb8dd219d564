// Many runs, or single trades, as one candle.
#pragma once

#include <algorithm>
#include <cstdint>

#include "sim/market/market.hpp"
#include "sim/market/run.hpp"

namespace wick::sim {

class Fold {
 public:
  explicit Fold(Micros open_time) {
    candle_.open_time = open_time;
    candle_.first_trade = candle_.last_trade = -1;
  }
  Fold(Micros open_time, std::int64_t price) : Fold(open_time) { begin(price); }

  [[nodiscard]] bool begun() const { return candle_.open != 0; }
  [[nodiscard]] const Candle& candle() const { return candle_; }

  // The market is open at this price; only the first time counts, as all else starts where the
  // last trade was.
  void begin(std::int64_t price) {
    if (!begun()) candle_.open = candle_.high = candle_.low = candle_.close = price;
  }

  void add(const Run& run, std::int64_t first_id) {
    candle_.high = std::max(candle_.high, run.high);
    candle_.low = std::min(candle_.low, run.low);
    candle_.close = run.close;
    candle_.volume += run.volume();
    candle_.quote += run.quote;
    candle_.count += run.count;
    candle_.taker_volume += run.taker_volume();
    candle_.taker_quote += run.taker_quote;
    if (candle_.first_trade < 0) candle_.first_trade = first_id;
    candle_.last_trade = first_id + run.count - 1;
  }

  // `quote` apart, because on COIN-M it is not price times quantity.
  void add(const Trade& trade, std::int64_t quote) {
    candle_.high = std::max(candle_.high, trade.price);
    candle_.low = std::min(candle_.low, trade.price);
    candle_.close = trade.price;
    candle_.volume += trade.quantity;
    candle_.quote += quote;
    candle_.count += 1;
    if (!trade.buyer_is_maker) {
      candle_.taker_volume += trade.quantity;
      candle_.taker_quote += quote;
    }
    if (candle_.first_trade < 0) candle_.first_trade = trade.id;
    candle_.last_trade = trade.id;
  }

 private:
  Candle candle_;
};

}  // namespace wick::sim
