#include "feed/backoff.hpp"

namespace wick::feed {
namespace {

// SplitMix64's output function: a well-stirred number for each input.
std::uint64_t stir(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31U);
}

}  // namespace

core::Micros Backoff::next() {
  const core::Micros delay = delays_.next();
  const auto half = static_cast<std::uint64_t>(delay.count() / 2);
  const std::uint64_t drawn = stir(seed_ + ++drawn_) % (half + 1);
  return core::Micros{delay.count() - static_cast<std::int64_t>(drawn)};
}

}  // namespace wick::feed
