// One live stream but for its thread: what the venue tells goes to the store and to the queue of
// those who read. For the sources of this room alone.
#pragma once

#include <vector>

#include "api/candle_queue.hpp"
#include "base/log.hpp"
#include "live/candle_stream.hpp"
#include "port/bar_log.hpp"

namespace wick::api {

class Broadcast {
 public:
  struct Parts {  // must outlive it
    live::CandleStream::World world{};
    port::BarLog* kept{};  // nothing: candles are not kept
    CandleQueue* queue{};
    const base::Log* notes{};
  };
  Broadcast(live::CandleStream::Wish wish, Parts parts);

  // Moves as far as it can go without waiting. False once the venue has none of the symbols.
  [[nodiscard]] bool step(core::Now now);
  [[nodiscard]] core::MonoTime wake() const { return stream_.wake(); }

  [[nodiscard]] const std::vector<live::CandleStream::Refusal>& refusals() const {
    return stream_.refusals();
  }

 private:
  void keep(const live::CandleEvent& event, core::Now now);
  void tell_notices();
  void tell_refusals();
  void tell_trouble();
  [[nodiscard]] Error nothing_left() const;

  Parts parts_;
  live::CandleStream stream_;
  std::vector<live::CandleEvent> events_;
  std::size_t refusals_told_{0};
  bool troubled_{false};
};

}  // namespace wick::api
