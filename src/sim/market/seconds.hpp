// The seconds of a minute, in the course of playing it.
#pragma once

#include <cstdint>

#include "sim/market/market.hpp"
#include "sim/market/run.hpp"
#include "sim/market/tape.hpp"

namespace wick::sim {

// Visits every second of the open minute ahead that has trades: visit(begin, run, first id).
template <typename Visit>
void play_seconds(Tape& tape, Visit visit) {
  const Micros minute = tape.minute() * kMinute;
  tape.play([&](std::int64_t stretch, const Run& run) {
    std::int64_t id = tape.next_id();
    Micros begin = minute + stretch * kStretch * kSecond;
    for (const Run& second : seconds_of(run, tape.contract())) {
      if (second.count > 0) visit(begin, second, id);
      id += second.count;
      begin += kSecond;
    }
  });
}

}  // namespace wick::sim
