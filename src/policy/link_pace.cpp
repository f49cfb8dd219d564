#include "policy/link_pace.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace wick::policy {

Pace::Pace(std::size_t count_max, core::Micros window) : count_max_(count_max), window_(window) {
  WICK_CHECK(count_max_ > 0 && window_ >= core::Micros::zero());
}

core::MonoTime Pace::earliest(core::MonoTime now) const {
  if (made_.size() < count_max_) return now;
  return std::max(now, made_.front() + window_);
}

void Pace::made(core::MonoTime now) {
  if (made_.size() == count_max_) made_.erase(made_.begin());
  made_.push_back(now);
}

}  // namespace wick::policy
