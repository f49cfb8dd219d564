// Whether a source may be asked at all just now.
#pragma once

#include <optional>

#include "base/error.hpp"
#include "core/time.hpp"

namespace wick::venue {

// Shared by all inquiries of a source. A throttled source is left alone for as long as it said, one
// that refused us for a while, unless it said for how long.
class Gate {
 public:
  explicit Gate(core::Micros blocked_for) : blocked_for_(blocked_for) {}

  void learn(const base::Error& error, core::Now now);

  // Why not, and for how long; nothing when the gate is open.
  [[nodiscard]] std::optional<base::Error> closed(core::Now now) const;

 private:
  core::Micros blocked_for_;
  core::MonoTime closed_until_{core::MonoTime::min()};
  base::Error by_;
};

}  // namespace wick::venue
