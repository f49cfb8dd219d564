// A world in which time passes only when everybody waits for it.
//
// Everything that happens later is an event in one queue, ordered by time and then by a number
// drawn from the seed, so that a run is as adventurous as the real world and yet replays exactly.
// The other fakes put their events here; machines run on it as they run on the real reactor.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <utility>

#include "port/clock.hpp"
#include "port/random.hpp"
#include "port/workers.hpp"

namespace wick::fake {

// The same numbers for the same seed, on every machine.
class SeededRandom final : public port::Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
  [[nodiscard]] std::uint64_t next() override;
  [[nodiscard]] std::uint64_t below(std::uint64_t bound) { return next() % bound; }
  [[nodiscard]] bool one_in(std::uint64_t n) { return below(n) == 0; }

 private:
  std::uint64_t state_;
};

class World final : public port::Reactor, public port::Workers {
 public:
  World(std::uint64_t seed, core::UtcTime start);

  [[nodiscard]] core::Now now() const override;
  void wait(core::MonoTime until) override;
  void run(std::function<void()> job) override;  // takes a little virtual time

  // `event` happens `delay` from now.
  void after(core::Micros delay, std::function<void()> event);

  // Moves wall time alone, as an administrator or a bad clock would.
  void jump(core::Micros by) { skew_ += by; }

  [[nodiscard]] SeededRandom& random() { return random_; }
  [[nodiscard]] std::size_t events_waiting() const { return events_.size(); }

 private:
  using When = std::pair<core::MonoTime, std::uint64_t>;  // the second breaks ties, by chance

  SeededRandom random_;
  core::UtcTime start_;
  core::Micros skew_{};
  core::MonoTime mono_{};
  std::multimap<When, std::function<void()>> events_;
};

}  // namespace wick::fake
