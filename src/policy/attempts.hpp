// Whether to try one thing again, where, and when.
#pragma once

#include <cstddef>
#include <cstdint>
#include <variant>

#include "base/error.hpp"
#include "core/time.hpp"

namespace wick::policy {

// A passing trouble is tried again on the same host after a delay that doubles and is jittered,
// then on the next host. A closed door leads to the next host at once. Throttling and a wrong
// question end it: more of the same would only do harm.
class Attempts {
 public:
  struct Options {
    std::size_t hosts{1};
    std::size_t per_host_max{3};
    std::size_t corrupt_max{3};  // bytes that fail their checks, over all hosts
    core::Micros backoff{std::chrono::milliseconds{500}};
    core::Micros backoff_max{std::chrono::seconds{30}};
    std::uint64_t seed{};  // of the jitter
  };
  explicit Attempts(Options options);

  struct Try {
    std::size_t host{};
  };
  struct Wait {
    core::MonoTime until;
  };
  struct GiveUp {};
  using Step = std::variant<Try, Wait, GiveUp>;

  [[nodiscard]] Step next(core::MonoTime now) const;
  void failed(const base::Error& error, core::MonoTime now);

  [[nodiscard]] std::size_t made() const { return made_; }

 private:
  void next_host();

  Options options_;
  std::size_t host_{0};
  std::size_t on_host_{0};
  std::size_t made_{0};
  std::size_t corrupt_{0};
  core::MonoTime not_before_{core::MonoTime::min()};
};

}  // namespace wick::policy
