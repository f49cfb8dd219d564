// What there is to tell about candles of a live series.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/bar.hpp"
#include "core/time.hpp"

namespace wick::live {

enum class Tidings : std::uint8_t {
  kClosed,   // the next candle of its series
  kRevised,  // one that was told closed already, with other values
  kForming,  // the candle under way, as it stands
  kHole,     // the venue has no candle there; told in its place
};

struct CandleEvent {
  std::size_t series{};  // which of those that were asked for
  Tidings kind{};
  core::Bar bar{};                       // of a hole its open time, and the last instant inside
  core::Tier tier{core::Tier::kStream};  // who brought it
  core::Mark mark{};                     // its revision counts the tellings of one candle from 0
  core::MonoTime received{};             // when its frame came; zero where history brought it
};

}  // namespace wick::live
