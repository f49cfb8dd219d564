// One of a kind for each process that needs it, made at first use. For the sources of this room
// alone.
//
// Without locks, for a fork may come at any moment. A child makes its own: a parent's is left alone
// for ever, since its threads are not here and its locks may be held.
#pragma once

#include <atomic>
#include <memory>

#include "api/process.hpp"

namespace wick::api {

template <typename T>
class PerProcess {
 public:
  PerProcess() = default;
  ~PerProcess() {
    std::unique_ptr<Held> held(held_.load());
    if (held && held->process != this_process()) (void)held.release();
  }
  PerProcess(const PerProcess&) = delete;
  PerProcess& operator=(const PerProcess&) = delete;

  // Any thread. Of several that come first at once one makes it stay.
  template <typename Make>
  [[nodiscard]] T& get(const Make& make) {
    Held* known = held_.load();
    if (known != nullptr && known->process == this_process()) return known->value;
    auto fresh = std::make_unique<Held>(make);
    if (held_.compare_exchange_strong(known, fresh.get())) return fresh.release()->value;
    return known->value;
  }

 private:
  struct Held {
    template <typename Make>
    explicit Held(const Make& make) : process(this_process()), value(make()) {}
    int process;
    T value;
  };

  std::atomic<Held*> held_{nullptr};
};

}  // namespace wick::api
