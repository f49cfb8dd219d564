#include "sim/market/path.hpp"

#include <cstdint>

namespace wick::sim {
namespace {

constexpr unsigned kFirstSlow = 3;  // 64 minutes
constexpr unsigned kLastSlow = 10;  // two years

}  // namespace

// Slow noise is straight within a block, because all its corners are corners of blocks.
void Path::enter(std::int64_t block) {
  anchors_ = {slow(block << 6U), slow((block + 1) << 6U)};
  block_ = block;
}

Level Path::slow(std::int64_t minute) const {
  Level level = 0;
  for (unsigned octave = kFirstSlow; octave <= kLastSlow; ++octave) {
    Ripple ripple{.octave = octave};
    level += at(ripple, minute);
  }
  return level;
}

}  // namespace wick::sim
