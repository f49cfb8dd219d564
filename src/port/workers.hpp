// Threads for pure work: unzip, verify, parse. A job touches nothing but what it was given.
#pragma once

#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

#include "port/pending.hpp"

namespace wick::port {

class Workers {
 public:
  virtual ~Workers() = default;

  // Runs `job` soon, on any thread. Whoever waits in the reactor is woken when it is done.
  virtual void run(std::function<void()> job) = 0;
};

template <typename Job>
[[nodiscard]] auto submit(Workers& workers, Job job) -> Pending<std::invoke_result_t<Job>> {
  auto [promise, pending] = Promise<std::invoke_result_t<Job>>::make();
  workers.run([promise = std::move(promise), job = std::move(job)]() mutable {
    if (promise.wanted()) promise.fulfil(job());
  });
  return std::move(pending);
}

}  // namespace wick::port
