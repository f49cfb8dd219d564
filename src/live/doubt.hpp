// When a feed that seems to be connected and says nothing is to be connected anew.
//
// Silence counts only while ticks are expected, and from the opening. After a connection that
// brought no tick the next silence may be longer: only a tick makes it short again.
#pragma once

#include <cstdint>

#include "policy/backoff.hpp"

namespace wick::live {

class Doubt {
 public:
  struct Options {
    core::Micros stale{std::chrono::seconds{30}};  // so long without a tick
    policy::PlainBackoffOptions longer{policy::kFxcmLoginBackoff};
  };
  explicit Doubt(const Options& options) : stale_(options.stale), backoff_(options.longer) {}

  void tick(core::MonoTime now);
  // Whether to connect anew, now. `expected`: it is connected, and its market is open.
  [[nodiscard]] bool step(bool expected, core::MonoTime now);
  [[nodiscard]] core::Micros silence(core::MonoTime now) const { return now - quiet_since_; }
  [[nodiscard]] std::int64_t doubts() const { return doubts_; }

 private:
  core::Micros stale_;
  policy::PlainBackoff backoff_;
  bool expected_{};
  core::MonoTime quiet_since_{};
  core::Micros more_{};  // silence than `stale_`
  std::int64_t doubts_{};
};

}  // namespace wick::live
