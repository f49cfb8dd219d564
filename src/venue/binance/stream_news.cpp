#include "venue/binance/stream_news.hpp"

#include <algorithm>
#include <array>

#include "venue/kline.hpp"

namespace wick::venue::binance {
namespace {

using core::Bar;
using core::Interval;

constexpr std::size_t kSymbolMax = 30;

bool is_symbol_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}
bool is_symbol(std::string_view text) {
  return !text.empty() && text.size() <= kSymbolMax && std::ranges::all_of(text, is_symbol_letter);
}

std::optional<core::UtcTime> instant_of(std::int64_t time) {
  const auto unit = time_unit_of(time);
  if (!unit) return std::nullopt;
  return open_instant(time, *unit);
}

// The venue calls a month 1M and nothing else.
std::optional<Interval> interval_of(std::string_view text) {
  const auto interval = core::parse_interval(text);
  return interval && core::name(*interval) == text ? interval : std::nullopt;
}

// Frames do not tell on which days three-day candles open; any day may be one.
bool opens_a_candle(core::UtcTime time, Interval interval) {
  return core::Grid(interval == Interval::k3d ? Interval::k1d : interval).has(time);
}

struct Field {
  const char* name;
  double Bar::*value;
};
constexpr std::array<Field, 4> kPrices = {
    {{"k.o", &Bar::open}, {"k.h", &Bar::high}, {"k.l", &Bar::low}, {"k.c", &Bar::close}}};
constexpr std::array<Field, 4> kVolumes = {{{"k.v", &Bar::volume},
                                            {"k.q", &Bar::quote_volume},
                                            {"k.V", &Bar::taker_volume},
                                            {"k.Q", &Bar::taker_quote_volume}}};

// What is wrong, or nothing.
std::string wrong_amounts(const Bar& bar) {
  for (const Field& price : kPrices) {
    if (!(bar.*price.value > 0)) return std::string(price.name) + " is no price";
  }
  if (bar.high < std::max(bar.open, bar.close)) return "k.h is below k.o or k.c";
  if (bar.low > std::min(bar.open, bar.close)) return "k.l is above k.o or k.c";
  for (const Field& volume : kVolumes) {
    if (bar.*volume.value < 0) return std::string(volume.name) + " is below zero";
  }
  return bar.count < 0 ? "k.n is below zero" : "";
}

}  // namespace

base::Error odd_frame(const std::string& what) {
  return {base::ErrorKind::kCorrupt, "a frame of the stream is odd: " + what};
}

base::Result<core::CandleNews> judged(const RawCandle& raw) {
  if (!is_symbol(raw.symbol)) return odd_frame("s is no symbol");
  if (raw.symbol_inside != raw.symbol) return odd_frame("k.s is not the symbol of s");
  const auto interval = interval_of(raw.interval);
  if (!interval) return odd_frame("k.i is no interval");
  const auto said = instant_of(raw.said);
  if (!said) return odd_frame("E is no time");
  const auto unit = time_unit_of(raw.open_time);
  if (!unit) return odd_frame("k.t is no time");
  if (time_unit_of(raw.close_time) != unit) return odd_frame("k.T is no time like k.t");

  core::CandleNews news{raw.symbol, *interval, raw.bar, raw.closed, *said};
  news.bar.open_time = open_instant(raw.open_time, *unit);
  news.bar.close_time = close_instant(raw.close_time, *unit);
  if (!opens_a_candle(news.bar.open_time, *interval)) {
    return odd_frame("k.t is no open time of a " + std::string(core::name(*interval)) + " candle");
  }
  if (news.bar.close_time <= news.bar.open_time) return odd_frame("k.T is not after k.t");
  if (auto wrong = wrong_amounts(news.bar); !wrong.empty()) return odd_frame(wrong);
  return news;
}

base::Result<core::TradeNews> judged(const RawTrade& raw) {
  if (!is_symbol(raw.symbol)) return odd_frame("s is no symbol");
  const auto said = instant_of(raw.said);
  if (!said) return odd_frame("E is no time");
  const auto time = instant_of(raw.time);
  if (!time) return odd_frame("T is no time");
  if (!(raw.price > 0)) return odd_frame("p is no price");
  if (raw.size < 0) return odd_frame("q is below zero");
  return core::TradeNews{raw.symbol,         *time,     *said,   raw.price, raw.size, raw.id,
                         raw.buyer_is_maker, raw.first, raw.last};
}

base::Result<core::QuoteNews> judged(const RawQuote& raw) {
  if (!is_symbol(raw.symbol)) return odd_frame("s is no symbol");
  const auto said = instant_of(raw.said.value_or(0));
  if (raw.said && !said) return odd_frame("E is no time");
  const auto time = instant_of(raw.time.value_or(0));
  if (raw.time && !time) return odd_frame("T is no time");
  if (raw.bid < 0) return odd_frame("b is below zero");
  if (raw.bid_size < 0) return odd_frame("B is below zero");
  if (raw.ask < 0) return odd_frame("a is below zero");
  if (raw.ask_size < 0) return odd_frame("A is below zero");
  const core::UtcTime untold{};
  return core::QuoteNews{raw.symbol, time.value_or(said.value_or(untold)),
                         raw.bid,    raw.bid_size,
                         raw.ask,    raw.ask_size,
                         raw.id};
}

}  // namespace wick::venue::binance
