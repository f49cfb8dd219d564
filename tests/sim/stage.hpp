// The whole of history over a simulated exchange, network, clock and disk.
#pragma once

#include "draw.hpp"
#include "fake/files.hpp"
#include "fake/memory.hpp"
#include "history/retrieval.hpp"
#include "sim/exchange.hpp"

namespace wick::simulation {

struct Fetched {
  history::Answer answer;
  core::Micros took{};
};

// One machine. Its disk and what it remembers outlive a program.
class Stage {
 public:
  explicit Stage(sim::Exchange& exchange) : exchange_(exchange) {}

  // A program starts at that time, fetches, and ends.
  struct Run {
    core::TimeRange range;
    wiring::SourceChoice source{};
    core::UtcTime now;
    std::uint64_t seed{};
  };
  [[nodiscard]] Fetched fetch(const core::SeriesId& id, const Run& run);

  [[nodiscard]] fake::Files& files() { return files_; }

 private:
  sim::Exchange& exchange_;
  fake::Files files_;
  fake::Memory memory_;
};

}  // namespace wick::simulation
