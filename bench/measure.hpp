// Times one piece of work, and says on one line what it found.
//
// This is no google-benchmark on purpose. A figure is a ratio between programs of several languages
// that take turns, so each measurement is a process of its own that does one thing and reports it
// as JSON; and it says what the work produced, so that equal answers can be insisted on before
// anything is compared.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace wick::bench {

struct Facts {
  std::size_t rows{};
  std::size_t bytes{};
  std::uint64_t checksum{};  // see checksum.hpp; 0 where there is nothing to compare
  double cpu_seconds{};      // of the other side of a connection, for each call
  std::size_t memory{};      // at most at one time, in bytes
};

struct Work {
  std::function<void()> run;       // what is timed
  std::function<Facts()> facts;    // about what the last run() made; not timed
  std::function<void()> before{};  // of each run(), and after it; not timed
  std::function<void()> after{};
};

struct Timing {
  double median_seconds{};  // of one call
  double least_seconds{};
  std::size_t calls{};
  double tail_seconds{};      // 99 of 100 take no longer
  double far_tail_seconds{};  // 999 of 1,000
  double most_seconds{};
};

// Runs for about a third of `seconds` to warm up, then for `seconds`; at least once each. What is
// not timed counts towards them too.
[[nodiscard]] Timing measure(const Work& work, double seconds);

// What so many times amount to; there is one at least.
[[nodiscard]] Timing timing_of(std::vector<double> times);

[[nodiscard]] std::string json_line(const Timing& timing, const Facts& facts);

// Tells the compiler that somebody looks at the value.
template <typename T>
void keep(const T& value) {
  asm volatile("" : : "r"(&value) : "memory");  // NOLINT: there is no other way to say so
}

}  // namespace wick::bench
