#include "venue/gate.hpp"

#include <utility>

#include "core/time_text.hpp"

namespace wick::venue {
namespace {

constexpr char kBetween = '|';

}  // namespace

Gate::Gate(core::Micros blocked_for, port::Memory* memory, std::string key)
    : blocked_for_(blocked_for), memory_(memory), key_(std::move(key)) {}

void Gate::learn(const base::Error& error, core::Now now) {
  const bool throttled = error.kind == base::ErrorKind::kThrottled;
  if (!throttled && error.kind != base::ErrorKind::kUnauthorized) return;
  const core::Micros length = error.retry_after.value_or(blocked_for_);
  if (now.mono + length <= closed_until_) return;
  closed_until_ = now.mono + length;
  by_ = error;
  if (!throttled || memory_ == nullptr) return;
  const core::UtcTime until = now.utc + length;
  memory_->remember(key_, core::to_iso(until) + kBetween + error.what, until);
}

std::optional<base::Error> Gate::closed(core::Now now) {
  if (now.mono >= closed_until_) recall(now);
  if (now.mono >= closed_until_) return std::nullopt;
  base::Error error = by_;
  if (error.kind == base::ErrorKind::kThrottled || error.retry_after) {
    error.retry_after = closed_until_ - now.mono;
  }
  return error;
}

// What another program was told.
void Gate::recall(core::Now now) {
  const auto told = memory_ == nullptr ? std::nullopt : memory_->recall(key_, now.utc);
  if (!told) return;
  const std::size_t end = told->find(kBetween);
  const auto until = core::parse_utc(told->substr(0, end));
  if (end == std::string::npos || !until || *until <= now.utc) return;
  closed_until_ = now.mono + (*until - now.utc);
  by_ = {base::ErrorKind::kThrottled, told->substr(end + 1), *until - now.utc};
}

}  // namespace wick::venue
