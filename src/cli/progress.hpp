// How far along a long fetch is: on one line of a terminal, or now and then as a line of a log.
#pragma once

#include <cstdio>
#include <string>

#include "core/time.hpp"
#include "history/retrieval.hpp"

namespace wick::cli {

// "45 %  27000 of 60000 bars, 12000/s, 3 s left"; without rate and time where nothing is known yet.
[[nodiscard]] std::string progress_text(history::Retrieval::Progress progress, core::Micros spent);

// On a terminal the line is drawn again and again, after a quiet half second: most work is done by
// then. Elsewhere a line is added every ten seconds.
enum class ProgressStyle { kNone, kTerminal, kLines };

class Progress {
 public:
  Progress(std::FILE* out, ProgressStyle style) : out_(out), style_(style) {}

  void show(history::Retrieval::Progress progress, core::MonoTime now);
  void clear();

 private:
  std::FILE* out_;
  ProgressStyle style_;
  core::MonoTime start_{};
  core::MonoTime shown_{};
  bool visible_{false};
};

}  // namespace wick::cli
