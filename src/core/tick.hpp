// One quote or trade, as a feed said it.
#pragma once

#include "core/time.hpp"

namespace wick::core {

struct Tick {
  UtcTime time;      // by the venue's clock
  UtcTime received;  // by ours
  double bid{};
  double ask{};
  double size{};  // 0 where the feed tells none

  bool operator==(const Tick&) const = default;
};

}  // namespace wick::core
