// What becomes of candles as they come: lines for a program, or a table for people.
#pragma once

#include <cstdint>
#include <string>

#include "core/time.hpp"
#include "live/candle_stream.hpp"

namespace wick::cli {

// How it went so far.
struct StreamTally {
  std::int64_t candles{};
  std::int64_t from_stream{};  // of the candles; the others came from history
  std::int64_t updates{};
  std::int64_t holes{};
  std::int64_t revisions{};
};

struct StreamState {
  live::CandleStream::Standing standing{};
  live::StreamCounters counters{};
  StreamTally tally{};
};

class StreamShow {
 public:
  virtual ~StreamShow() = default;
  virtual void take(const live::CandleEvent& event, core::Now now) = 0;
  virtual void notice(const std::string& text) = 0;

  // Writes what can be written now.
  virtual void step(core::Now now, const StreamState& state) = 0;
  [[nodiscard]] virtual core::MonoTime wake() const = 0;

  [[nodiscard]] virtual bool full() const = 0;             // let nothing more come
  [[nodiscard]] virtual bool done() const = 0;             // all that was taken is written
  [[nodiscard]] virtual std::int64_t dropped() const = 0;  // updates that the reader did not see
};

}  // namespace wick::cli
