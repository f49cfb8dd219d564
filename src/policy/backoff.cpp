#include "policy/backoff.hpp"

#include <algorithm>
#include <utility>

namespace wick::policy {
namespace {

constexpr core::Micros kBaseLeast = std::chrono::milliseconds{100};
constexpr Ratio kOnce = Ratio::percent(100);

// SplitMix64's output function: a well-stirred number for each input.
std::uint64_t stir(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31U);
}

}  // namespace

BackoffOptions clamped(BackoffOptions options) {
  options.base = std::max(options.base, kBaseLeast);
  options.max = std::max(options.max, options.base);
  options.multiplier = std::max(options.multiplier, kOnce);
  options.jitter = std::clamp(options.jitter, Ratio{}, kOnce);
  return options;
}

PlainBackoffOptions clamped(PlainBackoffOptions options) {
  options.base_delay = std::max(options.base_delay, kBaseLeast);
  options.max_delay = std::max(options.max_delay, options.base_delay);
  options.factor = std::max(options.factor, kOnce);
  return options;
}

Backoff::Backoff(BackoffOptions options, std::uint64_t seed)
    : options_(clamped(options)), seed_(seed) {}

core::Micros Backoff::fail(Failure failure, core::Now now) {
  const bool in_a_row = fail_count_ > 0 && now.mono < resume_ + options_.max;
  pause_ = in_a_row ? std::min(options_.max, options_.multiplier.of(pause_)) : options_.base;
  sleep_ = std::clamp(jittered(pause_), options_.base, options_.max);
  fail_count_ = in_a_row ? fail_count_ + 1 : 1;
  resume_ = now.mono + sleep_;
  resume_at_ = now.utc + sleep_;
  last_ = std::move(failure);
  failed_at_ = now.utc;
  return sleep_;
}

void Backoff::success() {
  fail_count_ = 0;
  resume_ = core::MonoTime::min();
}

core::Micros Backoff::remaining(core::MonoTime now) const {
  return active(now) ? resume_ - now : core::Micros::zero();
}

Backoff::Snapshot Backoff::snapshot(core::MonoTime now) const {
  const bool active = this->active(now);
  Snapshot told{.active = active,
                .sleep = active ? sleep_ : core::Micros::zero(),
                .remaining = remaining(now),
                .fail_count = fail_count_,
                .last_error_type = last_.type,
                .last_error = last_.text,
                .last_error_ts = failed_at_};
  if (active) told.resume_at = resume_at_;
  return told;
}

// Evenly from 1 - jitter to 1 + jitter of the pause, in millionths, both ends included.
core::Micros Backoff::jittered(core::Micros pause) {
  const std::int64_t jitter = options_.jitter.millionths();
  const auto choices = static_cast<std::uint64_t>(2 * jitter + 1);
  const auto draw = static_cast<std::int64_t>(stir(stir(seed_) + drawn_++) % choices);
  return Ratio::millionths(Ratio::kOne - jitter + draw).of(pause);
}

PlainBackoff::PlainBackoff(PlainBackoffOptions options) : options_(clamped(options)) {}

core::Micros PlainBackoff::next() {
  const bool first = delay_ == core::Micros::zero();
  delay_ = first ? options_.base_delay : std::min(options_.max_delay, options_.factor.of(delay_));
  return delay_;
}

}  // namespace wick::policy
