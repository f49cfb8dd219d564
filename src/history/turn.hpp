// Waits until nobody else is fetching the same, so that two who miss one object cause one download.
//
// A rung between the store and the network. For each day or month that is missing it takes the
// turn, or waits for whoever has it; then it looks into the store once more, and only what is
// still not there goes on to those who have to be asked. Turns are held until the inquiry goes.
//
// It saves downloads and decides nothing: where turns cannot be had, or somebody keeps his for too
// long without anything to show for it, the question goes on without.
#pragma once

#include <memory>

#include "policy/cut.hpp"
#include "port/bar_store.hpp"

namespace wick::history {

class TurnSource final : public port::BarSource {
 public:
  struct Options {
    core::Micros look_again{std::chrono::milliseconds{50}};
    core::Micros patience{std::chrono::minutes{5}};  // with one who has not moved on
  };
  // The store must outlive this, and all inquiries.
  TurnSource(port::BarStore& store, Options options) : store_(store), options_(options) {}

  [[nodiscard]] std::unique_ptr<port::Inquiry> ask(const core::SeriesId& id,
                                                   core::RangeSet ranges) override;

 private:
  port::BarStore& store_;
  Options options_;
};

// The days and months that are fetched and kept as a whole: a month where all of it is missing or
// where there are no days, else days. In order; what is not over by `now` is not among them.
[[nodiscard]] std::vector<policy::Piece> cut_into_turns(const core::RangeSet& missing,
                                                        const core::SeriesId& id,
                                                        core::UtcTime now);

}  // namespace wick::history
