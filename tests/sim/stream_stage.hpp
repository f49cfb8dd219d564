// Programs that stream, over a simulated exchange, network, clock and disk.
#pragma once

#include <optional>
#include <vector>

#include "fake/files.hpp"
#include "fake/memory.hpp"
#include "history/retrieval.hpp"
#include "live/candle_stream.hpp"
#include "sim/exchange.hpp"

namespace wick::simulation {

struct StreamRun {
  std::vector<core::SeriesId> series{};  // of one market
  core::UtcTime begin{};                 // by the exchange's clock
  core::UtcTime end{};
  core::UtcTime calm_from{};  // from here on everything works
  std::optional<core::UtcTime> since{};
  bool forming{};
  core::Micros skew{};  // how wrong our wall clock is
  std::uint64_t seed{};
  enum class End { kOrderly, kKilled };
  End ends{End::kOrderly};  // or killed, at a power cut
};

struct Streamed {
  std::vector<std::vector<live::CandleEvent>> told;  // by series; without candles under way
  std::optional<base::Error> trouble;                // with keeping them
  std::int64_t forming{};
  live::StreamCounters counters;
  std::size_t doubled_forming{};  // told out of their turn
};

// One machine. Its disk and what it remembers outlive a program.
class StreamStage {
 public:
  explicit StreamStage(sim::Exchange& exchange) : exchange_(exchange) {}

  [[nodiscard]] Streamed run(const StreamRun& run);

  // What the cache alone has of the range, at that time.
  [[nodiscard]] history::Answer cached(const core::SeriesId& id, core::TimeRange range,
                                       core::UtcTime now);

  [[nodiscard]] fake::Files& files() { return files_; }

 private:
  sim::Exchange& exchange_;
  fake::Files files_;
  fake::Memory memory_;
};

}  // namespace wick::simulation
