// Requests one after the other, no closer than an exchange allows.
#pragma once

#include <algorithm>

#include "core/time.hpp"

namespace wick::venue {

class Pace {
 public:
  explicit Pace(core::Micros spacing) : spacing_(spacing) {}

  // When the caller may send; the moment is the caller's alone.
  [[nodiscard]] core::MonoTime take(core::MonoTime now) {
    const core::MonoTime slot = std::max(now, next_);
    next_ = slot + spacing_;
    return slot;
  }

 private:
  core::Micros spacing_;
  core::MonoTime next_{core::MonoTime::min()};
};

}  // namespace wick::venue
