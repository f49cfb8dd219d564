#include "venue/gate.hpp"

namespace wick::venue {

void Gate::learn(const base::Error& error, core::Now now) {
  const bool throttled = error.kind == base::ErrorKind::kThrottled;
  if (!throttled && error.kind != base::ErrorKind::kUnauthorized) return;
  const core::Micros length = error.retry_after.value_or(blocked_for_);
  if (now.mono + length <= closed_until_) return;
  closed_until_ = now.mono + length;
  by_ = error;
}

std::optional<base::Error> Gate::closed(core::Now now) const {
  if (now.mono >= closed_until_) return std::nullopt;
  base::Error error = by_;
  if (error.kind == base::ErrorKind::kThrottled || error.retry_after) {
    error.retry_after = closed_until_ - now.mono;
  }
  return error;
}

}  // namespace wick::venue
