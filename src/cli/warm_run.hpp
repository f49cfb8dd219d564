// All series of `wick warm`, a few pieces at a time over all of them.
#pragma once

#include <cstddef>
#include <vector>

#include "cli/warm_series.hpp"

namespace wick::cli {

class WarmRun {
 public:
  // `sources` must outlive it.
  WarmRun(const WarmRequest& request, const WarmSources& sources, std::size_t jobs);

  // Ends by itself where the cache cannot be written: what is fetched would be lost.
  void step(core::Now now);
  void stop(core::Now now);
  [[nodiscard]] bool done() const;
  [[nodiscard]] core::MonoTime wake() const;
  [[nodiscard]] const std::vector<WarmSeries>& series() const { return series_; }

 private:
  [[nodiscard]] std::size_t in_flight() const;

  std::vector<WarmSeries> series_;
  std::size_t jobs_;
  std::size_t first_open_{0};  // all before are done
};

}  // namespace wick::cli
