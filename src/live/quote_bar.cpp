#include "live/quote_bar.hpp"

#include <array>
#include <charconv>

namespace wick::live {
namespace {

// The mean of two decimals is a decimal with one digit more, and binary halves miss it by a hair:
// of all numbers that near, the one with fifteen digits at most is it.
double decimal(double mean) {
  constexpr int kDigits = 15;
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), mean,
                                 std::chars_format::scientific, kDigits - 1);
  double value = mean;
  std::from_chars(text.data(), end.ptr, value);
  return value;
}

}  // namespace

double price_of(const Quote& quote, Basis basis) {
  if (basis == Basis::kBid) return quote.bid;
  return basis == Basis::kAsk ? quote.ask : decimal(quote.mid);
}

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
  bar.mid_derived = bar.mid_derived || later.mid_derived;
  if (later.only) bar.only = later.only;
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
          .open = price_of(bar.open, basis),
          .high = price_of(bar.high, basis),
          .low = price_of(bar.low, basis),
          .close = price_of(bar.close, basis),
          .volume = bar.volume,
          .count = bar.ticks};
}

}  // namespace wick::live
