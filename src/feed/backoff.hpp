// How long a feed waits before its next try: longer each time, bounded, and not in step with
// others.
#pragma once

#include <cstdint>

#include "policy/backoff.hpp"

namespace wick::feed {

class Backoff {
 public:
  Backoff(policy::PlainBackoffOptions options, std::uint64_t seed)
      : delays_(options), seed_(seed) {}

  // Between half of the delay and all of it. The same seed waits the same.
  [[nodiscard]] core::Micros next();
  void recovered() { delays_.reset(); }

 private:
  policy::PlainBackoff delays_;
  std::uint64_t seed_;
  std::uint64_t drawn_{};
};

}  // namespace wick::feed
