#include "sim/market/market.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/market/fold.hpp"
#include "sim/market/listing.hpp"
#include "sim/market/run.hpp"
#include "sim/market/schedule.hpp"
#include "sim/market/seconds.hpp"
#include "sim/market/tape.hpp"

namespace wick::sim {
namespace {

// Minutes that overlap [begin, end) in the symbol's life.
Minutes overlap(const Minutes& life, Micros begin, Micros end) {
  if (begin >= end) return {};
  const std::int64_t first = begin <= 0 ? 0 : begin / kMinute;
  const std::int64_t last = end <= 0 ? 0 : (end - 1) / kMinute + 1;
  return {std::max(first, life.begin), std::min(last, life.end)};
}

Micros first_open(Interval interval, Micros begin) {
  const Micros open = open_of(interval, begin);
  return open < begin ? next_open(interval, open) : open;
}

// Plays all minutes before `end` into the fold.
void play_until(Tape& tape, std::int64_t end, Fold& fold) {
  while (tape.minute() < end) {
    if (!tape.open()) {
      tape.skip();
      continue;
    }
    fold.begin(tape.price());
    tape.play([&](std::int64_t, const Run& run) { fold.add(run, tape.next_id()); });
  }
}

// The 60 candles of the open minute ahead, those that open in [begin, end).
void append_seconds(Tape& tape, Micros begin, Micros end, std::vector<Candle>& out) {
  Micros at = tape.minute() * kMinute;
  const Micros minute_end = at + kMinute;
  std::int64_t price = tape.price();
  const auto keep = [&](const Fold& fold) {
    if (at >= begin && at < end) out.push_back(fold.candle());
    at += kSecond;
  };
  const auto stay_until = [&](Micros until) {
    while (at < until) keep(Fold{at, price});
  };
  play_seconds(tape, [&](Micros second_begin, const Run& second, std::int64_t id) {
    stay_until(second_begin);
    Fold fold{at, price};
    fold.add(second, id);
    keep(fold);
    price = second.close;
  });
  stay_until(minute_end);
}

std::vector<Candle> second_candles(Tape& tape, Micros begin, Micros end) {
  const Minutes minutes = overlap(tape.life(), begin, end);
  std::vector<Candle> out;
  if (minutes.empty()) return out;
  tape.seek(minutes.begin);
  while (tape.minute() < minutes.end) {
    if (tape.open()) {
      append_seconds(tape, begin, end, out);
    } else {
      tape.skip();
    }
  }
  return out;
}

// What the trades of a second are worth, one after the other. On COIN-M each side of the market
// is handed its share of the second's quote, so that a full second agrees with its candle.
class Worth {
 public:
  Worth(const Run& second, bool inverse)
      : inverse_(inverse),
        bought_{second.taker_quote, second.taker_volume()},
        sold_{second.quote - second.taker_quote, second.volume() - second.taker_volume()} {}

  std::int64_t of(const Trade& trade) {
    if (!inverse_) return trade.price * trade.quantity;
    Purse& purse = trade.buyer_is_maker ? sold_ : bought_;
    const std::int64_t before = due(purse.quote, purse.done, purse.volume);
    purse.done += trade.quantity;
    return due(purse.quote, purse.done, purse.volume) - before;
  }

 private:
  struct Purse {
    std::int64_t quote{}, volume{}, done{};
  };
  bool inverse_;
  Purse bought_, sold_;
};

// The open minute ahead, as far as it has got by `now`; seconds before `open` only move the price.
void play_part(Tape& tape, Micros open, Micros now, Fold& fold) {
  std::int64_t price = tape.price();
  play_seconds(tape, [&](Micros begin, const Run& second, std::int64_t id) {
    if (begin > now) return;
    if (begin < open) {
      price = second.close;
      return;
    }
    fold.begin(price);
    if (begin + kSecond - 1 <= now) return fold.add(second, id);
    Worth worth{second, tape.contract() != 0};
    for (const Trade& trade : trades_of(second, begin, id)) {
      if (trade.time <= now) fold.add(trade, worth.of(trade));
    }
  });
  fold.begin(price);
}

// The trades of the open minute ahead, those in [begin, end).
void append_trades(Tape& tape, Micros begin, Micros end, std::vector<Trade>& out) {
  play_seconds(tape, [&](Micros from, const Run& second, std::int64_t id) {
    if (from + kSecond <= begin || from >= end) return;
    for (const Trade& trade : trades_of(second, from, id)) {
      if (begin <= trade.time && trade.time < end) out.push_back(trade);
    }
  });
}

std::vector<Market::Gap> as_gaps(std::vector<Minutes> closed) {
  std::ranges::sort(closed, {}, &Minutes::begin);
  std::vector<Market::Gap> gaps;
  for (const Minutes& each : closed) {
    const Market::Gap gap{each.begin * kMinute, each.end * kMinute};
    if (!gaps.empty() && gap.begin <= gaps.back().end) {
      gaps.back().end = std::max(gaps.back().end, gap.end);
    } else {
      gaps.push_back(gap);
    }
  }
  return gaps;
}

// What `closed_in(slot)` says for all slots that touch the span, where it touches the span too.
template <typename ClosedIn>
void collect(const Minutes& span, ClosedIn closed_in, std::vector<Minutes>& out) {
  if (span.empty()) return;
  for (std::int64_t slot = span.begin / kSlot; slot <= (span.end - 1) / kSlot; ++slot) {
    const Minutes closed = closed_in(slot);
    if (!closed.empty() && closed.begin < span.end && span.begin < closed.end) {
      out.push_back(closed);
    }
  }
}

}  // namespace

Market::Market(std::uint64_t seed)
    : seed_(seed),
      spot_(listing_of(Venue::kSpot)),
      um_(listing_of(Venue::kUm)),
      cm_(listing_of(Venue::kCm)) {}

std::span<const Symbol> Market::symbols(Venue venue) const {
  if (venue == Venue::kSpot) return spot_;
  return venue == Venue::kUm ? um_ : cm_;
}

const Symbol* Market::find(Venue venue, std::string_view name) const {
  const std::span<const Symbol> all = symbols(venue);
  const auto found = std::ranges::lower_bound(all, name, {}, &Symbol::name);
  return found != all.end() && found->name == name ? &*found : nullptr;
}

std::vector<Candle> Market::candles(const Symbol& symbol, Interval interval, Micros begin,
                                    Micros end) const {
  Tape tape{seed_, symbol};
  if (interval == Interval::k1s) return second_candles(tape, begin, end);
  const Minutes life = tape.life();
  const Micros last = std::min(end, life.end * kMinute);
  Micros open = first_open(interval, std::max(begin, open_of(interval, life.begin * kMinute)));
  std::vector<Candle> out;
  for (Micros next = 0; open < last; open = next) {
    next = next_open(interval, open);
    const Minutes minutes = overlap(life, open, next);
    if (tape.minute() != minutes.begin) tape.seek(minutes.begin);
    Fold fold{open};
    play_until(tape, minutes.end, fold);
    if (fold.begun()) out.push_back(fold.candle());
  }
  return out;
}

std::optional<Candle> Market::running(const Symbol& symbol, Interval interval, Micros now) const {
  Tape tape{seed_, symbol};
  const Minutes life = tape.life();
  const std::int64_t minute = std::clamp(now / kMinute, life.begin - 1, life.end);
  if (now < 0 || now >= kAllTime.end * kMinute || minute < life.begin) return std::nullopt;
  const Micros open = open_of(interval, now);
  const std::int64_t first = std::max(open / kMinute, life.begin);
  if (first >= life.end) return std::nullopt;
  tape.seek(first);
  Fold fold{open};
  play_until(tape, minute, fold);
  if (minute < life.end && tape.open()) play_part(tape, open, now, fold);
  if (!fold.begun()) return std::nullopt;
  return fold.candle();
}

std::vector<Trade> Market::trades(const Symbol& symbol, Micros begin, Micros end) const {
  Tape tape{seed_, symbol};
  const Minutes minutes = overlap(tape.life(), begin, end);
  std::vector<Trade> out;
  if (minutes.empty()) return out;
  tape.seek(minutes.begin);
  while (tape.minute() < minutes.end) {
    if (tape.open()) {
      append_trades(tape, begin, end, out);
    } else {
      tape.skip();
    }
  }
  return out;
}

std::vector<Market::Gap> Market::gaps(Venue venue, Micros begin, Micros end) const {
  std::vector<Minutes> closed;
  collect(
      overlap(kAllTime, begin, end),
      [&](std::int64_t slot) { return maintenance(seed_, venue, slot); }, closed);
  return as_gaps(std::move(closed));
}

std::vector<Market::Gap> Market::gaps(const Symbol& symbol, Micros begin, Micros end) const {
  const std::uint64_t key = character_of(seed_, symbol).key;
  const Tape tape{seed_, symbol};
  const Minutes span = overlap(tape.life(), begin, end);
  std::vector<Minutes> closed;
  const Minutes& away = tape.away();
  if (away.begin < span.end && span.begin < away.end) closed.push_back(away);
  collect(
      span, [&](std::int64_t slot) { return maintenance(seed_, symbol.venue, slot); }, closed);
  collect(
      span, [&](std::int64_t slot) { return lost_minute(key, slot); }, closed);
  return as_gaps(std::move(closed));
}

}  // namespace wick::sim
