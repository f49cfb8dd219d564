// How many calls were made in the last so-and-so long, and when there will be fewer.
//
// The window is half-open: a call exactly one length old is outside. No more calls than `room` may
// be inside; its memory is taken once.
#pragma once

#include <cstddef>
#include <vector>

#include "core/time.hpp"

namespace wick::policy {

class SlidingWindow {
 public:
  SlidingWindow(std::size_t room, core::Micros length);

  [[nodiscard]] std::size_t room() const { return calls_.size(); }
  [[nodiscard]] core::Micros length() const { return length_; }
  [[nodiscard]] std::size_t count(core::MonoTime now) const;

  // How long until fewer than `limit` calls are inside; zero where that is so already. With a limit
  // of zero that is never: a whole length is as good an answer as any.
  [[nodiscard]] core::Micros until_below(std::size_t limit, core::MonoTime now) const;

  void add(core::MonoTime now);  // not earlier than the one before

 private:
  [[nodiscard]] core::MonoTime nth(std::size_t number) const;
  [[nodiscard]] std::size_t expired(core::MonoTime now) const;

  core::Micros length_;
  std::vector<core::MonoTime> calls_;  // a ring
  std::size_t first_{};
  std::size_t held_{};  // with those that have left and were not yet swept out
};

}  // namespace wick::policy
