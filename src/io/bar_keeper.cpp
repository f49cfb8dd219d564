#include "io/bar_keeper.hpp"

#include <algorithm>
#include <utility>

namespace wick::io {
namespace {

constexpr core::Micros kNapMax = std::chrono::seconds{1};
constexpr core::Micros kBetweenTries = std::chrono::milliseconds{20};
constexpr int kTriesMax = 25;

}  // namespace

BarKeeper::BarKeeper(std::unique_ptr<port::BarLog> log, const port::Clock& clock)
    : log_(std::move(log)), clock_(clock), thread_([this] { work(); }) {}

BarKeeper::~BarKeeper() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

// The thread sees it when it looks next; nobody is woken for a bar.
void BarKeeper::take(const core::SeriesId& id, const core::Bar& bar, core::Mark mark,
                     core::Now now) {
  const std::lock_guard lock(mutex_);
  taken_.push_back({id, Marked{bar, mark}, now});
}

void BarKeeper::take_hole(const core::SeriesId& id, const core::Hole& hole, core::Now now) {
  const std::lock_guard lock(mutex_);
  taken_.push_back({id, hole, now});
}

void BarKeeper::finish(core::Now now) {
  std::unique_lock lock(mutex_);
  finishing_ = now;
  finished_ = false;
  changed_.notify_all();
  changed_.wait(lock, [this] { return finished_; });
}

std::optional<base::Error> BarKeeper::trouble() const {
  const std::lock_guard lock(mutex_);
  return trouble_;
}

std::int64_t BarKeeper::failures() const {
  const std::lock_guard lock(mutex_);
  return failures_;
}

void BarKeeper::work() {
  std::unique_lock lock(mutex_);
  while (!stop_) {
    std::vector<Taken> taken = std::exchange(taken_, {});
    const auto finishing = std::exchange(finishing_, std::nullopt);
    lock.unlock();
    write(taken);
    if (finishing) finish_log(*finishing);
    const core::Now now = clock_.now();
    log_->step(now);
    auto trouble = log_->trouble();
    const std::int64_t failures = log_->failures();
    const core::Micros nap = std::clamp(log_->wake() - now.mono, core::Micros{1000}, kNapMax);
    lock.lock();
    trouble_ = std::move(trouble);
    failures_ = failures;
    finished_ = finished_ || finishing.has_value();
    if (finishing) changed_.notify_all();
    changed_.wait_for(lock, nap, [this] { return stop_ || finishing_.has_value(); });
  }
}

void BarKeeper::finish_log(core::Now now) {
  const bool well = !log_->trouble();
  log_->finish(now);
  for (int tries = 1; well && log_->trouble() && tries < kTriesMax; ++tries) {
    std::this_thread::sleep_for(kBetweenTries);
    log_->finish(clock_.now());
  }
}

void BarKeeper::write(const std::vector<Taken>& taken) {
  for (const Taken& one : taken) {
    if (const auto* const marked = std::get_if<Marked>(&one.what)) {
      log_->take(one.id, marked->bar, marked->mark, one.now);
    } else {
      log_->take_hole(one.id, std::get<core::Hole>(one.what), one.now);
    }
  }
}

}  // namespace wick::io
