// How far our clock is ahead of a feed's, learnt from its ticks.
//
// A tick is never older than its journey: of the last minutes the one that came fastest tells best.
// A clock that is ahead would end minutes before their last ticks are there. What a grace covers
// anyway is no matter, and one that is behind harms nobody.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "core/tick.hpp"

namespace wick::live {

class FeedClock {
 public:
  explicit FeedClock(core::Micros grace) : grace_(grace) {}

  void hear(const core::Tick& tick) {
    if (tick.received - since_ >= kWindow || tick.received < since_) {
      before_ = heard_ >= kHeardLeast ? fastest_ : kUnknown;
      fastest_ = kUnknown;
      slowest_ = core::Micros::max();
      heard_ = 0;
      since_ = tick.received;
    }
    fastest_ = std::max(fastest_, tick.time - tick.received);
    slowest_ = std::min(slowest_, tick.time - tick.received);
    ++heard_;
  }

  // Our time less the feed's, as all ticks of the last minutes agree; what one tick can tell is
  // its journey.
  [[nodiscard]] core::Micros ahead() const {
    if (heard_ < kHeardLeast) return core::Micros{};
    const core::Micros promptest = std::max(fastest_, before_);
    return promptest < core::Micros{} ? -promptest : -std::max(slowest_, core::Micros{});
  }

  // To be added to our time; never above zero.
  [[nodiscard]] core::Micros shift() const {
    // One fast tick is enough to believe a clock again, and few slow ones are none to doubt it.
    const bool known = heard_ >= kHeardLeast || before_ != kUnknown;
    const core::Micros now = known ? std::max(fastest_, before_) : kUnknown;
    if (now == kUnknown || now >= -grace_) return core::Micros{};
    return std::max(now, -kAheadMax);
  }

 private:
  static constexpr core::Micros kWindow = std::chrono::minutes{5};
  static constexpr core::Micros kAheadMax = std::chrono::seconds{30};
  static constexpr core::Micros kUnknown = core::Micros::min();
  static constexpr std::int64_t kHeardLeast = 5;  // the first ones may be of yesterday

  core::Micros grace_;
  core::UtcTime since_{};
  core::Micros fastest_{kUnknown};
  core::Micros slowest_{core::Micros::max()};
  core::Micros before_{kUnknown};
  std::int64_t heard_{};
};

}  // namespace wick::live
