#include "policy/attempts.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace wick::policy {
namespace {

// SplitMix64's output function: a well-stirred number for each input.
std::uint64_t stir(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31U);
}

// Between half of `delay` and all of it, so that many clients do not come back together.
core::Micros jittered(core::Micros delay, std::uint64_t seed) {
  const auto half = static_cast<std::uint64_t>(delay.count() / 2);
  return core::Micros{static_cast<std::int64_t>(half + stir(seed) % (half + 1))};
}

}  // namespace

Attempts::Attempts(Options options) : options_(options) {
  WICK_CHECK(options_.hosts > 0 && options_.per_host_max > 0);
}

Attempts::Step Attempts::next(core::MonoTime now) const {
  if (host_ >= options_.hosts) return GiveUp{};
  if (now < not_before_) return Wait{not_before_};
  return Try{host_};
}

void Attempts::failed(const base::Error& error, core::MonoTime now) {
  WICK_CHECK(host_ < options_.hosts);
  ++made_;
  ++on_host_;
  switch (error.kind) {
    case base::ErrorKind::kThrottled:
    case base::ErrorKind::kUnsupported:
    case base::ErrorKind::kInvalid:
      host_ = options_.hosts;
      return;
    case base::ErrorKind::kUnauthorized:
      next_host();
      return;
    case base::ErrorKind::kCorrupt:
      if (++corrupt_ >= options_.corrupt_max) {
        host_ = options_.hosts;
        return;
      }
      break;
    case base::ErrorKind::kUnavailable:
      break;
  }
  if (on_host_ >= options_.per_host_max) {
    next_host();
    return;
  }
  const auto doublings = std::min<std::size_t>(on_host_ - 1, 20);
  const core::Micros delay =
      std::min(options_.backoff_max, options_.backoff * (std::int64_t{1} << doublings));
  not_before_ = now + jittered(delay, options_.seed + made_);
}

void Attempts::next_host() {
  ++host_;
  on_host_ = 0;
  not_before_ = core::MonoTime::min();
}

}  // namespace wick::policy
