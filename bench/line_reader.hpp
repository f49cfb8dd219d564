// Reads what a child prints, on a thread of its own, and notes when each line was there.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <thread>
#include <vector>

#include "candle_frames.hpp"

namespace wick::bench {

using Instant = std::chrono::steady_clock::time_point;

class LineReader {
 public:
  explicit LineReader(int descriptor);  // closes it in the end
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;

  struct Line {
    Told frame;
    Instant at;
  };
  // Once everybody has closed the other end.
  [[nodiscard]] const std::vector<Line>& finish();

 private:
  void read();
  void take(std::string_view text, Instant at);

  int descriptor_;
  std::string rest_;  // of a line that is not whole yet
  std::vector<Line> lines_;
  std::thread thread_;  // the last, so that it finds all else made
};

}  // namespace wick::bench
