// When to try a login again while the market is closed.
//
// Seldom while the opening is far, often when it is near, and never so that the opening is slept
// through: from five seconds before it, every second.
#pragma once

#include <optional>

#include "core/time.hpp"

namespace wick::policy {

struct LoginProbeOptions {
  core::Micros margin{std::chrono::seconds{5}};     // awake so long before the opening
  core::Micros least{std::chrono::seconds{1}};      // but no busy loop
  core::Micros unknown{std::chrono::seconds{300}};  // where nobody knows when it opens
};

// How long to wait before the next try; `to_open` may be past.
[[nodiscard]] core::Micros login_probe(std::optional<core::Micros> to_open,
                                       const LoginProbeOptions& options = {});

}  // namespace wick::policy
