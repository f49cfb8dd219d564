#include "io/worker_pool.hpp"

#include <algorithm>
#include <utility>

#include "base/check.hpp"

namespace wick::io {

WorkerPool::WorkerPool(std::size_t threads, const Bell& bell)
    : size_(std::max<std::size_t>(threads, 1)), bell_(bell) {}

WorkerPool::~WorkerPool() {
  for (std::jthread& thread : threads_) thread.request_stop();
  threads_.clear();  // joins
}

void WorkerPool::run(std::function<void()> job) {
  WICK_CHECK(job != nullptr);
  enqueue(std::move(job));
  more_.notify_one();
}

void WorkerPool::enqueue(std::function<void()> job) {
  const std::lock_guard lock(mutex_);
  jobs_.push_back(std::move(job));
  if (threads_.size() == size_) return;
  threads_.emplace_back([this](const std::stop_token& stop) { work(stop); });
}

void WorkerPool::work(const std::stop_token& stop) {
  while (std::function<void()> job = next_job(stop)) {
    job();
    job = nullptr;  // what it held is released before anyone is told
    bell_.ring();
  }
}

std::function<void()> WorkerPool::next_job(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  if (!more_.wait(lock, stop, [this] { return !jobs_.empty(); })) return nullptr;
  std::function<void()> job = std::move(jobs_.front());
  jobs_.pop_front();
  return job;
}

}  // namespace wick::io
