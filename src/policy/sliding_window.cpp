#include "policy/sliding_window.hpp"

#include "base/check.hpp"

namespace wick::policy {

SlidingWindow::SlidingWindow(std::size_t room, core::Micros length)
    : length_(length), calls_(room) {
  WICK_CHECK(room > 0 && length > core::Micros::zero());
}

core::MonoTime SlidingWindow::nth(std::size_t number) const {
  return calls_[(first_ + number) % calls_.size()];
}

// Times ascend, so halving finds the border.
std::size_t SlidingWindow::expired(core::MonoTime now) const {
  std::size_t low = 0;
  std::size_t high = held_;
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (nth(middle) + length_ <= now) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

std::size_t SlidingWindow::count(core::MonoTime now) const {
  return held_ - expired(now);
}

core::Micros SlidingWindow::until_below(std::size_t limit, core::MonoTime now) const {
  if (limit == 0) return length_;
  const std::size_t inside = count(now);
  if (inside < limit) return core::Micros::zero();
  return nth(expired(now) + inside - limit) + length_ - now;
}

void SlidingWindow::add(core::MonoTime now) {
  const std::size_t gone = expired(now);
  first_ = (first_ + gone) % calls_.size();
  held_ -= gone;
  WICK_CHECK(held_ < calls_.size());
  WICK_CHECK(held_ == 0 || nth(held_ - 1) <= now);
  calls_[(first_ + held_) % calls_.size()] = now;
  ++held_;
}

}  // namespace wick::policy
