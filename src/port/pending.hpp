// A value that somebody is still working on.
//
// The asker holds a Pending and looks at it when stepped; nobody is called back. Dropping it says
// that the value is no longer wanted, which the worker can see and stop.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "base/check.hpp"

namespace wick::port {

template <typename T>
class Promise;

template <typename T>
class Pending {
 public:
  [[nodiscard]] bool ready() const {
    const std::lock_guard lock(state_->mutex);
    return state_->value.has_value();
  }

  // Once, and only when ready.
  [[nodiscard]] T take() {
    const std::lock_guard lock(state_->mutex);
    WICK_CHECK(state_->value.has_value());
    T value = std::move(*state_->value);
    state_->value.reset();
    return value;
  }

 private:
  friend class Promise<T>;
  struct State {
    mutable std::mutex mutex;
    std::optional<T> value;
  };
  explicit Pending(std::shared_ptr<State> state) : state_(std::move(state)) {}

  std::shared_ptr<State> state_;
};

// The worker's end. May be fulfilled by another thread than the one that waits.
template <typename T>
class Promise {
 public:
  // A promise and the one Pending that will see it kept.
  [[nodiscard]] static std::pair<Promise, Pending<T>> make() {
    auto state = std::make_shared<typename Pending<T>::State>();
    return {Promise(state), Pending<T>(state)};
  }

  [[nodiscard]] bool wanted() const { return !state_.expired(); }

  void fulfil(T value) {
    if (const auto state = state_.lock()) {
      const std::lock_guard lock(state->mutex);
      state->value = std::move(value);
    }
  }

 private:
  explicit Promise(std::weak_ptr<typename Pending<T>::State> state) : state_(std::move(state)) {}

  std::weak_ptr<typename Pending<T>::State> state_;
};

}  // namespace wick::port
