#include "sim/rest/series.hpp"

#include <algorithm>

#include "sim/market/listing.hpp"

namespace wick::sim {
namespace {

void add(Candle& sum, const Candle& next) {
  sum.high = std::max(sum.high, next.high);
  sum.low = std::min(sum.low, next.low);
  sum.close = next.close;
  if (sum.count == 0) sum.first_trade = next.first_trade;
  if (next.count > 0) sum.last_trade = next.last_trade;
  sum.count += next.count;
  sum.volume += next.volume;
  sum.quote += next.quote;
  sum.taker_volume += next.taker_volume;
  sum.taker_quote += next.taker_quote;
}

// The largest interval whose candles fit into a grid that is shifted so.
Interval part_for(Micros shift) {
  if (shift % kHour == 0) return Interval::k1h;
  return shift % (15 * kMinute) == 0 ? Interval::k15m : Interval::k1m;
}

}  // namespace

Series::Series(const Market& market, const Symbol& symbol, Options options)
    : quotes_(market, symbol, options.price),
      symbol_(symbol),
      interval_(options.interval),
      shift_(options.shift),
      now_(options.now) {}

std::vector<Candle> Series::oldest(const Window& asked) const {
  const Window window = clipped(asked);
  std::vector<Candle> rows;
  Micros begin = window.first;
  // Several rounds only where candles are absent: each asks for as many as are still missing.
  while (begin <= window.last && rows.size() < window.limit) {
    Micros end = begin;
    for (std::size_t i = rows.size(); i < window.limit && end <= window.last; ++i) {
      end = next_open(end);
    }
    const std::vector<Candle> more = closed(begin, end);
    rows.insert(rows.end(), more.begin(), more.end());
    begin = end;
  }
  const auto last = rows.size() < window.limit ? running(asked) : std::nullopt;
  if (last) rows.push_back(*last);
  return rows;
}

std::vector<Candle> Series::newest(const Window& asked) const {
  const Window window = clipped(asked);
  std::vector<Candle> rows;  // the newest first, until the end
  if (const auto last = running(asked); last && window.limit > 0) rows.push_back(*last);
  Micros end = next_open(open_of(window.last));
  while (end > window.first && rows.size() < window.limit) {
    Micros begin = end;
    for (std::size_t i = rows.size(); i < window.limit && begin > window.first; ++i) {
      begin = open_of(begin - 1);
    }
    const std::vector<Candle> more = closed(begin, end);
    rows.insert(rows.end(), more.rbegin(), more.rend());
    end = begin;
  }
  std::ranges::reverse(rows);
  return rows;
}

Micros Series::open_of(Micros at) const {
  return sim::open_of(interval_, at + shift_) - shift_;
}

Micros Series::next_open(Micros open) const {
  return sim::next_open(interval_, open + shift_) - shift_;
}

Micros Series::first_open(Micros at) const {
  const Micros open = open_of(at);
  return open == at ? open : next_open(open);
}

// To where closed candles can be: since the listing, before the running one, up to the delisting.
Window Series::clipped(Window window) const {
  const Micros listed = open_of(known_since(symbol_, now_));
  window.first = window.first <= listed ? listed : first_open(window.first);
  window.last = std::min({window.last, open_of(now_) - 1, symbol_.delisted - 1});
  window.last = std::max(window.last, window.first - 1);
  return window;
}

bool Series::on_utc_grid() const {
  const Micros epoch = sim::open_of(interval_, 0);
  const bool divides_days = interval_ <= Interval::k12h;
  return shift_ == 0 || (divides_days && shift_ % (sim::next_open(interval_, epoch) - epoch) == 0);
}

std::vector<Candle> Series::closed(Micros begin, Micros end) const {
  if (on_utc_grid()) return quotes_.candles(interval_, begin, end);
  return folded(quotes_.candles(part_for(shift_), begin, end));
}

std::optional<Candle> Series::running(const Window& window) const {
  const Micros open = open_of(now_);
  if (open < window.first || open > window.last || now_ < symbol_.listed) return std::nullopt;
  if (on_utc_grid()) {
    const auto candle = quotes_.running(interval_, now_);
    if (candle || interval_ <= Interval::k1m) return candle;
  }
  // On a shifted grid, and where the market is closed just now: what there has been since `open`.
  std::vector<Candle> parts =
      quotes_.candles(Interval::k1m, open, sim::open_of(Interval::k1m, now_));
  if (const auto minute = quotes_.running(Interval::k1m, now_)) parts.push_back(*minute);
  const std::vector<Candle> whole = folded(parts);
  return whole.empty() ? std::nullopt : std::optional(whole.front());
}

std::vector<Candle> Series::folded(const std::vector<Candle>& parts) const {
  std::vector<Candle> rows;
  Micros end = 0;
  for (const Candle& part : parts) {
    if (!rows.empty() && part.open_time < end) {
      add(rows.back(), part);
      continue;
    }
    const Micros open = open_of(part.open_time);
    end = next_open(open);
    rows.push_back(part);
    rows.back().open_time = open;
  }
  return rows;
}

}  // namespace wick::sim
