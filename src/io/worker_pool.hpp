// A fixed number of threads for pure work.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "io/bell.hpp"
#include "port/workers.hpp"

namespace wick::io {

// Jobs still queued at the end are dropped; running ones are waited for. Threads start with the
// first job, so that a program with nothing to do stays light.
class WorkerPool final : public port::Workers {
 public:
  WorkerPool(std::size_t threads, const Bell& bell);  // the bell must outlive the pool
  ~WorkerPool() override;
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  void run(std::function<void()> job) override;

 private:
  void enqueue(std::function<void()> job);
  void work(const std::stop_token& stop);
  // Waits for one; nothing once it is told to stop and none is left.
  [[nodiscard]] std::function<void()> next_job(const std::stop_token& stop);

  std::size_t size_;
  const Bell& bell_;
  std::mutex mutex_;
  std::condition_variable_any more_;
  std::deque<std::function<void()>> jobs_;
  std::vector<std::jthread> threads_;
};

}  // namespace wick::io
