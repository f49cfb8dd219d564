// What a live symbol goes on from after a restart: its minutes in the store.
#pragma once

#include "core/calendar.hpp"
#include "live/connector.hpp"
#include "port/bar_source.hpp"
#include "store/disk.hpp"

namespace wick::wiring {

struct PastWanted {
  core::SeriesId minutes{};                 // of 1m
  std::vector<core::Interval> intervals{};  // the others that are told
  std::int64_t warm_minutes{};  // of trading time; so far back it begins. 0: it begins now
  core::Now now{};
  live::Basis basis{};  // which price the store has
};

struct PastStore {  // both of the same store
  port::BarSource* bars{};
  const store::Disk* disk{};
};

// Where the live symbol begins, what came before, and what of it is missing. Without a store it
// begins with the warm-up.
void add_past(live::Connector::Symbol& symbol, const core::Calendar& calendar,
              const PastWanted& wanted, const PastStore& store);

}  // namespace wick::wiring
