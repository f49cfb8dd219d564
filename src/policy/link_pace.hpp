// No more than so many in any time of that length.
#pragma once

#include <cstddef>
#include <vector>

#include "core/time.hpp"

namespace wick::policy {

// Remembers the last `count_max` and no more. Windows slide; their end is not included.
class Pace {
 public:
  Pace(std::size_t count_max, core::Micros window);

  [[nodiscard]] core::MonoTime earliest(core::MonoTime now) const;  // not after now: go
  void made(core::MonoTime now);  // counted even where it came too early

 private:
  std::size_t count_max_;
  core::Micros window_;
  std::vector<core::MonoTime> made_;  // oldest first
};

}  // namespace wick::policy
