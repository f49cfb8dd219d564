#include "sim/market/quotes.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/check.hpp"
#include "sim/market/hash.hpp"
#include "sim/market/schedule.hpp"

namespace wick::sim {
namespace {

constexpr std::int64_t kOne = 100'000'000;  // with kQuoteDigits

// How far a price strays, in 1e-8: within hours, from one minute to the next, and within one.
struct Stray {
  std::int64_t slow{}, fast{}, wick{};
  Micros step{};  // between two reckonings
};
constexpr std::array<Stray, 4> kStray{{
    {},
    {20'000, 2'000, 0, kSecond},
    {10'000, 1'000, 0, kSecond},
    {40'000, 6'000, 4'000, 5 * kSecond},
}};

const Stray& stray_of(Price price) {
  return kStray.at(static_cast<std::size_t>(price));
}

std::uint64_t key_of(const Market& market, const Symbol& symbol, Price price) {
  const std::uint64_t venue = mix(market.seed(), 300 + static_cast<std::uint64_t>(symbol.venue));
  const std::uint64_t key = mix(venue, static_cast<std::uint64_t>(price));
  return mix(key, price == Price::kIndex ? symbol.pair : symbol.name);
}

// From -size to size.
std::int64_t even(std::uint64_t hash, std::int64_t size) {
  return (bits(hash, 0, 16) * (2 * size + 1) >> 16U) - size;
}

std::int64_t lifted(std::int64_t ticks, int digits, std::int64_t by) {
  Wide value = ticks;
  for (; digits < kQuoteDigits; ++digits) value *= 10;
  return static_cast<std::int64_t>(value * (kOne + by) / kOne);
}

void add(Candle& sum, const Candle& next) {
  sum.high = std::max(sum.high, next.high);
  sum.low = std::min(sum.low, next.low);
  sum.close = next.close;
  sum.count += next.count;
}

}  // namespace

Quotes::Quotes(const Market& market, const Symbol& symbol, Price price)
    : market_(market), symbol_(symbol), price_(price), key_(key_of(market, symbol, price)) {}

std::vector<Candle> Quotes::candles(Interval interval, Micros begin, Micros end) const {
  if (price_ == Price::kTraded) return market_.candles(symbol_, interval, begin, end);
  WICK_CHECK(interval != Interval::k1s);
  begin = std::max(begin, open_of(interval, symbol_.listed));
  end = std::min({end, symbol_.delisted, kAllTime.end * kMinute});
  Micros at = open_of(interval, begin);
  if (at < begin) at = next_open(interval, at);
  std::vector<Candle> out;
  while (at < end) {
    // A day at a time, as years of minutes at once would fill the memory.
    Micros stop = at;
    while (stop < end && stop - at < kDay) stop = next_open(interval, stop);
    fold(interval, at, stop, out);
    at = stop;
  }
  return out;
}

std::optional<Candle> Quotes::running(Interval interval, Micros now) const {
  if (price_ == Price::kTraded) return market_.running(symbol_, interval, now);
  const Micros minute = open_of(Interval::k1m, now);
  const Micros open = open_of(interval, now);
  std::vector<Candle> out;
  fold(interval, open, minute, out);
  if (const auto last = market_.running(symbol_, Interval::k1m, now)) {
    Candle candle = reckoned(*last, now - minute);
    candle.open_time = open;
    if (out.empty()) {
      out.push_back(candle);
    } else {
      add(out.back(), candle);
    }
  }
  return out.empty() ? std::nullopt : std::optional(out.front());
}

void Quotes::fold(Interval interval, Micros begin, Micros end, std::vector<Candle>& out) const {
  Micros past = begin;  // where the last candle ends
  for (const Candle& traded : market_.candles(symbol_, Interval::k1m, begin, end)) {
    Candle minute = reckoned(traded, kMinute);
    if (traded.open_time < past) {
      add(out.back(), minute);
      continue;
    }
    minute.open_time = open_of(interval, traded.open_time);
    past = next_open(interval, minute.open_time);
    out.push_back(minute);
  }
}

Candle Quotes::reckoned(const Candle& minute, Micros elapsed) const {
  const Stray& stray = stray_of(price_);
  const std::int64_t number = minute.open_time / kMinute;
  const std::int64_t from = noise(number);
  const std::int64_t to = from + (noise(number + 1) - from) * elapsed / kMinute;
  const auto [low, high] = std::minmax(from, to);
  Candle out{.open_time = minute.open_time, .first_trade = -1, .last_trade = -1};
  out.count = std::min(elapsed, kMinute - 1) / stray.step + 1;
  if (price_ == Price::kPremium) {
    const std::uint64_t hash = mix(key_ + 2, number);
    out.open = from;
    out.close = to;
    out.high = high + bits(hash, 0, 16) * stray.wick / 65536;
    out.low = low - bits(hash, 16, 16) * stray.wick / 65536;
    return out;
  }
  const int digits = symbol_.price_digits;
  out.open = lifted(minute.open, digits, from);
  out.high = lifted(minute.high, digits, high);
  out.low = lifted(minute.low, digits, low);
  out.close = lifted(minute.close, digits, to);
  return out;
}

// At the beginning of a minute: straight lines between the hours, and a little of its own.
std::int64_t Quotes::noise(std::int64_t minute) const {
  const Stray& stray = stray_of(price_);
  const std::int64_t left = even(mix(key_, minute / 60), stray.slow);
  const std::int64_t right = even(mix(key_, minute / 60 + 1), stray.slow);
  return left + (right - left) * (minute % 60) / 60 + even(mix(key_ + 1, minute), stray.fast);
}

}  // namespace wick::sim
