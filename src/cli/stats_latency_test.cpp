#include "cli/stats_latency.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/sanitized.hpp"
#include "fake/world.hpp"

namespace wick::cli::stats_latency_test {
namespace {

using namespace std::chrono_literals;

// Every measurement by itself, looked at one after the other.
core::Micros slow_percentile(const std::vector<core::Micros>& times, int percent) {
  std::vector<core::Micros> candidates = times;
  std::ranges::sort(candidates);
  for (const core::Micros candidate : candidates) {
    std::size_t no_longer = 0;
    for (const core::Micros time : times) no_longer += time <= candidate ? 1 : 0;
    if (no_longer * 100 >= times.size() * static_cast<std::size_t>(percent)) return candidate;
  }
  return candidates.back();
}

TEST(Latencies, PercentilesAreThoseOfEveryMeasurement) {
  for (std::uint64_t seed = 1; seed <= (base::kSanitized ? 40 : 300); ++seed) {
    SCOPED_TRACE(seed);
    fake::SeededRandom random(seed);
    Latencies latencies;
    std::vector<core::Micros> all;
    for (std::uint64_t events = 1 + random.below(6); events-- > 0;) {
      std::vector<core::Micros> samples;
      // As an event has them: few, one for each measurement; or many, each for several.
      const bool many = random.one_in(3);
      const std::uint64_t count = many ? store::kLatenciesMax : 1 + random.below(30);
      const std::uint64_t each = many ? 1 + random.below(9) : 1;
      for (std::uint64_t i = 0; i < count; ++i) samples.emplace_back(random.below(50));
      for (std::uint64_t i = 0; i < each; ++i)
        all.insert(all.end(), samples.begin(), samples.end());
      latencies.add(samples, static_cast<std::int64_t>(count * each));
    }
    EXPECT_EQ(latencies.count(), static_cast<std::int64_t>(all.size()));
    for (const int percent : {0, 1, 10, 50, 90, 99, 100}) {
      EXPECT_EQ(latencies.percentile(percent), slow_percentile(all, percent)) << percent;
    }
  }
}

TEST(Latencies, OfNothingThereAreNone) {
  Latencies latencies;
  latencies.add({}, 5);
  EXPECT_FALSE(latencies.percentile(50));
  EXPECT_EQ(latencies.count(), 0);
  latencies.add({7us}, 0);
  EXPECT_EQ(latencies.percentile(99), 7us);
  EXPECT_EQ(latencies.count(), 1);
}

}  // namespace
}  // namespace wick::cli::stats_latency_test
