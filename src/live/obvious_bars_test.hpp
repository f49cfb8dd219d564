// For tests: an aggregator that is slow and obvious, and hours of trade for it. What each rule of
// docs/buckets.md says, it does minute by minute.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "live/tick_bars.hpp"

namespace wick::live::obvious {

using core::Interval;
using core::Micros;
using core::Tick;
using core::TimeRange;
using core::UtcTime;
using namespace std::chrono_literals;

inline const UtcTime kStart = core::midnight(2024, 3, 5);
constexpr Micros kGrace = 1s;
constexpr int kFillMax = 7;

inline std::int64_t minute_number(UtcTime t) {
  return (t - kStart) / Micros{1min} - ((t - kStart) % Micros{1min} < Micros{0} ? 1 : 0);
}
inline UtcTime minute_begin(std::int64_t number) {
  return kStart + std::chrono::minutes{number};
}

// Open but for the last 50 minutes of every three hours.
inline bool is_open(std::int64_t minute) {
  return ((minute % 180) + 180) % 180 < 130;
}
inline TradingHours hours() {
  const auto stretch_at = [](UtcTime t) {
    const std::int64_t minute = minute_number(t);
    const std::int64_t cycle = minute - ((minute % 180) + 180) % 180;
    if (is_open(minute)) {
      return Stretch{.time = {minute_begin(cycle), minute_begin(cycle + 130)}, .open = true};
    }
    return Stretch{.time = {minute_begin(cycle + 130), minute_begin(cycle + 180)}, .open = false};
  };
  return {.stretch_at = stretch_at, .day_at = [](UtcTime t) { return core::day_of(t); }};
}

// Says what each rule says, minute by minute, and keeps every tick that it ever took.
class Obvious {
 public:
  void take(Tick tick) {
    advance(tick.received);
    if (!(tick.bid > 0) || !(tick.ask > 0)) return void(++counts.refused);
    if (tick.time > tick.received + 5s) {
      ++counts.ahead;
      tick.time = tick.received;
    }
    const std::int64_t minute = minute_number(tick.time);
    if (minute < next_) return void(++counts.late);
    if (tick.bid > tick.ask) ++counts.crossed;
    if (!of_minute_.contains(minute)) close_before(minute, false);
    of_minute_[minute].push_back(tick);
  }
  void advance(UtcTime now) { close_before(minute_number(now - kGrace), true); }
  void lose(UtcTime at) {
    advance(at);
    lost_.push_back({at, core::kFarFuture});
  }
  void hear(UtcTime at) {
    advance(at);
    lost_.back().end = at;
  }

  std::map<std::pair<Interval, UtcTime>, QuoteBar> bars;
  TickCounts counts;

 private:
  [[nodiscard]] bool is_lost(std::int64_t minute) const {
    return !lost_.empty() && std::ranges::any_of(lost_, [&](const TimeRange& lost) {
      return lost.begin < minute_begin(minute + 1) && minute_begin(minute) < lost.end &&
             lost.begin < lost.end;
    });
  }
  void close_before(std::int64_t end, bool by_clock) {
    if (next_ < 0) next_ = std::max<std::int64_t>(end, 0);
    while (next_ < end) {
      if (const auto found = of_minute_.find(next_); found != of_minute_.end()) {
        close(found->second);
      } else {
        pass_quiet(end, by_clock);
      }
      finish_longer();
    }
  }
  void pass_quiet(std::int64_t end, bool by_clock) {
    std::int64_t quiet = 0;
    while (can_fill_ && next_ + quiet < end && is_open(next_ + quiet) && !is_lost(next_ + quiet)) {
      ++quiet;
    }
    can_fill_ = quiet > 0 && (by_clock ? flats_ < kFillMax : flats_ + quiet <= kFillMax);
    if (can_fill_) {
      add(Interval::k1m, flat({minute_begin(next_), minute_begin(next_ + 1)}, last_.close));
      ++flats_;
    }
    ++next_;
  }
  void close(std::vector<Tick> ticks) {
    std::ranges::stable_sort(ticks, {}, [](const Tick& t) {
      return std::pair{t.time, t.received};
    });
    QuoteBar bar = made_of(ticks, {minute_begin(next_), minute_begin(next_ + 1)});
    bar.partial = is_lost(next_);
    last_ = bar;
    can_fill_ = is_open(next_);
    flats_ = 0;
    if (!can_fill_) counts.while_closed += bar.ticks;
    add(Interval::k1m, bar);
    ++next_;
  }
  // Straight from the ticks of the whole bucket.
  void finish_longer() {
    if (next_ % 5 != 0) return;  // trade begins and ends at whole fives here, and no bucket between
    const Minute* const minutes = minutes_.data();
    const auto known = static_cast<std::int64_t>(minutes_.size());
    for (const Interval interval : kRolled) {
      const TimeRange bucket = hours_.bucket(interval, minute_begin(next_ - 1));
      if (minute_number(bucket.end) != next_) continue;
      const std::int64_t first = minute_number(bucket.begin);
      std::vector<Tick> ticks;
      bool partial = false;
      bool all_flat = true;
      bool any_flat = false;
      for (std::int64_t minute = first; minute < next_; ++minute) {
        const Minute one = minute < known ? minutes[minute] : Minute{};
        any_flat |= one.synthetic;
        all_flat = all_flat && (one.synthetic || !is_open(minute));
        partial = partial || (one.told ? one.partial : is_lost(minute) && is_open(minute));
      }
      const auto end = of_minute_.lower_bound(next_);
      for (auto at = of_minute_.lower_bound(first); at != end; ++at) {
        std::vector<Tick> sorted = at->second;
        std::ranges::stable_sort(sorted, {}, [](const Tick& t) {
          return std::pair{t.time, t.received};
        });
        ticks.insert(ticks.end(), sorted.begin(), sorted.end());
      }
      if (!ticks.empty()) {
        QuoteBar bar = made_of(ticks, bucket);
        bar.partial = partial;
        add(interval, bar);
      } else if (any_flat && all_flat) {
        add(interval, flat(bucket, last_.close));
      }
    }
    while (!of_minute_.empty() && of_minute_.begin()->first < next_ - 2 * 1440) {
      of_minute_.erase(of_minute_.begin());
    }
  }
  static QuoteBar made_of(const std::vector<Tick>& ticks, TimeRange time) {
    const auto extreme = [&](auto choose) {
      Quote quote = quote_of(ticks.front());
      for (const Tick& tick : ticks) {
        const Quote other = quote_of(tick);
        quote = {.bid = choose(quote.bid, other.bid),
                 .ask = choose(quote.ask, other.ask),
                 .mid = choose(quote.mid, other.mid),
                 .spread = choose(quote.spread, other.spread)};
      }
      return quote;
    };
    QuoteBar bar{.open_time = time.begin,
                 .end = time.end,
                 .open = quote_of(ticks.front()),
                 .high = extreme([](double a, double b) { return std::max(a, b); }),
                 .low = extreme([](double a, double b) { return std::min(a, b); }),
                 .close = quote_of(ticks.back())};
    for (const Tick& tick : ticks) {
      bar.volume += tick.size;
      bar.spread_sum += tick.ask - tick.bid;
      ++bar.ticks;
    }
    return bar;
  }
  void add(Interval interval, const QuoteBar& bar) {
    EXPECT_TRUE(bars.emplace(std::pair{interval, bar.open_time}, bar).second) << "closed twice";
    if (interval != Interval::k1m) return;
    const auto minute = static_cast<std::size_t>(minute_number(bar.open_time));
    minutes_.resize(std::max(minutes_.size(), minute + 1));
    minutes_[minute] = {.told = true, .synthetic = bar.synthetic, .partial = bar.partial};
  }

  // What of a minute's bar matters to longer ones.
  struct Minute {
    bool told{}, synthetic{}, partial{};
  };

  TradingHours hours_ = hours();
  std::map<std::int64_t, std::vector<Tick>> of_minute_;
  std::vector<Minute> minutes_;  // from kStart on
  std::vector<TimeRange> lost_;
  std::int64_t next_{-1};  // the first minute that is not closed
  std::int64_t flats_{};
  bool can_fill_{};
  QuoteBar last_{};
};

}  // namespace wick::live::obvious
