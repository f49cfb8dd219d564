// One run of `wick stream`, but for the stream: takes what it tells, has it kept and shown, and
// knows when enough has been told.
#pragma once

#include <vector>

#include "cli/stream_request.hpp"
#include "cli/stream_show.hpp"
#include "port/bar_log.hpp"

namespace wick::cli {

class StreamSession {
 public:
  struct Parts {          // must outlive it
    port::BarLog* log{};  // nothing: candles are not kept
    StreamShow* show{};
  };
  StreamSession(const StreamRequest& request, Parts parts, core::MonoTime begin);

  // Whether the stream may go on; where not, the server has to wait.
  [[nodiscard]] bool listens() const { return !parts_.show->full(); }
  void take(const std::vector<live::CandleEvent>& events, core::Now now);
  // What follows the last candle that was asked for is neither shown nor kept.
  [[nodiscard]] bool over(core::MonoTime now) const;

  // Moves what was taken on.
  void step(core::Now now, const live::CandleStream::Standing& standing,
            const live::StreamCounters& counters);
  [[nodiscard]] core::MonoTime wake() const;

  void finish(core::Now now) const;  // the keeping
  [[nodiscard]] const StreamState& state() const { return state_; }

 private:
  [[nodiscard]] bool enough() const;
  void count(const live::CandleEvent& event);
  void keep(const live::CandleEvent& event, core::Now now);

  const StreamRequest& request_;
  Parts parts_;
  core::MonoTime end_;
  StreamState state_{};
};

}  // namespace wick::cli
