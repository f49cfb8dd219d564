// What time it is at the venue, learnt from what it says.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>

#include "core/time.hpp"

namespace wick::live {

// A frame is never older than its journey: of the last minutes the one that came fastest tells best
// how far the venue's clock is from the one of this process, whatever our own wall clock says.
class VenueClock {
 public:
  void hear(core::UtcTime said, core::MonoTime received) {
    const core::Micros offset = said.time_since_epoch() - received.time_since_epoch();
    if (!fastest_ || received - since_ >= kWindow) {
      before_ = fastest_;
      fastest_ = offset;
      since_ = received;
    }
    fastest_ = std::max(*fastest_, offset);
  }

  [[nodiscard]] bool heard() const { return fastest_.has_value(); }

  // Our own clock's word while nothing was heard.
  [[nodiscard]] core::UtcTime at(core::Now now) const {
    if (!fastest_) return now.utc;
    return core::UtcTime{now.mono.time_since_epoch() +
                         std::max(*fastest_, before_.value_or(*fastest_))};
  }

  // When the process will have that time at the venue.
  [[nodiscard]] core::MonoTime mono_at(core::UtcTime venue, core::Now now) const {
    return now.mono + (venue - at(now));
  }

 private:
  static constexpr core::Micros kWindow = std::chrono::minutes{5};

  std::optional<core::Micros> fastest_;  // since `since_`
  std::optional<core::Micros> before_;   // in the window before
  core::MonoTime since_{};
};

}  // namespace wick::live
