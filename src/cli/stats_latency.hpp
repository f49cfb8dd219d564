// How long things took, as far as samples tell.
//
// A sample may stand for several measurements. A percentile is the least sample such that at least
// that many of a hundred measurements are no longer: always a time that was measured.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "core/time.hpp"
#include "store/event.hpp"

namespace wick::cli {

class Latencies {
 public:
  // All samples of one event; together they stand for `measured`.
  void add(const std::vector<core::Micros>& samples, std::int64_t measured);

  [[nodiscard]] std::int64_t count() const { return count_; }  // measurements
  [[nodiscard]] std::optional<core::Micros> percentile(int percent) const;

 private:
  std::vector<std::pair<core::Micros, std::int64_t>> samples_;  // with their weights
  std::int64_t count_{};
};

}  // namespace wick::cli
