#include "api/candle_queue.hpp"

#include <algorithm>
#include <utility>

namespace wick::api {

using live::CandleEvent;

void CandleQueue::add(const std::vector<CandleEvent>& events) {
  const std::lock_guard lock(mutex_);
  if (events.empty() || end_) return;
  const bool was_empty = events_.empty();
  for (const CandleEvent& event : events) put(event);
  if (was_empty) bell_.ring();
  arrived_.notify_all();
}

void CandleQueue::put(const CandleEvent& event) {
  const std::uint64_t number = taken_ + events_.size();
  if (event.kind != live::Tidings::kForming) {
    forming_.erase(event.series);
    events_.push_back(event);
    return;
  }
  const auto [last, is_new] = forming_.try_emplace(event.series, number);
  if (!is_new && last->second >= taken_) {
    events_[last->second - taken_] = event;
    return;
  }
  last->second = number;
  events_.push_back(event);
}

void CandleQueue::end(Error why) {
  const std::lock_guard lock(mutex_);
  if (end_) return;
  end_ = std::move(why);
  bell_.ring();
  arrived_.notify_all();
}

bool CandleQueue::wait_for_room() {
  std::unique_lock lock(mutex_);
  emptied_.wait(lock, [this] { return closed_ || events_.size() < room_; });
  return !closed_;
}

bool CandleQueue::closed() const {
  const std::lock_guard lock(mutex_);
  return closed_;
}

Result<std::optional<CandleEvent>> CandleQueue::take(core::Micros patience) {
  constexpr core::Micros kPatienceMax = std::chrono::hours{24};
  std::unique_lock lock(mutex_);
  if (patience > core::Micros{0}) {
    arrived_.wait_for(lock, std::min(patience, kPatienceMax), [this] { return settled(); });
  }
  if (events_.empty()) {
    if (end_) return *end_;
    return std::optional<CandleEvent>();
  }
  const std::optional<CandleEvent> event = events_.front();
  events_.pop_front();
  ++taken_;
  if (events_.size() < room_) emptied_.notify_one();
  if (!settled()) bell_.quiet();
  return event;
}

void CandleQueue::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  events_.clear();
  if (!end_) end_ = Error{.kind = ErrorKind::kCancelled, .what = "this stream is closed"};
  bell_.ring();
  arrived_.notify_all();
  emptied_.notify_all();
}

}  // namespace wick::api
