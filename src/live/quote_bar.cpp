#include "live/quote_bar.hpp"

namespace wick::live {
namespace {

double price(const Quote& quote, Basis basis) {
  if (basis == Basis::kBid) return quote.bid;
  return basis == Basis::kAsk ? quote.ask : quote.mid;
}

}  // namespace

double QuoteBar::spread_average() const {
  return ticks == 0 ? close.spread : spread_sum / static_cast<double>(ticks);
}

void append(QuoteBar& bar, const QuoteBar& later) {
  bar.high = highest(bar.high, later.high);
  bar.low = lowest(bar.low, later.low);
  bar.close = later.close;
  bar.volume += later.volume;
  bar.spread_sum += later.spread_sum;
  bar.ticks += later.ticks;
  bar.partial = bar.partial || later.partial;
}

QuoteBar flat(core::TimeRange time, const Quote& quote) {
  return {.open_time = time.begin,
          .end = time.end,
          .open = quote,
          .high = quote,
          .low = quote,
          .close = quote,
          .synthetic = true};
}

core::Bar bar_of(const QuoteBar& bar, Basis basis) {
  return {.open_time = bar.open_time,
          .close_time = bar.end - core::Micros{1},
          .open = price(bar.open, basis),
          .high = price(bar.high, basis),
          .low = price(bar.low, basis),
          .close = price(bar.close, basis),
          .volume = bar.volume,
          .count = bar.ticks};
}

}  // namespace wick::live
