// One series of a stream, and what is known about how it is heard. For the sources of this room
// alone.
#pragma once

#include <chrono>
#include <cstddef>

#include "core/series_id.hpp"
#include "live/succession.hpp"

namespace wick::live {

inline constexpr core::Micros kFirstRetry = std::chrono::seconds{1};

struct Voice {
  core::SeriesId id;
  Succession candles;
  std::size_t listener{};
  core::MonoTime due{core::MonoTime::max()};
  core::MonoTime asked_again_at{core::MonoTime::min()};  // not before, after history failed
  core::Micros retry{kFirstRetry};
  int missed{};  // closing frames in a row, of candles that history has
  bool heard{};
  bool asked{};  // history, just now
  bool refused{};
  bool looked_up{};  // asked though it has nothing to tell, to see whether there is such a thing
};

}  // namespace wick::live
