// A million hostile ticks in all, beside an aggregator that is slow and obvious.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>
#include <set>

#include "base/sanitized.hpp"
#include "live/obvious_bars_test.hpp"
#include "live/tick_bars.hpp"

namespace wick::live::tick_bars_walk_test {
namespace {

using core::Interval;
using core::Micros;
using core::Tick;
using core::UtcTime;
using obvious::Obvious, obvious::hours, obvious::kFillMax, obvious::kGrace, obvious::kStart;
using namespace std::chrono_literals;

constexpr std::uint64_t kSequences = base::kSanitized ? 1'000 : 1'000'000;
constexpr std::uint64_t kLongSequences = base::kSanitized ? 2 : 100;

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

std::vector<Event> hostile_events(std::uint64_t seed, int ticks, Micros begin = 1h) {
  std::mt19937_64 random(seed);
  std::vector<Event> events;
  UtcTime now = kStart + begin;
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

// The clock goes on to this time when all has been said.
Outcome run(const std::vector<Event>& events, UtcTime end) {
  const TradingHours when = hours();
  TickBars bars({.grace = kGrace, .fill_max = kFillMax, .volume = VolumeFrom::kSizes}, when);
  Outcome outcome;
  for (const Event& event : events) feed(bars, event, outcome.closed);
  bars.advance(end, outcome.closed);
  outcome.counts = bars.counts();
  return outcome;
}
Outcome run(const std::vector<Event>& events) {
  return run(events, events.back().at + 72h);
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

void expect_the_obvious(const std::vector<Event>& events, UtcTime end) {
  Obvious obvious;
  for (const Event& event : events) feed(obvious, event);
  obvious.advance(end);
  expect_the_same(run(events, end), obvious);
}

TEST(TickBarsWalk, AMillionHostileTicksAgreeWithTheObviousAggregator) {
  for (std::uint64_t seed = 1; seed <= kLongSequences; ++seed) {
    SCOPED_TRACE(seed);
    const auto events = hostile_events(seed, 10'000);
    expect_the_obvious(events, events.back().at + 72h);
    if (HasFatalFailure()) return;
  }
}

// A million beginnings and ends, where the long ones have but one; each begins late in a day and
// is told to that day's end, when bars of every length are closed.
TEST(TickBarsWalk, AMillionShortHostileSequencesAgreeWithTheObviousAggregator) {
  const char* const wanted = std::getenv("WICK_SEQUENCES");
  const std::uint64_t sequences =
      wanted == nullptr ? kSequences : std::strtoull(wanted, nullptr, 10);
  for (std::uint64_t seed = 1; seed <= sequences; ++seed) {
    const Micros begin = 20h + std::chrono::seconds{seed * 7919 % 14'000};
    const auto events = hostile_events(seed + 1'000'000, static_cast<int>(5 + seed % 26), begin);
    const UtcTime end = std::chrono::floor<std::chrono::days>(events.back().at) + 24h + 1min;
    expect_the_obvious(events, end);
    if (HasFailure()) FAIL() << "sequence " << seed;
  }
}

TEST(TickBarsWalk, TheClockMakesBarsEarlierAndNotDifferentSoReplayEqualsLive) {
  for (std::uint64_t seed = 1; seed <= (base::kSanitized ? 5 : 20); ++seed) {
    SCOPED_TRACE(seed);
    const auto recorded = hostile_events(seed + 1000, 5'000);
    const Outcome replay = run(recorded);
    ASSERT_EQ(run(with_clock(recorded, seed)), replay);
    ASSERT_EQ(run(with_clock(recorded, seed + 500)), replay);
  }
}

TEST(TickBarsWalk, WhereverItIsSavedAndTakenUpItGoesOnTheSame) {
  const TradingHours when = hours();
  for (std::uint64_t seed = 1; seed <= (base::kSanitized ? 5 : 20); ++seed) {
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
}  // namespace wick::live::tick_bars_walk_test
