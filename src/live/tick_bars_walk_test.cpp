// A million hostile ticks in all, beside an aggregator that is slow and obvious.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "live/tick_bars.hpp"

namespace wick::live {
namespace {

using core::Interval;
using core::Micros;
using core::Tick;
using core::TimeRange;
using core::UtcTime;
using namespace std::chrono_literals;

const UtcTime kStart = core::midnight(2024, 3, 5);
constexpr Micros kGrace = 1s;
constexpr int kFillMax = 7;

std::int64_t minute_number(UtcTime t) {
  return (t - kStart) / Micros{1min} - ((t - kStart) % Micros{1min} < Micros{0} ? 1 : 0);
}
UtcTime minute_begin(std::int64_t number) {
  return kStart + std::chrono::minutes{number};
}

// Open but for the last 50 minutes of every three hours.
bool is_open(std::int64_t minute) {
  return ((minute % 180) + 180) % 180 < 130;
}
TradingHours hours() {
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
    return std::ranges::any_of(lost_, [&](const TimeRange& lost) {
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
    for (const Interval interval : kRolled) {
      const TimeRange bucket = hours_.bucket(interval, minute_begin(next_ - 1));
      if (minute_number(bucket.end) != next_) continue;
      const std::int64_t first = minute_number(bucket.begin);
      std::vector<Tick> ticks;
      bool partial = false;
      bool all_flat = true;
      bool any_flat = false;
      for (std::int64_t minute = first; minute < next_; ++minute) {
        const auto one = bars.find({Interval::k1m, minute_begin(minute)});
        const bool synthetic = one != bars.end() && one->second.synthetic;
        any_flat |= synthetic;
        all_flat &= synthetic || !is_open(minute);
        if (one != bars.end() ? one->second.partial : is_lost(minute) && is_open(minute)) {
          partial = true;
        }
        if (const auto found = of_minute_.find(minute); found != of_minute_.end()) {
          std::vector<Tick> sorted = found->second;
          std::ranges::stable_sort(sorted, {}, [](const Tick& t) {
            return std::pair{t.time, t.received};
          });
          ticks.insert(ticks.end(), sorted.begin(), sorted.end());
        }
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
  }

  TradingHours hours_ = hours();
  std::map<std::int64_t, std::vector<Tick>> of_minute_;
  std::vector<TimeRange> lost_;
  std::int64_t next_{-1};  // the first minute that is not closed
  std::int64_t flats_{};
  bool can_fill_{};
  QuoteBar last_{};
};

// What reaches the aggregator, in its order.
struct Event {
  enum class Kind : std::uint8_t { kTick, kClock, kLose, kHear } kind{};
  UtcTime at{};
  Tick tick{};
};

// Prices and sizes are multiples of 1/64, so that sums are exact in any order.
Tick hostile_tick(std::mt19937_64& random, UtcTime now) {
  const auto draw = [&](std::uint64_t n) { return static_cast<std::int64_t>(random() % n); };
  Micros delay = std::chrono::milliseconds{draw(1500)};
  if (draw(50) == 0) delay = -Micros{std::chrono::milliseconds{draw(9000)}};
  if (draw(50) == 0) delay = std::chrono::seconds{draw(200)};
  UtcTime time = now - delay;
  if (draw(3) == 0) time = std::chrono::floor<std::chrono::seconds>(time);
  if (draw(40) == 0) time = std::chrono::floor<std::chrono::minutes>(time);
  const double bid = static_cast<double>(6400 + draw(640)) / 64;
  Tick tick{.time = time,
            .received = now,
            .bid = bid,
            .ask = bid + static_cast<double>(draw(20) - 1) / 64,
            .size = static_cast<double>(draw(64)) / 64};
  if (draw(500) == 0) tick.bid = 0;
  return tick;
}

std::vector<Event> hostile_events(std::uint64_t seed, int ticks) {
  std::mt19937_64 random(seed);
  std::vector<Event> events;
  UtcTime now = kStart + 1h;
  const std::array<std::int64_t, 6> paces = {50, 400, 3'000, 30'000, 120'000, 600'000};
  std::int64_t pace = 400;
  bool lost = false;
  for (int i = 0; i < ticks; ++i) {
    if (random() % 100 == 0) pace = paces.at(random() % paces.size());
    now += Micros{static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(pace * 2000))};
    const auto turn = random() % 400;
    if (turn == 0) {
      events.push_back({lost ? Event::Kind::kHear : Event::Kind::kLose, now, {}});
      lost = !lost;
    }
    events.push_back({Event::Kind::kTick, now, hostile_tick(random, now)});
  }
  if (lost) events.push_back({Event::Kind::kHear, now, {}});
  return events;
}

std::vector<Event> with_clock(const std::vector<Event>& events, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<Event> all;
  UtcTime now = events.front().at;
  for (const Event& event : events) {
    const Micros step{static_cast<std::int64_t>(1 + random() % 90'000'000)};
    for (int i = 0; i < 40 && now + step < event.at; ++i) {
      now += step;
      all.push_back({Event::Kind::kClock, now, {}});
    }
    now = event.at;
    all.push_back(event);
  }
  return all;
}

template <typename Taker, typename... Sink>
void feed(Taker& taker, const Event& event, Sink&... sink) {
  if (event.kind == Event::Kind::kTick) taker.take(event.tick, sink...);
  if (event.kind == Event::Kind::kClock) taker.advance(event.at, sink...);
  if (event.kind == Event::Kind::kLose) taker.lose(event.at, sink...);
  if (event.kind == Event::Kind::kHear) taker.hear(event.at, sink...);
}

struct Outcome {
  ClosedBars closed;
  TickCounts counts;

  bool operator==(const Outcome&) const = default;
};

Outcome run(const std::vector<Event>& events) {
  const TradingHours when = hours();
  TickBars bars({.grace = kGrace, .fill_max = kFillMax, .volume = VolumeFrom::kSizes}, when);
  Outcome outcome;
  for (const Event& event : events) feed(bars, event, outcome.closed);
  bars.advance(events.back().at + 72h, outcome.closed);
  outcome.counts = bars.counts();
  return outcome;
}

void expect_the_same(const Outcome& outcome, const Obvious& obvious) {
  std::map<std::pair<Interval, UtcTime>, QuoteBar> found;
  for (const ClosedBar& each : outcome.closed) {
    ASSERT_TRUE(found.emplace(std::pair{each.interval, each.bar.open_time}, each.bar).second);
  }
  ASSERT_EQ(found.size(), obvious.bars.size());
  for (const auto& [key, bar] : obvious.bars) {
    const auto ours = found.find(key);
    ASSERT_NE(ours, found.end()) << core::name(key.first);
    ASSERT_TRUE(ours->second == bar)
        << core::name(key.first) << " at " << core::micros_of(key.second) << ": " << bar.ticks
        << " ticks, not " << ours->second.ticks << "; partial " << bar.partial << ", not "
        << ours->second.partial << "; synthetic " << bar.synthetic << ", not "
        << ours->second.synthetic;
  }
  TickCounts counts = outcome.counts;
  counts.repeated = 0;
  EXPECT_EQ(counts, obvious.counts);
}

TEST(TickBarsWalk, AMillionHostileTicksAgreeWithTheObviousAggregator) {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    SCOPED_TRACE(seed);
    const auto events = hostile_events(seed, 10'000);
    Obvious obvious;
    for (const Event& event : events) feed(obvious, event);
    obvious.advance(events.back().at + 72h);
    expect_the_same(run(events), obvious);
    if (HasFatalFailure()) return;
  }
}

TEST(TickBarsWalk, TheClockMakesBarsEarlierAndNotDifferentSoReplayEqualsLive) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(seed);
    const auto recorded = hostile_events(seed + 1000, 5'000);
    const Outcome replay = run(recorded);
    ASSERT_EQ(run(with_clock(recorded, seed)), replay);
    ASSERT_EQ(run(with_clock(recorded, seed + 500)), replay);
  }
}

TEST(TickBarsWalk, WhereverItIsSavedAndTakenUpItGoesOnTheSame) {
  const TradingHours when = hours();
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(seed);
    const auto events = hostile_events(seed + 2000, 3'000);
    TickBars bars({.grace = kGrace, .fill_max = kFillMax, .volume = VolumeFrom::kSizes}, when);
    Outcome outcome;
    std::mt19937_64 random(seed);
    for (const Event& event : events) {
      if (random() % 7 == 0) {
        const TickBars saved = bars;
        bars = saved;
      }
      feed(bars, event, outcome.closed);
    }
    bars.advance(events.back().at + 72h, outcome.closed);
    outcome.counts = bars.counts();
    ASSERT_EQ(outcome, run(events));
  }
}

// Batch equals incremental: all ticks without a clock are the sorted ticks, bucket by bucket.
TEST(TickBarsWalk, ABatchOfTicksGivesTheBarsOfTheSameTicksOneByOneOnTime) {
  const TradingHours when = always_open();
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937_64 random(seed);
    std::vector<Tick> ticks;
    UtcTime now = kStart;
    for (int i = 0; i < 3'000; ++i) {
      now += Micros{static_cast<std::int64_t>(random() % 50'000'000)};
      const double bid = static_cast<double>(6400 + random() % 640) / 64;
      ticks.push_back({.time = now, .received = {}, .bid = bid, .ask = bid + 1, .size = 0.1});
    }
    ClosedBars batch;
    ClosedBars live;
    TickBars whole({}, when);
    TickBars timed({}, when);
    for (const Tick& tick : ticks) {
      whole.take(tick, batch);
      timed.advance(tick.time, live);
      Tick received = tick;
      received.received = tick.time;
      timed.take(received, live);
    }
    whole.advance(now + 1h, batch);
    timed.advance(now + 1h, live);
    ASSERT_EQ(batch, live);
  }
}

TEST(TickBarsWalk, ShufflingTheTicksOfAMinuteChangesNeitherHighNorLowNorVolume) {
  const TradingHours when = always_open();
  for (const VolumeFrom volume :
       {VolumeFrom::kTicks, VolumeFrom::kSizes, VolumeFrom::kMinuteTotal}) {
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
      std::mt19937_64 random(seed);
      std::vector<Tick> ticks(1 + random() % 200);
      for (Tick& tick : ticks) {
        tick.time = kStart + Micros{static_cast<std::int64_t>(random() % 60'000) * 1000};
        tick.received = kStart + 60s + Micros{static_cast<std::int64_t>(random() % 999'999)};
        tick.bid = 1 + static_cast<double>(random() % 100'000) / 1e5;
        tick.ask = tick.bid + static_cast<double>(random() % 100) / 1e5;
        tick.size = static_cast<double>(random() % 100'000) / 1e3;
      }
      const auto bar_of_all = [&] {
        TickBars bars({.volume = volume}, when);
        ClosedBars closed;
        for (const Tick& tick : ticks) bars.take(tick, closed);
        bars.advance(kStart + 2min, closed);
        return closed.at(0).bar;
      };
      const QuoteBar first = bar_of_all();
      std::ranges::shuffle(ticks, random);
      QuoteBar second = bar_of_all();
      EXPECT_NEAR(first.spread_sum, second.spread_sum, 1e-9);
      second.spread_sum = first.spread_sum;  // a sum of fractions; all else to the last bit
      if (first.open == second.open && first.close == second.close) {
        ASSERT_EQ(first, second) << seed;
      }
      ASSERT_EQ(first.high, second.high) << seed;
      ASSERT_EQ(first.low, second.low) << seed;
      ASSERT_EQ(first.volume, second.volume) << seed;
    }
  }
}

}  // namespace
}  // namespace wick::live
