// How far along a long fetch is, on one line of a terminal.
#pragma once

#include <cstdio>

#include "core/time.hpp"
#include "history/retrieval.hpp"

namespace wick::cli {

// Shows nothing on a null stream, and nothing in the first half second: most work is done by then.
class Progress {
 public:
  explicit Progress(std::FILE* terminal) : terminal_(terminal) {}

  void show(history::Retrieval::Progress progress, core::MonoTime now);
  void clear();

 private:
  std::FILE* terminal_;
  core::MonoTime start_{};
  core::MonoTime shown_{};
  bool visible_{false};
};

}  // namespace wick::cli
