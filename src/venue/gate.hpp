// Whether a source may be asked at all just now.
#pragma once

#include <optional>
#include <string>

#include "base/error.hpp"
#include "core/time.hpp"
#include "port/memory.hpp"

namespace wick::venue {

// Shared by all inquiries of a source. A throttled source is left alone for as long as it said, one
// that refused us for a while, unless it said for how long. With a memory and a key, what a server
// said about its limits holds for other programs of this user, too.
class Gate {
 public:
  explicit Gate(core::Micros blocked_for) : blocked_for_(blocked_for) {}
  // `memory`, where there is one, must outlive the gate.
  Gate(core::Micros blocked_for, port::Memory* memory, std::string key);

  void learn(const base::Error& error, core::Now now);

  // Why not, and for how long; nothing when the gate is open.
  [[nodiscard]] std::optional<base::Error> closed(core::Now now);

 private:
  void recall(core::Now now);

  core::Micros blocked_for_;
  port::Memory* memory_{nullptr};
  std::string key_;
  core::MonoTime closed_until_{core::MonoTime::min()};
  base::Error by_;
};

}  // namespace wick::venue
