#include "fake/world.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace wick::fake {

std::uint64_t SeededRandom::next() {
  state_ += 0x9e3779b97f4a7c15ULL;
  std::uint64_t x = state_;
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31U);
}

World::World(std::uint64_t seed, core::UtcTime start) : random_(seed), start_(start) {}

core::Now World::now() const {
  return {start_ + mono_.time_since_epoch() + skew_, mono_};
}

// The next event, or `until` where that comes first. Nothing to wait for, ever, would be a machine
// that hangs: a mistake of ours.
void World::wait(core::MonoTime until) {
  if (events_.empty() || until < events_.begin()->first.first) {
    WICK_CHECK(until != core::MonoTime::max());
    mono_ = std::max(mono_, until);
    return;
  }
  auto event = events_.extract(events_.begin());
  mono_ = std::max(mono_, event.key().first);
  event.mapped()();
}

void World::run(std::function<void()> job) {
  after(core::Micros{static_cast<std::int64_t>(1 + random_.below(5'000))}, std::move(job));
}

void World::after(core::Micros delay, std::function<void()> event) {
  events_.emplace(When{mono_ + delay, random_.next()}, std::move(event));
}

}  // namespace wick::fake
