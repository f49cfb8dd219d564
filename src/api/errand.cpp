#include "api/errand.hpp"

#include <utility>

#include "api/error.hpp"

namespace wick::api {

std::vector<Result<Bars>> Errand::wait(const Watch& watch) {
  constexpr std::chrono::milliseconds kLook{50};
  std::unique_lock lock(mutex_);
  const auto done = [this] { return results_.has_value(); };
  while (!finished_.wait_for(lock, kLook, done)) {
    if (!watch) continue;
    const Progress progress = progress_;
    lock.unlock();  // a watch may take its time
    const bool go_on = watch(progress);
    lock.lock();
    if (go_on) continue;
    given_up_ = true;
    return {requests_.size(), Result<Bars>(cancelled())};
  }
  return *std::move(results_);
}

bool Errand::given_up() const {
  const std::lock_guard lock(mutex_);
  return given_up_;
}

void Errand::tell(const Progress& progress) {
  const std::lock_guard lock(mutex_);
  progress_ = progress;
}

void Errand::finish(std::vector<Result<Bars>> results) {
  {
    const std::lock_guard lock(mutex_);
    results_ = std::move(results);
  }
  finished_.notify_all();
}

}  // namespace wick::api
