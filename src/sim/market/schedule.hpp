// When a symbol can be traded: from listing to delisting, but for the time between two lives, for
// maintenance of the whole venue and for single minutes that only this symbol has lost.
//
// A Schedule remembers the last stretch it was asked about; it belongs to one thread.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/market/market.hpp"

namespace wick::sim {

constexpr std::int64_t kMinutesADay = kDay / kMinute;

struct Minutes {
  std::int64_t begin{}, end{};  // since 1970
  [[nodiscard]] bool holds(std::int64_t minute) const { return begin <= minute && minute < end; }
  [[nodiscard]] bool empty() const { return begin >= end; }
  bool operator==(const Minutes&) const = default;
};

constexpr Minutes kAllTime{0, 4'102'444'800 / 60};  // to 2100: nobody trades beyond

// Maintenance in 32-day slots: at most one in each, wholly inside it.
constexpr std::int64_t kSlot = 32 * kMinutesADay;
[[nodiscard]] Minutes maintenance(std::uint64_t seed, Venue venue, std::int64_t slot);
[[nodiscard]] Minutes lost_minute(std::uint64_t symbol_key, std::int64_t slot);

class Schedule {
 public:
  Schedule(std::uint64_t seed, std::uint64_t symbol_key, const Symbol& symbol);

  [[nodiscard]] const Minutes& life() const { return life_; }
  [[nodiscard]] const Minutes& away() const { return away_; }  // empty: listed once

  [[nodiscard]] bool open(std::int64_t minute) {
    const std::int64_t slot = minute / kSlot;
    if (slot != slot_) enter(slot);
    return life_.holds(minute) && !away_.holds(minute) && !closed_.holds(minute) &&
           !lost_.holds(minute);
  }

 private:
  void enter(std::int64_t slot);

  std::uint64_t seed_, symbol_key_;
  Venue venue_;
  Minutes life_, away_;
  std::int64_t slot_{-1};
  Minutes closed_, lost_;
};

}  // namespace wick::sim
