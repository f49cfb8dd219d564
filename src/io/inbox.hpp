// Events of one connection or child on their way from the thread that reads to the one that takes.
//
// Order is kept, and what the manners call the last event is the last there ever is. Safe for one
// reader and one taker.
#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

#include "io/bell.hpp"

namespace wick::io {

struct InboxLimits {
  std::size_t bytes_max{std::size_t{4} << 20U};
  std::size_t events_max{std::size_t{1} << 16U};
};

// Manners say of their Event: bytes_of, beside its own size; is_last; and says_again, that one
// which follows another unseen one tells nothing new.
template <typename Manners>
class Inbox {
 public:
  using Event = typename Manners::Event;
  using Limits = InboxLimits;
  // The bell must outlive it. It rings whenever the first event comes to lie here.
  Inbox(Limits limits, const Bell& bell) : limits_(limits), bell_(bell) {}

  // Nothing is refused: a reader that is told kFull stops reading until take() says `drained`.
  enum class Room { kLeft, kFull };
  Room put(Event event) {
    bool first = false;
    Room room = Room::kLeft;
    {
      const std::lock_guard lock(mutex_);
      if (std::exchange(ended_, ended_ || Manners::is_last(event))) return room;
      first = events_.empty();
      if (first || !Manners::says_again(events_.back(), event)) {
        bytes_ += weight(event);
        events_.push_back(std::move(event));
      }
      full_ = full_ || bytes_ >= limits_.bytes_max || events_.size() >= limits_.events_max;
      if (full_) room = Room::kFull;
    }
    if (first) bell_.ring();
    return room;
  }

  struct Taken {
    std::optional<Event> event;
    bool drained{};  // it was full, and is half empty now
  };
  [[nodiscard]] Taken take() {
    const std::lock_guard lock(mutex_);
    if (events_.empty()) return {};
    Taken taken{std::move(events_.front()), false};
    events_.pop_front();
    bytes_ -= weight(*taken.event);
    const bool half = bytes_ <= limits_.bytes_max / 2 && events_.size() <= limits_.events_max / 2;
    taken.drained = full_ && half;
    if (taken.drained) full_ = false;
    return taken;
  }

  [[nodiscard]] bool full() const {
    const std::lock_guard lock(mutex_);
    return full_;
  }
  [[nodiscard]] bool ended() const {  // the last one was put, if not yet taken
    const std::lock_guard lock(mutex_);
    return ended_;
  }

 private:
  static std::size_t weight(const Event& event) { return sizeof event + Manners::bytes_of(event); }

  const Limits limits_;
  const Bell& bell_;
  mutable std::mutex mutex_;
  std::deque<Event> events_;
  std::size_t bytes_{};
  bool full_{};
  bool ended_{};
};

}  // namespace wick::io
