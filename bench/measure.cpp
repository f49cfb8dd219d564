#include "measure.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cinttypes>
#include <cstdio>
#include <vector>

namespace wick::bench {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

std::vector<double> repeat(const std::function<void()>& run, double seconds) {
  std::vector<double> times;
  const auto start = Clock::now();
  do {
    const auto begin = Clock::now();
    run();
    times.push_back(seconds_since(begin));
  } while (seconds_since(start) < seconds);
  return times;
}

}  // namespace

Timing measure(const std::function<void()>& run, double seconds) {
  (void)repeat(run, seconds / 3);
  std::vector<double> times = repeat(run, seconds);
  std::ranges::sort(times);
  return {times[times.size() / 2], times.front(), times.size()};
}

std::string json_line(const Timing& timing, const Facts& facts) {
  std::array<char, 320> text{};
  std::snprintf(text.data(), text.size(),
                "{\"seconds\":%.9f,\"least\":%.9f,\"calls\":%zu,\"rows\":%zu,\"bytes\":%zu,"
                "\"checksum\":\"%016" PRIx64 "\",\"cpu_seconds\":%.9f}",
                timing.median_seconds, timing.least_seconds, timing.calls, facts.rows, facts.bytes,
                facts.checksum, facts.cpu_seconds);
  return text.data();
}

}  // namespace wick::bench
