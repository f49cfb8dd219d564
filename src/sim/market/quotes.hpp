// One price of one symbol as candles: that of its trades, or one that a futures exchange reckons.
//
// The mark price keeps near the trades of its contract, the index price near those of its pair's
// perpetual, the premium index within about 0.0005 of zero. They exist in the minutes in which the
// market is open and in no other; a minute opens where the one before closed, and longer candles
// are the minutes added up. Their figures have kQuoteDigits decimals and no volume; `count` is how
// often they were reckoned.
#pragma once

#include <optional>
#include <vector>

#include "sim/market/market.hpp"

namespace wick::sim {

enum class Price : std::uint8_t { kTraded, kMark, kIndex, kPremium };

constexpr int kQuoteDigits = 8;  // of all prices but the traded one

class Quotes {
 public:
  Quotes(const Market& market, const Symbol& symbol, Price price);  // both must outlive this

  [[nodiscard]] Price price() const { return price_; }

  // As Market's of the same names. Reckoned prices have no seconds.
  [[nodiscard]] std::vector<Candle> candles(Interval interval, Micros begin, Micros end) const;
  [[nodiscard]] std::optional<Candle> running(Interval interval, Micros now) const;

 private:
  [[nodiscard]] Candle reckoned(const Candle& minute, Micros elapsed) const;
  [[nodiscard]] std::int64_t noise(std::int64_t minute) const;
  void fold(Interval interval, Micros begin, Micros end, std::vector<Candle>& out) const;

  const Market& market_;
  const Symbol& symbol_;
  const Price price_;
  const std::uint64_t key_;
};

}  // namespace wick::sim
