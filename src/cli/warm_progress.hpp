// How far a warm-up is: a few lines that are drawn in place on a terminal, or lines of a log.
#pragma once

#include <cstdio>
#include <vector>

#include "cli/shell.hpp"
#include "cli/warm_run.hpp"

namespace wick::cli {

class WarmProgress {
 public:
  enum class Style : std::uint8_t { kNone, kTerminal, kLines };
  // On a terminal no line is wider than it: what wraps could not be drawn over.
  WarmProgress(std::FILE* out, Style style, int columns)
      : out_(out), style_(style), columns_(static_cast<std::size_t>(columns)) {}
  ~WarmProgress() { clear(); }
  WarmProgress(const WarmProgress&) = delete;
  WarmProgress& operator=(const WarmProgress&) = delete;

  // A line for each series that has come to its end since, and now and then how far the others are.
  void show(const std::vector<WarmSeries>& series, core::MonoTime now);
  void clear();  // what is drawn in place

 private:
  void tell_finished(const std::vector<WarmSeries>& series, core::MonoTime now);
  void draw(const std::vector<std::string>& lines);

  std::FILE* out_;
  Style style_;
  std::size_t columns_;
  core::MonoTime start_{};
  core::MonoTime shown_{};
  std::vector<bool> told_;
  std::size_t drawn_{0};  // lines
};

}  // namespace wick::cli
