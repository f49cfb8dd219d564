#include "cli/stats_latency.hpp"

#include <algorithm>

namespace wick::cli {

void Latencies::add(const std::vector<core::Micros>& samples, std::int64_t measured) {
  if (samples.empty()) return;
  const auto given = static_cast<std::int64_t>(samples.size());
  measured = std::max(measured, given);
  // The unit is a fraction of a measurement, so that weights are whole wherever events are cut.
  constexpr auto kUnits = static_cast<std::int64_t>(store::kLatenciesMax);
  const std::int64_t weight = std::max<std::int64_t>(measured * kUnits / given, 1);
  for (const core::Micros sample : samples) samples_.emplace_back(sample, weight);
  count_ += measured;
}

std::optional<core::Micros> Latencies::percentile(int percent) const {
  if (samples_.empty()) return std::nullopt;
  auto sorted = samples_;
  std::ranges::sort(sorted);
  std::int64_t whole = 0;
  for (const auto& [time, weight] : sorted) whole += weight;
  std::int64_t below = 0;
  for (const auto& [time, weight] : sorted) {
    below += weight;
    if (below * 100 >= whole * percent) return time;
  }
  return sorted.back().first;
}

}  // namespace wick::cli
