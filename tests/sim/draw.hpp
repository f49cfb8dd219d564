// What a seed decides: what is asked for, when, and everything that goes wrong on the way; and what
// the exchange truly has.
#pragma once

#include <map>
#include <string>

#include "core/bar.hpp"
#include "fake/world.hpp"
#include "sim/market/market.hpp"
#include "wiring/history.hpp"

namespace wick::simulation {

struct Draw {
  sim::Venue venue{};
  const sim::Symbol* symbol{};
  core::Interval interval{};
  core::TimeRange range;
  core::UtcTime now;
  wiring::SourceChoice source{};
  std::string scenario;
  bool calm{};
};

[[nodiscard]] Draw draw(const sim::Market& market, fake::SeededRandom& random);

// Faults that keep the exchange honest: whatever arrives whole and verified is true.
[[nodiscard]] std::string draw_scenario(fake::SeededRandom& random);

[[nodiscard]] core::SeriesId series_of(const Draw& draw);

// The bars of that range that the exchange has, by open time.
using Truth = std::map<core::UtcTime, core::Bar>;
[[nodiscard]] Truth truth(const sim::Market& market, const Draw& draw, core::TimeRange range);

}  // namespace wick::simulation
