#include "live/doubt.hpp"

namespace wick::live {

void Doubt::tick(core::MonoTime now) {
  quiet_since_ = now;
  more_ = core::Micros::zero();
  backoff_.reset();
}

bool Doubt::step(bool expected, core::MonoTime now) {
  if (expected && !expected_) quiet_since_ = now;
  expected_ = expected;
  if (!expected || silence(now) < stale_ + more_) return false;
  quiet_since_ = now;
  more_ = backoff_.next();
  ++doubts_;
  return true;
}

}  // namespace wick::live
