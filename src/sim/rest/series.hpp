// One price of a symbol as candles of one interval, as far as they exist at one instant.
//
// The grid may be shifted against UTC (the timeZone of a request); candles that the market does
// not have on such a grid are put together from smaller ones.
#pragma once

#include <optional>
#include <vector>

#include "sim/market/market.hpp"
#include "sim/market/quotes.hpp"

namespace wick::sim {

struct Window {
  Micros first{}, last{};  // opening times, both inclusive
  std::size_t limit{};
};

class Series {
 public:
  struct Options {
    Interval interval{};
    Micros shift{};  // the local clock is ahead of UTC by this; whole minutes
    Micros now{};
    Price price{};
  };
  Series(const Market& market, const Symbol& symbol, Options options);  // both must outlive this

  [[nodiscard]] std::vector<Candle> oldest(const Window& asked) const;
  [[nodiscard]] std::vector<Candle> newest(const Window& asked) const;  // in ascending order too

  [[nodiscard]] Micros open_of(Micros at) const;
  [[nodiscard]] Micros next_open(Micros open) const;

 private:
  [[nodiscard]] Micros first_open(Micros at) const;  // at or after
  [[nodiscard]] Window clipped(Window window) const;
  [[nodiscard]] bool on_utc_grid() const;
  [[nodiscard]] std::vector<Candle> closed(Micros begin, Micros end) const;
  [[nodiscard]] std::optional<Candle> running(const Window& window) const;
  [[nodiscard]] std::vector<Candle> folded(const std::vector<Candle>& parts) const;

  const Quotes quotes_;
  const Symbol& symbol_;
  const Interval interval_;
  const Micros shift_, now_;
};

}  // namespace wick::sim
