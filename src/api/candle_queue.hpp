// Candles on their way from the thread that listens to those who read. For the sources of this room
// alone.
//
// What has closed is never dropped. A candle under way takes the place of an earlier word on it
// that nobody has read yet.
#pragma once

#include <wick/error.hpp>

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "core/time.hpp"
#include "io/bell.hpp"
#include "live/candle_event.hpp"

namespace wick::api {

class CandleQueue {
 public:
  explicit CandleQueue(std::size_t room) : room_(room) {}

  // The side that listens. It may add more than there is room for, and waits afterwards.
  void add(const std::vector<live::CandleEvent>& events);
  void end(Error why);  // told once all else has been read
  // True when there is room; false once it is closed.
  [[nodiscard]] bool wait_for_room();
  [[nodiscard]] bool closed() const;

  // The side that reads: any thread.
  [[nodiscard]] Result<std::optional<live::CandleEvent>> take(core::Micros patience);
  void close();  // nobody wants any more
  // Readable while take() would not wait.
  [[nodiscard]] int descriptor() const { return bell_.descriptor(); }

 private:
  void put(const live::CandleEvent& event);
  [[nodiscard]] bool settled() const { return !events_.empty() || end_.has_value(); }

  const std::size_t room_;
  io::Bell bell_;  // rung while settled
  mutable std::mutex mutex_;
  std::condition_variable arrived_;
  std::condition_variable emptied_;
  // Guarded by the mutex.
  std::deque<live::CandleEvent> events_;
  std::uint64_t taken_{};                                   // so far: the number of the first one
  std::unordered_map<std::size_t, std::uint64_t> forming_;  // the last word of a series is this one
  std::optional<Error> end_;
  bool closed_{false};
};

}  // namespace wick::api
