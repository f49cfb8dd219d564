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

std::vector<double> repeat(const Work& work, double seconds) {
  std::vector<double> times;
  const auto start = Clock::now();
  do {
    if (work.before) work.before();
    const auto begin = Clock::now();
    work.run();
    times.push_back(seconds_since(begin));
    if (work.after) work.after();
  } while (seconds_since(start) < seconds);
  return times;
}

}  // namespace

Timing measure(const Work& work, double seconds) {
  (void)repeat(work, seconds / 3);
  return timing_of(repeat(work, seconds));
}

Timing timing_of(std::vector<double> times) {
  std::ranges::sort(times);
  return {.median_seconds = times[times.size() / 2],
          .least_seconds = times.front(),
          .calls = times.size(),
          .tail_seconds = times[times.size() * 99 / 100],
          .far_tail_seconds = times[times.size() * 999 / 1000],
          .most_seconds = times.back()};
}

std::string json_line(const Timing& timing, const Facts& facts) {
  std::array<char, 400> text{};
  std::snprintf(text.data(), text.size(),
                "{\"seconds\":%.9f,\"least\":%.9f,\"tail\":%.9f,\"far_tail\":%.9f,"
                "\"most\":%.9f,\"calls\":%zu,\"rows\":%zu,"
                "\"bytes\":%zu,\"checksum\":\"%016" PRIx64
                "\",\"cpu_seconds\":%.9f,\"memory\":%zu}",
                timing.median_seconds, timing.least_seconds, timing.tail_seconds,
                timing.far_tail_seconds, timing.most_seconds, timing.calls, facts.rows, facts.bytes,
                facts.checksum, facts.cpu_seconds, facts.memory);
  return text.data();
}

}  // namespace wick::bench
