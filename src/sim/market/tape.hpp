// One symbol's trading, minute after minute: what is open, where the price stands, which trade ids
// are next, and the runs of trades inside.
//
// A minute is twelve stretches of five seconds. Every stretch has a price of its own to end at, so
// no minute depends on the ones before it, except that one without trades stays where it was.
// A Tape belongs to one thread.
#pragma once

#include <algorithm>
#include <cstdint>

#include "sim/market/character.hpp"
#include "sim/market/hash.hpp"
#include "sim/market/market.hpp"
#include "sim/market/run.hpp"
#include "sim/market/schedule.hpp"

namespace wick::sim {

constexpr std::int64_t kStretches = 12;         // of a minute
constexpr std::int64_t kEvenedOut = 119;        // brings 170 plus a burst to 65536 in the mean
constexpr std::int64_t kIdsADay = 100'000'000;  // more than any day has trades

class Tape {
 public:
  Tape(std::uint64_t seed, const Symbol& symbol);

  [[nodiscard]] const Minutes& life() const { return schedule_.life(); }
  [[nodiscard]] const Minutes& away() const { return schedule_.away(); }
  [[nodiscard]] std::int64_t contract() const { return self_.contract; }
  [[nodiscard]] std::int64_t minute() const { return minute_; }
  [[nodiscard]] std::int64_t price() const { return price_; }  // of the last trade
  [[nodiscard]] std::int64_t next_id() const { return next_id_; }

  // Goes to a minute within the symbol's life.
  void seek(std::int64_t minute);

  // Whether the minute ahead is open; a closed one can only be skipped.
  [[nodiscard]] bool open() { return schedule_.open(minute_); }
  void skip() { advance(); }

  // Plays the open minute ahead: visit(stretch number, run) for each stretch that has trades, while
  // price() and next_id() still stand before that run.
  template <typename Visit>
  void play(Visit visit) {
    const Mood mood = mood_of(minute_);
    const Lane lane = lane_of(minute_);
    for (std::int64_t i = 0; i < kStretches; ++i) {
      const std::uint64_t hash = mix(mood.key, i);
      const std::int64_t count = count_of(mood, hash);
      if (count == 0) continue;
      const Run run = run_of(lane, {.hash = hash, .number = i, .count = count});
      visit(i, run);
      price_ = run.close;
      next_id_ += count;
    }
    advance();
  }

 private:
  struct Mood {  // how busy a minute is
    std::uint64_t key{};
    std::int64_t chance{};  // of a stretch to have trades, of 65536
    std::int64_t size{};    // trades beyond the first, in 1/256
  };
  struct Lane {  // where the price goes in a minute
    std::int64_t from{}, to{};
    std::int64_t swing{};  // ticks in 1/256
  };
  struct Beat {
    std::uint64_t hash{};
    std::int64_t number{}, count{};
  };

  static std::int64_t count_of(const Mood& mood, std::uint64_t hash) {
    if (bits(hash, 0, 16) >= mood.chance) return 0;
    return 1 + (mood.size * (170 + burst(bits(hash, 16, 16))) * kEvenedOut >> 24U);
  }
  static std::int64_t target_of(const Lane& lane, const Beat& beat);
  [[nodiscard]] Run run_of(const Lane& lane, const Beat& beat) const;
  [[nodiscard]] Mood mood_of(std::int64_t minute);
  [[nodiscard]] std::int64_t rate_of(std::int64_t hour) const;
  [[nodiscard]] Lane lane_of(std::int64_t minute);
  [[nodiscard]] std::int64_t ticks_at(std::int64_t minute);
  [[nodiscard]] std::int64_t last_price_before(std::int64_t minute);
  [[nodiscard]] std::int64_t trades_in(std::int64_t minute);
  [[nodiscard]] std::int64_t first_id_of(std::int64_t day) const;
  void advance() {
    ++minute_;
    if (minute_ % kMinutesADay == 0) next_id_ = first_id_of(minute_ / kMinutesADay);
  }

  Character self_;
  Schedule schedule_;
  std::int64_t minute_{-1}, price_{}, next_id_{};
  std::int64_t hour_{-1}, rate_{};     // cached
  std::int64_t priced_{-1}, ticks_{};  // cached
};

inline std::int64_t Tape::target_of(const Lane& lane, const Beat& beat) {
  const std::int64_t straight = lane.from + (lane.to - lane.from) * (beat.number + 1) / kStretches;
  return straight + (lane.swing * (bits(beat.hash, 32, 6) - 32) >> 13U);
}

inline Run Tape::run_of(const Lane& lane, const Beat& beat) const {
  const std::uint64_t hash = beat.hash;
  Run run{.key = hash, .open = price_, .close = price_, .count = beat.count};
  if (beat.count > 1) run.close = target_of(lane, beat);
  const auto [low, high] = std::minmax(run.open, run.close);
  const bool mixed = beat.count >= kMixedCount;
  const std::int64_t eager = bits(hash, 38, 6) * bits(hash, 44, 4);  // below 945
  const std::int64_t reach = mixed ? lane.swing * eager >> 18U : 0;
  run.high = high + reach;
  run.low = low - reach;
  run.half = beat.count * self_.lots * (192 + 2 * bits(hash, 48, 6)) >> 8U;
  run.opens_bought = bits(hash, 54, 1) != 0;
  run.bought = run.opens_bought ? run.half : 0;
  if (mixed) run.bought = run.half * (16 + bits(hash, 55, 5)) >> 6U;
  run.extra = self_.lots * bits(hash, 60, 4) >> 4U;
  sim::price(run, self_.contract);
  return run;
}

}  // namespace wick::sim
